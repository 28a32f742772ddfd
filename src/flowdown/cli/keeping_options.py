"""The arguments that say whether a run is kept in the store of claims, and for whom."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.pipeline.record import Keeping, Shelf
    from flowdown.report.report import Report


USUAL_PROFILE = Path("flowdown.yaml")
"""The profile, unless another one is named: that of the current folder and of no other."""


def add_keeping_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--profile`, `--store`, `--no-record` and `--no-log`."""
    from flowdown.cli.store_options import about_store

    keeping = parser.add_argument_group("what is kept")
    keeping.add_argument(
        "--profile",
        type=Path,
        metavar="FILE",
        help="what the organisation says of itself (default: flowdown.yaml of the current folder, if it is there); "
        "with a profile, or where a store is named, what is seen is kept as claims",
    )
    keeping.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    keeping.add_argument("--no-record", action="store_true", help="keep no claims, and do not read the profile")
    keeping.add_argument(
        "--no-log", action="store_true", help="do not write the run into the inquiry log (`flowdown log`)"
    )


def keeping_of(arguments: argparse.Namespace) -> Keeping | None:
    """For whom and where the run is kept; None if it is not."""
    if arguments.no_record or not (arguments.profile or USUAL_PROFILE.is_file()):
        return None
    from flowdown.cli.store_options import now, refuse_link, target_of
    from flowdown.pipeline.profile import usual_profile
    from flowdown.pipeline.record import Keeping

    profile = arguments.profile or usual_profile(USUAL_PROFILE)
    if profile is None:
        return None
    target = target_of(arguments)
    refuse_link(arguments, target)
    return Keeping(profile, target, now(), _teller(arguments))


def shelf_of(arguments: argparse.Namespace) -> Shelf | None:
    """Where a scan is kept without a profile: in a store that is named; None if none is."""
    if arguments.no_record or not arguments.store:
        return None
    from flowdown.cli.store_options import now, target_of
    from flowdown.pipeline.record import Shelf

    return Shelf(target_of(arguments), now(), _teller(arguments))


def _teller(arguments: argparse.Namespace) -> Callable[[str], None]:
    return _hush if getattr(arguments, "quiet", False) else _tell


def log_run(
    keeping: Keeping | None, act: str, paths: Sequence[Path], report: Report, given: argparse.Namespace
) -> None:
    """Write a run into the inquiry log of the profile, if it has one and the log was not declined."""
    if keeping is None or given.no_log:
        return
    from flowdown.cli.surroundings import who
    from flowdown.pipeline import inquiry_log

    target = inquiry_log.LogTarget(
        keeping.profile, inquiry_log.log_file(keeping.profile), keeping.moment, who(), keeping.tell
    )
    inquiry_log.log_run(target, act, paths, report, is_part=bool(given.changed_since or given.staged))


def _hush(_: str) -> None:
    """Say nothing."""


def _tell(text: str) -> None:
    from flowdown.cli.surroundings import end_progress, printable

    end_progress()
    sys.stderr.write("".join(f"flowdown: {printable(line)}\n" for line in text.splitlines()))
