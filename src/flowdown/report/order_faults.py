"""Order files that were validated: each with its faults, as lines, as a page, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.base.errors import FlowdownError
from flowdown.report.orders_v1 import OrderFaultV1, OrderFilesV1, OrderFileV1
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import count, visible


@dataclass(frozen=True, slots=True)
class ValidatedFile:
    """A file, the id of the order in it (empty where none can be read), and what is wrong with it."""

    file: str
    order: str
    examples: int
    problems: tuple[FlowdownError, ...]


def say_faults(files: Sequence[ValidatedFile]) -> str:
    """One line a fault, as editors and terminals open it, and one line a file."""
    lines = [visible(str(problem)) for each in files for problem in each.problems]
    lines += [_verdict(each) for each in files]
    return "\n".join(lines) + "\n"


def _verdict(each: ValidatedFile) -> str:
    if each.problems:
        return visible(f"{each.file}: {count(len(each.problems), 'fault')}")
    return visible(f"{each.file}: valid; {count(each.examples, 'example')} of {each.order} came out as written")


def lay_out_faults(files: Sequence[ValidatedFile]) -> Page:
    """The page of some validated files."""
    blocks: list[Block] = []
    for each in files:
        points = tuple(_point(problem) for problem in each.problems)
        inside: tuple[Block, ...] = (Points(points),) if points else (Paragraph(line(_verdict(each))),)
        blocks.append(Section(line(span(each.file, Tone.PLACE), f"  {count(len(points), 'fault')}"), inside))
    return Page(tuple(blocks), "Flowdown: order files")


def _point(problem: FlowdownError) -> Point:
    under = (line(problem.hint),) if problem.hint else ()
    where = (span(str(problem.where), Tone.PLACE), "  ") if problem.where else ()
    return Point(line(*where, problem.message), under)


def shape_faults(files: Sequence[ValidatedFile]) -> OrderFilesV1:
    """`flowdown.order-files/1`."""
    return OrderFilesV1("flowdown.order-files/1", tuple(_shape(each) for each in files))


def _shape(each: ValidatedFile) -> OrderFileV1:
    return OrderFileV1(
        each.file, each.order, not each.problems, each.examples, tuple(_fault(problem) for problem in each.problems)
    )


def _fault(problem: FlowdownError) -> OrderFaultV1:
    where = problem.where
    return OrderFaultV1(
        line=where.line if where else 0,
        column=where.column if where else 0,
        path=where.path if where else "",
        message=problem.message,
        hint=problem.hint,
    )
