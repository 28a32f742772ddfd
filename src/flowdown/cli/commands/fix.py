"""`flowdown fix`: the mechanical part of the way out, as a patch."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.fix.way import Fix


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.shared import add_catalogue_argument
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "path", nargs="?", type=Path, default=Path(), metavar="PATH", help="folder or file (default: here)"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--vendor", default="", metavar="ID", help="leave this vendor")
    what.add_argument(
        "--order",
        action="append",
        default=[],
        metavar="ID",
        help="leave what this order forbids, or may; may be repeated",
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar="MODEL|VENDOR",
        help="what in its place: a model of the replacement map, `MODEL@ROUTE` as plans call it, or a vendor's first one",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--dry-run", action="store_true", help="only show it: what happens without `--write` anyhow")
    mode.add_argument("--write", action="store_true", help="make the edits, in files that are as they were committed")
    parser.add_argument(
        "--force", action="store_true", help="with --write: also in files that git could not bring back"
    )
    parser.add_argument(
        "--format",
        choices=("patch", "json"),
        default="patch",
        help="patch: what `git apply` takes, the rest on standard error; json: for programs",
    )
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--all", action="store_true", help="name every place that is left, not only the first few")
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help="the day asked about (default: today)")
    parser.add_argument("--known-at", type=parse_date, metavar="DATE", help="the day of knowledge (default: today)")
    parser.add_argument(
        "--stance", choices=("in_force", "as_threatened"), default="in_force", help="whether threatened orders count"
    )
    parser.add_argument("--context", action="append", default=[], metavar="ID", help="what the tree is used for")
    add_catalogue_argument(parser)
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.shared import order_folders
    from flowdown.cli.surroundings import cache_folder, end_progress, progress, today
    from flowdown.pipeline.check import CheckRequest
    from flowdown.pipeline.fix import FixRequest, make_fix

    check = CheckRequest(
        paths=(arguments.path,),
        orders=tuple(arguments.order),
        as_of=arguments.as_of or today(),
        known_at=arguments.known_at or today(),
        contexts=tuple(arguments.context),
        catalogues=tuple(arguments.catalogue),
        order_folders=order_folders(arguments),
    )
    request = FixRequest(
        check, arguments.to, arguments.vendor, arguments.stance, arguments.write, is_forced=arguments.force
    )
    fix = make_fix(request, cache_folder(), progress())
    end_progress()
    _show(fix, arguments)
    if fix.bars:
        return Exit.BREACH
    return Exit.UNDETERMINED if any(each.is_use for each in fix.not_made) else Exit.OK


def _show(fix: Fix, arguments: argparse.Namespace) -> None:
    import sys

    from flowdown.cli.surroundings import printable, write, write_bytes
    from flowdown.fix.patch import write_patch
    from flowdown.report.fix_v1 import shape_fix
    from flowdown.report.fix_words import say_fix
    from flowdown.report.json_text import write_json

    if arguments.format == "json":
        write(write_json(shape_fix(fix)), arguments.out)
        return
    write_bytes(write_patch(fix.changes), arguments.out)
    for line in say_fix(fix, shows_all=arguments.all):
        sys.stderr.write(f"{printable(line)}\n")


COMMAND = Command(
    id="fix",
    help="Show the mechanical part of the way out as a patch, and what it leaves with the reason; write it if asked.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown fix . --vendor anthropic --to nova-pro",
        "flowdown fix service/ --vendor deepseek --to gpt-4-1 --out way-out.patch",
        "flowdown fix . --order us-ndaa26-1532 --to llama-3-3-70b@bedrock --format json",
        "flowdown fix . --vendor anthropic --to llama-3-3-70b --write",
    ),
)
