"""Organisations, people, and who is what in which."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.places import check_id
from flowdown.server.accounts.secret import stamp
from flowdown.server.rights import Role

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database, Run

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that is served."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organisation."""

    person: str
    name: str
    role: Role
    since: str
    is_barred: bool


def check_login(text: str) -> str:
    """A name to sign in with, in small letters; raises `UnusableArgument` for what is none."""
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        hint = "letters, digits and . _ @ + -, from two to a hundred"
        raise UnusableArgument(f"`{clip(text)}` is no name to sign in with", hint=hint)
    return login


def check_name(text: str) -> str:
    """A name for people to read."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise UnusableArgument(f"a name has 1 to {_LONGEST_NAME} characters")
    return name


def add_organisation(run: Run, identity: str, name: str, doer: Doer, now: datetime.datetime) -> None:
    """Put a new organisation in."""
    run("INSERT INTO organisation VALUES (?, ?, ?)", (check_id(identity), check_name(name), stamp(now)))
    note(run, doer, "add organisation", identity, now)


def list_organisations(database: Database) -> tuple[Organisation, ...]:
    """Every organisation."""
    return tuple(Organisation(*row) for row in database.read("SELECT id, name FROM organisation ORDER BY id"))


def add_person(run: Run, login: str, name: str, password: str, now: datetime.datetime) -> None:
    """Put a new person in; `password` is a digest."""
    run("INSERT INTO person VALUES (?, ?, ?, ?, '')", (check_login(login), check_name(name), password, stamp(now)))


def is_known(database: Database, login: str) -> bool:
    """Whether somebody signs in with this name."""
    return bool(database.read("SELECT 1 FROM person WHERE id = ?", (login,)))


def set_role(run: Run, person: str, role: Role, doer: Doer, now: datetime.datetime) -> None:
    """Make a person something in the doer's organisation, or something else than before."""
    statement = (
        "INSERT INTO member VALUES (?, ?, ?, ?) ON CONFLICT (organisation, person) DO UPDATE SET role = excluded.role"
    )
    run(statement, (doer.organisation, person, role.value, stamp(now)))
    note(run, doer, "give role", person, now, role.value)


def remove_member(run: Run, person: str, doer: Doer, now: datetime.datetime) -> None:
    """Take a person out of the doer's organisation, with what lets them in there."""
    run("DELETE FROM member WHERE organisation = ? AND person = ?", (doer.organisation, person))
    run("DELETE FROM session WHERE organisation = ? AND person = ?", (doer.organisation, person))
    run(
        "UPDATE token SET ended_at = ? WHERE organisation = ? AND person = ? AND ended_at = ''",
        (stamp(now), doer.organisation, person),
    )
    note(run, doer, "remove member", person, now)


def list_members(database: Database, organisation: str) -> tuple[Member, ...]:
    """Who is what in an organisation."""
    statement = (
        "SELECT person.id, person.name, member.role, member.since, person.barred_at FROM member"
        " JOIN person ON person.id = member.person WHERE member.organisation = ? ORDER BY person.id"
    )
    rows = database.read(statement, (organisation,))
    return tuple(Member(person, name, Role(role), since, bool(barred)) for person, name, role, since, barred in rows)


def organisations_of(database: Database, person: str) -> tuple[tuple[Organisation, Role], ...]:
    """Where a person is something."""
    statement = (
        "SELECT organisation.id, organisation.name, member.role FROM member"
        " JOIN organisation ON organisation.id = member.organisation WHERE member.person = ? ORDER BY organisation.id"
    )
    rows = database.read(statement, (person,))
    return tuple((Organisation(identity, name), Role(role)) for identity, name, role in rows)


def count_admins(database: Database, organisation: str) -> int:
    """How many can administer it."""
    statement = "SELECT count(*) FROM member WHERE organisation = ? AND role = ?"
    ((count,),) = database.read(statement, (organisation, Role.ADMIN.value))
    return int(count)
