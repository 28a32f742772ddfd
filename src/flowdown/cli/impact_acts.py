"""What `flowdown graph` does for `impact`, `spof` and `diff`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from flowdown.cli.exit import Exit

_USUAL = 50
"""So many nodes are told where nothing else is said."""
_DRAWN = 400
"""So many where they are drawn, most of them folded."""
TABLES = ("csv", "html")
"""Formats beside those of every listing; `html` is of `impact` alone."""


def add_impact_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only these acts take."""
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "--owned",
        choices=("half", "majority", "fifth", "control"),
        help="impact: cut as well whom the nodes own, level by level, by this test",
    )
    parser.add_argument(
        "--kind",
        action="append",
        metavar="KIND",
        help="impact, spof: only nodes of this kind; may be given several times",
    )
    parser.add_argument(
        "--context",
        action="append",
        metavar="CONTEXT",
        help="impact: only what is used in this context, by what is told of contracts' agencies (`flowdown orders contexts` "
        "lists them); may be given several times",
    )
    parser.add_argument(
        "--since",
        type=parse_date,
        metavar="DATE",
        help="diff: compare with what held on this day (default: as `--as-of`)",
    )
    parser.add_argument(
        "--known-since",
        type=parse_date,
        metavar="DATE",
        help="diff: compare with what was known at the end of this day (default: as `--known-at`)",
    )


def show_impact(arguments: argparse.Namespace) -> int:
    """What falls if nodes are cut."""
    from flowdown.cli.store_options import day_of, known_at_of, target_of
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.impact import Cut, find_impact

    asked = Cut(
        tuple(arguments.nodes),
        day_of(arguments),
        known_at_of(arguments),
        arguments.include_disputed,
        arguments.owned or "",
        _kinds(arguments),
        _limit(arguments),
        arguments.most,
        tuple(arguments.context or ()),
    )
    answer = find_impact(target_of(arguments), asked, cache_folder())
    makers = {
        "csv": ("graph_csv", "tabulate_impact"),
        "html": ("impact_svg", "write_page"),
        "json": ("impact_shapes", "shape_impact"),
    }
    _show(arguments, ("impact_page", "lay_out_impact"), makers, answer)
    return Exit.OK


def show_spof(arguments: argparse.Namespace) -> int:
    """Single points of failure."""
    from flowdown.cli.store_options import day_of, known_at_of, target_of
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.spof import find_points_of_failure

    answer = find_points_of_failure(
        target_of(arguments),
        arguments.nodes[0] if arguments.nodes else "",
        day_of(arguments),
        known_at_of(arguments),
        include_disputed=arguments.include_disputed,
        kinds=_kinds(arguments),
        limit=_limit(arguments),
        cache=cache_folder(),
    )
    makers = {"csv": ("graph_csv", "tabulate_spof"), "json": ("graph_change_shapes", "shape_spof")}
    _show(arguments, ("spof_page", "lay_out_spof"), makers, answer)
    return Exit.OK


def show_diff(arguments: argparse.Namespace) -> int:
    """What changed between two days."""
    from flowdown.cli.store_options import day_of, known_at_of, target_of
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.graph_diff import compare_days, side_of

    day, known_at, limit = day_of(arguments), known_at_of(arguments), _limit(arguments)
    before = side_of(arguments.since or day, arguments.known_since or known_at)
    after, disputed = side_of(day, known_at), arguments.include_disputed
    changes = compare_days(target_of(arguments), before, after, tuple(arguments.nodes), disputed, limit, cache_folder())
    makers = {"csv": ("graph_csv", "tabulate_graph_diff"), "json": ("graph_change_shapes", "shape_graph_diff")}
    _show(arguments, ("graph_diff_page", "lay_out_graph_diff"), makers, changes, limit)
    return Exit.OK


ACTS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "impact": show_impact,
    "spof": show_spof,
    "diff": show_diff,
}
"""The acts by name."""


def _limit(arguments: argparse.Namespace) -> int:
    limit: int | None = arguments.limit
    usual = _DRAWN if arguments.format == "html" else _USUAL
    return usual if limit is None else limit


def _kinds(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The kinds that are asked for; raises for one that nothing is of."""
    from flowdown.base.errors import UnusableArgument, clip
    from flowdown.pipeline.impact import FALLING

    for kind in arguments.kind or ():
        if kind not in FALLING:
            raise UnusableArgument(f"nothing of kind `{clip(kind)}` can fall", hint=f"one of {', '.join(FALLING)}")
    return tuple(arguments.kind or ())


_Maker = tuple[str, str]
"""A module of `report` and a function in it: loaded only for the format that is asked for."""


def _show(
    arguments: argparse.Namespace, page: _Maker, others: Mapping[str, _Maker], answer: object, *more: object
) -> None:
    """Write an answer in the format that is asked for; `more` goes to what takes it."""
    import importlib

    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.output import print_page
    from flowdown.cli.surroundings import write
    from flowdown.report.json_text import write_json

    if arguments.format in TABLES and arguments.format not in others:
        raise UnusableArgument(f"`graph {arguments.what}` has no format `{arguments.format}`")
    module, name = others.get(arguments.format, page)
    made = getattr(importlib.import_module(f"flowdown.report.{module}"), name)(
        answer, *(() if arguments.format in TABLES else more)
    )
    if arguments.format not in others:
        print_page(made, arguments.format)
    else:
        write(made if isinstance(made, str) else write_json(made), "")
