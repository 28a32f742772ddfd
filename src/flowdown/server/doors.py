"""The ways in: without accounts for whoever sits at this machine, with accounts by session or token."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.secret import make_secret
from flowdown.server.accounts.sessions import find_session
from flowdown.server.accounts.tokens import PREFIX, find_bearer
from flowdown.server.accounts.uploads import MOST_SHOWN, Upload, add_upload, list_uploads
from flowdown.server.cookies import FORM, SESSION, read_cookie
from flowdown.server.faults import NotSignedIn
from flowdown.server.rights import RIGHTS, Role
from flowdown.server.visitor import NOBODY, Visitor, visitor_with

if TYPE_CHECKING:
    import datetime

    from fastapi import Request

    from flowdown.server.accounts.database import Database
    from flowdown.server.signon.provider import Provider
    from flowdown.server.site import Site

_BEARER = "bearer "


class Door(Protocol):
    """A way in."""

    secret: str
    """The key with which forms and links are signed."""
    accounts: Database | None
    provider: Provider | None

    def visitor(self, request: Request) -> Visitor:
        """Who asks; raises `NotSignedIn` for a token that opens nothing."""

    def site(self, organisation: str) -> Site:
        """What is served to members of an organisation."""

    def note(self, visitor: Visitor, act: str, object_: str, address: str, remark: str = "") -> None:
        """Write down what was done."""

    def keep_upload(self, visitor: Visitor, upload: Upload) -> None:
        """Keep what became of something that was brought."""

    def uploads(self, organisation: str) -> tuple[Upload, ...]:
        """What was brought lately, the newest first."""

    def close(self) -> None:
        """Finish what is under way."""


class LocalDoor:
    """Everything for whoever reaches it: one person, at their own machine."""

    accounts: Database | None = None
    provider: Provider | None = None

    def __init__(self, site: Site, person: str = "somebody here") -> None:
        self.secret = make_secret()
        self._site = site
        self._person = person
        self._uploads: deque[Upload] = deque(maxlen=MOST_SHOWN)

    def visitor(self, request: Request) -> Visitor:
        """Whoever it is."""
        return visitor_with(Role.COUNSEL, self._person, self._person, "", "local", read_cookie(request, FORM))

    def site(self, organisation: str) -> Site:
        """The one that there is."""
        return self._site

    def note(self, visitor: Visitor, act: str, object_: str, address: str, remark: str = "") -> None:
        """Nothing: what is done here is a claim, and nobody else does anything."""

    def keep_upload(self, visitor: Visitor, upload: Upload) -> None:
        """Keep what became of something that was brought, as long as this runs."""
        self._uploads.appendleft(upload)

    def uploads(self, organisation: str) -> tuple[Upload, ...]:
        """What was brought lately."""
        return tuple(self._uploads)

    def close(self) -> None:
        """Finish what is under way."""
        self._site.close()


class AccountsDoor:
    """Only for people and programs that have an account, each in their organisation."""

    def __init__(
        self,
        accounts: Database,
        open_site: Callable[[str], Site],
        make: Callable[[str, str], None],
        clock: Callable[[], datetime.datetime],
        provider: Provider | None = None,
    ) -> None:
        self.provider = provider
        """By whom somebody may be vouched for, if there is one."""
        self.database = accounts
        self.accounts: Database | None = accounts
        self.clock = clock
        self.secret = _secret_of(accounts)
        self.make = make
        """Makes the place of a new organisation."""
        self._open_site = open_site
        self._sites: dict[str, Site] = {}
        self._lock = threading.Lock()

    def visitor(self, request: Request) -> Visitor:
        """Who is signed in, or for whom the token speaks; nobody where there is neither."""
        header = request.headers.get("authorization", "")
        if header:
            secret = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
            bearer = find_bearer(self.database, secret, self.clock()) if secret.startswith(PREFIX) else None
            if bearer is None:
                raise NotSignedIn("this token opens nothing", hint="it may have ended; `/tokens` lists yours")
            # INVARIANT: a token never does more than its scopes say, nor more than the person may at this moment.
            rights = RIGHTS[bearer.role] & (bearer.scopes | NOBODY.rights)
            return Visitor(bearer.person, bearer.name, bearer.organisation, rights, f"token {bearer.id}")
        secret = read_cookie(request, SESSION)
        found = find_session(self.database, secret, self.clock()) if secret else None
        if found is None:
            return Visitor("", "", key=read_cookie(request, FORM))
        if found.role is None:
            return Visitor(found.person, found.name, way="session", key=found.digest)
        return visitor_with(found.role, found.person, found.name, found.organisation, "session", found.digest)

    def site(self, organisation: str) -> Site:
        """The site of one organisation, opened when it is first asked for."""
        with self._lock:
            if organisation not in self._sites:
                self._sites[organisation] = self._open_site(organisation)
            return self._sites[organisation]

    def note(self, visitor: Visitor, act: str, object_: str, address: str, remark: str = "") -> None:
        """Write into the audit log."""
        doer = Doer(visitor.organisation, visitor.person, visitor.way, address)
        with self.database.write() as run:
            note(run, doer, act, object_, self.clock(), remark)

    def keep_upload(self, visitor: Visitor, upload: Upload) -> None:
        """Keep what became of something that was brought."""
        add_upload(self.database, visitor.organisation, upload)

    def uploads(self, organisation: str) -> tuple[Upload, ...]:
        """What was brought lately."""
        return list_uploads(self.database, organisation)

    def close(self) -> None:
        """Finish what is under way everywhere."""
        for site in self._sites.values():
            site.close()
        self.database.close()


def _secret_of(accounts: Database) -> str:
    """The key of this installation, made once; several processes use the same."""
    with accounts.write() as run:
        run("INSERT INTO setting VALUES ('secret', ?) ON CONFLICT (name) DO NOTHING", (make_secret(),))
    ((secret,),) = accounts.read("SELECT value FROM setting WHERE name = 'secret'")
    return secret
