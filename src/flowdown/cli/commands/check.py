"""`flowdown check`: what orders mean for trees on a day."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.check import CheckRequest


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.check_options import add_check_arguments
    from flowdown.cli.gate_options import OUTCOMES, add_gate_arguments
    from flowdown.cli.keeping_options import add_keeping_arguments
    from flowdown.cli.output import add_output_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="folder or file to check (default: everything that the profile states)",
    )
    add_check_arguments(parser)
    parser.add_argument(
        "--diff",
        nargs=2,
        type=parse_date,
        metavar=("DATE", "DATE"),
        help="what changed for the organisation between two days, and because of what",
    )
    parser.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="ID",
        help="what the tree is used for (default: every context); `flowdown orders contexts` lists them",
    )
    add_output_arguments(parser)
    add_keeping_arguments(parser)
    add_gate_arguments(parser, OUTCOMES, "undetermined", "the mildest outcome that fails (default: undetermined)")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.check_options import check_request
    from flowdown.cli.gate_options import check_code, gate_request, show
    from flowdown.cli.keeping_options import log_run
    from flowdown.cli.surroundings import cache_folder, end_progress, progress
    from flowdown.pipeline.check import check_paths
    from flowdown.pipeline.gate import counting
    from flowdown.pipeline.organisation import check_organisation

    request = replace(
        check_request(arguments, arguments.paths), contexts=tuple(arguments.context), gate=gate_request(arguments)
    )
    if arguments.diff:
        return _show_diff(request, arguments)
    if not request.paths and (request.gate.is_part or request.gate.baseline is not None):
        raise UnusableArgument("a change or a baseline is of a tree", hint="name its folder")
    judge = check_paths if request.paths else check_organisation
    report = judge(request, cache_folder(), progress())
    end_progress()
    log_run(request.keeping, "check", request.paths, report, arguments)
    counted = counting(report.check, report.standing, report.scan) if report.check is not None else ()
    code = check_code(report, counted, arguments.fail_on)
    show(report, arguments, code, counted)
    return code


def _show_diff(request: CheckRequest, arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.output import write_page
    from flowdown.cli.surroundings import cache_folder, end_progress, progress
    from flowdown.pipeline.check_diff import diff_organisation
    from flowdown.report.check_diff_page import lay_out_check_diff

    if request.paths or arguments.format not in ("terminal", "markdown", "json"):
        raise UnusableArgument("`--diff` is of the whole profile, as terminal, markdown or json")
    first, second = arguments.diff
    shape = diff_organisation(request, (first, second), cache_folder(), progress())
    end_progress()
    write_page(lay_out_check_diff(shape), shape, arguments)
    return Exit.OK


COMMAND = Command(
    id="check",
    help="Put orders to a tree: forbidden, permitted, required or unknown on a day, with the evidence.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown check",
        "flowdown check --diff 2026-03-20 2026-04-10",
        "flowdown check . --order us-ndaa26-1532 --as-of 2026-03-01 --context dod_contract_performance",
        "flowdown check service/ --order us-ant-4713 --as-of 2026-04-10 --given use_under_way=false --format markdown",
        "flowdown check . --order us-ndaa26-1532 --changed-since origin/main --annotations github",
    ),
)
