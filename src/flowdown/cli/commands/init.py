"""`flowdown init`: a first flowdown.yaml."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.init import Initial


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where it is written (default: here)"
    )
    parser.add_argument("--force", action="store_true", help="write over a flowdown.yaml; the old one stays beside it")
    parser.add_argument("--no-ask", action="store_true", help="ask nothing, even on a terminal")
    parser.add_argument("--no-scan", action="store_true", help="do not look into the code for vendors")
    parser.add_argument("--print", action="store_true", dest="prints", help="write to standard output, and no file")
    us = parser.add_argument_group("who you are")
    us.add_argument("--name", default="", help="the organisation's legal name")
    us.add_argument("--uei", default="", help="its unique entity identifier (SAM.gov): picks your rows from exports")
    us.add_argument("--cage", default="", help="its CAGE code")
    tables = parser.add_argument_group("tables to read (CSV or JSON, with any usual headings)")
    for option, about in (
        ("contracts", "contracts: exports of USAspending, FPDS or SAM.gov, or your own list"),
        ("suppliers", "suppliers: a vendor master, SAM.gov entities, subawards"),
        ("equipment", "devices and programs: asset lists, device management, osquery"),
    ):
        tables.add_argument(f"--{option}", action="append", default=[], type=Path, metavar="FILE", help=about)


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder, end_progress, printable, progress, write
    from flowdown.cli.terminal import ask, can_ask, tell
    from flowdown.pipeline.init import InitRequest, draw_up_profile, name_us, write_profile

    request = InitRequest(
        arguments.folder,
        arguments.force or arguments.prints,
        name_us(arguments.name, arguments.uei, arguments.cage),
        tuple(arguments.contracts),
        tuple(arguments.suppliers),
        tuple(arguments.equipment),
        not arguments.no_scan,
        ask if can_ask() and not arguments.no_ask else None,
        tell,
    )
    initial = draw_up_profile(request, cache_folder(), progress())
    end_progress()
    for line in (*initial.notes, *map(str, initial.faults)):
        sys.stderr.write(f"flowdown: {printable(line)}\n")
    if arguments.prints:
        write(initial.text, "")
    else:
        file = write_profile(request, initial)
        write(_say(file, initial), "")
    return Exit.UNUSABLE if initial.faults else Exit.OK


def _say(file: Path, initial: Initial) -> str:
    from flowdown.report.profile_page import say_counts

    lines = [f"Wrote {file}: {say_counts(initial.profile)}."]
    if initial.candidates:
        names = ", ".join(each.name for each in initial.candidates)
        lines.append(f"A scan sees uses of {names}. They stand in it as comments: take the mark away where you agree.")
    lines += [
        "Next: fill in what says `unknown`, and add what is missing.",
        "Then: `flowdown profile` reads it, names every fault, and lists what is still open.",
    ]
    return "\n".join(lines) + "\n"


COMMAND = Command(
    id="init",
    help="Write a first flowdown.yaml (contracts, systems, suppliers, equipment): asks, reads exports, looks at the code.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown init",
        "flowdown init --contracts awards.csv --uei ABC123DEF456 --suppliers vendors.csv --equipment assets.csv",
        "flowdown init --no-ask --no-scan --print",
    ),
)
