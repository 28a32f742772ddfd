"""An admin gives a member another role, or takes them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from flowdown.base.errors import UnusableArgument
from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.people import count_admins, list_members, remove_member, set_role
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotHere
from flowdown.server.rights import Right, Role


@dataclass(frozen=True)
class MemberAsked:
    """Who, and what they are from now on."""

    person: Annotated[str, Field(min_length=2, max_length=100)]
    role: Literal["reader", "contributor", "counsel", "admin", "none"]


def _do(work: Work, asked: MemberAsked) -> Done:
    accounts, organisation = work.accounts, work.visitor.organisation
    member = next((each for each in list_members(accounts, organisation) if each.person == asked.person), None)
    if member is None:
        raise NotHere("no such member", hint="`/members` lists them")
    if member.role is Role.ADMIN and asked.role != "admin" and count_admins(accounts, organisation) == 1:
        raise UnusableArgument("an organisation needs an admin", hint="make somebody else one first")
    with accounts.write() as run:
        if asked.role == "none":
            remove_member(run, asked.person, work.doer, work.moment)
        else:
            set_role(run, asked.person, Role(asked.role), work.doer, work.moment)
    return Done("/members", asked.person, shape_done("change-member", asked.person), asked.role)


ACT = Act(
    "change-member",
    "/members",
    "Change",
    "Give a member another role, or take them out (`none`): sessions and tokens end at once.",
    _do,
    MemberAsked,
    Right.ADMINISTER,
    "It holds from now on.",
)
