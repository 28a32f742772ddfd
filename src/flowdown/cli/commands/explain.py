"""`flowdown explain`: why something is seen at a place, or why nothing is."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.output import add_page_arguments
    from flowdown.cli.shared import add_catalogue_argument, add_vendor_argument

    parser.add_argument(
        "places",
        nargs="+",
        metavar="PATH[:LINE]",
        help="a file, and a line of it (a column behind it is taken and ignored), as `flowdown scan` writes them",
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the tree to scan (default: the git work tree that holds the file, else its folder); "
        "paths may be relative to it",
    )
    add_vendor_argument(parser)
    add_catalogue_argument(parser)
    add_page_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.output import write_page
    from flowdown.cli.surroundings import cache_folder, end_progress, progress
    from flowdown.pipeline.explain import ExplainRequest, explain_places
    from flowdown.report.explain_page import lay_out_explained
    from flowdown.report.explain_v1 import shape_explained

    request = ExplainRequest(
        places=tuple(arguments.places),
        root=arguments.root,
        vendors=tuple(arguments.vendor),
        catalogues=tuple(arguments.catalogue),
    )
    explained = explain_places(request, cache_folder(), progress())
    end_progress()
    write_page(lay_out_explained(explained, arguments.all), shape_explained(explained), arguments)
    return Exit.INTERRUPTED if explained.is_incomplete else Exit.OK


COMMAND = Command(
    id="explain",
    help="Show why something is seen at a place: every reason, step by step, with its sources; or why nothing is.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown explain src/agents/chat.py:14",
        "flowdown explain compose.yaml:9 infra/main.tf --root service --format markdown",
        "flowdown explain src/settings.py --vendor deepseek --format json",
    ),
)
