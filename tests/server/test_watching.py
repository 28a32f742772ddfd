"""The server's health, its log and its looks; a scan pushed over a real connection."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")

import uvicorn
from starlette.testclient import TestClient

from flowdown.pipeline.push_scan import NotPushed, Server, push_scan
from flowdown.pipeline.scan import scan_paths
from flowdown.report.json_text import write_json
from flowdown.report.shape_json import shape
from flowdown.server.app import make_app
from flowdown.server.doors import LocalDoor
from flowdown.server.guard import names_of
from flowdown.server.health import Health
from flowdown.server.log_lines import JsonLines, LogRequests, hide
from flowdown.server.looks import Looks
from flowdown.watch.ledger import ledger_file, open_ledger
from tests.server.conftest import NOW, copy_example, open_site
from tests.server.team import open_team


def broken() -> None:
    raise OSError("the database is away")


@pytest.mark.parametrize(("try_out", "status"), [(lambda: None, 200), (broken, 503)])
def test_it_tells_whether_it_lives_and_could_answer(try_out, status: int) -> None:  # type: ignore[no-untyped-def]
    async def nothing(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        raise AssertionError("not asked")

    client = TestClient(Health(nothing, try_out), base_url="http://anything")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == status
    assert "database" not in client.get("/readyz").text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://us:hunter2@db/x", "postgresql://...db/x"),
        ("Authorization: Bearer hunter2", "Authorization: Bearer ..."),
        ("token fld_hunter2 is none", "token ... is none"),
        ("GET /join/hunter2 failed", "GET /join/... failed"),
        ("GET /x?code=hunter2&y=hunter2 failed", "GET /x?...&... failed"),
    ],
)
def test_a_log_holds_no_secret(text: str, shown: str) -> None:
    assert hide(text) == shown
    record = logging.LogRecord("flowdown.server", logging.ERROR, "", 0, "%s", (text,), None)
    line = json.loads(JsonLines().format(record))
    assert (line["says"], line["level"]) == (shown, "error")


def test_a_request_is_logged_by_its_route(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    site = open_site(copy_example(tmp_path / "harbor-parts"))
    app = LogRequests(make_app(LocalDoor(site), names_of("127.0.0.1", ())))
    with caplog.at_level(logging.INFO, "flowdown.requests"):
        TestClient(app, base_url="http://localhost").get("/orders/us-secret-name?q=hidden")
    site.close()
    (told,) = [record.told for record in caplog.records if hasattr(record, "told")]
    assert (told["route"], told["method"]) == ("/orders/{order}", "GET")
    assert "hidden" not in json.dumps(told)


def test_the_server_looks_at_what_it_serves(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "harbor-parts")
    (folder / "flowdown-watch.yaml").write_text("calendars: [{id: team, file: '" + str(tmp_path / "t.ics") + "'}]\n")
    site = open_site(folder)
    looks = Looks(LocalDoor(site), 3600, lambda: NOW)
    looks.look_once()
    with open_ledger(ledger_file(site.profile)) as ledger:
        kept = ledger.last_look()
    site.close()
    assert kept is not None
    assert kept.number == 1
    assert '"as_of":"2026-04-10"' in kept.content
    assert (tmp_path / "t.ics").is_file()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A server at a port of its own, and a token for it."""
    team = open_team(tmp_path, "", example=False)
    team.profile("alpha").write_text(
        "organisation: {id: alpha, name: alpha}\nrepositories:\n  - {id: app, serves: own-business}\n", encoding="utf-8"
    )
    token = team.token("contributor", "upload").headers["authorization"].removeprefix("Bearer ")
    opened = socket.socket()
    opened.bind(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(team.door, names_of("127.0.0.1", ())), log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{opened.getsockname()[1]}", token
    server.should_exit = True
    thread.join()
    opened.close()
    team.door.close()


def test_a_scan_is_pushed_once_over_a_real_connection(address: tuple[str, str], tmp_path: Path) -> None:
    url, token = address
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("import anthropic\n", encoding="utf-8")
    scan = write_json(shape(scan_paths([tmp_path / "app"], (), NOW.date()))).encode()
    first = push_scan(Server(url, token, "app"), scan, "scan.json", lambda _: None)
    assert (first.is_new, first.trees, first.strays) == (True, ("app",), ())
    assert first.new > 0
    again = push_scan(Server(url, token, "app"), scan, "scan.json", lambda _: None)
    assert (again.is_new, again.new) == (False, 0)
    with pytest.raises(NotPushed, match="does not know the token"):
        push_scan(Server(url, f"{token}x", "app"), scan, "scan.json", lambda _: None)
    broken_scan = scan.replace(b'"strength": "', b'"strength": "x', 1)
    with pytest.raises(NotPushed, match="400"):
        push_scan(Server(url, token, "app"), broken_scan, "scan.json", lambda _: None)
