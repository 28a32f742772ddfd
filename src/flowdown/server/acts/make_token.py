"""Somebody makes a token for a program of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.report.work_v1 import SecretV1
from flowdown.server.accounts.tokens import MOST_DAYS, add_token
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotAllowed
from flowdown.server.rights import SCOPES, Right


@dataclass(frozen=True)
class TokenAsked:
    """What it is for, what it may do, how long."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    scopes: Annotated[tuple[str, ...], Field(min_length=1, max_length=len(SCOPES))]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 90


def _do(work: Work, asked: TokenAsked) -> Done:
    if work.visitor.is_program:
        raise NotAllowed("a token makes no tokens", hint="sign in")
    secret = add_token(work.accounts, asked.name, asked.scopes, asked.days, work.doer, work.moment)
    shape = SecretV1("flowdown.secret/1", secret)
    return Done("/account", asked.name, shape, " ".join(asked.scopes), reveals=secret)


ACT = Act(
    "make-token",
    "/account/tokens",
    "Make a token",
    "Make a token that acts in your name, with no more than the rights that you give it; it is shown once.",
    _do,
    TokenAsked,
    Right.READ,
    "",
    says=("flowdown.secret/1",),
)
