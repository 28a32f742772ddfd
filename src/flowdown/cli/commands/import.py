"""`flowdown import`: takes in what others wrote, as claims with their places."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.store_options import about_store

    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a document, an archive of some, or a folder"
    )
    parser.add_argument(
        "--as", dest="kind", default="", metavar="KIND", help="what it is, where that is not told by itself"
    )
    parser.add_argument("--about", default="", metavar="NODE", help="what the documents describe (`system:billing`)")
    parser.add_argument("--dry-run", action="store_true", help="read everything, keep nothing")
    parser.add_argument("--strict", action="store_true", help="refuse what breaks a rule of its format")
    parser.add_argument("--kinds", action="store_true", help="list the kinds of documents that are known")
    parser.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.store_options import now, refuse_link, show, target_of
    from flowdown.cli.surroundings import cache_folder, end_progress, import_progress
    from flowdown.pipeline.importing import Wanted, import_documents, list_kinds
    from flowdown.report.import_page import lay_out_import, lay_out_kinds
    from flowdown.report.import_v1 import shape_import, shape_kinds

    if arguments.kinds:
        kinds = list_kinds()
        show(lay_out_kinds(kinds), shape_kinds(kinds), arguments)
        return Exit.OK
    if not arguments.paths:
        raise UnusableArgument("no document is named", hint="`flowdown import --kinds` lists what can be read")
    target = target_of(arguments)
    if not arguments.dry_run:
        refuse_link(arguments, target)
    wanted = Wanted(tuple(arguments.paths), arguments.kind, arguments.about, arguments.strict, arguments.dry_run)
    try:
        taken = tuple(import_documents(wanted, target, now(), Path.cwd(), cache_folder(), import_progress()))
    finally:
        end_progress()
    shape = shape_import(taken, strict=arguments.strict, dry_run=arguments.dry_run)
    show(lay_out_import(taken, dry_run=arguments.dry_run), shape, arguments)
    return Exit.UNUSABLE if shape.refused else Exit.OK


COMMAND = Command(
    id="import",
    help="Take in bills of materials, awards, ownership, bills, spans, logs and attestations as claims with their places.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown import sboms/",
        "flowdown import billing.cdx.json --about system:billing",
        "flowdown import --strict --dry-run supplier-bom.json",
        "flowdown import --kinds",
    ),
)
