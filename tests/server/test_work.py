"""Work in the browser: every change is a claim with a name and a time, and can be undone."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")

from flowdown.pipeline.claims import Wanted, list_claims
from flowdown.server.accounts.enquiries import list_enquiries
from tests.server.team import JSON, Team, open_team, path_of, send

PROFILE = """# Ours.
organisation: {id: alpha, name: Alpha, time_zone: America/New_York}
contracts:
  - id: pump-spares  # the big one
    agency_kind: defense
    solicited: unknown
    clauses: [FAR 52.204-25 (NOV 2021)]
systems:
  - {id: quotes, serves: pump-spares, federal: unknown}
equipment:
  - {id: gate-camera, kind: camera, maker: hikvision, serves: pump-spares}
suppliers:
  - {id: hosting, name: "Harbor Hosting, Inc."}
discoveries:
  - id: label
    what: camera at the gate
    maker: hikvision
    where: gate-camera
    identified: 2026-04-06T09:00
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def team(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    url = request.getfixturevalue("new_schema")() if request.param == "postgresql" else ""
    team = open_team(tmp_path_factory.mktemp("work"), url, example=False)
    team.profile().write_text(PROFILE, encoding="utf-8")
    yield team
    team.door.close()


def _claims(team: Team, node: str) -> list[tuple[str, str, str]]:
    found = list_claims(team.house.target_of("alpha"), Wanted(node, include_disputed=True), None, team.clock())
    return [(each.row.predicate, each.row.object, each.standing.value) for each in found.claims]


def test_a_claim_is_disputed_and_the_dispute_taken_back(team: Team) -> None:
    content = b"says,vendor,answer,date\nHarbor,OpenAI,yes,2026-01-15\n"
    upload = send(team.member("contributor"), "/upload", "/upload", files={"file": ("a.csv", content)})
    assert path_of(upload) == "/upload"
    client = team.member("contributor")
    assert "a.csv" in client.get(upload.headers["location"]).text
    found = list_claims(team.house.target_of("alpha"), Wanted("vendor:openai"), None, team.clock()).claims
    page = f"/claims/{found[0].row.id.removeprefix('claim:')}"
    team.clock.later(seconds=1)
    said = send(client, page, f"{page}/stance", stance="disputes", reason="sold in June")
    assert path_of(said) == page
    shown = client.get(page).text
    assert "sold in June" in shown and "person:contributor@alpha" in shown and ">disputed<" in shown
    assert team.member("reader").get(page).text.count("<form") < shown.count("<form")
    # What somebody else said is not a contributor's to take back; counsel may, and may undo that, too.
    assert send(client, page, f"{page}/retract", reason="x").status_code == 403
    saying = re.findall(r'href="(/claims/[0-9a-f]{32})', shown)
    (dispute,) = {each for each in saying if each != page}
    team.clock.later(seconds=1)
    assert send(client, page, f"{dispute}/retract", reason="was wrong").status_code == 303
    assert ">disputed<" not in client.get(page).text


def test_the_profile_is_checked_as_a_whole_and_older_versions_come_back(team: Team) -> None:
    counsel = team.member("counsel")
    base = counsel.get("/profile?format=json").json()["facts"]["digest"]
    shown = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", counsel.get("/profile").text, re.DOTALL)
    assert shown and html.unescape(shown[1]) == PROFILE, "what is edited is what is kept"
    broken = PROFILE.replace("agency_kind: defense", "agency_kind: nonsense").replace(
        "serves: pump-spares, fed", "serves: nobody, fed"
    )
    answer = send(counsel, "/profile", "/profile", text=broken, base=base, why="x")
    assert answer.status_code == 400
    assert "flowdown.yaml:5" in answer.text and "nonsense" in answer.text
    assert "flowdown.yaml:9" in answer.text and "nobody" in answer.text
    assert "agency_kind: nonsense" in answer.text, "what was typed is not lost"
    assert team.profile().read_text() == PROFILE
    better = PROFILE.replace("# the big one", "# the biggest one")
    assert send(counsel, "/profile", "/profile", text=better, base=base, why="bigger").status_code == 303
    late = send(counsel, "/profile", "/profile", text=PROFILE, base=base, why="late")
    assert late.status_code == 409
    versions = counsel.get("/profile").text
    assert "bigger" in versions and "counsel@alpha" in versions
    team.clock.later(seconds=1)
    # The version before stands nowhere as said by anybody, and is kept all the same.
    assert send(counsel, "/profile", "/profile/restore", version=base).status_code == 303
    assert team.profile().read_text() == PROFILE
    assert send(counsel, "/profile", "/profile/restore", version="../../x" + "0" * 57).status_code == 400


def test_an_open_question_is_answered_in_the_profile_at_its_place(team: Team) -> None:
    counsel = team.member("counsel")
    page = counsel.get("/questions").text
    assert "contract:pump-spares :: solicited" in page
    answer = send(counsel, "/questions", "/questions", point="contract:pump-spares :: solicited", value="2026-13-99")
    assert answer.status_code == 400
    answer = send(counsel, "/questions", "/questions", point="contract:pump-spares :: solicited", value="2025-02-03")
    assert answer.status_code == 303, answer.text
    team.clock.later(seconds=1)
    answer = send(counsel, "/questions", "/questions", point="system:quotes :: federal", value="no")
    assert answer.status_code == 303, answer.text
    text = team.profile().read_text()
    wanted = PROFILE.replace("solicited: unknown", "solicited: 2025-02-03").replace("federal: unknown", "federal: no")
    assert text == wanted
    assert ("dated", "day:2025-02-03", "firm") in _claims(team, "contract:pump-spares")
    assert (
        send(counsel, "/questions", "/questions", point="contract:pump-spares :: solicited", value="no").status_code
        == 400
    )


def test_a_report_that_went_out_starts_the_next_clock(team: Team) -> None:
    counsel = team.member("counsel")

    def clocks() -> dict[str, str]:
        told = counsel.get("/deadlines", params={"as_of": "2026-04-10", "format": "json"}).json()["clocks"]
        return {f"{each['order']}/{each['duty']}": each["state"] for each in told if each["found"]}

    before = clocks()
    report = next(each for each in before if each.startswith("us-889-report/"))
    second = next(each for each in before if each.startswith("us-889-report/") and before[each] == "waiting")
    answer = send(
        counsel,
        "/deadlines",
        "/deadlines",
        discovery="label",
        report=report,
        contract="pump-spares",
        at="2026-04-07T10:00",
        reference="no. 7",
    )
    assert answer.status_code == 303, answer.text
    # The next page waits for the new answer, and does not show the last one meanwhile.
    team.door.site("alpha")._answers._slots.clear()
    after = clocks()
    assert (after[report], after[second]) == ("met", "running")
    assert "no. 7" in team.profile().read_text()
    wrong = send(counsel, "/deadlines", "/deadlines", discovery="none", report=report, at="2026-04-07")
    assert wrong.status_code == 400
    assert (
        send(counsel, "/deadlines", "/deadlines", discovery="label", report=report, at="yesterday!").status_code == 400
    )


def test_remarks_and_who_takes_care_are_claims_and_can_be_taken_back(team: Team) -> None:
    client = team.member("contributor")
    for text in ("Ann", "Bo"):
        team.clock.later(seconds=1)
        answer = send(client, "/work", "/work", node="contract:pump-spares", of="assigned-to", text=text, about="")
        assert answer.status_code == 303, answer.text
    rows = client.get("/work?format=json").json()["listings"][0]["rows"]
    assert [each["text"] for each in rows] == ["Bo"]
    identity = re.findall(r'href="/claims/([0-9a-f]{32})', client.get("/work").text)[0]
    team.clock.later(seconds=1)
    assert send(client, "/work", f"/claims/{identity}/retract", reason="done", to="/work").status_code == 303
    assert client.get("/work?format=json").json()["listings"][0]["total"] == 0
    kept = _claims(team, "contract:pump-spares")
    assert {each for each in kept if each[1] == "text:Ann"} == set(), "taken back, and yet in the store"
    assert send(client, "/work", "/work", node="nonsense", of="comment", text="x").status_code == 400


def test_json_is_of_the_types_that_the_interface_says(team: Team) -> None:
    program = team.token("contributor")
    sound = {"node": "system:quotes", "of": "comment", "text": "seen"}
    assert program.post("/work", json=sound).status_code == 201
    for name, value in (
        ("text", 7),
        ("text", None),
        ("text", ["seen"]),
        ("about", False),
        ("token", 7),
        ("other", "x"),
    ):
        answer = program.post("/work", json={**sound, name: value})
        assert answer.status_code == 400, (name, value)
        assert f"`{name}`" in answer.json()["error"]


def test_a_supplier_sees_one_questionnaire_and_answers_once(team: Team) -> None:
    counsel = team.member("counsel")
    made = send(
        counsel,
        "/enquiries",
        "/enquiries",
        supplier="hosting",
        firm="Harbor Hosting, Inc.",
        vendors="DeepSeek\nOpenAI",
        note="<b>Please</b>",
        days="10",
    )
    assert made.status_code == 303, made.text
    (enquiry,) = list_enquiries(team.accounts, "alpha")
    link = f"/ask/{enquiry.link(team.door.secret)}"
    assert link in counsel.get("/enquiries").text
    assert link not in team.member("reader").get("/enquiries").text
    supplier = team.client()
    page = supplier.get(link)
    assert "DeepSeek" in page.text and "&lt;b&gt;Please" in page.text
    assert "<nav" not in page.text and "pump-spares" not in page.text
    for path in ("/", "/upload", "/suppliers", "/enquiries"):
        assert supplier.get(path, headers=JSON).status_code == 401
    fields = {"answer-0": "no", "answer-1": "yes", "signed_by": "Chief: of 'Security'", "scope": "", "valid_until": ""}
    assert send(supplier, link, link, **{**fields, "answer-1": "maybe"}).status_code == 400
    assert send(supplier, link, link, **{**fields, "valid_until": "2020-01-01"}).status_code == 400
    assert send(supplier, link, link, **{**fields, "answer-7": "no"}).status_code == 400
    kept = send(supplier, link, link, **fields)
    assert (kept.status_code, "is kept" in kept.text) == (200, True), kept.text
    assert supplier.get(link).status_code == 404
    forged = link[:-1] + ("0" if link[-1] != "0" else "1")
    assert supplier.get(forged).status_code == 404
    said = {(each[0], each[1]) for each in _claims(team, "supplier:harbor-hosting-inc")}
    assert {("uses", "vendor:deepseek"), ("uses", "vendor:openai")} <= said
    assert any(each[0] == "same-as" for each in _claims(team, "supplier:hosting"))


def test_a_suppliers_link_ends_by_time_and_by_hand(team: Team) -> None:
    counsel = team.member("counsel")
    for supplier in ("one", "two"):
        send(counsel, "/enquiries", "/enquiries", supplier=supplier, firm=supplier, vendors="OpenAI", days="1")
    two, one = sorted(list_enquiries(team.accounts, "alpha"), key=lambda each: each.supplier, reverse=True)
    links = [f"/ask/{each.link(team.door.secret)}" for each in (one, two)]
    assert [team.client().get(each).status_code for each in links] == [200, 200]
    assert send(counsel, "/enquiries", f"/enquiries/{one.id}/end").status_code == 303
    assert [team.client().get(each).status_code for each in links] == [404, 200]
    team.clock.later(days=1, seconds=1)
    assert team.client().get(links[1]).status_code == 404


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_names_in_what_is_brought_break_out_of_no_page_and_no_spreadsheet(team: Team) -> None:
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": EVIL, "bom-ref": "root"}},
        "components": [
            {"type": "library", "name": f"=cmd|' /C calc'!A0 {EVIL}", "version": EVIL, "bom-ref": "a"},
            {"type": "library", "name": "@SUM(1+1)*cmd", "version": "1", "bom-ref": "b"},
        ],
    }
    client = team.member("contributor")
    upload = send(
        client,
        "/upload",
        "/upload",
        about="system:quotes",
        files={"file": (f"{EVIL}.cdx.json", json.dumps(bom).encode())},
    )
    assert upload.status_code == 303, upload.text[:300]
    shown = client.get("/claims?q=calc").text
    assert "&lt;script&gt;alert(1)" in shown, "the names are there, as text"
    send(client, "/work", "/work", node="system:quotes", of="comment", text=EVIL)
    send(client, "/work", "/work", node="system:quotes", of="comment", text="=HYPERLINK(1)")
    for path in (
        upload.headers["location"],
        "/claims",
        "/claims?q=script",
        "/work",
        "/node?id=system:quotes",
        "/evidence",
        "/systems/quotes",
    ):
        text = client.get(path).text
        assert "<script" not in text, path
        assert "<img src=x" not in text, path
    for path in ("/claims", "/work", "/upload", "/evidence"):
        lines = client.get(path, params={"format": "csv"}).text
        cells = re.findall(r'(?:^|,)"?([=+@|%-][^,\r\n]*)', lines, re.MULTILINE)
        assert [each for each in cells if not re.fullmatch(r"-?\d+", each)] == [], path
