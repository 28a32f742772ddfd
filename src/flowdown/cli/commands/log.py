"""`flowdown log`: the record of what was searched, when, by whom, with which result."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument("act", nargs="?", choices=("list", "add", "verify"), default="list", metavar="list|add|verify")
    parser.add_argument(
        "--profile", type=Path, default=Path("flowdown.yaml"), metavar="FILE", help="whose log (default: flowdown.yaml)"
    )
    add = parser.add_argument_group("add: a search that was made by hand")
    add.add_argument("--what", default="", metavar="TEXT", help="what was searched, and for what")
    add.add_argument("--result", default="", metavar="TEXT", help="what came of it")
    add.add_argument("--by", default="", metavar="NAME", help="who did it (default: $FLOWDOWN_BY, else the account)")
    add.add_argument("--on", type=parse_date, metavar="DATE", help="the day on which it was done (default: now)")
    add.add_argument(
        "--duty", default="", metavar="ORDER/DUTY", help="the duty that it meets, as `flowdown deadlines` names it"
    )
    add.add_argument("--contract", default="", metavar="ID", help="for which contract (default: all)")
    verify = parser.add_argument_group("verify: whether anything was changed, added between or taken out")
    verify.add_argument(
        "--head", default="", metavar="DIGEST", help="the digest of an entry that must still be there: shows a cut end"
    )
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="the last N entries (default: 50; 0: all)")
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    return _ACTS[arguments.act](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import show
    from flowdown.pipeline.inquiry_log import log_file, read_log, shape_log
    from flowdown.report.log_page import lay_out_log

    shape = shape_log(read_log(log_file(arguments.profile)), arguments.limit)
    show(lay_out_log(shape), shape, arguments)
    return Exit.BREACH if shape.faults else Exit.OK


def _add(arguments: argparse.Namespace) -> int:
    import datetime

    from flowdown.cli.store_options import now
    from flowdown.cli.surroundings import who, write
    from flowdown.pipeline.inquiry_log import ByHand, LogTarget, log_by_hand, log_file

    at = datetime.datetime.combine(arguments.on, datetime.time(), datetime.UTC) if arguments.on else None
    target = LogTarget(arguments.profile, log_file(arguments.profile), now(), arguments.by or who(), print)
    stated = ByHand(arguments.what, arguments.result, arguments.duty, arguments.contract, at)
    write(f"entry {log_by_hand(target, stated)} of {target.file}\n", "")
    return Exit.OK


def _verify(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import printable, write
    from flowdown.pipeline.inquiry_log import log_file, read_log, verify

    log = read_log(log_file(arguments.profile))
    faults = verify(log, arguments.head)
    for fault in faults:
        write(f"{printable(fault)}\n", "")
    if log.chain.torn:
        write(f"the last line is unfinished ({log.chain.torn} bytes): a run was stopped; the next entry mends it\n", "")
    if not faults:
        head = f"; the last is {log.chain.head}" if log.chain.head else ""
        write(f"{len(log.chain.links)} entries, none changed, added between or taken out{head}\n", "")
    return Exit.BREACH if faults else Exit.OK


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {"list": _list, "add": _add, "verify": _verify}

COMMAND = Command(
    id="log",
    help="Show the record of what was searched, when, by whom, with which result; add to it by hand; verify it.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown log",
        "flowdown log add --what \"SAM.gov exclusions, the phrase 'FASCSA order'\" --result 'one order, Acronis' --by Ann",
        "flowdown log verify",
        "flowdown log --format markdown --limit 0",
    ),
)
