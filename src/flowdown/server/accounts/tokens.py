"""Tokens for programs: of one person, in one organisation, for some rights, until a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.people import check_name
from flowdown.server.accounts.secret import digest, make_id, make_secret, stamp
from flowdown.server.rights import SCOPES, Right, Role

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database

PREFIX = "fld_"
"""How every token starts, so that secret scanners know one."""
MOST_DAYS = 366
_USED_EVERY = datetime.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is shown: never its secret."""

    id: str
    name: str
    person: str
    scopes: tuple[Right, ...]
    made_at: str
    ends_at: str
    ended_at: str
    used_at: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for, and what it may do; the role is that of this moment."""

    id: str
    person: str
    name: str
    organisation: str
    role: Role
    scopes: frozenset[Right]


def add_token(
    database: Database, name: str, scopes: Iterable[str], days: int, doer: Doer, now: datetime.datetime
) -> str:
    """Make a token and return it, this once."""
    wanted = tuple(scope for scope in SCOPES if scope.value in set(scopes))
    if not wanted:
        raise UnusableArgument("a token needs a scope", hint=f"some of {', '.join(SCOPES)}")
    if not 1 <= days <= MOST_DAYS:
        raise UnusableArgument(f"a token lasts 1 to {MOST_DAYS} days")
    secret, identity = PREFIX + make_secret(), make_id()
    ends = stamp(now + datetime.timedelta(days=days))
    values = (digest(secret), identity, doer.organisation, doer.person, check_name(name))
    with database.write() as run:
        run(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '')",
            (*values, " ".join(wanted), stamp(now), ends),
        )
        note(run, doer, "make token", identity, now, f"{' '.join(wanted)} until {ends[:10]}")
    return secret


def find_bearer(database: Database, secret: str, now: datetime.datetime) -> Bearer | None:
    """Whom a token speaks for, if it is one that lasts, of somebody who is still there."""
    statement = (
        "SELECT token.id, token.person, person.name, token.organisation, member.role, token.scopes, token.used_at"
        " FROM token JOIN person ON person.id = token.person AND person.barred_at = ''"
        " JOIN member ON member.person = token.person AND member.organisation = token.organisation"
        " WHERE token.digest = ? AND token.ends_at > ? AND token.ended_at = ''"
    )
    rows = database.read(statement, (digest(secret), stamp(now)))
    if not rows:
        return None
    identity, person, name, organisation, role, scopes, used = rows[0]
    if used < stamp(now - _USED_EVERY):
        with database.write() as run:
            run("UPDATE token SET used_at = ? WHERE id = ?", (stamp(now), identity))
    return Bearer(identity, person, name, organisation, Role(role), frozenset(map(Right, scopes.split())))


def end_token(database: Database, identity: str, of: str, doer: Doer, now: datetime.datetime) -> bool:
    """End a token of the doer's organisation, and of the person `of` alone unless that is empty."""
    statement = "UPDATE token SET ended_at = ? WHERE id = ? AND organisation = ? AND ended_at = ''"
    values = [stamp(now), identity, doer.organisation]
    if of:
        statement, values = f"{statement} AND person = ?", [*values, of]
    with database.write() as run:
        if not run(statement, values):
            return False
        note(run, doer, "end token", identity, now)
    return True


def list_tokens(database: Database, organisation: str, of: str = "") -> tuple[Token, ...]:
    """The tokens of an organisation, or of one person in it, the newest first."""
    statement = "SELECT id, name, person, scopes, made_at, ends_at, ended_at, used_at FROM token WHERE organisation = ?"
    values = [organisation]
    if of:
        statement, values = f"{statement} AND person = ?", [*values, of]
    rows = database.read(f"{statement} ORDER BY made_at DESC, id", values)
    return tuple(Token(i, n, p, tuple(map(Right, s.split())), *rest) for i, n, p, s, *rest in rows)
