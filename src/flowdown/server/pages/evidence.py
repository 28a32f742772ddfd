"""Every line of evidence: where a vendor is used, what stands there, why it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import choice, evidence_columns
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowdown.pipeline.answering import Line
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class EvidenceAsked(ListAsked):
    """Which lines."""

    vendor: Annotated[Word, Query(description="only of this vendor")] = ""
    place: Annotated[Word, Query(description="only at this place, as `tree:service`")] = ""
    system: Annotated[Word, Query(description="only in this system")] = ""
    subject: Annotated[Word, Query(description="only of what serves this: `contract:ID` or `own-business`")] = ""
    strength: Annotated[Word, Query(description="only this strength")] = ""
    basis: Annotated[Word, Query(description="only on this basis")] = ""
    sure: Annotated[Literal["", "yes", "no"], Query(description="`no`: what only hints at a use")] = ""


def _show(visit: Visit, asked: EvidenceAsked) -> View:
    rows: Sequence[Line] = _smallest(visit, asked)
    if any((asked.vendor, asked.strength, asked.basis, asked.sure)):
        rows = [
            line
            for line in rows
            if asked.vendor in ("", line.vendor)
            and asked.strength in ("", line.strength or "stated")
            and asked.basis in ("", line.claim.qualifier("basis") or "stated")
            and asked.sure in ("", "yes" if line.is_sure else "no")
        ]
    used = [(row.id, row.name) for row in visit.answer.panorama.vendors]
    several = [
        (name, title, value)
        for name, title, value in (
            ("place", "Place", asked.place),
            ("system", "System", asked.system),
            ("subject", "Serving", asked.subject),
        )
        if value
    ]
    filters = (
        choice("vendor", "Vendor", asked.vendor, (("", "any"), *used)),
        choice("strength", "Strength", asked.strength, (("", "any"), *((each, each) for each in _STRENGTHS))),
        choice("basis", "Basis", asked.basis, (("", "any"), *((each, each) for each in _BASES))),
        choice("sure", "Sure", asked.sure, (("", "whether or not"), ("yes", "yes"), ("no", "only hints"))),
        *(choice(name, title, value, (("", "any"),)) for name, title, value in several),
    )
    shown = list_rows("evidence", "Evidence", evidence_columns(visit), rows, asked, _text, filters)
    lead = "Each line is a claim with its place; strongest first. Where a scan is kept and the code is not here, the words at the place are not."
    return View("Evidence", [shown], shape_view(visit, "evidence", (shown,)), shown, lead)


def _smallest(visit: Visit, asked: EvidenceAsked) -> Sequence[Line]:
    answer = visit.answer
    if asked.place:
        return answer.lines_of_place.get(asked.place, ())
    places: set[str] | None = None
    if asked.system:
        row = next((each for each in answer.panorama.systems if each.system.id == asked.system), None)
        places = set(row.places) if row is not None else set()
    if asked.subject:
        serving = {name for name, subjects in answer.served.items() if asked.subject in subjects}
        places = serving if places is None else places & serving
    if places is not None:
        return sorted(
            (line for name in places for line in answer.lines_of_place.get(name, ())), key=lambda line: line.rank
        )
    return answer.lines_of_vendor.get(asked.vendor, ()) if asked.vendor else answer.lines


def _text(line: Line) -> str:
    return line.text


_STRENGTHS = ("runtime-default", "runtime-optional", "dev-tooling", "test-only", "transitive", "stated")
_BASES = ("model", "service", "device", "library", "host", "stated")
PAGE = Page("evidence", "/evidence", "Evidence", "Every line that shows a use of a vendor.", _show, EvidenceAsked, 8)
