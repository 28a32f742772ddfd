"""One system with every line of evidence, what it serves, and the answers that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.server.asked import LONGEST, ListAsked
from flowdown.server.cells import OUTCOMES, answer_columns, evidence_columns, nodes, outcome, subjects, vendors
from flowdown.server.columns import served_by
from flowdown.server.faults import NotHere
from flowdown.server.listing import list_few, list_rows
from flowdown.server.more_columns import said
from flowdown.server.page import Cell, Facts, Notice, Page, View
from flowdown.server.remark_forms import tell_remarks
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.answering import Line
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class SystemAsked(ListAsked):
    """Which system, and which of its lines."""

    system: Annotated[str, Path(max_length=LONGEST, description="its id in the profile")]


def _show(visit: Visit, asked: SystemAsked) -> View:
    links, answer = visit.links, visit.answer
    row = next((each for each in answer.panorama.systems if each.system.id == asked.system), None)
    if row is None:
        raise NotHere(f"no system `{asked.system}` is in the profile", hint="`/systems` lists them")
    system = row.system
    words = [each if each == "own-business" else f"contract:{each}" for each in served_by(row)]
    facts = Facts(
        (
            ("Id", system.id),
            ("Code", " ".join((system.repository, *system.paths))),
            ("Serves", subjects(links, words) if words else Cell("not known", tone="warning")),
            ("Vendors seen", vendors(visit, row.vendors)),
            ("Federal system", said(system.federal)),
            ("Controlled information", said(system.controlled_information)),
            ("Needs", nodes(links, (f"system:{each}" for each in system.depends_on))),
            ("What falls without it", Cell("impact", links.to("/impact", node=f"system:{system.id}"))),
            ("What is claimed of it", Cell("claims", links.to("/node", id=f"system:{system.id}"))),
        )
    )
    lines = sorted(
        (line for each in row.places for line in answer.lines_of_place.get(each, ())), key=lambda line: line.rank
    )
    found = {id(each): each for name in row.places for each in answer.by_place.get(name, ())}
    resting = sorted(found.values(), key=lambda each: (OUTCOMES.index(each.outcome.value), each.norm))
    evidence = list_rows("evidence", "Lines of evidence", evidence_columns(visit), lines, asked, _text)
    answers = list_few(
        "answers",
        "Answers that rest on it",
        answer_columns(visit),
        resting,
        Cell("All of them", links.to("/answers", system=system.id)),
        15,
    )
    parts: list[Part] = [facts]
    if not row.places:
        parts.append(
            Notice(
                "Nothing of it was read: its code is not here, and no scan of it is kept. That it uses nobody is not said."
            )
        )
    parts += [answers, evidence, *tell_remarks(visit, f"system:{system.id}")]
    badge = outcome(row.tally.worst)
    return View(
        system.name or system.id,
        parts,
        shape_view(visit, "system", (answers, evidence), facts),
        evidence,
        system.note,
        badge if isinstance(badge, Cell) else None,
        (Cell("Systems", links.to("/systems")),),
    )


def _text(line: Line) -> str:
    return line.text


PAGE = Page("system", "/systems/{system}", "System", "One system with its lines of evidence.", _show, SystemAsked)
