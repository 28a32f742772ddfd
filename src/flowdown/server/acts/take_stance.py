"""Somebody confirms, disputes or denies a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from flowdown.pipeline.claims import take_stance
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right


@dataclass(frozen=True)
class StanceAsked:
    """Which claim, and what is said of it."""

    claim: Annotated[str, Field(min_length=4, max_length=80)]
    stance: Literal["supports", "disputes", "denies"]
    reason: Annotated[str, Field(max_length=900)] = ""


def _do(work: Work, asked: StanceAsked) -> Done:
    with work.site.writing():
        said, about = take_stance(work.site.target, asked.claim, work.who, asked.stance, asked.reason, work.moment)
    to = f"/claims/{about.id.removeprefix('claim:')}"
    return Done(to, about.id, shape_done("take-stance", about.id, (said.id,)), asked.stance, 201)


ACT = Act(
    "take-stance",
    "/claims/{claim}/stance",
    "Say",
    "Confirm, dispute or deny a claim; a claim itself, which can be taken back.",
    _do,
    StanceAsked,
    Right.SAY,
    "It is kept. Whoever said it can take it back.",
)
