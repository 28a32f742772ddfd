"""By whom else somebody is known: identities at a provider, each of one person, and the addresses by which an admin offers one."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, UnusableArgument
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.invitations import NoLink, find_invitation
from flowdown.server.accounts.people import add_person, check_login, is_known, organisations_of, set_role
from flowdown.server.accounts.secret import digest, stamp

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database, Run
    from flowdown.server.signon.provider import Identity

LASTS = datetime.timedelta(days=7)
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")


class NotKnown(FlowdownError):
    """Whoever the identity provider vouches for has no account here."""


@dataclass(frozen=True, slots=True)
class Known:
    """An identity of somebody."""

    issuer: str
    subject: str
    person: str
    email: str
    since: str
    used_at: str


def find_person(database: Database, identity: Identity, address: str, now: datetime.datetime) -> str:
    """Whose identity it is. Where nobody's, but an admin offered somebody's account to its verified address, it is theirs from now on.

    Raises `NotKnown`.
    """
    statement = (
        "SELECT person.id FROM identity JOIN person ON person.id = identity.person AND person.barred_at = ''"
        " WHERE issuer = ? AND subject = ?"
    )
    rows = database.read(statement, (identity.issuer, identity.subject))
    if rows:
        with database.write() as run:
            values = (stamp(now), identity.issuer, identity.subject)
            run("UPDATE identity SET used_at = ? WHERE issuer = ? AND subject = ?", values)
        return rows[0][0]
    refused = NotKnown(
        "nobody here is known by this identity",
        hint="sign in with your password and link it on the page Account, or ask an admin",
    )
    # INVARIANT: an address opens nothing unless the provider verified it and an admin named it.
    if not identity.email:
        raise refused
    statement = (
        "SELECT offer.person, offer.organisation FROM offer JOIN person ON person.id = offer.person AND person.barred_at = ''"
        " JOIN member ON member.person = offer.person AND member.organisation = offer.organisation"
        " WHERE offer.email = ? AND offer.ends_at > ?"
    )
    offers = database.read(statement, (identity.email, stamp(now)))
    if not offers:
        raise refused
    person, organisation = offers[0]
    _check_offer(database, person, organisation)
    with database.write() as run:
        if run("DELETE FROM offer WHERE email = ? AND person = ?", (identity.email, person)) != 1:
            raise refused
        _link(run, identity, person, Doer(organisation, person, "identity provider", address), now)
    return person


def link(
    database: Database, identity: Identity, person: str, organisation: str, address: str, now: datetime.datetime
) -> None:
    """Have somebody who is signed in be known by an identity from now on; raises `UnusableArgument` where it is another's."""
    with database.write() as run:
        _link(run, identity, person, Doer(organisation, person, "session", address), now)


def _link(run: Run, identity: Identity, person: str, doer: Doer, now: datetime.datetime) -> None:
    values = (identity.issuer, identity.subject, person, identity.email, stamp(now), stamp(now))
    # Of two at once one comes to nothing: an identity is of one person, and a person has one of a provider.
    if run("INSERT INTO identity VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values) != 1:
        hint = "end the link that there is on the page Account"
        raise UnusableArgument("this identity is somebody's already, or you have one of this provider", hint=hint)
    note(run, doer, "link identity", person, now, f"{identity.issuer} {identity.subject}")


def join(database: Database, identity: Identity, secret: str, address: str, now: datetime.datetime) -> str:
    """Take up an invitation as whom the provider vouches for; return the login. Raises `NoLink` and `UnusableArgument`."""
    found = find_invitation(database, secret, now)
    if not found.organisation:
        raise UnusableArgument("who founds an organisation chooses a password", hint="link your identity afterwards")
    rows = database.read(
        "SELECT person FROM identity WHERE issuer = ? AND subject = ?", (identity.issuer, identity.subject)
    )
    person = rows[0][0] if rows else found.person or identity.email
    if found.person and person != found.person:
        raise UnusableArgument(f"the link is for `{found.person}`")
    if not person:
        raise UnusableArgument("the identity provider tells no verified address", hint="choose a name and a password")
    person = check_login(person)
    if not rows and is_known(database, person):
        hint = "sign in with the password, link the identity on the page Account, then take up the invitation"
        raise UnusableArgument("somebody has this name already", hint=hint)
    doer = Doer(found.organisation, person, "invitation", address)
    with database.write() as run:
        statement = "UPDATE invitation SET used_at = ? WHERE digest = ? AND used_at = ''"
        if run(statement, (stamp(now), digest(secret))) != 1:
            raise NoLink("this link was used, or has ended", hint="ask for another one")
        if not rows:
            # No password: no text is the one of an empty digest.
            add_person(run, person, identity.name or person, "", now)
            _link(run, identity, person, doer, now)
        set_role(run, person, found.role, doer, now)
    return person


def offer(database: Database, person: str, email: str, doer: Doer, now: datetime.datetime) -> None:
    """Let whoever the provider vouches for under this address be somebody, once, within seven days."""
    wanted = email.strip().lower()
    if not _EMAIL.fullmatch(wanted):
        raise UnusableArgument("this is no address of e-mail", hint="as `ann@example.org`")
    _check_offer(database, person, doer.organisation)
    values = (wanted, person, doer.organisation, doer.person, stamp(now), stamp(now + LASTS))
    statement = (
        "INSERT INTO offer VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO UPDATE SET person = excluded.person,"
        " made_by = excluded.made_by, made_at = excluded.made_at, ends_at = excluded.ends_at"
        " WHERE offer.organisation = excluded.organisation"
    )
    with database.write() as run:
        if run(statement, values) != 1:
            raise UnusableArgument("this address cannot be offered here", hint="link the identity on the page Account")
        note(run, doer, "offer identity", person, now, wanted)


def _check_offer(database: Database, person: str, organisation: str) -> None:
    # INVARIANT: whoever administers one organisation gives nobody's account of another one away.
    if {each.id for each, _ in organisations_of(database, person)} != {organisation}:
        hint = "they link it themselves on the page Account"
        raise UnusableArgument("this is no member, or one of other organisations, too", hint=hint)


def end_identity(database: Database, person: str, key: str, doer: Doer, now: datetime.datetime) -> bool:
    """Have somebody not be known by any identity any more; of their sessions only `key` goes on. False where there was none."""
    with database.write() as run:
        if not run("DELETE FROM identity WHERE person = ?", (person,)):
            return False
        run("DELETE FROM session WHERE person = ? AND digest <> ?", (person, key))
        note(run, doer, "end identity", person, now)
    return True


def has_password(database: Database, person: str) -> bool:
    """Whether somebody could sign in without their identity."""
    return database.read("SELECT 1 FROM person WHERE id = ? AND password <> ''", (person,)) != []


def identities_of(database: Database, person: str) -> tuple[Known, ...]:
    """By what somebody is known."""
    statement = "SELECT issuer, subject, person, email, since, used_at FROM identity WHERE person = ? ORDER BY issuer"
    return tuple(Known(*row) for row in database.read(statement, (person,)))
