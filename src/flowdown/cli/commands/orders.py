"""`flowdown orders`: what is in the order library, what changed of it and when, and files of the user's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command

_ABOUT = (
    "list: all; show ID: everything about one; status VENDOR: what they mean for somebody who uses it, context by context; "
    "timeline [ID ...]: their states over time; diff [ID ...]: what changed between two days; validate FILE ...: the "
    "faults of files that you wrote; new [ID]: such a file to begin with; contexts: where something can be done; pack DIR: a signed archive of orders; install "
    "FILE|DIR: bring the library up to date by such an archive, or by a folder of orders; revert: back to the program's own "
    "(default: list)"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.shared import add_catalogue_argument
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "what",
        nargs="?",
        metavar="list|show|status|timeline|diff|validate|new|contexts|pack|install|revert",
        default="list",
        help=_ABOUT,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="ids of orders, a vendor, or files: see above")
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="status on this day (default: today)")
    parser.add_argument("--known-at", type=parse_date, metavar="DATE", help="as known on this day (default: today)")
    parser.add_argument(
        "--from", dest="start", type=parse_date, metavar="DATE", help="diff: the day before the changes"
    )
    parser.add_argument("--to", dest="end", type=parse_date, metavar="DATE", help="diff: the last day that counts")
    parser.add_argument("--vendor", default="", metavar="ID", help="timeline: only orders that name this vendor")
    parser.add_argument(
        "--stance",
        choices=("in_force", "as_threatened"),
        help="status, diff: whether what is only threatened counts (default: in_force)",
    )
    parser.add_argument(
        "--context", action="append", default=[], metavar="ID", help="status: only there; may be repeated"
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="NAME",
        help="status: read an order like this; may be repeated",
    )
    parser.add_argument(
        "--given",
        action="append",
        default=[],
        metavar="POINT=yes|no",
        help="status: settle an open point; may be repeated",
    )
    parser.add_argument(
        "--customers",
        nargs="?",
        type=Path,
        const=Path("flowdown.yaml"),
        metavar="FILE",
        help="status: which customers of this profile the orders reach (default: flowdown.yaml)",
    )
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )
    add_catalogue_argument(parser)
    parser.add_argument("--sign", type=Path, metavar="KEY", help="pack: sign with this Ed25519 private key (PEM)")
    parser.add_argument("--name", default="", metavar="NAME", help="pack: what it is called (default: as its folder)")
    parser.add_argument("--key", type=Path, metavar="KEY", help="install: the public key that must have signed it")
    parser.add_argument("--older", action="store_true", help="install: also one that is older than what is installed")
    parser.add_argument(
        "--format",
        choices=("text", "terminal", "markdown", "json", "svg"),
        default="text",
        help="text, terminal: for reading on a screen; markdown: for a memo; json: for programs; svg: a picture of a timeline",
    )
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.order_acts import run

    return run(arguments)


COMMAND = Command(
    id="orders",
    help="Show what is in the order library, with sources and status on a day; validate order files of your own.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown orders",
        "flowdown orders show us-ant-4713 --as-of 2026-04-10",
        "flowdown orders status anthropic --as-of 2026-04-10",
        "flowdown orders status anthropic --customers flowdown.yaml",
        "flowdown orders timeline --vendor anthropic --format svg --out orders.svg",
        "flowdown orders diff --from 2026-03-20 --to 2026-04-10",
        "flowdown orders new my-order --out my-order.yaml",
        "flowdown orders validate my-order.yaml",
        "flowdown orders list --format json",
        "flowdown orders pack our-orders --sign orders-key.pem --out orders.tar",
        "flowdown orders install orders.tar --key orders-key.pem.pub",
    ),
)
