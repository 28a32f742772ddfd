"""A page of the server, and what it is made of: facts, listings, prose, pictures, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from flowdown.server.asked import Asked
from flowdown.server.rights import Right

if TYPE_CHECKING:
    from flowdown.report.page import Block
    from flowdown.server.listing import Shown
    from flowdown.server.visit import Visit


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, where it leads, how it is meant (a tone of `report.page`, or an outcome), and a second line."""

    text: str
    href: str = ""
    tone: str = ""
    under: str = ""
    is_badge: bool = False


Text: TypeAlias = Cell | str | int
Texts: TypeAlias = Text | tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, each with its name."""

    pairs: tuple[tuple[str, Texts], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A few figures that are seen first."""

    tiles: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Blocks of a report's page."""

    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that the server makes itself, and what it shows in words."""

    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be missed."""

    text: Texts
    tone: str = "warning"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an order, where they stand, and how well they were read."""

    words: str
    cites: Texts
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A line that can be unfolded."""

    line: tuple[Text, ...]
    below: tuple[Branch, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that can be unfolded, below a title."""

    title: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; with choices it is picked from."""

    name: str
    title: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = "text"
    hint: str = ""
    is_needed: bool = False
    completes: str = ""
    """What browsers and password managers may fill it with (`autocomplete`)."""
    rows: int = 3
    most: int = 2_000
    """Characters of an area."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that asks the same or another page, or that does something (`does`: then it is posted)."""

    action: str
    button: str
    fields: tuple[Field, ...]
    title: str = ""
    does: bool = False
    note: str = ""
    takes_file: bool = False
    is_small: bool = False
    """One button in a line."""


Part: TypeAlias = "Facts | Tiles | Prose | Picture | Notice | Quote | Fold | Form | Shown"


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is about to be written.

    `shape` is what it says to programs, or makes that where it is large; `table` is the listing that stands for it as CSV. `crumbs` are the pages above.
    """

    title: str
    parts: Sequence[Part]
    shape: object | Callable[[], object]
    table: Shown | None = None
    lead: Texts = ""
    badge: Cell | None = None
    crumbs: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file in place of a page; `policy` is its own content security policy where it needs one."""

    content: bytes
    media_type: str
    name: str = ""
    policy: str = ""


Show: TypeAlias = Callable[["Visit", Any], View | File]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `rank` orders those of the navigation (0: not in it); `needs_answer`: it shows what was answered."""

    id: str
    path: str
    title: str
    about: str
    show: Show
    asked: type[Asked] = Asked
    rank: int = 0
    gives: Mapping[str, str] = field(default_factory=dict)
    """What it gives by media type, where that is not a page, JSON and CSV."""
    says: tuple[str, ...] = ("flowdown.view/1",)
    """The schemas of its JSON."""
    needs: Right = Right.READ
    """Who may look at it."""
    of_accounts: bool = False
    """There is nothing on it where there are no accounts."""
    has_lens: bool = True
    """It is of a day, so that the day can be picked above it."""


@cache
def load_pages() -> tuple[Page, ...]:
    """Every page of the folder; those whose path is more exact come first."""
    from flowdown.base.openset import load_modules

    pages = load_modules("flowdown.server.pages", "PAGE", Page)
    return tuple(sorted(pages.values(), key=lambda each: (each.path.count("{"), each.path)))
