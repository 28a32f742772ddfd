"""A server on a copy of the bundled example; nothing of it goes over a network."""

from __future__ import annotations

import datetime
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytest.importorskip("fastapi", reason="needs the extra flowdown[server]")

with warnings.catch_warnings():
    # It would rather have a client that is no stable release yet.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from flowdown.server.app import make_app
from flowdown.server.doors import LocalDoor
from flowdown.server.guard import names_of
from flowdown.server.site import Site

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.datetime(2026, 4, 10, 12, tzinfo=datetime.UTC)


def copy_example(to: Path) -> Path:
    """The example, where it may be written to."""
    shutil.copytree(ROOT / "examples" / "harbor-parts", to)
    return to


def open_site(folder: Path, clock: datetime.datetime = NOW, packs: tuple[Path, ...] = ()) -> Site:
    """A site of a folder, at a fixed moment, patient enough for slow machines."""
    store = folder / ".flowdown" / "claims.sqlite"
    cache = Path(os.environ["XDG_CACHE_HOME"])
    profile = folder / "flowdown.yaml"
    return Site(profile, store, cache, lambda: clock, lambda _: None, patience=120, packs=lambda: packs)


def client_of(site: Site) -> TestClient:
    """A browser that asks for pages."""
    app = make_app(LocalDoor(site, "ann"), names_of("127.0.0.1", ()))
    return TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example's site."""
    site = open_site(copy_example(tmp_path_factory.mktemp("served") / "harbor-parts"))
    yield site
    site.close()


@pytest.fixture(scope="session")
def client(site: Site) -> httpx.Client:
    """A browser on it."""
    return client_of(site)
