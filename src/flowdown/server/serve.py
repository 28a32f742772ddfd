"""Runs the server until it is told to stop."""

from __future__ import annotations

import datetime
import logging
import logging.config
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.order_pack import current_pack
from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.invitations import LASTS, invite
from flowdown.server.accounts.people import list_organisations
from flowdown.server.app import make_app
from flowdown.server.doors import AccountsDoor, Door, LocalDoor
from flowdown.server.guard import names_of
from flowdown.server.health import Health
from flowdown.server.house import House
from flowdown.server.log_lines import LogRequests, log_settings
from flowdown.server.looks import Looks
from flowdown.server.rights import Role
from flowdown.server.site import Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from flowdown.pipeline.claims import Target
    from flowdown.server.accounts.database import Database

NEW = "new"
"""Instead of an organisation's id: the link founds one."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where it listens, and under which names it is asked; `proxies` may say where requests really come from.

    With `logs_lines` every request and fault is a line of JSON on standard error.
    """

    host: str
    port: int
    host_names: tuple[str, ...] = ()
    proxies: str = ""
    logs_lines: bool = False
    watches_every: float = 0.0
    """Seconds between looks for what changed (`flowdown.watch`); 0: none."""
    packs: Path | None = None
    """Where packs of orders are installed: a new one counts from then on."""

    def find_packs(self) -> tuple[Path, ...]:
        """The pack of orders that is installed at this moment, if one is."""
        installed = current_pack(self.packs) if self.packs is not None else None
        return (installed,) if installed is not None else ()

    @property
    def address(self) -> str:
        """How browsers reach it."""
        if self.host_names:
            return f"https://{self.host_names[0]}"
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{self.port}"


def serve_profile(
    serving: Serving, profile: Path, target: Target, cache: Path | None, person: str, tell: Callable[[str], None]
) -> None:
    """Serve one profile to whoever reaches it."""
    tell = _teller(serving, tell)
    site = Site(profile, target, cache, _now, tell, packs=serving.find_packs)
    tell(f"serving {profile} at {serving.address}/ (Ctrl-C ends it)")
    _run(serving, LocalDoor(site, person))


def serve_house(serving: Serving, folder: Path, url: str, cache: Path | None, tell: Callable[[str], None]) -> None:
    """Serve every organisation of a folder to its members. Where there is none yet, tell a link that founds one."""
    tell = _teller(serving, tell)
    house = House(folder, url, cache, _now, tell, packs=serving.find_packs)
    provider = house.open_provider(os.environ)
    accounts = house.open_accounts()
    tell(f"serving the organisations of {folder} at {serving.address}/ (Ctrl-C ends it)")
    if not list_organisations(accounts):
        tell(f"the first organisation, and who administers it: {make_link(serving, accounts, NEW)}")
        tell("this link works once; `--invite new` makes another one")
    _run(serving, AccountsDoor(accounts, house.open_site, house.make, _now, provider))


def invite_to_house(serving: Serving, folder: Path, url: str, organisation: str) -> str:
    """A link that works once: for an admin of an organisation, or for a new organisation."""
    accounts = House(folder, url, None, _now, lambda _: None).open_accounts()
    try:
        return make_link(serving, accounts, organisation)
    finally:
        accounts.close()


def make_link(serving: Serving, accounts: Database, organisation: str) -> str:
    """The same, with the accounts at hand."""
    known = [each.id for each in list_organisations(accounts)]
    if organisation != NEW and organisation not in known:
        hint = f"one of {', '.join(known)}, or `{NEW}`" if known else f"`{NEW}` founds one"
        raise UnusableArgument(f"no organisation is called `{organisation}`", hint=hint)
    doer = Doer("" if organisation == NEW else organisation, "", "command line")
    return f"{serving.address}/join/{invite(accounts, Role.ADMIN, '', doer, _now(), LASTS)}"


def _teller(serving: Serving, tell: Callable[[str], None]) -> Callable[[str], None]:
    """How the operator is told something: as a line of the log where that is lines, and then without what is secret."""
    if not serving.logs_lines:
        return tell
    logging.config.dictConfig(log_settings())
    return logging.getLogger("flowdown.server").info


def _run(serving: Serving, door: Door) -> None:
    app: ASGIApp = Health(make_app(door, names_of(serving.host, serving.host_names)), lambda: _try_out(door))
    config = uvicorn.Config(
        LogRequests(app) if serving.logs_lines else app,
        host=serving.host,
        port=serving.port,
        log_config=log_settings() if serving.logs_lines else LOGGING_CONFIG,
        log_level="info" if serving.logs_lines else "warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(serving.proxies),
        forwarded_allow_ips=serving.proxies or None,
        limit_concurrency=200,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    looks = Looks(door, serving.watches_every, _now) if serving.watches_every else None
    # NOTE: when it has ended, uvicorn raises the signal again; without a handler what is below would not be done.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        if looks is not None:
            looks.begin()
        server.run()
    finally:
        if looks is not None:
            looks.end()
        door.close()
    if not server.started:
        sys.exit(2)


def _try_out(door: Door) -> None:
    """Ask the database something; raises where it does not answer."""
    if door.accounts is not None:
        list_organisations(door.accounts)
    else:
        door.site("").state()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
