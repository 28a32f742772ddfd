"""The marks that stand around what is to be filled in, from the template to each format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Text from outside never holds them: `visible` writes characters of private use as escapes.
OPEN, CLOSE = "\ue000", "\ue001"
LABEL = "to be filled in"
_BLANK = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `is_blank` for what is to be filled in."""

    text: str
    is_blank: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """A text as runs of words and blanks."""
    end = 0
    for match in _BLANK.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        yield Piece(f"[{LABEL}: {match[1]}]", is_blank=True)
        end = match.end()
    if end < len(text):
        yield Piece(text[end:])


def count_blanks(marked: str) -> int:
    """How many places of a document are to be filled in."""
    return len(_BLANK.findall(marked))


def without_marks(marked: str) -> str:
    """Marked Markdown as people read it: blanks in bold brackets."""
    return _BLANK.sub(lambda match: f"**[{LABEL}: {match[1]}]**", marked)
