"""`flowdown graph`: what is claimed around a node, and how one node hangs on another."""

from __future__ import annotations

import argparse

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_NODES = {"show": 1, "paths": 2}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.store_options import add_store_arguments

    parser.add_argument(
        "what", choices=tuple(_NODES), help="show: the claims around one node; paths: how the first leans on the second"
    )
    parser.add_argument("nodes", nargs="+", metavar="NODE", help="a node, as kind:id (`vendor:openai`)")
    parser.add_argument("--most", type=int, default=3, metavar="N", help="at most so many paths (default: 3)")
    add_store_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    if len(arguments.nodes) != _NODES[arguments.what]:
        wanted = "one node" if arguments.what == "show" else "two nodes"
        raise UnusableArgument(f"`graph {arguments.what}` takes {wanted}")
    if arguments.most < 1:
        raise UnusableArgument("`--most` is at least 1")
    return _show(arguments) if arguments.what == "show" else _paths(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import known_at_of, now, show, target_of
    from flowdown.pipeline.graph import show_node
    from flowdown.report.claims_page import lay_out_node, say_when
    from flowdown.report.claims_shapes import shape_node

    as_of, known_at = arguments.as_of or now().date(), known_at_of(arguments)
    found = show_node(target_of(arguments), arguments.nodes[0], as_of, known_at, arguments.include_disputed)
    page = lay_out_node(found.node, found.of, found.about, found.disputed, say_when(as_of, known_at))
    show(page, shape_node(found.node, found.of, found.about, found.disputed, as_of, known_at), arguments)
    return Exit.OK


def _paths(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import known_at_of, now, show, target_of
    from flowdown.pipeline.graph import find_ways
    from flowdown.report.claims_page import lay_out_paths, say_when
    from flowdown.report.claims_shapes import shape_paths

    as_of, known_at = arguments.as_of or now().date(), known_at_of(arguments)
    start, end = arguments.nodes
    disputed = arguments.include_disputed
    ways = find_ways(target_of(arguments), start, end, as_of, known_at, disputed, arguments.most)
    looked = f"{say_when(as_of, known_at)}, of {ways.claims} claims over {ways.nodes} nodes"
    if ways.disputed and not disputed:
        looked += f" ({ways.disputed} disputed ones left out: `--include-disputed`)"
    explored = (ways.nodes, ways.claims, ways.disputed)
    shape = shape_paths((start, end), ways.paths, explored, as_of, known_at, disputed)
    show(lay_out_paths(start, end, ways.paths, looked), shape, arguments)
    return Exit.OK


COMMAND = Command(
    id="graph",
    help="Show what is claimed around a node on a day, and by which claims one node hangs on another.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown graph show vendor:deepseek",
        "flowdown graph show contract:w58rgz --as-of 2026-03-01 --known-at 2026-02-15",
        "flowdown graph paths contract:w58rgz vendor:deepseek --include-disputed",
    ),
)
