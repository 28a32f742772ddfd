"""Who may do what: every route, asked by everybody, and by members of another organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")

from flowdown.pipeline.claims import Statement, add_statement
from flowdown.pipeline.remarks import add_remark
from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.enquiries import add_enquiry, list_enquiries
from flowdown.server.accounts.tokens import list_tokens
from flowdown.server.rights import RIGHTS, Right, Role
from tests.server.team import FORM, JSON, Team, open_team, send, token_of

MARK = "Zwiebelturm"
NEEDS: dict[tuple[str, str], str] = {
    ("POST", "/sign-in"): "nothing",
    ("POST", "/sign-out"): "nothing",
    ("POST", "/join/{link}"): "nothing",
    ("POST", "/ask/{link}"): "nothing",
    ("GET", "/sign-in"): "nothing",
    ("GET", "/join/{link}"): "nothing",
    ("GET", "/ask/{link}"): "nothing",
    ("POST", "/api/v1/scans"): "upload",
    ("POST", "/api/v1/documents"): "upload",
    ("POST", "/upload"): "upload",
    ("POST", "/claims/{claim}/stance"): "say",
    ("POST", "/claims/{claim}/retract"): "say",
    ("POST", "/work"): "say",
    ("POST", "/profile"): "state",
    ("POST", "/profile/restore"): "state",
    ("POST", "/questions"): "state",
    ("POST", "/deadlines"): "state",
    ("POST", "/enquiries"): "state",
    ("POST", "/enquiries/{id}/end"): "state",
    ("POST", "/account/tokens"): "read",
    ("POST", "/account/tokens/{id}/end"): "read",
    ("POST", "/account/password"): "read",
    ("POST", "/account/organisation"): "read",
    ("POST", "/account/identity/end"): "read",
    ("POST", "/members"): "administer",
    ("POST", "/members/identity"): "administer",
    ("POST", "/members/invite"): "administer",
    ("GET", "/members"): "administer",
    ("GET", "/audit"): "administer",
}
"""What each route needs; whatever is not here is a page, and needs to read."""
OPEN = {"/openapi.json", "/static"}
"""What says nothing of any organisation."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Two organisations; everything that there can be of the other one carries a mark."""
    team = open_team(tmp_path_factory.mktemp("rights"), example=False)
    _mark(team)
    yield team
    team.door.close()


def _mark(team: Team) -> None:
    text = (
        f"organisation: {{id: beta, name: {MARK}}}\ncontracts:\n  - {{id: secret-{MARK.lower()}, title: {MARK}}}\n"
        f"systems:\n  - {{id: sys-{MARK.lower()}, name: {MARK}, serves: own-business}}\n"
        f"suppliers:\n  - {{id: sup-{MARK.lower()}, name: {MARK}}}\n"
    )
    team.profile("beta").write_text(text, encoding="utf-8")
    target = team.house.target_of("beta")
    add_statement(target, Statement(f"system:sys-{MARK.lower()}", "uses", "vendor:openai", f"Ann {MARK}"), team.clock())
    add_remark(target, "organisation:beta", "comment", MARK, "", f"Ann {MARK}", team.clock())
    doer = Doer("beta", "counsel@beta", "test")
    add_enquiry(team.accounts, f"sup-{MARK.lower()}", MARK, ["OpenAI"], MARK, 30, doer, team.clock())
    told = team.token("contributor", "upload", organisation="beta").post(
        f"/api/v1/documents?name={MARK}.csv", content=f"says,vendor,answer,date\n{MARK},OpenAI,no,2026-01-15\n".encode()
    )
    assert told.status_code == 201


def routes(team: Team) -> list[tuple[str, str, str]]:
    """Every route of the application with its method and what it says that it needs."""
    found = []
    for route in team.app._app.routes:  # type: ignore[attr-defined]
        path = route.path
        if path in OPEN:
            continue
        extra: dict[str, Any] = getattr(route, "openapi_extra", None) or {}
        found += [(method, path, extra.get("x-needs", "")) for method in route.methods - {"HEAD"}]
    return sorted(found)


def address(path: str) -> str:
    """An address of a route; what it names is not there."""
    return re.sub(r"{\w+}", "00000000", path)


def test_every_route_says_what_it_needs_and_it_is_what_was_meant(team: Team) -> None:
    found = routes(team)
    assert {(method, path): needs for method, path, needs in found} == {
        (method, path): NEEDS.get((method, path), "read" if method == "GET" else "not in the table")
        for method, path, _ in found
    }
    assert set(NEEDS) <= {(method, path) for method, path, _ in found}


def _ask(team: Team, client: httpx.Client, method: str, path: str) -> httpx.Response:
    if method == "GET":
        return client.get(address(path), headers=JSON)
    if "authorization" in client.headers:
        return client.post(address(path), headers=JSON)
    if path.startswith("/api/"):
        return client.post(address(path), headers={**JSON, "x-flowdown-token": _token(client)})
    return client.post(address(path), data={"token": _token(client)}, headers=JSON)


