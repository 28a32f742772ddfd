"""Hostile requests and names: one line and a status, never a page of somebody else's making."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowdown.server.page import load_pages
from tests.server.conftest import client_of, copy_example, open_site
from tests.server.places import PAGES

BAD = (
    ("/vendors?nothing=1", 400),
    ("/vendors?q=a&q=b", 400),
    ("/vendors?page=0", 400),
    ("/vendors?page=99999999999999999999", 400),
    ("/vendors?size=501", 400),
    ("/vendors?size=-1", 400),
    ("/vendors?sort=__class__", 400),
    ("/vendors?as_of=2026-13-40", 400),
    ("/vendors?as_of=1700000000", 400),
    ("/vendors?as_of=20260301", 400),
    ("/vendors?as_of=9999-12-31", 400),
    ("/vendors?stance=whatever", 400),
    ("/vendors?format=exe", 400),
    ("/vendors?q=" + "a" * 301, 400),
    ("/vendors/nobody", 404),
    ("/vendors/..%2f..%2fetc", 404),
    ("/orders/none", 404),
    ("/contracts/none", 404),
    ("/systems/none", 404),
    ("/suppliers/none", 404),
    ("/claims/zzzz", 404),
    ("/claims/0", 400),
    ("/node?id=tree:none", 404),
    ("/node", 400),
    ("/impact?node=nobody", 404),
    ("/impact?node=deepseek&kind=car", 400),
    ("/impact.svg", 400),
    ("/paths?start=a:b&end=c:d", 404),
    ("/plan?team=0", 400),
    ("/plan?by=2020-01-01", 400),
    ("/plan?vendor=nobody", 400),
    ("/answer?norm=x&subject=y", 404),
    ("/static/../../etc/passwd", 404),
    ("/static/%2e%2e/app.py", 404),
    ("/no/such/page", 404),
    ("/log?format=csv&page=x", 400),
)


@pytest.mark.parametrize(("address", "status"), BAD)
def test_what_is_no_good_is_told_in_one_line(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address, headers={"accept": "application/json"})
    assert answer.status_code == status
    told = answer.json()
    assert told["schema"] == "flowdown.fault/1"
    assert told["status"] == status
    assert told["error"]
    assert "\n" not in told["error"] + told["hint"]
    assert len(told["error"]) < 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_only_read(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/vendors").status_code == 405


def test_head_gives_the_headers_alone(client: httpx.Client) -> None:
    answer = client.head("/vendors")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "localhost@evil",
        "[::1",
        "169.254.169.254",
    ],
)
def test_another_host_is_not_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/vendors", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8471", "127.0.0.1:1", "[::1]:8471"])
def test_own_names_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/vendors", headers={"host": host}).status_code == 200


def test_an_address_that_is_too_long_is_refused(client: httpx.Client) -> None:
    assert client.get("/vendors?q=" + "a" * 9000).status_code == 414


_TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "'",
            '"><script>alert(1)</script>',
            "../../x",
            "%00",
            "{{7*7}}",
            "vendor:openai",
            "-1",
            "NaN",
            "1e999",
            "\u202e",
            "\x00",
        ]
    ),
)
_NAMES = sorted({name for page in load_pages() for name in page.asked.__dataclass_fields__})
_PLACES = [page.path for page in load_pages() if not page.path.startswith(("/plan", "/dossier"))]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(_PLACES), st.dictionaries(st.sampled_from(_NAMES), _TEXT, max_size=4), _TEXT)
def test_no_request_makes_the_server_fail(client: httpx.Client, path: str, asked: dict[str, str], name: str) -> None:
    asked.pop("as_of", None)
    for word in ("{vendor}", "{order}", "{contract}", "{system}", "{supplier}", "{claim}"):
        path = path.replace(word, quote(name.encode("utf-8", "replace").decode() or "x", safe=""))
    answer = client.get(path, params={key: value.encode("utf-8", "replace").decode() for key, value in asked.items()})
    assert answer.status_code < 500, answer.text
    assert "<script" not in answer.text


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """A site whose profile, files and claims are named so as to break out of a page."""
    folder = copy_example(tmp_path_factory.mktemp("evil") / "site")
    profile = folder / "flowdown.yaml"
    text = profile.read_text(encoding="utf-8")
    for name in (
        "Harbor Parts LLC",
        "Quotes by mail",
        "Harbor Hosting, Inc.",
        "Spares for pumps, quotes within two days",
        "watching the gate",
    ):
        assert name in text
        text = text.replace(name, "'" + EVIL.replace("'", "''") + f" {name[:4]}'")
    profile.write_text(text, encoding="utf-8")
    code = folder / "src" / "harbor_parts"
    shutil.copy(code / "settings.py", code / "<img src=x onerror=alert(1)>.py")
    (code / "named.py").write_text(
        'from openai import OpenAI\nOpenAI().responses.create(model="deepseek-<script>alert(1)</script>")\n',
        encoding="utf-8",
    )
    return client_of(open_site(folder))


@pytest.mark.parametrize(
    "address", [*PAGES, "/evidence", "/timeline.svg", "/impact.svg?node=deepseek", "/impact?node=system:quotes"]
)
def test_names_break_out_of_no_page(evil: httpx.Client, address: str) -> None:
    answer = evil.get(address)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img src=x" not in answer.text


def test_a_broken_profile_is_told_and_mended_by_itself(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "site")
    profile = folder / "flowdown.yaml"
    sound = profile.read_text(encoding="utf-8")
    profile.write_text(sound.replace("agency_kind: defense", "agency_kind: nonsense"), encoding="utf-8")
    site = open_site(folder)
    client = client_of(site)
    answer = client.get("/", headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert "flowdown.yaml" in answer.json()["error"]
    profile.write_text(sound, encoding="utf-8")
    site.forget_state()
    assert client.get("/").status_code == 200
