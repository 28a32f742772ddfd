"""Somebody takes a claim back: what they said themselves, or whatever it is where they speak for the organisation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.pipeline.claims import name_person, show_claim, take_back
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotAllowed
from flowdown.server.links import inside
from flowdown.server.rights import Right


@dataclass(frozen=True)
class BackAsked:
    """Which claim, and why; where to go on."""

    claim: Annotated[str, Field(min_length=4, max_length=80)]
    reason: Annotated[str, Field(max_length=900)] = ""
    to: Annotated[str, Field(max_length=300)] = ""


def _do(work: Work, asked: BackAsked) -> Done:
    site = work.site
    with site.writing():
        if not work.visitor.may(Right.STATE):
            row = show_claim(site.target, asked.claim, None, work.moment).claim.row
            if name_person(work.who) not in json.loads(row.attribution):
                hint = "you take back what you said; counsel anything. You can dispute it"
                raise NotAllowed("somebody else says this", hint=hint)
        said, about = take_back(site.target, asked.claim, work.who, asked.reason, work.moment)
    to = inside(asked.to) or f"/claims/{about.id.removeprefix('claim:')}"
    return Done(to, about.id, shape_done("take-back", about.id, (said.id,)), "", 201)


ACT = Act(
    "take-back",
    "/claims/{claim}/retract",
    "Take back",
    "Take a claim back from now on; it stays in the store, and taking this back brings it back.",
    _do,
    BackAsked,
    Right.SAY,
    "It is taken back.",
)
