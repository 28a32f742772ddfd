"""Sessions: begun anew at every signing in, ended by signing out, by time, or with the membership."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.limits import FOR_PERSON, FROM_ADDRESS, count_attempt, forgive
from flowdown.server.accounts.password import hash_password, is_outdated, verify_password
from flowdown.server.accounts.secret import digest, make_secret, stamp
from flowdown.server.rights import Role

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database

LASTS = datetime.timedelta(hours=12)
IDLE = datetime.timedelta(hours=2)
_SEEN_EVERY = datetime.timedelta(minutes=5)


class NotLetIn(FlowdownError):
    """Name and password do not belong together; which of them is wrong is not said."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, as what, in which organisation; no role where they are in none."""

    digest: str
    person: str
    name: str
    organisation: str
    role: Role | None


def sign_in(database: Database, login: str, password: str, before: str, address: str, now: datetime.datetime) -> str:
    """Begin a session and return its secret; the one `before`, if any, is ended. Raises `NotLetIn` and `TooMany`."""
    login = login.strip().lower()[:100]
    count_attempt(database, FROM_ADDRESS, "address", address, now)
    count_attempt(database, FOR_PERSON, "person", login, now)
    rows = database.read("SELECT password FROM person WHERE id = ? AND barred_at = ''", (login,))
    kept = rows[0][0] if rows else ""
    if not verify_password(kept, password):
        with database.write() as run:
            # Not under the name that was typed unless it is one: it may be a password.
            note(run, Doer("", login if rows else "", "password", address), "refused", "sign in", now)
        raise NotLetIn("name and password do not belong together")
    forgive(database, "person", login)
    if is_outdated(kept):
        renewed = hash_password(password)
        with database.write() as run:
            run("UPDATE person SET password = ? WHERE id = ?", (renewed, login))
    return begin(database, login, before, address, now, "password")


def begin(database: Database, person: str, before: str, address: str, now: datetime.datetime, way: str) -> str:
    """Begin a session for somebody who was let in, in the first of their organisations."""
    secret = make_secret()
    rows = database.read("SELECT organisation FROM member WHERE person = ? ORDER BY organisation", (person,))
    organisation = rows[0][0] if rows else ""
    with database.write() as run:
        # INVARIANT: the secret that a browser had before it signed in never becomes one that is signed in.
        run("DELETE FROM session WHERE digest = ? OR ends_at < ?", (digest(before), stamp(now)))
        values = (digest(secret), person, organisation, stamp(now), stamp(now), stamp(now + LASTS))
        run("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)", values)
        note(run, Doer(organisation, person, way, address), "sign in", person, now)
    return secret


def find_session(database: Database, secret: str, now: datetime.datetime) -> Session | None:
    """The session of a secret, if it lasts; the role is that of this moment."""
    statement = (
        "SELECT session.digest, session.person, person.name, session.organisation, coalesce(member.role, ''),"
        " session.seen_at FROM session JOIN person ON person.id = session.person AND person.barred_at = ''"
        " LEFT JOIN member ON member.person = session.person AND member.organisation = session.organisation"
        " WHERE session.digest = ? AND session.ends_at > ? AND session.seen_at > ?"
    )
    rows = database.read(statement, (digest(secret), stamp(now), stamp(now - IDLE)))
    if not rows:
        return None
    key, person, name, organisation, role, seen = rows[0]
    if seen < stamp(now - _SEEN_EVERY):
        with database.write() as run:
            run("UPDATE session SET seen_at = ? WHERE digest = ?", (stamp(now), key))
    return Session(key, person, name, organisation, Role(role) if role else None)


def end(database: Database, session: Session, address: str, now: datetime.datetime) -> None:
    """Sign out."""
    with database.write() as run:
        run("DELETE FROM session WHERE digest = ?", (session.digest,))
        note(run, Doer(session.organisation, session.person, "session", address), "sign out", session.person, now)


def change_organisation(database: Database, key: str, organisation: str) -> bool:
    """Have the session of this digest look at another organisation in which the person is something; False where they are nothing there."""
    statement = (
        "UPDATE session SET organisation = ? WHERE digest = ?"
        " AND EXISTS (SELECT 1 FROM member WHERE person = session.person AND organisation = ?)"
    )
    with database.write() as run:
        return run(statement, (organisation, key, organisation)) == 1