def _token(client: httpx.Client) -> str:
    page = client.get("/upload") if client.cookies.get("flowdown") else client.get("/sign-in")
    return token_of(page.text)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("way", ["session", "token"])
def test_each_role_gets_through_where_it_may_and_nowhere_else(team: Team, role: Role, way: str) -> None:
    refused = []
    for method, path, _ in routes(team):
        if path in ("/sign-out", "/account/password"):
            # Tried elsewhere: the first would end the session.
            continue
        client = team.member(role) if way == "session" else team.token(role)
        needs = Right(NEEDS.get((method, path), "read"))
        may = needs in RIGHTS[role] and not (way == "token" and needs is Right.ADMINISTER)
        if path.startswith(("/ask/", "/join/", "/sign-in")):
            continue
        answer = _ask(team, client, method, path)
        is_let_in = answer.status_code not in (401, 403)
        if not may:
            assert answer.status_code == 403, (method, path, answer.status_code)
            refused.append(path)
        elif path not in ("/account/organisation", "/account/tokens"):
            assert is_let_in, (method, path, answer.status_code, answer.text[:200])
        assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text[:200])
    assert bool(refused) == (role is not Role.ADMIN or way == "token")


def test_whoever_is_not_signed_in_sees_nothing_and_does_nothing(team: Team) -> None:
    for method, path, _ in routes(team):
        if NEEDS.get((method, path)) == "nothing":
            continue
        client = team.client()
        answer = client.request(method, address(path), headers=JSON)
        assert answer.status_code == 401, (method, path)
        assert answer.headers["www-authenticate"] == "Bearer"
        if method == "GET":
            page = client.get(address(path), headers=FORM)
            assert (page.status_code, page.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_no_page_tells_anything_of_another_organisation(team: Team) -> None:
    client = team.member("admin")
    seen = 0
    for method, path, _ in routes(team):
        if method != "GET" or NEEDS.get((method, path)) == "nothing":
            continue
        for format in ("html", "json", "csv"):
            answer = client.get(address(path), params={"format": format})
            assert MARK.casefold() not in answer.text.casefold(), path
            seen += answer.status_code == 200
    assert seen > 30
    for path in (f"/systems/sys-{MARK.lower()}", f"/suppliers/sup-{MARK.lower()}", f"/contracts/secret-{MARK.lower()}"):
        assert client.get(path).status_code == 404
        assert team.member("admin", "beta").get(path).status_code == 200, "the mark is there to be seen"


def test_nothing_of_another_organisation_can_be_changed(team: Team) -> None:
    stranger = team.member("admin")
    beta = team.house.target_of("beta")
    claim, _ = add_statement(beta, Statement("system:x", "uses", "vendor:openai", "Ann"), team.clock())
    token = list_tokens(team.accounts, "beta")[0]
    enquiry = list_enquiries(team.accounts, "beta")[0]
    identity = claim.id.removeprefix("claim:")
    for path, fields in (
        (f"/claims/{identity}/stance", {"stance": "disputes"}),
        (f"/claims/{identity}/retract", {}),
        (f"/account/tokens/{token.id}/end", {}),
        (f"/enquiries/{enquiry.id}/end", {}),
        ("/members", {"person": "reader@beta", "role": "none"}),
        ("/account/organisation", {"organisation": "beta"}),
    ):
        answer = send(stranger, "/upload", path, **fields)
        assert answer.status_code in (400, 403, 404), (path, answer.status_code)
    assert stranger.get(f"/claims/{identity}").status_code in (303, 404)
    assert list_tokens(team.accounts, "beta")[0].ended_at == ""
    assert list_enquiries(team.accounts, "beta")[0].is_open(team.clock())


def test_an_admin_elsewhere_takes_over_nobodys_account(team: Team) -> None:
    made = send(team.member("admin"), "/members", "/members/invite", role="reader", person="admin@beta")
    assert made.status_code == 200
    link = re.search(r"/join/([\w-]+)", made.text)
    assert link
    client = team.client()
    answer = send(client, f"/join/{link[1]}", f"/join/{link[1]}", password="a password of my choice")
    assert answer.status_code == 400
    assert "not theirs" in answer.text
    signed = send(team.client(), "/sign-in", "/sign-in", login="admin@beta", password="a password of my choice")
    assert signed.status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"token": "0" * 64},
        {"token": ""},
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ],
)
def test_a_form_that_another_site_has_sent_does_nothing(team: Team, changed: dict[str, str]) -> None:
    client = team.member("counsel")
    data = {"node": "organisation:alpha", "of": "comment", "text": "forged", "token": _token(client)}
    headers = {name: value for name, value in changed.items() if name != "token"}
    answer = client.post(
        "/work", data={**data, **({"token": changed["token"]} if "token" in changed else {})}, headers=headers
    )
    assert answer.status_code == 403
    assert "forged" not in client.get("/work").text


def test_the_token_of_one_session_is_of_no_use_in_another(team: Team) -> None:
    mine, other = team.member("counsel"), team.member("contributor")
    data = {"node": "organisation:alpha", "of": "comment", "text": "swapped", "token": _token(mine)}
    assert other.post("/work", data=data).status_code == 403
