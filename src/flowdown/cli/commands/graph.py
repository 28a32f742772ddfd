"""`flowdown graph`: what is claimed around a node, how nodes hang on each other, and who is reached from one."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_TESTED, _BY_CONTRACT = ("owned", "affiliates"), ("suppliers",)
_CLOSURES = ("owned", "affiliates", "suppliers", "descendants", "ancestors")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.store_options import add_store_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "what",
        choices=("show", "paths", *_CLOSURES),
        help="show: the claims around one node; paths: how the first leans on the second; owned: in whom these together "
        "hold enough; affiliates: who directs it, whom it directs, and whom the same direct; suppliers: its supply chain; "
        "descendants: what was made from it or contains it; ancestors: the way back",
    )
    parser.add_argument("nodes", nargs="+", metavar="NODE", help="a node, as kind:id (`vendor:openai`)")
    parser.add_argument("--most", type=int, default=3, metavar="N", help="paths: at most so many (default: 3)")
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
        "--limit", type=int, default=200, metavar="N", help="closures: show so many (default: 200; 0: all)"
    )
    add_store_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    what = arguments.what
    for option, fits in (
        ("test", _TESTED),
        ("contract", _BY_CONTRACT),
        ("tiers", _BY_CONTRACT),
        ("through", _CLOSURES),
    ):
        if getattr(arguments, option) not in (None, "") and what not in fits:
            raise UnusableArgument(f"`--{option}` does not go with `graph {what}`")
    for option, least in (("most", 1), ("limit", 0), ("tiers", 1)):
        given = getattr(arguments, option)
        if given is not None and given < least:
            raise UnusableArgument(f"`--{option}` is at least {least}")
    wanted = {"show": 1, "paths": 2}.get(what)
    if wanted and len(arguments.nodes) != wanted:
        raise UnusableArgument(f"`graph {what}` takes {'one node' if wanted == 1 else 'two nodes'}")
    return _ACTS.get(what, _close)(arguments)


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
    show(lay_out_closure(closure, arguments.limit), shape_closure(closure, arguments.limit), arguments)
    return Exit.OK


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {"show": _show, "paths": _paths}

COMMAND = Command(
    id="graph",
    help="Show what is claimed around a node on a day, how nodes hang on each other, and who is reached from one.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown graph show vendor:deepseek",
        "flowdown graph show contract:w58rgz --as-of 2026-03-01 --known-at 2026-02-15",
        "flowdown graph paths contract:w58rgz vendor:deepseek --include-disputed",
        "flowdown graph owned organisation:alpha person:eve --test half",
        "flowdown graph affiliates organisation:beta --as-of 2026-01-01 --through 2026-12-31",
        "flowdown graph suppliers organisation:us --contract w58rgz --tiers 2",
    ),
)
