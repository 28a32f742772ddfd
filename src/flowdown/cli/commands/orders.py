"""`flowdown orders`: what is in the order library."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "what",
        nargs="?",
        metavar="list|show|contexts",
        default="list",
        help="list all, show one, or list the contexts (default: list)",
    )
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="the order to show")
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="status on this day (default: today)")
    parser.add_argument("--known-at", type=parse_date, metavar="DATE", help="as known on this day (default: today)")
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.canonical import to_json
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.json_out import print_json
    from flowdown.cli.output import print_page
    from flowdown.cli.surroundings import today
    from flowdown.cli.table import draw
    from flowdown.pipeline.check import choose
    from flowdown.pipeline.order_page import lay_out_order
    from flowdown.pipeline.orders import list_contexts, list_orders, load_library

    library = load_library(arguments.orders)
    as_of, known_at = arguments.as_of or today(), arguments.known_at or today()
    if arguments.what == "contexts":
        print(draw(("context", "what it means"), list_contexts()), end="")
        return Exit.OK
    if arguments.what not in ("list", "show"):
        arguments.what, arguments.id = "show", arguments.what  # a bare id is what is to be shown
    if arguments.what == "show":
        if not arguments.id:
            raise UnusableArgument("which order?", hint="see `flowdown orders`")
        order = choose(library, (arguments.id,))[0]
        if arguments.format == "json":
            print_json(to_json(order))
        else:
            print_page(lay_out_order(order, as_of, known_at), arguments.format)
        return Exit.OK
    rows = list_orders(library, as_of, known_at)
    if arguments.format == "json":
        print_json([{"id": row[0], "title": row[1], "status": row[2], "checked_until": row[3]} for row in rows])
    else:
        print(draw(("order", "title", f"status on {as_of.isoformat()}", "followed until"), rows), end="")
    return Exit.OK


COMMAND = Command(
    id="orders",
    help="Show what is in the order library, with sources and status on a day.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown orders",
        "flowdown orders show us-ant-4713 --as-of 2026-04-10",
        "flowdown orders list --format json",
    ),
)
