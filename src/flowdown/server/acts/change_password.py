"""Somebody changes their password; every other session of theirs ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import UnusableArgument
from flowdown.report.work_v1 import shape_done
from flowdown.server.accounts.limits import FOR_PERSON, count_attempt
from flowdown.server.accounts.password import hash_password, verify_password
from flowdown.server.act import Act, Done, Work
from flowdown.server.faults import NotAllowed
from flowdown.server.rights import Right


@dataclass(frozen=True)
class PasswordAsked:
    """The old one and the new one."""

    old: Annotated[str, Field(max_length=300)] = field(repr=False)
    new: Annotated[str, Field(max_length=300)] = field(repr=False)


def _do(work: Work, asked: PasswordAsked) -> Done:
    if work.visitor.is_program:
        raise NotAllowed("a token changes no password", hint="sign in")
    accounts, person = work.accounts, work.who
    count_attempt(accounts, FOR_PERSON, "person", person, work.moment)
    ((kept,),) = accounts.read("SELECT password FROM person WHERE id = ?", (person,))
    if not verify_password(kept, asked.old):
        raise UnusableArgument("the old password is another one")
    fresh = hash_password(asked.new)
    with accounts.write() as run:
        run("UPDATE person SET password = ? WHERE id = ?", (fresh, person))
        run("DELETE FROM session WHERE person = ? AND digest <> ?", (person, work.visitor.key))
    return Done("/account", person, shape_done("change-password", person))


ACT = Act(
    "change-password",
    "/account/password",
    "Change",
    "Change your password; everywhere else you are signed out.",
    _do,
    PasswordAsked,
    Right.READ,
    "The password is changed; everywhere else you are signed out.",
)
