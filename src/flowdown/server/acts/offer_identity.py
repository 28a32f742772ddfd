"""An admin lets whoever the identity provider vouches for under an address be a member, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.identities import offer
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotHere
from flowdown.server.rights import Right


@dataclass(frozen=True)
class OfferAsked:
    """Who, and by which verified address."""

    person: Annotated[str, Field(min_length=2, max_length=100)]
    email: Annotated[str, Field(min_length=3, max_length=255)]


def _do(work: Work, asked: OfferAsked) -> Done:
    if work.door.provider is None:
        raise NotHere("there is no identity provider here")
    offer(work.accounts, asked.person, asked.email, work.doer, work.moment)
    return Done("/members", asked.person, shape_done("offer-identity", asked.person), asked.email)


ACT = Act(
    "offer-identity",
    "/members/identity",
    "Let them in",
    "Let whoever the identity provider vouches for under this verified address be this member, once, within seven days.",
    _do,
    OfferAsked,
    Right.ADMINISTER,
    "Whoever signs in with that address within seven days is this member from then on.",
)
