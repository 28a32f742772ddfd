"""`flowdown baseline`: keep what is there now, so that a gate counts only what comes."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder or file to scan")
    parser.add_argument(
        "--write", default="", metavar="FILE", help="write there (default: to standard output); review it like code"
    )
    parser.add_argument(
        "--catalogue",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="folder with more `vendors/` and `routes/`",
    )


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder, end_progress, progress, write
    from flowdown.pipeline.baseline import make_baseline

    made = make_baseline(arguments.paths, arguments.catalogue, cache_folder(), progress())
    end_progress()
    write(made.text, arguments.write)
    return Exit.INTERRUPTED if made.is_incomplete else Exit.OK


COMMAND = Command(
    id="baseline",
    help="Keep what a tree depends on now in a file, so that `--baseline FILE` counts only what comes after.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown baseline . --write flowdown-baseline.json",
        "flowdown check . --order us-ndaa26-1532 --baseline flowdown-baseline.json",
    ),
)
