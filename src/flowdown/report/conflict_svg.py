"""Draws a conflict of two norms: what each says and where, and what they share, as two fields that overlap."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowdown.report.words import visible

_WIDTH, _EDGE, _OWN, _SHARED = 900, 16, 314, 240
_LINE, _LETTER = 17, 7.1
_HEAD, _FOOT = 58, 28
_STYLE = """
.conflict text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #1b1f24; } .conflict .paper { fill: #ffffff; }
.conflict text.head { font-size: 14px; font-weight: 600; } .conflict text.term { font-weight: 600; }
.conflict rect.one { fill: #2f5f98; fill-opacity: .10; stroke: #2f5f98; stroke-width: 2; }
.conflict rect.other { fill: #9a6700; fill-opacity: .12; stroke: #9a6700; stroke-width: 2; stroke-dasharray: 8 4; }
@media (prefers-color-scheme: dark) {
.conflict text { fill: #e6edf3; } .conflict .paper { fill: #0d1117; }
.conflict rect.one { fill: #6ea2dd; fill-opacity: .16; stroke: #6ea2dd; } .conflict rect.other { fill: #e3b341; fill-opacity: .14; stroke: #e3b341; }
}
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its head, and terms with their words."""

    head: str
    rows: tuple[tuple[str, str], ...]


def draw_conflict(one: Field, shared: Field, other: Field) -> str:
    """The picture as SVG text; every text in it is escaped."""
    columns = (
        (one, _EDGE, _OWN),
        (shared, _EDGE + _OWN, _SHARED),
        (other, _EDGE + _OWN + _SHARED, _OWN),
    )
    laid = [(list(_lay(field, width)), left) for field, left, width in columns]
    height = _HEAD + max(len(lines) for lines, _ in laid) * _LINE + _FOOT
    body = [
        part
        for (lines, left), (field, _, width) in zip(laid, columns, strict=True)
        for part in _write(field, lines, left, width)
    ]
    alt = say_conflict(one, shared, other)
    wide = _OWN + _SHARED
    return "\n".join(
        [
            f'<svg class="conflict" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="conflict-title conflict-desc">',
            f'<title id="conflict-title">Conflict</title><desc id="conflict-desc">{_text(alt)}</desc>',
            f'<style>{_STYLE}</style><rect class="paper" width="{_WIDTH}" height="{height}"/>',
            f'<rect class="one" x="{_EDGE}" y="12" width="{wide}" height="{height - 24}" rx="10"/>',
            f'<rect class="other" x="{_EDGE + _OWN}" y="20" width="{wide}" height="{height - 40}" rx="10"/>',
            *body,
            "</svg>\n",
        ]
    )


def say_conflict(one: Field, shared: Field, other: Field) -> str:
    """The words that stand for the picture."""
    told = (
        f"{field.head}: {'; '.join(f'{term} {words}' for term, words in field.rows)}".rstrip(".")
        for field in (one, other, shared)
    )
    return f"Two fields that overlap. {'. '.join(told)}."


def _lay(field: Field, width: int) -> Iterator[tuple[str, str]]:
    """The lines of a column, each with the name of its look."""
    letters = int((width - 28) / _LETTER)
    for number, (term, words) in enumerate(field.rows):
        if number:
            yield "", ""
        yield "term", term
        yield from (("", each) for each in textwrap.wrap(words, letters))


def _write(field: Field, lines: Sequence[tuple[str, str]], left: int, width: int) -> Iterator[str]:
    letters = int((width - 28) / (_LETTER * 1.2))
    head = field.head if len(field.head) <= letters else field.head[: letters - 1] + "…"
    yield f'<text class="head" x="{left + 14}" y="44">{_text(head)}</text>'
    for number, (look, words) in enumerate(lines):
        name = f' class="{look}"' if look else ""
        if words:
            yield f'<text{name} x="{left + 14}" y="{_HEAD + 8 + number * _LINE}">{_text(words)}</text>'


def _text(text: str) -> str:
    return html.escape(visible(text))
