"""Somebody ends a token: one of their own, or any where they administer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.tokens import end_token
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotHere
from flowdown.server.rights import Right


@dataclass(frozen=True)
class EndAsked:
    """Which token."""

    id: Annotated[str, Field(min_length=1, max_length=40)]


def _do(work: Work, asked: EndAsked) -> Done:
    of = "" if work.visitor.may(Right.ADMINISTER) else work.who
    if not end_token(work.accounts, asked.id, of, work.doer, work.moment):
        raise NotHere("no such token of yours is in use")
    return Done("/account", asked.id, shape_done("end-token", asked.id))


ACT = Act(
    "end-token",
    "/account/tokens/{id}/end",
    "End",
    "End a token at once.",
    _do,
    EndAsked,
    Right.READ,
    "The token is ended.",
)
