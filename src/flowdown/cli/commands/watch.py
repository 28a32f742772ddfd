"""`flowdown watch`: tells the right people what changed."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command

_FORMATS = ("terminal", "markdown", "json")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.store_options import about_store
    from flowdown.cli.surroundings import parse_date, parse_span

    parser.add_argument(
        "--profile",
        type=Path,
        metavar="FILE",
        help="what the organisation says of itself (default: flowdown.yaml of the current folder)",
    )
    parser.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    parser.add_argument(
        "--receivers",
        type=Path,
        metavar="FILE",
        help="who is told, and by which way (default: flowdown-watch.yaml beside the profile; without one nobody is sent anything)",
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="what was seen and sent (default: .flowdown/watch.sqlite beside the profile)",
    )
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="the day asked about (default: today)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one look, as for cron (the default)")
    how.add_argument(
        "--every", type=parse_span, metavar="SPAN", help="look again and again: `15m`, `6h`, `1d`; Ctrl-C ends it"
    )
    how.add_argument("--dry-run", action="store_true", help="say what changed; keep nothing and send nothing")
    how.add_argument(
        "--outbox", action="store_true", help="show every message that was or is to be sent, and do nothing else"
    )
    how.add_argument("--resend", action="store_true", help="try at once what was refused or waits; do not look")
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="terminal",
        help="terminal: for reading on a screen; markdown: for a memo; json: for programs",
    )
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.watch_acts import run

    return run(arguments)


COMMAND = Command(
    id="watch",
    help="Tell the right people what changed for your contracts, systems and suppliers: by mail, signed webhook, calendar.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown watch --once",
        "flowdown watch --every 1h --receivers flowdown-watch.yaml",
        "flowdown watch --dry-run --format markdown",
        "flowdown watch --outbox",
    ),
)
