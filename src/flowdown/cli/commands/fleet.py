"""`flowdown fleet`: scan many trees, here or on a cluster, and ask over all of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.fleet.sweep import Account
    from flowdown.report.page import Page

_ENV = "FLOWDOWN_FLEET"
_USUAL = "fleet"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.shared import add_catalogue_argument

    parser.add_argument(
        "what",
        choices=tuple(_ACTS),
        help="scan: what is new or changed; status: what is done, and what has changed since; retry: scan what is not "
        "done; report: what failed and why, and what took longest",
    )
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="LIST|DIR",
        help="scan: a list of trees, a path a line (behind tabs a revision and a name), or a folder that holds them",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=f"the fleet's folder (default: ${_ENV}, else `{_USUAL}`)",
    )
    parser.add_argument(
        "--engine",
        default="local",
        metavar="local|ADDRESS",
        help="scan, retry: processes here (default), or the address of a Dask scheduler, such as tcp://host:8786",
    )
    parser.add_argument(
        "--jobs", type=_number, metavar="N", help="scan, retry: processes here (default: one a processor)"
    )
    parser.add_argument(
        "--time", type=_number, default=900, metavar="SECONDS", help="what one tree may take (default: 900)"
    )
    parser.add_argument(
        "--memory", type=_number, default=2048, metavar="MIB", help="memory that one tree may take (default: 2048)"
    )
    parser.add_argument(
        "--tries", type=_number, default=2, metavar="N", help="scan a tree that fails so often (default: 2)"
    )
    parser.add_argument("--strict", action="store_true", help="scan: nothing at all if a line of the list is unusable")
    parser.add_argument("--all", action="store_true", help="tell every tree, not only the first few")
    add_catalogue_argument(parser)
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    if arguments.source is not None and arguments.what != "scan":
        raise UnusableArgument(f"`--from` does not go with `fleet {arguments.what}`")
    return _ACTS[arguments.what](arguments)


def _scan(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    if arguments.source is None:
        raise UnusableArgument("which trees?", hint="give `--from LIST` or `--from DIR`")
    return _sweep(arguments, arguments.source)


def _retry(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.account import read_rows

    read_rows(_folder(arguments))  # a folder that is no fleet is refused before it becomes one
    return _sweep(arguments, None)


def _sweep(arguments: argparse.Namespace, source: Path | None) -> int:
    from flowdown.cli.surroundings import cache_folder, end_progress, fleet_progress
    from flowdown.fleet.account import tell_sweep
    from flowdown.fleet.cell import Limits
    from flowdown.fleet.sweep import SweepRequest, sweep
    from flowdown.report.fleet_page import lay_out_fleet

    request = SweepRequest(
        source,
        _folder(arguments),
        tuple(arguments.catalogue),
        arguments.engine,
        arguments.jobs or len(os.sched_getaffinity(0)),
        Limits(arguments.time, arguments.memory * 1024**2),
        arguments.tries,
        arguments.strict,
    )
    account = sweep(request, cache_folder(), fleet_progress())
    end_progress()
    told = tell_sweep(account)
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return _code(account)


def _code(account: Account) -> Exit:
    if account.is_interrupted:
        return Exit.INTERRUPTED
    is_whole = all(row.status == "done" for row in account.rows)
    return Exit.OK if is_whole and not (account.faults or account.stopped or account.tables_fault) else Exit.UNUSABLE


def _status(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.account import tell_status
    from flowdown.report.fleet_page import lay_out_fleet

    told = tell_status(_folder(arguments))
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return Exit.OK


def _report(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.account import tell_report
    from flowdown.report.fleet_page import lay_out_fleet

    told = tell_report(_folder(arguments))
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return Exit.UNUSABLE if told.failed or told.waiting else Exit.OK


def _folder(arguments: argparse.Namespace) -> Path:
    return arguments.out or Path(os.environ.get(_ENV) or _USUAL)


def _show(page: Page, shape: object, arguments: argparse.Namespace) -> None:
    from flowdown.cli.store_options import show

    show(page, shape, arguments)


def _number(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"`{word}` is no number from 1 on")
    return int(word)


_ACTS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "scan": _scan,
    "status": _status,
    "retry": _retry,
    "report": _report,
}

COMMAND = Command(
    id="fleet",
    help="Scan many repositories, archives, images and bills, here or on a cluster, and ask over all of them.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown fleet scan --from /srv/git --out fleet",
        "flowdown fleet scan --from trees.txt --out fleet --jobs 16 --time 600 --memory 4096",
        "flowdown fleet scan --from trees.txt --out /shared/fleet --engine tcp://scheduler:8786",
        "flowdown fleet status --out fleet",
        "flowdown fleet retry --out fleet --time 3600",
        "flowdown fleet report --out fleet --format json",
    ),
)
