"""Somebody notes that a report went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import Problems, UnusableArgument
from flowdown.base.moment import parse_moment
from flowdown.pipeline.profile_change import Changing, record_submission
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right


@dataclass(frozen=True)
class SubmissionAsked:
    """Which report of which find, for which contract, when, with which proof."""

    discovery: Annotated[str, Field(min_length=1, max_length=120)]
    report: Annotated[str, Field(min_length=1, max_length=200)]
    at: Annotated[str, Field(min_length=10, max_length=60, description="a day, or `2026-07-06T09:30`")]
    contract: Annotated[str, Field(max_length=120)] = ""
    reference: Annotated[str, Field(max_length=300)] = ""


def _do(work: Work, asked: SubmissionAsked) -> Done:
    site = work.site
    parse_moment(asked.at)
    fields = {"report": asked.report, "contract": asked.contract, "at": asked.at, "reference": asked.reference}
    changing = Changing(site.profile, site.target, work.who, f"submitted {asked.report}", work.moment, site.cache)
    try:
        with site.writing():
            claim = record_submission(changing, asked.discovery, fields)
    except Problems as error:
        raise UnusableArgument(error.problems[0].message, hint=error.problems[0].hint) from None
    remark = f"{asked.report} for {asked.contract or 'all'} at {asked.at}"
    done = shape_done("record-submission", asked.discovery, (claim,))
    return Done("/deadlines", asked.discovery, done, remark, 201)


ACT = Act(
    "record-submission",
    "/deadlines",
    "Record",
    "Note that a report went out: its clock is met, and the one that counts from it runs.",
    _do,
    SubmissionAsked,
    Right.STATE,
    "The report is noted as submitted; clocks that count from it run.",
)
