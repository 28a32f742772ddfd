"""An admin invites somebody, or gives a new link to one who forgot the password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import SecretV1
from flowdown.server.accounts.invitations import invite
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right, Role


@dataclass(frozen=True)
class InviteAsked:
    """As what, and whom; for nobody by name whoever has the link."""

    role: Role
    person: Annotated[str, Field(max_length=100)] = ""


def _do(work: Work, asked: InviteAsked) -> Done:
    secret = invite(work.accounts, asked.role, asked.person, work.doer, work.moment)
    address = f"{work.origin}/join/{secret}"
    shape = SecretV1("flowdown.secret/1", address)
    return Done("/members", asked.person or "anybody with the link", shape, asked.role.value, reveals=address)


ACT = Act(
    "invite",
    "/members/invite",
    "Make a link",
    "Make a link that lets one person in, within seven days; it is shown once.",
    _do,
    InviteAsked,
    Right.ADMINISTER,
    "",
    says=("flowdown.secret/1",),
)
