"""Signing in and out, links that let in once, limits, and what is written down of all of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")

from flowdown.server.accounts import password as passwords
from flowdown.server.accounts.audit import Doer, list_deeds
from flowdown.server.accounts.database import AccountsFault, Database
from flowdown.server.accounts.invitations import invite
from flowdown.server.rights import Role
from tests.server.team import COOKIE, JSON, PASSWORD, Team, cookie_of, open_team, path_of, send, token_of


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    team = open_team(tmp_path, example=False)
    yield team
    team.door.close()


def _sign_in(team: Team, login: str, password: str = PASSWORD, to: str = "/upload") -> object:
    client = team.client()
    return client, send(client, f"/sign-in?to={to}", "/sign-in", login=login, password=password, to=to)


def test_signing_in_leads_on_and_signing_out_ends_it(team: Team) -> None:
    client, answer = _sign_in(team, " Reader@alpha ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    page = client.get("/upload")
    assert page.status_code == 200
    kept = cookie_of(answer)
    out = client.post("/sign-out", data={"token": token_of(page.text)})
    assert path_of(out) == "/sign-in"
    again = team.client()
    again.cookies.set(COOKIE, kept)
    assert again.get("/upload", headers=JSON).status_code == 401


def test_under_another_name_than_this_machine_cookies_go_over_encryption_only(team: Team) -> None:
    from starlette.testclient import TestClient

    from flowdown.server.app import make_app
    from flowdown.server.guard import names_of

    app = make_app(team.door, names_of("127.0.0.1", ("flowdown.example",)))
    client = TestClient(
        app, base_url="https://flowdown.example", headers={"accept": "text/html"}, follow_redirects=False
    )
    answer = send(client, "/sign-in", "/sign-in", login="reader@alpha", password=PASSWORD)
    assert answer.status_code == 303
    assert "__Host-flowdown=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]


def test_the_session_of_before_is_never_the_one_that_is_signed_in(team: Team) -> None:
    client = team.client()
    client.cookies.set(COOKIE, "planted-by-somebody")
    answer = send(client, "/sign-in", "/sign-in", login="reader@alpha", password=PASSWORD)
    assert answer.status_code == 303
    assert f"{COOKIE}=planted-by-somebody" not in answer.headers["set-cookie"]
    planted = team.client()
    planted.cookies.set(COOKIE, "planted-by-somebody")
    assert planted.get("/upload", headers=JSON).status_code == 401
    # Who signs in again gets a new one, and the older one ends.
    first = cookie_of(answer)
    client = team.client()
    client.cookies.set(COOKIE, first)
    assert send(client, "/sign-in", "/sign-in", login="reader@alpha", password=PASSWORD).status_code == 303
    older = team.client()
    older.cookies.set(COOKIE, first)
    assert older.get("/upload", headers=JSON).status_code == 401


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/x"]
)
def test_signing_in_leads_nowhere_else(team: Team, to: str) -> None:
    client = team.client()
    answer = send(client, "/sign-in", "/sign-in", login="reader@alpha", password=PASSWORD, to=to)
    assert answer.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike_and_take_the_same_work(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    hasher = passwords._hasher()

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            looked_at.append(kept.split("$")[1:4])
            return bool(hasher.verify(kept, password))

        def __getattr__(self, name: str) -> object:
            return getattr(hasher, name)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", Counting)
    _, wrong = _sign_in(team, "reader@alpha", "not the password at all")
    _, unknown = _sign_in(team, "nobody@nowhere", "not the password at all")
    assert wrong.status_code == unknown.status_code == 401
    strip = re.compile(r'value="[0-9a-f]{64}"')
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)
    # One digest of the same kind and cost is computed for either: time tells nothing.
    assert len(looked_at) == 2
    assert looked_at[0] == looked_at[1]
    assert looked_at[0][0] == "argon2id"


def test_guessing_is_stopped_for_the_person_and_forgotten_later(team: Team) -> None:
    answers = [_sign_in(team, "reader@alpha", "wrong wrong wrong")[1].status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    _, right = _sign_in(team, "reader@alpha")
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0
    _, other = _sign_in(team, "counsel@alpha")
    assert other.status_code == 303
    team.clock.later(minutes=16)
    assert _sign_in(team, "reader@alpha")[1].status_code == 303


def test_sessions_end_by_time(team: Team) -> None:
    client = team.member("reader")
    team.clock.later(hours=1, minutes=59)
    assert client.get("/upload").status_code == 200
    team.clock.later(hours=2, minutes=1)
    assert client.get("/upload", headers=JSON).status_code == 401
    busy = team.member("reader")
    for _ in range(12):
        team.clock.later(hours=1)
        last = busy.get("/upload", headers=JSON).status_code
    assert last == 401, "twelve hours are the most, however busy"


def test_an_invitation_lets_one_person_in_once(team: Team) -> None:
    made = send(team.member("admin"), "/members", "/members/invite", role="counsel")
    assert made.headers["cache-control"] == "no-store"
    link = re.search(r"/join/[\w-]+", made.text)
    assert link
    client = team.client()
    short = send(client, link[0], link[0], login="new@alpha", name="New", password="short")
    assert short.status_code == 400 and "12" in short.text
    taken = send(client, link[0], link[0], login="reader@alpha", name="New", password="long enough it is")
    assert taken.status_code == 400
    joined = send(client, link[0], link[0], login="new@alpha", name="New <b>", password="long enough it is")
    assert joined.status_code == 303
    assert client.get("/profile").status_code == 200
    assert team.client().get(link[0]).status_code == 404
    members = team.member("admin").get("/members").text
    assert "new@alpha" in members and "New &lt;b&gt;" in members and "<b>New" not in members


def test_an_invitation_ends(team: Team) -> None:
    doer = Doer("alpha", "admin@alpha", "test")
    link = f"/join/{invite(team.accounts, Role.READER, '', doer, team.clock())}"
    assert team.client().get(link).status_code == 200
    team.clock.later(days=8)
    assert team.client().get(link).status_code == 404


def test_a_link_founds_an_organisation_with_its_admin(team: Team) -> None:
    link = f"/join/{invite(team.accounts, Role.ADMIN, '', Doer('', '', 'test'), team.clock())}"
    client = team.client()
    fields = {"login": "first@gamma", "name": "First", "password": "long enough it is"}
    for identity in ("alpha", "../x", "UPPER", ""):
        wrong = send(client, link, link, organisation=identity, organisation_name="Gamma: 'x'", **fields)
        assert wrong.status_code == 400, identity
    made = send(client, link, link, organisation="gamma", organisation_name="Gamma: 'x' # y", **fields)
    assert made.status_code == 303
    assert "Gamma: &#39;x&#39; # y" in client.get("/profile").text
    assert client.get("/members").status_code == 200


def test_the_last_admin_stays(team: Team) -> None:
    client = team.member("admin")
    assert send(client, "/members", "/members", person="admin@alpha", role="reader").status_code == 400
    assert send(client, "/members", "/members", person="counsel@alpha", role="admin").status_code == 303
    assert send(client, "/members", "/members", person="admin@alpha", role="none").status_code == 303
    assert client.get("/members", headers=JSON).status_code in (401, 403)


def test_a_changed_password_signs_out_everywhere_else(team: Team) -> None:
    here, elsewhere = team.member("reader"), team.member("reader")
    assert send(here, "/account", "/account/password", old="wrong", new="a new long password").status_code == 400
    assert send(here, "/account", "/account/password", old=PASSWORD, new="a new long password").status_code == 303
    assert here.get("/upload").status_code == 200
    assert elsewhere.get("/upload", headers=JSON).status_code == 401
    assert _sign_in(team, "reader@alpha", "a new long password")[1].status_code == 303


def test_a_token_is_shown_once_and_kept_as_a_digest(team: Team) -> None:
    client = team.member("contributor")
    made = send(client, "/account", "/account/tokens", name="ci", scopes=["read", "upload"], days="10")
    secret = re.search(r"fld_[\w-]+", made.text)
    assert secret
    assert secret[0] not in client.get("/account").text
    files = [each.read_bytes() for each in (team.folder / "data").rglob("*") if each.is_file()]
    assert not any(secret[0].encode() in content for content in files)
    program = team.client(authorization=f"Bearer {secret[0]}", **JSON)
    assert program.get("/upload").status_code == 200
    assert program.post("/account/tokens", json={"name": "more", "scopes": ["read"]}).status_code == 403
    identity = re.search(r"/account/tokens/(\w+)/end", client.get("/account").text)
    assert identity
    assert send(client, "/account", f"/account/tokens/{identity[1]}/end").status_code == 303
    assert program.get("/upload").status_code == 401


def test_everything_is_written_down_and_the_database_keeps_it(team: Team) -> None:
    _sign_in(team, "reader@alpha", "my secret password typed wrong")
    _, _ = _sign_in(team, "my secret password typed as a name", "x")
    client = team.member("admin")
    send(client, "/members", "/members", person="reader@alpha", role="counsel")
    acts = [(each.act, each.object, each.note) for each in list_deeds(team.accounts, "alpha")]
    assert ("change-member", "reader@alpha", "counsel") in acts
    assert "change member" in client.get("/audit").text
    content = (team.folder / "data" / "accounts.sqlite").read_bytes()
    assert b"my secret password" not in content
    for statement in ("DELETE FROM audit", "UPDATE audit SET act = 'x'"):
        with pytest.raises(AccountsFault), team.accounts.write() as run:
            run(statement)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_transaction_of_accounts_is_whole_or_not_at_all(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        database = Database(tmp_path / "accounts.sqlite")
    else:
        database = Database(request.getfixturevalue("new_schema")())
    with pytest.raises(RuntimeError), database.write() as run:
        run("INSERT INTO setting VALUES ('a', 'b')")
        raise RuntimeError
    assert database.read("SELECT value FROM setting WHERE name = 'a'") == []
    with database.write() as run:
        run("INSERT INTO setting VALUES ('a', 'b')")
    assert database.read("SELECT value FROM setting WHERE name = 'a'") == [("b",)]
    with pytest.raises(AccountsFault), database.write() as run:
        run("DELETE FROM audit") if kind == "postgresql" and run(
            "INSERT INTO audit VALUES ('1','','','','','','','','')"
        ) else None
        run("no statement")
    database.close()


def test_nobody_else_reads_the_accounts(team: Team) -> None:
    file = team.folder / "data" / "accounts.sqlite"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    with sqlite3.connect(file) as connection:
        kept = [row[0] for row in connection.execute("SELECT password FROM person")]
    assert all(each.startswith("$argon2id$") for each in kept)
