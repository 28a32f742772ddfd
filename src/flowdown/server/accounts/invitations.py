"""Links that let somebody in once: the first admin, a new member, a person who forgot the password."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, UnusableArgument
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.limits import FOR_PERSON, count_attempt
from flowdown.server.accounts.password import hash_password, verify_password
from flowdown.server.accounts.people import (
    add_organisation,
    add_person,
    check_login,
    check_name,
    is_known,
    list_organisations,
    organisations_of,
    set_role,
)
from flowdown.server.accounts.places import check_id
from flowdown.server.accounts.secret import digest, make_secret, stamp
from flowdown.server.rights import Role

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database

LASTS = datetime.timedelta(days=7)


class NoLink(FlowdownError):
    """A link that was used, has ended, or never was; which of them is not said."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Into which organisation (empty: a new one), as what; for the person who is named, if one is."""

    organisation: str
    role: Role
    person: str


def invite(
    database: Database,
    role: Role,
    person: str,
    doer: Doer,
    now: datetime.datetime,
    lasts: datetime.timedelta = LASTS,
) -> str:
    """Make a link into the doer's organisation and return its secret, this once."""
    secret = make_secret()
    named = check_login(person) if person else ""
    values = (digest(secret), doer.organisation, role.value, named, doer.person, stamp(now), stamp(now + lasts))
    with database.write() as run:
        run("INSERT INTO invitation VALUES (?, ?, ?, ?, ?, ?, ?, '')", values)
        note(run, doer, "invite", named or "anybody with the link", now, role.value)
    return secret


def find_invitation(database: Database, secret: str, now: datetime.datetime) -> Invitation:
    """The invitation of a link that was not used; raises `NoLink`."""
    statement = "SELECT organisation, role, person FROM invitation WHERE digest = ? AND ends_at > ? AND used_at = ''"
    rows = database.read(statement, (digest(secret), stamp(now)))
    if not rows:
        raise NoLink("this link was used, or has ended", hint="ask for another one")
    organisation, role, person = rows[0]
    return Invitation(organisation, Role(role), person)


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody fills in who was invited; `organisation` (id, name) where the link founds one."""

    login: str
    name: str
    password: str
    organisation: tuple[str, str] = ("", "")


def accept(database: Database, secret: str, joining: Joining, address: str, now: datetime.datetime) -> str:
    """Take a new person in with what they chose, or give one who was named a new password; return their login.

    Somebody who is known elsewhere too joins with the password that they have.
    """
    found = find_invitation(database, secret, now)
    person = found.person or check_login(joining.login)
    organisation, password = found.organisation or check_id(joining.organisation[0]), joining.password
    if not found.organisation and organisation in {each.id for each in list_organisations(database)}:
        raise UnusableArgument(f"an organisation is called `{organisation}` already", hint="choose another name")
    is_there = is_known(database, person)
    # INVARIANT: whoever administers one organisation gets nobody's account of another one.
    is_ours = {each.id for each, _ in organisations_of(database, person)} == {organisation}
    is_renewed = is_there and bool(found.person) and is_ours
    if is_there and not is_renewed:
        count_attempt(database, FOR_PERSON, "person", person, now)
        ((kept,),) = database.read("SELECT password FROM person WHERE id = ?", (person,))
        if not verify_password(kept, password):
            raise UnusableArgument("somebody has this name; the password is not theirs", hint="or choose another name")
    shown = check_name(joining.name or person)
    fresh = hash_password(password) if is_renewed or not is_there else ""
    with database.write() as run:
        used = run("UPDATE invitation SET used_at = ? WHERE digest = ? AND used_at = ''", (stamp(now), digest(secret)))
        if used != 1:
            raise NoLink("this link was used, or has ended", hint="ask for another one")
        doer = Doer(organisation, person, "invitation", address)
        if not found.organisation:
            add_organisation(run, organisation, joining.organisation[1] or organisation, doer, now)
        if is_renewed:
            run("UPDATE person SET password = ? WHERE id = ?", (fresh, person))
            run("DELETE FROM session WHERE person = ?", (person,))
        elif not is_there:
            add_person(run, person, shown, fresh, now)
        set_role(run, person, found.role, doer, now)
    return person
