"""Somebody answers what the profile leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import Problems, UnusableArgument
from flowdown.pipeline.profile_change import Changing, answer_point
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right


@dataclass(frozen=True)
class PointAsked:
    """Which open point, and its answer as the profile writes it."""

    point: Annotated[str, Field(min_length=3, max_length=500, description="its subject, ` :: `, and which field of it")]
    value: Annotated[str, Field(min_length=1, max_length=300)]


def _do(work: Work, asked: PointAsked) -> Done:
    site = work.site
    subject, _, of = asked.point.partition(" :: ")
    why = f"answered {of} of {subject}"
    changing = Changing(site.profile, site.target, work.who, why, work.moment, site.cache)
    try:
        with site.writing():
            claim = answer_point(changing, subject, of, asked.value.strip())
    except Problems as error:
        # It is about what was just answered: the rest of the profile was sound.
        raise UnusableArgument(error.problems[0].message, hint=error.problems[0].hint) from None
    return Done("/questions", subject, shape_done("answer-point", subject, (claim,)), why)


ACT = Act(
    "answer-point",
    "/questions",
    "Answer",
    "Fill in what the profile leaves open; the profile changes at this one place.",
    _do,
    PointAsked,
    Right.STATE,
    "The answer stands in the profile. The version before can be brought back.",
)
