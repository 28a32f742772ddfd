"""A document as it was read: its lines with their places, and what of it could not be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many pages are read, and of how many."""


class Unit(StrEnum):
    """By what a place in a document is told."""

    PAGE = "page"
    PARAGRAPH = "paragraph"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of text, and the number of the page, paragraph or line that it stands on."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of text on a page with its edges in points, counted from the lower left: fields of forms are told by these."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read of a document. `unread` tells of parts that could not be, `notes` of other things seen.

    `cells` is what stands on the first pages, where forms are.
    """

    file: str
    kind: str
    digest: str
    unit: Unit
    size: int
    lines: tuple[DocumentLine, ...]
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()


_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\ufffe\x02\u00ad]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v\f\t ]+")
_BOXES = str.maketrans(
    {
        **dict.fromkeys("\uf0fe\uf0fd\uf053\uf078\uf0fb\u2611\u2612\u2705\u2713\u2714\u2717\u2718\u221a\U0001f5f9\U0001f5f7", "☒"),
        **dict.fromkeys("\uf0a8\uf06f\uf071\uf0a3\uf072\u25a1\u25a2\u274f\u2751\u2752\u25fb\u25fd", "☐"),
    }
)  # fmt: skip
"""Boxes of the fonts in which forms are set, as what they show; a mark alone counts as a box with it."""


def plain(text: str) -> str:
    """A line with one kind of dash, space and box, without what a terminal could take for a command."""
    text = _SPACES.sub(" ", _DASHES.sub("-", text)).translate(_BOXES)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKC", text) if "\ufb00" <= max(text, default="") <= "\ufb06" else text
    return "".join(each for each in text if each.isprintable())
