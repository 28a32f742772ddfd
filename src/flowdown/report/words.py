"""How text from outside is made safe to show, and the words in which reports say counts and marks."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.scan.trace import Place

_MARK_WORDS: dict[str, str] = {
    "P": "primary text read",
    "L": "law-firm alert or legal journal",
    "N": "two or more news outlets",
    "S": "a single secondary source",
    "I": "inferred, not said by a source",
    "U": "not re-read: check before use",
}

NO_ADVICE = "This is not legal advice."

_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
# Letters that are drawn as nothing at all.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")


def is_hazardous(character: str) -> bool:
    """Whether a character draws nothing, steers a terminal, or reorders what stands around it."""
    if character in _BLANK_LETTERS or "\U000e0100" <= character <= "\U000e01ef":
        return True
    return unicodedata.category(character) in _ESCAPED_CATEGORIES


def visible(text: str) -> str:
    r"""The text with every hazardous character as an escape that can be seen (`\x1b`, `\u{202e}`).

    A lone surrogate stands for a byte that is no UTF-8, and is shown as that byte.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(character) if is_hazardous(character) else character for character in text)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{{{code:x}}}"


def shorten(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with an ellipsis for what is left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 use`, `1,204 uses`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: tuple[str, ...], conjunction: str = "and") -> str:
    """Words as prose: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def are_cut(names: tuple[str, ...]) -> str:
    """Names with what is done to them: `a is cut`, `a and b are cut`."""
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} cut"


def size(octets: int) -> str:
    """A number of bytes as people say it."""
    value = float(octets)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{octets:,} bytes" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    raise AssertionError("unreachable")


def mark_words(mark: str) -> str:
    """An evidence mark with what it stands for: `P (primary text read)`."""
    return f"{mark} ({_MARK_WORDS[mark]})" if mark in _MARK_WORDS else mark or "no evidence mark"


def norm_name(order: str, norm: str) -> str:
    """A norm's full name: its id, with the order's before it unless it says that already."""
    return norm if norm.startswith(order) else f"{order}/{norm}"


def place_text(place: Place) -> str:
    """`path:line:column`, as editors and terminals open it."""
    parts = [place.path, *(str(number) for number in (place.line, place.column) if number)]
    return ":".join(parts)
