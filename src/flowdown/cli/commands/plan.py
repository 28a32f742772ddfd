"""`flowdown plan`: the cheapest way out before the date."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_FORMATS = ("html", "json", "markdown", "terminal")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.check_options import add_check_arguments
    from flowdown.cli.keeping_options import add_keeping_arguments
    from flowdown.cli.surroundings import parse_date

    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="folder to plan for with `--vendor` (default: the profile's)",
    )
    add_check_arguments(parser, "the day on which work begins (default: today)")
    parser.add_argument("--vendor", default="", metavar="ID", help="what if this vendor could not be used any more?")
    parser.add_argument("--by", type=parse_date, metavar="DATE", help="the day by which everything has to be over")
    parser.add_argument(
        "--team-days-per-week",
        type=float,
        default=5.0,
        metavar="N",
        help="days of work in a week (default: 5, one person)",
    )
    parser.add_argument("--explain", action="store_true", help="say of every option why it was not taken")
    parser.add_argument(
        "--effort", type=Path, metavar="FILE", help="your own figures for what things take (docs/plan.md)"
    )
    parser.add_argument(
        "--done", type=Path, metavar="FILE", help="the ids of steps that are done: keep them, plan the rest"
    )
    parser.add_argument(
        "--context", action="append", default=[], metavar="ID", help="with PATH: what the tree is used for"
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="terminal",
        help="html: one file, with the steps drawn; json: for programs",
    )
    parser.add_argument("--out", default="", metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--all", action="store_true", help="give every step its places and how its days were counted")
    add_keeping_arguments(parser)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.check_options import check_request
    from flowdown.cli.output import write_page
    from flowdown.cli.surroundings import cache_folder, end_progress, progress, write
    from flowdown.pipeline.plan import PlanRequest, plan_way_out
    from flowdown.report.gantt_svg import draw_gantt
    from flowdown.report.page_html import write_html
    from flowdown.report.plan_page import lay_out_plan
    from flowdown.report.plan_shape import shape_plan

    check = replace(check_request(arguments, arguments.paths), contexts=tuple(arguments.context))
    request = PlanRequest(
        check,
        arguments.vendor,
        arguments.by,
        arguments.team_days_per_week,
        arguments.explain,
        arguments.effort,
        arguments.done,
    )
    plan = shape_plan(plan_way_out(request, cache_folder(), progress()))
    end_progress()
    is_html = arguments.format == "html"
    page = lay_out_plan(plan, shows_all=arguments.all or is_html, explains=arguments.explain)
    if is_html:
        write(write_html(page, page.title, draw_gantt(plan)), arguments.out)
    else:
        write_page(page, plan, arguments)
    if not plan.is_feasible or any(not use.takes for use in plan.uses):
        return Exit.BREACH
    return Exit.UNDETERMINED if any(not use.is_sure for use in plan.uses) else Exit.OK


COMMAND = Command(
    id="plan",
    help="Plan the way out of what is forbidden, or may be: options, cost, steps with their days, the way back.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown plan",
        "flowdown plan --order us-ndaa26-1532 --by 2026-04-30 --team-days-per-week 8 --explain",
        "flowdown plan --vendor anthropic --format html --out plan.html",
        "flowdown plan service/ --vendor openai --context dod_contract_performance",
        "flowdown plan --done done.yaml --effort figures.yaml",
    ),
)
