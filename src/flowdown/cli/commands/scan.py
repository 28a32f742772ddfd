"""`flowdown scan`: which vendors trees depend on."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import worst

if TYPE_CHECKING:
    from pathlib import Path

    from flowdown.base.stages import Stages
    from flowdown.pipeline.record import Keeping
    from flowdown.report.report import Report


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.effort_options import add_effort_arguments, add_paths_arguments
    from flowdown.cli.gate_options import STRENGTHS, add_gate_arguments
    from flowdown.cli.history_options import add_history_arguments
    from flowdown.cli.keeping_options import add_keeping_arguments
    from flowdown.cli.output import add_output_arguments
    from flowdown.cli.shared import add_catalogue_argument, add_vendor_argument

    add_paths_arguments(parser)
    add_vendor_argument(parser)
    add_catalogue_argument(parser)
    add_output_arguments(parser)
    add_effort_arguments(parser)
    add_keeping_arguments(parser)
    about = "exit 1 if something at least as strong counts (default: never)"
    add_gate_arguments(parser, STRENGTHS, "never", about)
    add_history_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.effort_options import paths_of
    from flowdown.cli.gate_options import scan_code, show, tell_failing
    from flowdown.cli.keeping_options import keeping_of, log_run
    from flowdown.cli.surroundings import end_progress, stages, tell_lost, tell_stages

    if arguments.history or arguments.since:
        return _run_history(arguments)
    noted = stages(arguments)
    paths, keeping = paths_of(arguments), keeping_of(arguments)
    report = _report(paths, keeping, arguments, noted)
    end_progress()
    log_run(keeping, "scan", paths, report, arguments)
    code = worst((scan_code(report, arguments.fail_on), tell_lost(report)))
    if noted is not None:
        noted.enter("writing the report")
    show(report, arguments, code)
    tell_failing(report, arguments.fail_on, code)
    tell_stages(noted, report)
    return code


def _report(paths: list[Path], keeping: Keeping | None, arguments: argparse.Namespace, noted: Stages | None) -> Report:
    from flowdown.cli.effort_options import effort_of
    from flowdown.cli.gate_options import gate_request
    from flowdown.cli.keeping_options import shelf_of
    from flowdown.cli.surroundings import cache_folder, progress, today
    from flowdown.pipeline.gate import NO_GATE
    from flowdown.pipeline.scan import scan_as_before, scan_paths

    gate, effort, shelf, cache = (
        gate_request(arguments),
        effort_of(arguments, noted),
        shelf_of(arguments),
        cache_folder(),
    )
    asks_more = arguments.vendor or arguments.also or arguments.annotations or arguments.fail_on != "never"
    is_kept = keeping or shelf or gate != NO_GATE
    if len(paths) == 1 and arguments.format == "json" and cache and effort.keeps and not (asks_more or is_kept):
        return scan_as_before(paths[0], arguments.catalogue, today(), cache, progress(), effort)
    return scan_paths(
        paths,
        arguments.catalogue,
        today(),
        cache,
        progress(),
        vendors=arguments.vendor,
        gate=gate,
        effort=effort,
        keeping=keeping or shelf,
    )


def _run_history(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.gate_options import gate_request
    from flowdown.cli.history_options import run_history

    if not arguments.history:
        raise UnusableArgument("`--since` belongs to `--history`", hint="use `--changed-since REV` for a change")
    return run_history(arguments, gate_request(arguments))


COMMAND = Command(
    id="scan",
    help="Show which vendors a tree depends on: how strongly, by which route, and where.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown scan .",
        "flowdown scan service/ infra/ --format json --out scan.json",
        "flowdown scan . --vendor deepseek --vendor alibaba",
        "flowdown scan . --format cyclonedx",
        "flowdown scan --from-file trees.txt --format json --out scan.json",
        "flowdown scan . --changed-since origin/main --fail-on runtime-optional",
        "flowdown scan . --history --since v2.0",
    ),
)
