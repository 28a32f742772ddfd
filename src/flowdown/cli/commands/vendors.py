"""`flowdown vendors`: who is in the catalogue."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", metavar="list|show", default="list", help="list all, or show one (default: list)"
    )
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="the vendor to show, by id or alias")
    parser.add_argument(
        "--catalogue",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="folder with more `vendors/` and `routes/`",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.canonical import to_json
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.json_out import print_json
    from flowdown.cli.table import draw
    from flowdown.pipeline.vendors import describe_vendor, list_vendors, load_catalogue

    catalogue = load_catalogue(arguments.catalogue)
    if arguments.what not in ("list", "show"):
        arguments.what, arguments.id = "show", arguments.what  # a bare id is what is to be shown
    if arguments.what == "show":
        vendor = catalogue.vendor_of(arguments.id) if arguments.id else None
        if vendor is None:
            raise UnusableArgument(f"unknown vendor `{arguments.id}`", hint="see `flowdown vendors`")
        if arguments.format == "json":
            print_json(to_json(vendor))
        else:
            print(describe_vendor(vendor), end="")
        return Exit.OK
    rows = list_vendors(catalogue)
    if arguments.format == "json":
        print_json([{"id": row[0], "name": row[1], "country": row[2], "products": row[3]} for row in rows])
    else:
        print(draw(("vendor", "name", "country", "products"), rows), end="")
    return Exit.OK


COMMAND = Command(
    id="vendors",
    help="Show who is in the catalogue: products, signatures, affiliates and sources.",
    add_arguments=_add_arguments,
    run=_run,
    examples=("flowdown vendors", "flowdown vendors show deepseek", "flowdown vendors list --format json"),
)
