"""One claim: its sentence, its source, and everything that is said of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.claims import show_claim
from flowdown.report.claims_shapes import shape_claim
from flowdown.server.asked import Asked
from flowdown.server.cells import what_stands
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.more_columns import STANDING_TONES, say_days, say_qualifiers
from flowdown.server.page import Cell, Facts, Field, Form, Page, View
from flowdown.server.rights import Right

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


_STANCES = (
    ("disputes", "I dispute it: it is open"),
    ("denies", "I deny it: it does not hold"),
    ("supports", "I confirm it"),
)


@dataclass(frozen=True, kw_only=True)
class ClaimAsked(Asked):
    """Which claim."""

    claim: Annotated[str, Path(min_length=4, max_length=80, description="its id, or the start of it")]


def _show(visit: Visit, asked: ClaimAsked) -> View:
    links = visit.links
    try:
        shown = show_claim(visit.site.kept(), asked.claim, visit.as_of, visit.site.now())
    except UnusableArgument as error:
        raise NotHere(error.message, hint=error.hint) from None
    row = shown.claim.row
    line = visit.answer.line_of_claim.get(row.id)
    facts = Facts(
        (
            ("Subject", links.cell(row.subject, row.subject)),
            ("Says", row.predicate),
            ("Object", links.cell(row.object, row.object)),
            ("How", say_qualifiers(row.qualifiers)),
            ("Source", Cell(row.document, links.to("/claims", document=row.document))),
            ("Place in it", row.locator),
            ("Revision", row.revision),
            ("Holds", say_days(row.valid_from, row.valid_until)),
            ("Stance", row.stance),
            ("Confidence", row.confidence),
            ("Said by", ", ".join(json.loads(row.attribution))),
            ("Known since", row.recorded_at),
            ("What stands there", what_stands(line) if line is not None and line.sighting is not None else ""),
            ("Id", row.id),
        )
    )
    columns = (
        Column(
            "says",
            "What is said",
            lambda each: Cell(
                f"{each.stance} " if each.predicate == "assesses" else each.predicate, links.claim(each.id)
            ),
        ),
        Column("by", "By", lambda each: each.subject),
        Column("reason", "Why", lambda each: say_qualifiers(each.qualifiers)),
        Column("when", "When", lambda each: each.recorded_at),
    )
    forms: list[Part] = []
    if visit.may(Right.SAY):
        path = f"/claims/{row.id.removeprefix('claim:')}"
        saying = (
            Field("stance", "What you say of it", "disputes", _STANCES),
            Field("reason", "Why", kind="area", most=900),
        )
        forms.append(Form(f"{path}/stance", "Say", saying, "Confirm or dispute it", does=True))
        back = (Field("reason", "Why", kind="area", most=900),)
        title = "Take it back" if row.predicate != "retracts" else "Take this back, so that the claim stands again"
        forms.append(Form(f"{path}/retract", "Take back", back, title, does=True))
    sayings = list_few("sayings", "What is said of it", columns, shown.sayings, None, 100)
    standing = shown.claim.standing.value
    title = f"{row.subject} {row.predicate} {row.object}"
    return View(
        title,
        [facts, sayings, *forms],
        shape_claim(shown.claim, shown.sayings, shown.as_of, shown.known_at),
        sayings,
        "",
        Cell(standing, "", STANDING_TONES.get(standing, ""), is_badge=True),
        (Cell("Claims", links.to("/claims")),),
    )


PAGE = Page(
    "claim",
    "/claims/{claim}",
    "Claim",
    "One claim with its source and what is said of it (`flowdown.claim/1`).",
    _show,
    ClaimAsked,
    says=("flowdown.claim/1",),
)
