"""The arguments that say what is scanned and with how much effort: trees, lists of trees, processes, the cache."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument

if TYPE_CHECKING:
    from flowdown.base.stages import Stages
    from flowdown.pipeline.effort import Effort

_LIST_LIMIT = 64 * 1024 * 1024
_MOST_JOBS = 256


def add_paths_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the paths and `--from-file`."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folder, file or archive to scan")
    parser.add_argument(
        "--from-file",
        action="append",
        default=[],
        metavar="LIST",
        help="scan every path of this file too, one a line (`-`: standard input); a tree that fails stops no other",
    )


def add_effort_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--jobs` and `--no-cache`."""
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="processes for large trees (default: one a processor)"
    )
    parser.add_argument("--no-cache", action="store_true", help="keep nothing of this run, and use nothing kept")


def paths_of(arguments: argparse.Namespace) -> list[Path]:
    """The paths that are named and listed; raises `UnusableArgument` if there is none."""
    paths = [*arguments.paths]
    for name in arguments.from_file:
        paths.extend(_listed(name))
    if not paths:
        raise UnusableArgument("nothing to scan", hint="give a PATH, such as `.`")
    return paths


def effort_of(arguments: argparse.Namespace, noted: Stages | None = None) -> Effort:
    """How the scan goes about it, and what notes its stages."""
    from flowdown.pipeline.effort import Effort

    jobs = arguments.jobs or _processors()
    return Effort(jobs if hasattr(os, "fork") else 1, keeps=not arguments.no_cache, stages=noted)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"`{word}` is no number of processes (1 to {_MOST_JOBS})")
    return int(word)


def _listed(name: str) -> list[Path]:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(_LIST_LIMIT)
        else:
            with Path(name).open("rb") as stream:
                content = stream.read(_LIST_LIMIT)
    except (OSError, ValueError) as error:
        raise UnusableArgument(f"cannot read the list `{name}`: {getattr(error, 'strerror', None) or error}") from None
    if len(content) == _LIST_LIMIT:
        raise UnusableArgument(f"the list `{name}` is longer than {_LIST_LIMIT} bytes")
    lines = (line.strip() for line in content.split(b"\n"))
    return [Path(os.fsdecode(line)) for line in lines if line and not line.startswith(b"#")]
