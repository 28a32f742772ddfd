"""`flowdown deadlines`: every clock that runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_FORMATS = {"terminal": "terminal", "markdown": "markdown", "md": "markdown", "json": "json", "ics": "ics"}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "--profile",
        type=Path,
        metavar="FILE",
        help="what the organisation says of itself (default: flowdown.yaml of the current folder, if it is there)",
    )
    happened = parser.add_argument_group("what happened, if it does not stand in the profile")
    happened.add_argument(
        "--event",
        action="append",
        default=[],
        metavar="KIND=MOMENT",
        help="as `identification=2026-07-03T16:00`; may be repeated: notification, submission, receipt, incident ...",
    )
    happened.add_argument("--vendor", default="", metavar="ID", help="whose product it is about: an id or a name")
    happened.add_argument(
        "--contract", action="append", default=[], metavar="ID", help="which contract it concerns; may be repeated"
    )
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="the day asked about (default: today)")
    parser.add_argument("--known-at", type=parse_date, metavar="DATE", help="the day of knowledge (default: today)")
    parser.add_argument("--order", action="append", default=[], metavar="ID", help="only this order; may be repeated")
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )
    parser.add_argument(
        "--stance", choices=("in_force", "as_threatened"), default="in_force", help="whether threatened orders count"
    )
    parser.add_argument("--given", action="append", default=[], metavar="POINT=yes|no", help="settle an open point")
    parser.add_argument("--reading", action="append", default=[], metavar="ID", help="read an order by this reading")
    parser.add_argument(
        "--format",
        choices=sorted(_FORMATS),
        default="terminal",
        help="terminal: for reading on a screen; markdown (or md); json: for programs; ics: for calendars (RFC 5545)",
    )
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.output import write_page
    from flowdown.cli.shared import order_folders
    from flowdown.cli.surroundings import cache_folder, today, write
    from flowdown.pipeline.deadlines import DeadlinesRequest, list_deadlines, parse_event, usual_place
    from flowdown.pipeline.given import parse_given
    from flowdown.report.calendar_file import write_calendar
    from flowdown.report.deadlines_page import lay_out_deadlines
    from flowdown.report.deadlines_shape import shape_deadlines

    profile, log = usual_place(arguments.profile)
    request = DeadlinesRequest(
        profile=profile,
        as_of=arguments.as_of or today(),
        known_at=arguments.known_at or today(),
        events=tuple(map(parse_event, arguments.event)),
        vendor=arguments.vendor,
        contracts=tuple(arguments.contract),
        orders=tuple(arguments.order),
        order_folders=order_folders(arguments),
        stance=arguments.stance,
        given=parse_given(arguments.given),
        readings=tuple(arguments.reading),
        log=log,
    )
    deadlines = list_deadlines(request, cache_folder())
    arguments.format, arguments.all = _FORMATS[arguments.format], True
    if arguments.format == "ics":
        write(write_calendar(deadlines), arguments.out)
    else:
        write_page(lay_out_deadlines(deadlines), shape_deadlines(deadlines), arguments)
    return Exit.OK


COMMAND = Command(
    id="deadlines",
    help="Show every clock that runs: what must be reported, reviewed or certified, by when, to whom, for which contract.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown deadlines",
        "flowdown deadlines --event identification=2026-07-03T16:00 --vendor hikvision --contract pump-spares",
        "flowdown deadlines --as-of 2026-09-01 --format ics --out deadlines.ics",
    ),
)
