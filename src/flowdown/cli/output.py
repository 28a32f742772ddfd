"""The arguments that say in which format a report or a page is written, and the writing of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flowdown.cli.surroundings import look, write, write_parts

if TYPE_CHECKING:
    from flowdown.report.page import Page
    from flowdown.report.report import Report

_TEXT = "terminal"


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, `--out`, `--all` and `--stats`."""
    from flowdown.report.format import ids_of_formats

    ids = ids_of_formats()
    parser.add_argument("--format", choices=sorted(ids), default=_TEXT, help=about_formats(ids))
    _add_out(parser)
    parser.add_argument(
        "--all", action="store_true", help="show every place, not only the first few (terminal, markdown)"
    )
    parser.add_argument(
        "--stats",
        action="store_true",
        help="say how many files each detector read (terminal, markdown); of a scan also where the time went",
    )


def write_report(report: Report, arguments: argparse.Namespace) -> None:
    """Render a report in the chosen format."""
    from flowdown.report.format import load_format

    seen_by = look(arguments.all, arguments.stats)
    write_parts(load_format(arguments.format).text_of(report, seen_by), arguments.out)


def about_formats(ids: Iterable[str]) -> str:
    """What the help says of formats; they are imported for this only when help is asked for."""
    from flowdown.cli.command import names_of_commands
    from flowdown.report.format import load_format

    called = sys.argv[1:2]
    if called and called[0] in names_of_commands() and not {"-h", "--help"} & set(sys.argv[2:]):
        return ""
    return "; ".join(f"{each}: {load_format(each).about}" for each in ids)


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, `--out` and `--all` for what is a page for people and JSON for programs."""
    from flowdown.report.format import load_formats

    formats = load_formats()
    drawing = sorted(each.id for each in formats.values() if each.draw)
    about = "; ".join(f"{each}: {formats[each].about}" for each in (*drawing, "json"))
    parser.add_argument("--format", choices=sorted({*drawing, "json"}), default=_TEXT, help=about)
    _add_out(parser)
    parser.add_argument(
        "--all", action="store_true", help="give every place its reasons, not only the first few (terminal, markdown)"
    )


def write_page(page: Page, shape: object, arguments: argparse.Namespace) -> None:
    """Write a page for people, or its shape as JSON."""
    from flowdown.report.json_text import write_json

    write(
        write_json(shape) if arguments.format == "json" else _draw(page, arguments.format, arguments.all), arguments.out
    )


def add_listing_arguments(parser: argparse.ArgumentParser, more: Sequence[str] = (), about: str = "") -> None:
    """Add `--format` for what is in a library; `more` formats are those `about` which the help says so."""
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json", *more),
        default="text",
        help=f"text: for reading on a screen; markdown: of one that is shown; json: for programs{about}",
    )


def print_page(page: Page, format_: str) -> None:
    """Write a page of a library to standard output."""
    write(draw_page(page, format_), "")


def draw_page(page: Page, format_: str) -> str:
    """A page of a library as text; `text` is the screen's."""
    return _draw(page, _TEXT if format_ == "text" else format_, shows_all=True)


def _draw(page: Page, format_: str, shows_all: bool) -> str:
    from flowdown.report.format import load_format

    draw = load_format(format_).draw
    assert draw is not None, "only formats that draw pages are offered"
    return draw(page, look(shows_all))


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")
