"""Scans and documents that pipelines push: kept before they are acknowledged, once, and only what is sound."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")

from flowdown.pipeline.claims import Wanted, list_claims
from flowdown.pipeline.scan import scan_paths
from flowdown.pipeline.store_care import count_claims
from flowdown.report.json_text import write_json
from flowdown.report.shape_json import shape
from flowdown.server.rights import Right
from tests.server.team import JSON, Team, open_team

TODAY = datetime.date(2026, 4, 10)
CODE = 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5")\n'


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A scan as another machine makes it."""
    tree = tmp_path_factory.mktemp("elsewhere") / "harbor-parts"
    (tree / "src").mkdir(parents=True)
    (tree / "src" / "app.py").write_text(CODE, encoding="utf-8")
    whole: dict[str, Any] = json.loads(write_json(shape(scan_paths([tree], (), TODAY))))
    return whole


@pytest.fixture(params=["sqlite", "postgresql"])
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """A team on either database, with bare profiles."""
    url = request.getfixturevalue("new_schema")() if request.param == "postgresql" else ""
    team = open_team(tmp_path, url, example=False)
    for organisation in ("alpha", "beta"):
        text = f"organisation: {{id: {organisation}, name: {organisation}}}\nrepositories:\n  - {{id: harbor-parts, serves: own-business}}\n"
        text += "systems:\n  - {id: quotes, repository: harbor-parts, paths: [src], serves: own-business}\n"
        team.profile(organisation).write_text(text, encoding="utf-8")
    yield team
    team.door.close()


def _claims(team: Team, organisation: str, node: str) -> list[tuple[str, str, str]]:
    if not count_claims(team.house.target_of(organisation)):
        return []
    found = list_claims(team.house.target_of(organisation), Wanted(node, include_disputed=True), None, team.clock())
    return [(each.row.predicate, each.row.object, each.row.attribution) for each in found.claims]


def test_a_scan_is_kept_with_who_brought_it_and_only_once(team: Team, scan: dict[str, Any]) -> None:
    program = team.token("contributor", "upload")
    first = program.post("/api/v1/scans", json=scan)
    assert first.status_code == 201, first.text
    told = first.json()
    assert told["schema"] == "flowdown.pushed/1"
    assert told["strays"] == []
    assert {each["id"] for each in told["trees"]} == {"harbor-parts", "harbor-parts/src"}
    # What lies in the folder of a system is claimed of that folder.
    claims = _claims(team, "alpha", "tree:harbor-parts/src")
    assert ("uses", "vendor:openai", "[]") in claims
    assert ("described", "text:contributor@alpha", '["person:contributor@alpha"]') in claims
    again = program.post("/api/v1/scans", json=scan)
    assert (again.status_code, again.json()["new"]) == (200, 0)


def test_a_newer_scan_ends_what_is_no_longer_there(team: Team, scan: dict[str, Any]) -> None:
    program = team.token("contributor", "upload")
    assert program.post("/api/v1/scans", json=scan).status_code == 201
    team.clock.later(days=2)
    assert program.post("/api/v1/scans", json={**scan, "sightings": []}).status_code == 201
    today = team.clock().date()
    found = list_claims(team.house.target_of("alpha"), Wanted("vendor:openai"), today, team.clock())
    assert found.claims == ()


def test_an_organisation_sees_nothing_of_what_another_one_pushes(team: Team, scan: dict[str, Any]) -> None:
    assert team.token("contributor", "upload").post("/api/v1/scans", json=scan).status_code == 201
    assert (
        team.token("contributor", "upload", organisation="beta")
        .post("/api/v1/documents?name=x.csv", content=b"says,vendor,answer,date\nX,OpenAI,no,2026-01-15\n")
        .status_code
        == 201
    )
    assert _claims(team, "beta", "tree:harbor-parts/src") == []
    assert _claims(team, "alpha", "document:x.csv") == []


def test_the_same_as_gzip_and_for_a_named_repository(team: Team, scan: dict[str, Any]) -> None:
    program = team.token("contributor", "upload", **{"content-encoding": "gzip"})
    renamed = json.dumps(scan).replace('"harbor-parts"', '"checkout"').encode()
    stray = program.post("/api/v1/scans", content=gzip.compress(renamed))
    assert (stray.status_code, stray.json()["strays"]) == (201, ["checkout"])
    named = program.post("/api/v1/scans?repository=harbor-parts", content=gzip.compress(renamed))
    assert (named.status_code, named.json()["strays"]) == (201, [])


BAD_SCANS: tuple[tuple[bytes, int, str], ...] = (
    (b"", 400, "JSON"),
    (b"{}", 400, "flowdown.scan/1"),
    (b"[" * 100_000, 400, "nested"),
    (b'{"schema": "flowdown.scan/1"}', 400, "trees"),
    (b'{"schema": "flowdown.scan/1", "trees": [1]}', 400, "trees[0]"),
    (b'{"schema": "flowdown.scan/1", "only_vendors": ["openai"], "trees": []}', 400, "some vendors"),
    (b"\xff\xfe\x00", 400, ""),
)


