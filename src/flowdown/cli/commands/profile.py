"""`flowdown profile`: what the organisation says of itself, what is wrong with it, what it leaves open."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.store_options import about_store

    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=Path("flowdown.yaml"),
        metavar="FILE",
        help="the profile (default: flowdown.yaml)",
    )
    parser.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    parser.add_argument("--no-record", action="store_true", help="keep no claims; only say what is in it")
    parser.add_argument("--all", action="store_true", help="show every open question, not only the first few of each")
    add_listing_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import now, refuse_link, show, target_of
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.profile import take_in_profile
    from flowdown.report.profile_page import lay_out_profile
    from flowdown.report.profile_shape import shape_profile

    target = None if arguments.no_record else target_of(arguments)
    if target is not None:
        refuse_link(arguments, target)
    reading = take_in_profile(arguments.file, cache_folder(), target, now())
    stated, points = reading.stated, reading.open_points
    page = lay_out_profile(stated, points, reading.claims, reading.new, shows_all=arguments.all)
    show(page, shape_profile(stated, points, reading.claims, reading.new), arguments)
    return Exit.OK


COMMAND = Command(
    id="profile",
    help="Read what you say of yourself (flowdown.yaml): every fault at once, what is open, and keep it as claims.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown profile",
        "flowdown profile --no-record --all",
        "flowdown profile ../organisation/flowdown.yaml --format json",
    ),
)
