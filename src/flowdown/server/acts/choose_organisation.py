"""Somebody looks at another organisation in which they are something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.sessions import change_organisation
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotAllowed
from flowdown.server.rights import Right


@dataclass(frozen=True)
class OrganisationAsked:
    """Which one."""

    organisation: Annotated[str, Field(min_length=1, max_length=40)]


def _do(work: Work, asked: OrganisationAsked) -> Done:
    if work.visitor.is_program or not change_organisation(work.accounts, work.visitor.key, asked.organisation):
        raise NotAllowed("you are nothing in an organisation of that name")
    return Done("/", asked.organisation, shape_done("choose-organisation", asked.organisation))


ACT = Act(
    "choose-organisation",
    "/account/organisation",
    "Go there",
    "Look at another organisation in which you are something.",
    _do,
    OrganisationAsked,
    Right.READ,
    "You look at another organisation now.",
)
