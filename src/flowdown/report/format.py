"""An output format: how a finished report becomes text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.report.page import Page
    from flowdown.report.report import Report


@dataclass(frozen=True, slots=True)
class Look:
    """How the reader's screen is, and how much is to be shown on it.

    `shows_all` leaves nothing out; `shows_counts` adds how many files each detector read.
    """

    width: int = 100
    has_colour: bool = False
    shows_all: bool = False
    shows_counts: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One output format. `render` gets a finished report and decides nothing; it returns text ending in a newline.

    `parts` gives the same text in parts, where it can be long. `draw` does the same for any page; None where a format has
    no place for pages.
    """

    id: str
    media_type: str
    suffix: str
    about: str
    render: Callable[[Report, Look], str]
    schema: str = field(default="")
    draw: Callable[[Page, Look], str] | None = None
    parts: Callable[[Report, Look], Iterable[str]] | None = None

    def text_of(self, report: Report, look: Look) -> Iterable[str]:
        """A report in this format, in parts that are written one after another."""
        return self.parts(report, look) if self.parts is not None else (self.render(report, look),)


_PACKAGE = "flowdown.report.formats"


@cache
def ids_of_formats() -> tuple[str, ...]:
    """The ids of every format, sorted, without importing one."""
    from flowdown.base.openset import ids_of_modules

    return ids_of_modules(_PACKAGE)


@cache
def load_format(identity: str) -> Format:
    """One format by its id."""
    from flowdown.base.openset import load_module

    return load_module(_PACKAGE, identity, "FORMAT", Format)


@cache
def load_formats() -> Mapping[str, Format]:
    """Every format of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules(_PACKAGE, "FORMAT", Format)
