"""`flowdown graph`: what is claimed around a node, how nodes hang on each other, and who is reached from one."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_TESTED, _BY_CONTRACT = ("owned", "affiliates"), ("suppliers",)
_CLOSURES = ("owned", "affiliates", "suppliers", "descendants", "ancestors")
_FALLS = ("impact", "spof", "diff")
_USUAL = 200
"""So many nodes of a closure are told where nothing else is said."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.impact_acts import TABLES, add_impact_arguments
    from flowdown.cli.store_options import add_store_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "what",
        choices=("impact", "spof", "diff", "show", "paths", *_CLOSURES),
        help="impact: what falls if these are cut; spof: single points of failure, of everything or of one node; diff: what "
        "changed between two days, with nodes: in what falls if these are cut; show: the claims around one node; paths: how the first leans on the second; owned: in whom these together "
        "hold enough; affiliates: who directs it, whom it directs, and whom the same direct; suppliers: its supply chain; "
        "descendants: what was made from it or contains it; ancestors: the way back",
    )
    parser.add_argument(
        "nodes", nargs="*", metavar="NODE", help="a node, as kind:id; for impact, spof and diff a bare word is a vendor"
    )
    parser.add_argument(
        "--most", type=int, default=3, metavar="N", help="paths, impact: at most so many ways (default: 3)"
    )
    add_impact_arguments(parser)
    parser.add_argument(
        "--test",
        choices=("half", "majority", "fifth", "control"),
        help="owned, affiliates: at least half, more, at least a fifth, more than half or directing "
        "(default: half for owned, control for affiliates)",
    )
    parser.add_argument("--contract", default="", metavar="ID", help="suppliers: only the chain of this contract")
    parser.add_argument("--tiers", type=int, metavar="N", help="suppliers: at most so many tiers down")
    parser.add_argument(
        "--through", type=parse_date, metavar="DATE", help="closures: every day from `--as-of` through this one"
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help=f"closures, impact, spof, diff: show so many (default: {_USUAL} of a closure, else 50; 0: all)",
    )
    add_store_arguments(
        parser, TABLES, "; csv: impact, spof, diff, for spreadsheets; html: impact, a page with a picture"
    )


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.impact_acts import ACTS, TABLES

    what = arguments.what
    for option, fits in (
        ("test", _TESTED),
        ("contract", _BY_CONTRACT),
        ("tiers", _BY_CONTRACT),
        ("through", _CLOSURES),
        ("owned", ("impact",)),
        ("context", ("impact",)),
        ("kind", ("impact", "spof")),
        ("since", ("diff",)),
        ("known_since", ("diff",)),
    ):
        if getattr(arguments, option) not in (None, "") and what not in fits:
            raise UnusableArgument(f"`--{option.replace('_', '-')}` does not go with `graph {what}`")
    if arguments.format in TABLES and what not in _FALLS:
        raise UnusableArgument(f"`graph {what}` has no format `{arguments.format}`")
    for option, least in (("most", 1), ("limit", 0), ("tiers", 1)):
        given = getattr(arguments, option)
        if given is not None and given < least:
            raise UnusableArgument(f"`--{option}` is at least {least}")
    _count_nodes(what, len(arguments.nodes))
    return {**ACTS, **_ACTS}.get(what, _close)(arguments)


def _count_nodes(what: str, number: int) -> None:
    """Raise for too few or too many nodes."""
    from flowdown.base.errors import UnusableArgument

    least, most = {"show": (1, 1), "paths": (2, 2), "spof": (0, 1), "diff": (0, None)}.get(what, (1, None))
    if number < least or (most is not None and number > most):
        words = {(1, 1): "one node", (2, 2): "two nodes", (0, 1): "one node or none", (1, None): "at least one node"}
        raise UnusableArgument(f"`graph {what}` takes {words[least, most]}")


def _show(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import day_of, known_at_of, show, target_of
    from flowdown.pipeline.graph import show_node
    from flowdown.report.claims_page import say_when
    from flowdown.report.graph_page import lay_out_node
    from flowdown.report.graph_shapes import shape_node

    as_of, known_at = day_of(arguments), known_at_of(arguments)
    found = show_node(target_of(arguments), arguments.nodes[0], as_of, known_at, arguments.include_disputed)
    names = (found.node, found.one_with)
    page = lay_out_node(*names, found.of, found.about, found.disputed, say_when(as_of, known_at))
    show(page, shape_node(names, found.of, found.about, found.disputed, as_of, known_at), arguments)
    return Exit.OK


def _paths(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import day_of, known_at_of, show, target_of
    from flowdown.pipeline.graph import find_ways
    from flowdown.report.claims_page import say_when
    from flowdown.report.graph_page import lay_out_paths
    from flowdown.report.graph_shapes import shape_paths

    as_of, known_at = day_of(arguments), known_at_of(arguments)
    start, end = arguments.nodes
    disputed = arguments.include_disputed
    ways = find_ways(target_of(arguments), start, end, as_of, known_at, disputed, arguments.most)
    looked = f"{say_when(as_of, known_at)}; {ways.claims:,} claims over {ways.nodes:,} nodes were looked through"
    if ways.disputed and not disputed:
        looked += f", {ways.disputed:,} disputed left out (`--include-disputed`)"
    explored = (ways.nodes, ways.claims, ways.disputed)
    shape = shape_paths((start, end), ways.paths, ways.judgements, explored, as_of, known_at, disputed)
    show(lay_out_paths(start, end, ways.paths, ways.judgements, looked), shape, arguments)
    return Exit.OK


def _close(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import day_of, known_at_of, show, target_of
    from flowdown.pipeline.closure import Asked, find_closure
    from flowdown.report.graph_page import lay_out_closure
    from flowdown.report.graph_shapes import shape_closure

    asked = Asked(
        arguments.what,
        tuple(arguments.nodes),
        day_of(arguments),
        known_at_of(arguments),
        arguments.through,
        arguments.include_disputed,
        arguments.test or "",
        arguments.contract,
        arguments.tiers,
    )
    closure = find_closure(target_of(arguments), asked)
    limit = _USUAL if arguments.limit is None else arguments.limit
    show(lay_out_closure(closure, limit), shape_closure(closure, limit), arguments)
    return Exit.OK


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {"show": _show, "paths": _paths}

COMMAND = Command(
    id="graph",
    help="Show what falls if a vendor is cut and what are single points of failure; what is claimed around a node on a "
    "day, how nodes hang on each other, and who is reached from one.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown graph impact deepseek --as-of 2026-03-01 --known-at 2026-02-15",
        "flowdown graph impact organisation:alpha --owned half --kind contract --format csv",
        "flowdown graph spof contract:w58rgz",
        "flowdown graph diff deepseek --since 2026-01-01",
        "flowdown graph show vendor:deepseek",
        "flowdown graph show contract:w58rgz --as-of 2026-03-01 --known-at 2026-02-15",
        "flowdown graph paths contract:w58rgz vendor:deepseek --include-disputed",
        "flowdown graph owned organisation:alpha person:eve --test half",
        "flowdown graph affiliates organisation:beta --as-of 2026-01-01 --through 2026-12-31",
        "flowdown graph suppliers organisation:us --contract w58rgz --tiers 2",
    ),
)
