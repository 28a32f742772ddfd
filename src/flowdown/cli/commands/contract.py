"""`flowdown contract`: what a contract document says of its clauses, numbers and days."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("read",), help="read: propose clauses, numbers and days from a document")
    parser.add_argument("file", type=Path, metavar="FILE", help="a contract as PDF, DOCX or text")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json", "yaml"),
        default="text",
        help="text: for reading on a screen; json: for programs; yaml: a draft of the profile's section `contracts`",
    )
    parser.add_argument("--all", action="store_true", help="list every clause, not only those on which orders hang")
    parser.add_argument(
        "--into", type=Path, metavar="PROFILE", help="put what you confirm into this flowdown.yaml; asks on a terminal"
    )
    parser.add_argument("--contract", default="", metavar="ID", help="the id that the contract has, or gets, there")
    parser.add_argument("--yes", action="store_true", help="with --into: confirm everything without being asked")


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.store_options import show
    from flowdown.cli.surroundings import end_progress, page_progress, write
    from flowdown.pipeline.contract import draft, read
    from flowdown.report.contract_page import lay_out_contract
    from flowdown.report.contract_shape import shape_contract

    if arguments.into is not None:
        return _put_in(arguments)
    if arguments.yes:
        raise UnusableArgument("`--yes` goes with `--into`")
    try:
        reading = read(arguments.file, page_progress())
    finally:
        end_progress()
    if arguments.format == "yaml":
        write(draft(reading, arguments.contract, takes_all=arguments.all), "")
    else:
        show(lay_out_contract(reading, shows_all=arguments.all), shape_contract(reading), arguments)
    return Exit.UNDETERMINED if reading.document.unread else Exit.OK


def _put_in(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.surroundings import end_progress, page_progress, write
    from flowdown.cli.terminal import ask, can_ask, tell
    from flowdown.pipeline.contract import confirm, read

    if not arguments.yes and not can_ask():
        hint = "run it on a terminal, or say `--yes` once you have read `--format yaml`"
        raise UnusableArgument("nobody is there to confirm what was read", hint=hint)
    try:
        reading = read(arguments.file, page_progress())
    finally:
        end_progress()
    for each in (*reading.document.unread, *reading.document.notes, *reading.notes, *reading.questions):
        tell(each)
    asked = None if arguments.yes else ask
    put = confirm(reading, arguments.into, arguments.contract, asked, tell, takes_all=arguments.all)
    if put is None:
        write("Nothing was confirmed, and nothing written.\n", "")
    else:
        for note in put.notes:
            tell(note)
        clauses = f"{put.clauses} clause{'' if put.clauses == 1 else 's'}"
        write(f"{arguments.into}: contract {put.identity}, {clauses}. `flowdown profile` keeps them as claims.\n", "")
    return Exit.UNDETERMINED if reading.document.unread else Exit.OK


COMMAND = Command(
    id="contract",
    help="Read a contract (PDF, DOCX, text): proposes its clauses with versions, numbers and days, each with its place.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown contract read award.pdf",
        "flowdown contract read award.pdf --format yaml",
        "flowdown contract read award.pdf --into flowdown.yaml --contract pump-spares",
    ),
)
