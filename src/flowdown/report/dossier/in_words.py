"""What a text says, as papers show it: in quotation marks only what was read word for word, anything else as a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.orders.duty import Duty
    from flowdown.orders.load import Library
    from flowdown.orders.order import OrderNorm


def verbatim(library: Library) -> frozenset[str]:
    """The words of norms and duties that quote a text which was read itself."""
    found: set[str] = set()
    for order in library.orders.values():
        read = {source.id for source in order.sources if source.verbatim}
        rules: tuple[OrderNorm | Duty, ...] = (*order.norms, *order.duties)
        found |= {each.quote for each in rules if each.quote and each.mark == "P" and each.source in read}
    return frozenset(found)


def in_words(text: str, known: frozenset[str]) -> str:
    """Words in quotation marks if they are the text's own; else what they come to, marked as that."""
    if not text:
        return "no words are held"
    return f"“{text}”" if text in known else f"in short: {text}"
