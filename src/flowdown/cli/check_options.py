"""The arguments that every question about orders takes, and the request that they come to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.pipeline.check import CheckRequest


def add_check_arguments(parser: argparse.ArgumentParser, as_of: str = "the day asked about (default: today)") -> None:
    """Add the orders, the days, the stance, what is settled, and the folders with more data; `as_of` explains that day."""
    from flowdown.cli.shared import add_catalogue_argument
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "--order",
        action="append",
        default=[],
        metavar="ID",
        help="only this order; may be repeated (default: every order)",
    )
    parser.add_argument("--as-of", type=parse_date, metavar="DATE", help=as_of)
    parser.add_argument("--known-at", type=parse_date, metavar="DATE", help="the day of knowledge (default: today)")
    parser.add_argument(
        "--stance", choices=("in_force", "as_threatened"), default="in_force", help="whether threatened orders count"
    )
    parser.add_argument(
        "--given",
        action="append",
        default=[],
        metavar="POINT=yes|no",
        help="settle an open point: taken as you say it, and shown in the answer",
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="NAME",
        help="read an order as somebody does: a reading by its name (`flowdown orders show ID`)",
    )
    add_catalogue_argument(parser)
    parser.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )


def check_request(arguments: argparse.Namespace, paths: Sequence[Path] = ()) -> CheckRequest:
    """What is asked, of some trees or (without) of the organisation. Raises `UnusableArgument` for a point that is none."""
    from flowdown.cli.keeping_options import keeping_of
    from flowdown.cli.shared import order_folders
    from flowdown.cli.surroundings import today
    from flowdown.pipeline.check import CheckRequest
    from flowdown.pipeline.given import parse_given, read_stance

    return CheckRequest(
        paths=tuple(paths),
        orders=tuple(arguments.order),
        as_of=arguments.as_of or today(),
        known_at=arguments.known_at or today(),
        stance=read_stance(arguments.stance),
        readings=tuple(arguments.reading),
        given=parse_given(arguments.given),
        catalogues=tuple(arguments.catalogue),
        order_folders=order_folders(arguments),
        keeping=keeping_of(arguments),
    )