@pytest.mark.parametrize(("body", "status", "word"), BAD_SCANS)
def test_what_is_no_scan_is_told_in_one_line(team: Team, body: bytes, status: int, word: str) -> None:
    answer = team.token("contributor", "upload").post("/api/v1/scans", content=body)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["schema"] == "flowdown.fault/1"
    assert word in told["error"] + told["hint"]
    assert "\n" not in told["error"]


def test_a_scan_with_what_no_scan_says_is_refused_whole(team: Team, scan: dict[str, Any]) -> None:
    broken = {**scan, "sightings": [*scan["sightings"], {**scan["sightings"][0], "strength": "<script>"}]}
    answer = team.token("contributor", "upload").post("/api/v1/scans", json=broken)
    assert answer.status_code == 400
    assert "sightings[" in answer.json()["error"]
    assert _claims(team, "alpha", "tree:harbor-parts/src") == []


def test_a_gzip_that_unpacks_to_too_much_is_refused(team: Team) -> None:
    program = team.token("contributor", "upload", **{"content-encoding": "gzip"})
    bomb = gzip.compress(b" " * (300 * 1024 * 1024), 9)
    assert program.post("/api/v1/scans", content=bomb).status_code == 413
    assert program.post("/api/v1/scans", content=b"no gzip").status_code == 400
    assert program.post("/api/v1/scans", content=gzip.compress(b"{}" * 9000)[:-20]).status_code == 400


def test_an_archive_that_unpacks_to_too_much_is_refused(team: Team) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom.json", b" " * (200 * 1024 * 1024))
    answer = team.token("contributor", "upload").post("/api/v1/documents?name=bomb.zip", content=buffer.getvalue())
    assert answer.status_code == 422, answer.text[:300]
    assert answer.json()["documents"][0]["fate"] == "refused"


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.csv", "..\\..\\x.csv", "/etc/x.csv", ".hidden.csv", "a\0b.csv", "\u202ecsv.x", "..", "/"],
)
def test_a_name_leads_out_of_no_folder(team: Team, name: str) -> None:
    content = b"says,vendor,answer,date\nX,OpenAI,no,2026-01-15\n"
    answer = team.token("contributor", "upload").post("/api/v1/documents", params={"name": name}, content=content)
    assert answer.status_code == 201, answer.text
    (document,) = answer.json()["documents"]
    assert not set(document["name"]) & set("/\\\0\u202e")
    assert not document["name"].startswith(".")


def test_a_member_of_an_archive_leads_out_of_no_folder(team: Team) -> None:
    content = b"says,vendor,answer,date\nX,OpenAI,no,2026-01-15\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("../../../led-out.csv", "/led-out.csv", "in/../../led-out.csv", "..\\led-out.csv"):
            archive.writestr(name, content)
    answer = team.token("contributor", "upload").post("/api/v1/documents?name=a.zip", content=buffer.getvalue())
    assert answer.status_code == 201, answer.text[:300]
    assert [each["fate"] for each in answer.json()["documents"]] == ["imported"] * 4
    for folder in (team.folder.parent, Path(tempfile.gettempdir())):
        assert not [file for depth in ("", "*/", "*/*/") for file in folder.glob(f"{depth}led-out.csv")]
    assert not Path("/led-out.csv").exists()


def test_only_whoever_may_bring_something_does(team: Team, scan: dict[str, Any]) -> None:
    assert team.client(**JSON).post("/api/v1/scans", json=scan).status_code == 401
    assert team.client(authorization="Bearer fld_nonsense", **JSON).post("/api/v1/scans", json=scan).status_code == 401
    assert team.client(authorization="Basic eDp5", **JSON).post("/api/v1/scans", json=scan).status_code == 401
    assert team.token("reader").post("/api/v1/scans", json=scan).status_code == 403
    assert team.token("admin", Right.READ).post("/api/v1/scans", json=scan).status_code == 403
    ended = team.token("contributor", "upload", days=1)
    team.clock.later(days=1, seconds=1)
    assert ended.post("/api/v1/scans", json=scan).status_code == 401


def test_a_token_falls_with_the_role(team: Team, scan: dict[str, Any]) -> None:
    from flowdown.server.accounts.audit import Doer
    from flowdown.server.accounts.people import remove_member, set_role
    from flowdown.server.rights import Role

    program = team.token("contributor", "upload")
    doer = Doer("alpha", "admin@alpha", "test")
    with team.accounts.write() as run:
        set_role(run, "contributor@alpha", Role.READER, doer, team.clock())
    assert program.post("/api/v1/scans", json=scan).status_code == 403
    with team.accounts.write() as run:
        remove_member(run, "contributor@alpha", doer, team.clock())
    assert program.post("/api/v1/scans", json=scan).status_code == 401
