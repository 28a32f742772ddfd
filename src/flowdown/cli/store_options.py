"""The arguments that say which store is asked, as of when, and how the answer is shown."""

from __future__ import annotations

import argparse
import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.report.page import Page

USUAL = Path(".flowdown") / "claims.sqlite"
"""Where the store is unless something else is said."""
VARIABLE = "FLOWDOWN_STORE"


def add_store_arguments(parser: argparse.ArgumentParser, formats: Sequence[str] = (), about: str = "") -> None:
    """Add `--store`, `--as-of`, `--known-at`, `--include-disputed` and `--format`, with more `formats`."""
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "--store",
        default="",
        metavar="FILE|URL",
        help=about_store(),
    )
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="what holds on this day")
    parser.add_argument(
        "--known-at", type=parse_date, metavar="DATE", help="as known at the end of this day, UTC (default: now)"
    )
    parser.add_argument("--include-disputed", action="store_true", help="count disputed claims, too")
    add_listing_arguments(parser, formats, about)


def about_store() -> str:
    """What `--store` means."""
    return f"the store: a file, or a postgresql:// URL (default: ${VARIABLE}, else {USUAL.as_posix()})"


def refuse_link(arguments: argparse.Namespace, target: Path | str) -> None:
    """A store that nobody named is not written through a link: it could lead out of a tree that somebody else made."""
    from flowdown.base.errors import UnusableArgument

    if target == USUAL and not arguments.store and (USUAL.is_symlink() or USUAL.parent.is_symlink()):
        raise UnusableArgument(
            f"`{USUAL}` is a link", hint="name the store (`--store`), or keep nothing (`--no-record`)"
        )


def target_of(arguments: argparse.Namespace) -> Path | str:
    """The store that is meant."""
    given = arguments.store or os.environ.get(VARIABLE, "")
    if not given:
        return USUAL
    return given if "://" in given else Path(given)


def known_at_of(arguments: argparse.Namespace) -> datetime.datetime | datetime.date:
    """The moment of knowledge that is meant."""
    known_at: datetime.date | None = arguments.known_at
    return known_at or now()


def day_of(arguments: argparse.Namespace) -> datetime.date:
    """The day that is asked about."""
    as_of: datetime.date | None = arguments.as_of
    return as_of or now().date()


def now() -> datetime.datetime:
    """The moment at which the command runs."""
    return datetime.datetime.now(datetime.UTC)


def show(page: Page, shape: object, arguments: argparse.Namespace) -> None:
    """Write a page for people, or its shape as JSON."""
    from flowdown.cli.output import print_page
    from flowdown.cli.surroundings import write
    from flowdown.report.json_text import write_json

    if arguments.format == "json":
        write(write_json(shape), "")
    else:
        print_page(page, arguments.format)
