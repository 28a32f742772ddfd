"""The arguments by which a command is a gate: what to compare with, what fails, what is said of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.gate import Counted, GateRequest
    from flowdown.report.report import Report

OUTCOMES = ("breach", "undetermined", "exempt", "never")
STRENGTHS = (
    "runtime-default",
    "runtime-optional",
    "dev-tooling",
    "test-only",
    "transitive",
    "mention-only",
    "never",
)


def add_gate_arguments(parser: argparse.ArgumentParser, fails_on: tuple[str, ...], default: str, about: str) -> None:
    """Add what makes a gate of a command."""
    gate = parser.add_argument_group("in a pull request")
    against = gate.add_mutually_exclusive_group()
    against.add_argument(
        "--changed-since",
        default="",
        metavar="REV",
        help="only what the change since this commit (or branch: since it was left) adds or makes stronger",
    )
    against.add_argument("--staged", action="store_true", help="only what the staged change adds or makes stronger")
    against.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="only what a reviewed baseline does not hold; see `flowdown baseline`",
    )
    gate.add_argument("--fail-on", choices=fails_on, default=default, help=about)
    gate.add_argument("--quiet", action="store_true", help="say nothing unless something fails")
    gate.add_argument(
        "--also",
        action="append",
        default=[],
        type=_form_and_file,
        metavar="FORMAT=FILE",
        help="write the same report in this format too; may be repeated",
    )
    gate.add_argument("--annotations", choices=("github",), help="also write notes for the lines of a pull request")


def _form_and_file(word: str) -> tuple[str, str]:
    """A format and a file; raises the parser's own error for anything else."""
    from flowdown.report.format import ids_of_formats

    form, _, file = word.partition("=")
    if form not in ids_of_formats() or not file:
        raise argparse.ArgumentTypeError(
            f"`{word}` is not of the form FORMAT=FILE ({', '.join(sorted(ids_of_formats()))})"
        )
    return form, file


def gate_request(arguments: argparse.Namespace) -> GateRequest:
    """What the arguments compare with."""
    from flowdown.base.errors import UnusableArgument
    from flowdown.pipeline.gate import GateRequest

    if arguments.changed_since.startswith("-"):
        raise UnusableArgument(f"`{arguments.changed_since}` is no revision")
    return GateRequest(arguments.changed_since, arguments.staged, arguments.baseline)


def show(report: Report, arguments: argparse.Namespace, code: Exit, counted: Counted = ()) -> None:
    """Write the report and the notes, as far as they are wanted."""
    from flowdown.cli.output import write_report
    from flowdown.cli.surroundings import look, write_parts
    from flowdown.report.format import load_format

    for form, file in arguments.also:
        write_parts(load_format(form).text_of(report, look(arguments.all)), file)
    to_file = arguments.out not in ("", "-")
    if to_file or not arguments.quiet or code is not Exit.OK:
        write_report(report, arguments)
    if arguments.annotations:
        from flowdown.report.annotations import annotate_github

        # The runner reads both streams; the report keeps standard output to itself where it goes there.
        stream = sys.stdout if to_file else sys.stderr
        stream.write(annotate_github(report, counted))


def scan_code(report: Report, fail_on: str) -> Exit:
    """What a scan says to the shell: 1 where something that counts is as strong as what fails, or stronger."""
    if report.scan.is_incomplete:
        return Exit.INTERRUPTED
    if fail_on == "never":
        return Exit.OK
    failing = frozenset(STRENGTHS[: STRENGTHS.index(fail_on) + 1])
    standing = report.standing
    if standing is not None and standing.against:
        gained = {shift.after or "mention-only" for shift in standing.gained()}
        return Exit.BREACH if gained & failing else Exit.OK
    seen = {each.strength for each in report.scan.sightings if standing is None or standing.counts(each)}
    return Exit.BREACH if seen & failing else Exit.OK


def tell_failing(report: Report, fail_on: str, code: Exit) -> None:
    """Say on standard error what makes a scan fail, and how it may be let stand."""
    if code is not Exit.BREACH:
        return
    from flowdown.cli.surroundings import printable
    from flowdown.gate.inline_waiver import FORM

    failing = frozenset(STRENGTHS[: STRENGTHS.index(fail_on) + 1])
    names = dict(report.vendor_names)
    standing = report.standing
    if standing is not None and standing.against:
        found = {(each.vendor, each.after or "mention-only") for each in standing.gained()}
    else:
        seen = report.scan.sightings
        found = {(each.vendor, each.strength) for each in seen if standing is None or standing.counts(each)}
    strongest: dict[str, str] = {}
    for vendor, strength in sorted(found, key=lambda each: (STRENGTHS.index(each[1]), each[0] or "")):
        if strength in failing:
            strongest.setdefault(names.get(vendor or "", vendor or "not determined"), strength)
    said = ", ".join(f"{printable(name)} ({strength})" for name, strength in strongest.items())
    sys.stdout.flush()  # where both go to one log, it comes last
    sys.stderr.write(f"flowdown: fails by --fail-on {fail_on}: {said}\n")
    sys.stderr.write(f"  what may stand is waived at its place, in a comment: {FORM}\n")


def check_code(report: Report, counted: Counted, fail_on: str) -> Exit:
    """What a check says to the shell, by the outcomes that count."""
    if report.scan.is_incomplete:
        return Exit.INTERRUPTED
    outcomes = {each.outcome.value for each in counted}
    if not outcomes and report.standing is None:
        outcomes = {"UNDETERMINED"}
    if fail_on == "never":
        return Exit.OK
    if "BREACH" in outcomes or (fail_on == "exempt" and "EXEMPT" in outcomes):
        return Exit.BREACH
    return Exit.UNDETERMINED if fail_on != "breach" and "UNDETERMINED" in outcomes else Exit.OK
