"""The arguments that say in which format a report is written, and the writing of it."""

from __future__ import annotations

import argparse

from flowdown.cli.surroundings import look, write
from flowdown.report.report import Report


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, `--out` and `--all`."""
    from flowdown.report.format import load_formats

    formats = load_formats()
    about = "; ".join(f"{each.id}: {each.about}" for each in formats.values())
    parser.add_argument("--format", choices=sorted(formats), default="terminal", help=about)
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")
    parser.add_argument(
        "--all", action="store_true", help="show every place, not only the first few (terminal, markdown)"
    )


def write_report(report: Report, arguments: argparse.Namespace) -> None:
    """Render a report in the chosen format."""
    from flowdown.report.format import load_formats

    write(load_formats()[arguments.format].render(report, look(arguments.all)), arguments.out)
