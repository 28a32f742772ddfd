"""Somebody ends a link of a supplier before its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.enquiries import close_enquiry, list_enquiries
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotHere
from flowdown.server.rights import Right


@dataclass(frozen=True)
class EndAsked:
    """Which one."""

    id: Annotated[str, Field(min_length=1, max_length=40)]


def _do(work: Work, asked: EndAsked) -> Done:
    known = list_enquiries(work.accounts, work.visitor.organisation)
    found = next((each for each in known if each.id == asked.id), None)
    if found is None or not close_enquiry(work.accounts, found, work.doer, work.moment, is_answer=False):
        raise NotHere("no such link is open")
    return Done("/enquiries", found.supplier, shape_done("end-enquiry", found.id))


ACT = Act(
    "end-enquiry",
    "/enquiries/{id}/end",
    "End",
    "End a link: it opens nothing any more.",
    _do,
    EndAsked,
    Right.STATE,
    "The link opens nothing any more.",
)
