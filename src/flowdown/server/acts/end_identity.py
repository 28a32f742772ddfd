"""Somebody is not known by their identity any more: oneself, or any member where one administers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import UnusableArgument
from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.identities import end_identity, has_password
from flowdown.server.accounts.people import organisations_of
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotAllowed, NotHere
from flowdown.server.rights import Right


@dataclass(frozen=True)
class EndAsked:
    """Whose."""

    person: Annotated[str, Field(min_length=2, max_length=100)]


def _do(work: Work, asked: EndAsked) -> Done:
    accounts, is_own = work.accounts, asked.person == work.who
    if work.visitor.is_program:
        raise NotAllowed("a token ends no identity", hint="sign in")
    if is_own and not has_password(accounts, work.who):
        raise UnusableArgument("you would be locked out", hint="ask an admin for a link, and choose a password first")
    if not is_own:
        homes = {each.id for each, _ in organisations_of(accounts, asked.person)}
        # INVARIANT: whoever administers one organisation changes nobody's account of another one.
        if not work.visitor.may(Right.ADMINISTER) or homes != {work.visitor.organisation}:
            raise NotAllowed("this is not yours to end")
    if not end_identity(accounts, asked.person, work.visitor.key, work.doer, work.moment):
        raise NotHere("there is no such identity")
    return Done("/account" if is_own else "/members", asked.person, shape_done("end-identity", asked.person))


ACT = Act(
    "end-identity",
    "/account/identity/end",
    "End the link",
    "Have somebody not be known by their identity any more: oneself, or a member where one administers.",
    _do,
    EndAsked,
    Right.READ,
    "The identity opens nothing here any more.",
)
