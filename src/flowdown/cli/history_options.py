"""The arguments by which a scan looks at the history of a repository, and what is written then."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.gate import GateRequest

_FORMATS = ("terminal", "markdown", "json")


def add_history_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--history` and `--since`."""
    history = parser.add_argument_group("over time")
    history.add_argument(
        "--history",
        action="store_true",
        help="tell when each vendor came into the repository and when it left: by which commit, at which place",
    )
    history.add_argument(
        "--since", default="", metavar="REV", help="only the commits after this one (with `--history`)"
    )


def run_history(arguments: argparse.Namespace, gate: GateRequest) -> Exit:
    """Tell the histories of all paths."""
    import sys

    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.effort_options import paths_of
    from flowdown.cli.output import write_page
    from flowdown.cli.surroundings import cache_folder, end_progress, printable, progress
    from flowdown.pipeline.gate import NO_GATE
    from flowdown.pipeline.history import tell_histories
    from flowdown.report.history_page import lay_out_histories
    from flowdown.report.history_v1 import shape_histories

    if gate != NO_GATE or arguments.fail_on != "never" or arguments.also or arguments.annotations:
        raise UnusableArgument("`--history` tells what was; it is no gate", hint="use `--changed-since REV` for one")
    if arguments.format not in _FORMATS:
        raise UnusableArgument(
            f"a history cannot be written as {arguments.format}", hint=f"one of {', '.join(_FORMATS)}"
        )
    if arguments.since.startswith("-"):
        raise UnusableArgument(f"`{arguments.since}` is no revision")
    cache = None if arguments.no_cache else cache_folder()
    told = tell_histories(
        paths_of(arguments), arguments.catalogue, cache, arguments.since, progress(), vendors=arguments.vendor
    )
    end_progress()
    for root, reason in told.lost:
        sys.stderr.write(f"flowdown: {printable(root)}: {printable(reason)}\n")
    page = lay_out_histories(told.trees, told.names, arguments.all)
    write_page(page, shape_histories(told.trees, told.tool, told.catalogue), arguments)
    if any(each.is_incomplete for each in told.trees):
        return Exit.INTERRUPTED
    return Exit.UNUSABLE if told.lost else Exit.OK
