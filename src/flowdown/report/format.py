"""An output format: how a finished report becomes text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from flowdown.report.report import Report


@dataclass(frozen=True, slots=True)
class Look:
    """How the reader's screen is: its width in columns, and whether it shows colour."""

    width: int = 100
    has_colour: bool = False
    shows_all: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One output format. `render` gets a finished report and decides nothing; it returns text ending in a newline."""

    id: str
    media_type: str
    suffix: str
    about: str
    render: Callable[[Report, Look], str]
    schema: str = field(default="")


@cache
def load_formats() -> Mapping[str, Format]:
    """Every format of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules("flowdown.report.formats", "FORMAT", Format)
