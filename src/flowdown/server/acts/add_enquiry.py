"""Somebody asks a supplier, by a link that shows one questionnaire and takes one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.enquiries import MOST_DAYS, add_enquiry
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right


@dataclass(frozen=True)
class EnquiryAsked:
    """Which supplier, of which vendors (names, a line each), with which words, for how long."""

    supplier: Annotated[str, Field(min_length=1, max_length=120)]
    firm: Annotated[str, Field(min_length=1, max_length=200)]
    vendors: Annotated[str, Field(min_length=1, max_length=5000)]
    note: Annotated[str, Field(max_length=900)] = ""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30


def _do(work: Work, asked: EnquiryAsked) -> Done:
    identity = add_enquiry(
        work.accounts,
        asked.supplier,
        asked.firm,
        asked.vendors.splitlines(),
        asked.note,
        asked.days,
        work.doer,
        work.moment,
    )
    return Done("/enquiries", asked.supplier, shape_done("add-enquiry", identity), asked.firm, 201)


ACT = Act(
    "add-enquiry",
    "/enquiries",
    "Make a link",
    "Make a link for a supplier: it shows one questionnaire and takes one answer, which becomes claims of that supplier.",
    _do,
    EnquiryAsked,
    Right.STATE,
    "The link stands below. Send it to the supplier.",
)
