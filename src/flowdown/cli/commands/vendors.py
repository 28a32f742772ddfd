"""`flowdown vendors`: who is in the catalogue."""

from __future__ import annotations

import argparse

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.shared import add_catalogue_argument

    parser.add_argument(
        "what", nargs="?", metavar="list|show", default="list", help="list all, or show one (default: list)"
    )
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="the vendor to show, by id or alias")
    add_catalogue_argument(parser)
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.canonical import to_json
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.json_out import print_json
    from flowdown.cli.output import print_page
    from flowdown.cli.table import draw
    from flowdown.pipeline.vendor_page import lay_out_vendor
    from flowdown.pipeline.vendors import list_vendors, load_catalogue

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
            print_page(lay_out_vendor(vendor), arguments.format)
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
