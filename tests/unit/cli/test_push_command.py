"""`flowdown push` to a server on this machine: sent once, tried again where that may help, the token shown to nobody."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.cli.main import main
from flowdown.pipeline.push_scan import TRIES, NotPushed, Server, push_scan

TOKEN = "fld_secret"
SCAN = json.dumps({"schema": "flowdown.scan/1", "only_vendors": [], "standing": None}).encode()
KEPT = {"schema": "flowdown.pushed/1", "trees": [{"id": "app"}], "new": 3, "strays": []}


@dataclass
class Taker:
    """A server that answers as it is told, the last answer again and again."""

    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=lambda: [(201, KEPT, {})])
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def taker() -> Iterator[Taker]:
    taker = Taker()

    class Take(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            taker.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, told, headers = taker.answers[min(len(taker.asked), len(taker.answers)) - 1]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Take)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    taker.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield taker
    server.shutdown()
    server.server_close()


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FLOWDOWN_TOKEN", TOKEN)
    (tmp_path / "scan.json").write_bytes(SCAN)
    return str(tmp_path / "scan.json")


def test_a_scan_is_pushed_with_its_digest(taker: Taker, scan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["push", scan, "--server", f"{taker.url}/", "--repository", "a b"]) == 0
    ((path, headers, body),) = taker.asked
    assert path == "/api/v1/scans?repository=a%20b"
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["idempotency-key"] == hashlib.sha256(SCAN).hexdigest()
    assert gzip.decompress(body) == SCAN
    shown = capsys.readouterr()
    assert "app: kept, 3 new claims" in shown.out
    assert TOKEN not in shown.out + shown.err


def test_a_folder_is_scanned_and_pushed(taker: Taker, scan: str, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("import anthropic\n", encoding="utf-8")
    assert main(["push", str(tmp_path / "app"), "--server", taker.url]) == 0
    pushed = json.loads(gzip.decompress(taker.asked[0][2]))
    assert [each["vendor"] for each in pushed["sightings"]] == ["anthropic"]


def test_what_may_pass_is_tried_again_with_the_same_key(taker: Taker) -> None:
    taker.answers = [(503, {}, {"Retry-After": "7"}), (429, {}, {}), (200, {**KEPT, "new": 0}, {})]
    waits: list[float] = []
    told = push_scan(Server(taker.url, TOKEN), SCAN, "scan.json", waits.append)
    assert (told.is_new, waits) == (False, [7.0, 2.0])
    assert len({headers["idempotency-key"] for _, headers, _ in taker.asked}) == 1


def test_it_gives_up_in_the_end(taker: Taker) -> None:
    taker.answers = [(503, {}, {})]
    with pytest.raises(NotPushed, match=f"503; tried {TRIES} times"):
        push_scan(Server(taker.url, TOKEN), SCAN, "scan.json", lambda _: None)
    with pytest.raises(NotPushed, match="cannot be reached"):
        push_scan(Server("http://127.0.0.1:1", TOKEN), SCAN, "scan.json", lambda _: None)


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "does not know the token"), (403, "may not upload"), (413, "larger than"), (404, "no Flowdown server")],
)
def test_a_refusal_is_told_in_the_servers_words_too(
    taker: Taker, scan: str, capsys: pytest.CaptureFixture[str], status: int, told: str
) -> None:
    taker.answers = [(status, {"error": "words \u001b[31m of it", "hint": "a hint"}, {})]
    assert main(["push", scan, "--server", taker.url]) == 1
    shown = capsys.readouterr().err
    assert told in shown
    assert "of it; a hint" in shown
    assert "\x1b" not in shown
    assert len(taker.asked) == 1


def test_a_redirect_is_not_followed_with_the_token(taker: Taker) -> None:
    taker.answers = [(307, {}, {"Location": f"{taker.url}/elsewhere"})]
    with pytest.raises(NotPushed, match="redirects are not followed"):
        push_scan(Server(taker.url, TOKEN), SCAN, "scan.json", lambda _: None)
    assert len(taker.asked) == 1


@pytest.mark.parametrize(
    "url",
    ["http://flowdown.example", "http://10.0.0.1", "ftp://127.0.0.1", "https://u:p@x", "https://", "x", "https://[::1"],
)
def test_a_token_goes_nowhere_in_the_clear(url: str) -> None:
    with pytest.raises(UnusableArgument) as caught:
        push_scan(Server(url, TOKEN), SCAN, "scan.json", lambda _: None)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "is no JSON"),
        (b"[" * 5000, "is no JSON"),
        (b"{}", "is no scan"),
        (SCAN.replace(b"[]", b'["openai"]'), "of some vendors or of a change"),
    ],
)
def test_what_is_no_whole_scan_is_not_sent(
    taker: Taker, scan: str, capsys: pytest.CaptureFixture[str], text: bytes, told: str
) -> None:
    Path(scan).write_bytes(text)
    assert main(["push", scan, "--server", taker.url]) == 2
    assert told in capsys.readouterr().err
    assert taker.asked == []


def test_without_server_or_token_it_says_what_is_missing(
    scan: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FLOWDOWN_SERVER", raising=False)
    assert main(["push", scan]) == 2
    assert "FLOWDOWN_SERVER" in capsys.readouterr().err
    monkeypatch.delenv("FLOWDOWN_TOKEN")
    assert main(["push", scan, "--server", "http://127.0.0.1:1"]) == 2
    assert "FLOWDOWN_TOKEN holds no token" in capsys.readouterr().err
