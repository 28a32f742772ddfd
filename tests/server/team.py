"""A server with accounts: two organisations, somebody of each role in both, on either database."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from starlette.testclient import TestClient

from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.database import Database
from flowdown.server.accounts.password import hash_password
from flowdown.server.accounts.people import add_organisation, add_person, set_role
from flowdown.server.accounts.sessions import begin
from flowdown.server.accounts.tokens import add_token
from flowdown.server.app import make_app
from flowdown.server.doors import AccountsDoor
from flowdown.server.guard import names_of
from flowdown.server.house import House
from flowdown.server.rights import SCOPES, Role
from tests.server.conftest import NOW, copy_example

PASSWORD = "long enough to sign in"
ORGANISATIONS = ("alpha", "beta")
COOKIE = "flowdown"
FORM = {"accept": "text/html"}
JSON = {"accept": "application/json"}


class Clock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime.datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)


@dataclass
class Team:
    """A served house, and ways to ask it."""

    house: House
    accounts: Database
    door: AccountsDoor
    clock: Clock
    app: Callable[..., object]
    folder: Path

    def client(self, **headers: str) -> TestClient:
        """Somebody who is not signed in."""
        wanted = {"accept": "text/html", **headers}
        return TestClient(
            self.app,  # type: ignore[arg-type]
            base_url="http://localhost",
            headers=wanted,
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def member(self, role: Role | str, organisation: str = "alpha") -> TestClient:
        """Somebody of this role who is signed in."""
        client = self.client()
        person = f"{Role(role).value}@{organisation}"
        client.cookies.set(COOKIE, begin(self.accounts, person, "", "test", self.clock(), "test"))
        return client

    def token(
        self, role: Role | str, *scopes: str, organisation: str = "alpha", days: int = 30, **headers: str
    ) -> TestClient:
        """A program with a token of somebody of this role."""
        doer = Doer(organisation, f"{Role(role).value}@{organisation}", "test")
        secret = add_token(self.accounts, "test", scopes or SCOPES, days, doer, self.clock())
        return self.client(authorization=f"Bearer {secret}", **{**JSON, **headers})

    def profile(self, organisation: str = "alpha") -> Path:
        return self.house.profile_of(organisation)


def open_team(folder: Path, url: str = "", example: bool = True) -> Team:
    """A house with two organisations, each with a copy of the example."""
    clock = Clock()
    house = House(folder / "data", url, Path(os.environ["XDG_CACHE_HOME"]), clock, lambda _: None, patience=120)
    accounts = house.open_accounts()
    kept = hash_password(PASSWORD)
    for organisation in ORGANISATIONS:
        if example:
            copy_example(house.profile_of(organisation).parent)
        house.make(organisation, organisation.title())
        doer = Doer(organisation, "test", "test")
        with accounts.write() as run:
            add_organisation(run, organisation, organisation.title(), doer, clock())
            for role in Role:
                person = f"{role.value}@{organisation}"
                add_person(run, person, role.value.title(), kept, clock())
                set_role(run, person, role, doer, clock())
    door = AccountsDoor(accounts, house.open_site, house.make, clock)
    return Team(house, accounts, door, clock, make_app(door, names_of("127.0.0.1", ())), folder)  # type: ignore[arg-type]


def token_of(page: str) -> str:
    """What the forms of a page send back."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


def send(client: httpx.Client, page: str, action: str, /, **fields: object) -> httpx.Response:
    """Send a form of a page as a browser does: what is bound to the page goes along."""
    shown = client.get(page)
    assert shown.status_code == 200, shown.text[:300]
    files = fields.pop("files", None)
    data = {"token": token_of(shown.text), **fields}
    return client.post(action, data=data, files=files)  # type: ignore[arg-type]


def path_of(answer: httpx.Response) -> str:
    """Where an answer sends one on to, without what is told there."""
    return urlsplit(answer.headers["location"]).path


def cookie_of(answer: httpx.Response) -> str:
    """The secret of the session that an answer begins."""
    found = re.search(rf"\b{COOKIE}=([\w-]+)", answer.headers["set-cookie"])
    assert found
    return found[1]
