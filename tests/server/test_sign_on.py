"""Signing in by an identity provider: whom it lets in, whom it does not, and that nobody else speaks in its name."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")
pytest.importorskip("joserfc", reason="needs the extra flowdown[server]")

from flowdown.base.errors import FlowdownError, Problems
from flowdown.server.accounts.audit import Doer, list_deeds
from flowdown.server.accounts.database import Database
from flowdown.server.accounts.identities import identities_of
from flowdown.server.accounts.invitations import invite
from flowdown.server.accounts.people import set_role
from flowdown.server.app import make_app
from flowdown.server.guard import names_of
from flowdown.server.rights import Role
from flowdown.server.signon.errors import NoProvider
from flowdown.server.signon.passage import LASTS
from flowdown.server.signon.provider_file import NAME, read_provider
from tests.server.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.server.team import COOKIE, JSON, Team, cookie_of, open_team, path_of, send

START, BACK = "/sign-in/with", "/sign-in/back"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()
    yield provider
    provider.close()


@pytest.fixture
def team(tmp_path: Path, provider: IdentityProvider) -> Iterator[Team]:
    """A team whose operator names the provider."""
    team = with_provider(open_team(tmp_path, example=False), provider)
    yield team
    team.door.close()


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, IdentityProvider]]:
    """A team in which the account of a reader is linked."""
    provider = IdentityProvider()
    team = with_provider(open_team(tmp_path_factory.mktemp("linked"), example=False), provider)
    link_up(team)
    yield team, provider
    team.door.close()
    provider.close()


def with_provider(team: Team, provider: IdentityProvider, more: str = "", secret: str = SECRET) -> Team:
    text = f"issuer: {provider.issuer}\nclient_id: {CLIENT}\ntitle: Example ID\n{more}"
    text += "client_secret_env: OIDC\n" if secret else ""
    (team.folder / "data" / NAME).write_text(text, "utf-8")
    team.door.provider = team.house.open_provider({"OIDC": secret})
    team.app = make_app(team.door, names_of("127.0.0.1", ("flowdown.example",)))  # type: ignore[arg-type]
    return team


def go(client: httpx.Client, address: str = START) -> str:
    """What the provider sends a browser back to, from where it was sent on."""
    sent = client.get(address)
    assert sent.status_code == 303, sent.text[:300]
    return httpx.get(sent.headers["location"]).headers["location"]


def arrive(client: httpx.Client, address: str = START) -> httpx.Response:
    return client.get(_local(go(client, address)))


def _local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def link_up(team: Team, person: str = "reader") -> None:
    """Have a member link their account by themselves."""
    client = team.member(person)
    way = re.search(r'href="(/sign-in/with\?link=[0-9a-f]{64})"', client.get("/account").text)
    assert way
    assert path_of(arrive(client, way[1])) == "/account"


def test_who_linked_their_account_signs_in_without_a_password(team: Team, provider: IdentityProvider) -> None:
    assert "Sign in with Example ID" in team.client().get("/sign-in?to=/profile").text
    link_up(team)
    client = team.client()
    answer = arrive(client, f"{START}?to=/upload")
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload")
    assert client.get("/upload").status_code == 200
    assert "reader@alpha" in client.get("/account").text
    acts = [(each.act, each.way) for each in list_deeds(team.accounts, "alpha")]
    assert ("link identity", "session") in acts and ("sign in", "identity provider") in acts
    # What the provider says of itself is asked once; keys, too.
    assert [provider.asked.count(each) for each in ("/.well-known/openid-configuration", "/keys")] == [1, 1]


@pytest.mark.parametrize("kind", ["RS256", "ES256"])
@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post", "public"])
def test_each_way_of_the_standard(tmp_path: Path, kind: str, way: str) -> None:
    provider = IdentityProvider(kind)
    provider.ways, provider.wants_secret = [way], way != "public"
    team = with_provider(open_team(tmp_path, example=False), provider, secret="" if way == "public" else SECRET)
    link_up(team)
    assert path_of(arrive(team.client())) == "/"
    provider.close()
    team.door.close()


def test_whoever_is_not_linked_is_not_let_in_though_the_address_is_a_name_here(
    team: Team, provider: IdentityProvider
) -> None:
    provider.person["email"] = "reader@alpha"
    client = team.client()
    answer = arrive(client)
    assert answer.status_code == 401 and "nobody here is known by this identity" in answer.text
    assert client.get("/upload", headers=JSON).status_code == 401
    assert "refused" in {each.act for each in list_deeds(team.accounts, "")}


def test_an_admin_lets_a_verified_address_in_once(team: Team, provider: IdentityProvider) -> None:
    admin = team.member("admin")
    assert (
        send(admin, "/members", "/members/identity", person="reader@alpha", email="ann@example.org").status_code == 303
    )
    provider.person["email_verified"] = False
    assert arrive(team.client()).status_code == 401
    provider.person["email_verified"] = "true"
    assert arrive(team.client()).status_code == 401
    provider.person["email_verified"] = True
    assert path_of(arrive(team.client())) == "/"
    (known,) = identities_of(team.accounts, "reader@alpha")
    assert (known.subject, known.email) == ("0042", "ann@example.org")
    # It is the subject that counts from now on, and nobody else's with that address.
    provider.person["email"] = "married@example.org"
    assert path_of(arrive(team.client())) == "/"
    provider.person.update(sub="0043", email="ann@example.org")
    assert arrive(team.client()).status_code == 401


def test_an_offer_ends(team: Team) -> None:
    send(team.member("admin"), "/members", "/members/identity", person="reader@alpha", email="ann@example.org")
    team.clock.later(days=8)
    assert arrive(team.client()).status_code == 401


def test_nobody_gives_the_account_of_another_organisation_away(team: Team) -> None:
    admin = team.member("admin")
    for person in ("reader@beta", "nobody@alpha"):
        answer = send(admin, "/members", "/members/identity", person=person, email="ann@example.org")
        assert answer.status_code == 400
    assert (
        send(admin, "/members", "/members/identity", person="reader@alpha", email="ann@example.org").status_code == 303
    )
    # Who became a member elsewhere meanwhile is not the admin's alone any more.
    with team.accounts.write() as run:
        set_role(run, "reader@alpha", Role.COUNSEL, Doer("beta", "admin@beta", "test"), team.clock())
    assert arrive(team.client()).status_code == 400
    assert identities_of(team.accounts, "reader@alpha") == ()
    # An address that another organisation offers is not taken from it.
    other = team.member("admin", "beta")
    answer = send(other, "/members", "/members/identity", person="contributor@beta", email="ann@example.org")
    assert answer.status_code == 400


def test_only_who_administers_offers(team: Team) -> None:
    for role in ("reader", "contributor", "counsel"):
        client = team.member(role)
        token = re.search(r'name="token" value="(\w+)"', client.get("/upload" if role != "reader" else "/account").text)
        assert token
        data = {"token": token[1], "person": "admin@alpha", "email": "ann@example.org"}
        assert client.post("/members/identity", data=data, headers=JSON).status_code == 403


def test_an_identity_is_of_one_person_and_ends(team: Team) -> None:
    link_up(team)
    way = re.search(r'href="(/sign-in/with\?link=\w+)"', team.member("counsel").get("/account").text)
    assert way
    counsel = team.member("counsel")
    way = re.search(r'href="(/sign-in/with\?link=\w+)"', counsel.get("/account").text)
    assert way
    assert arrive(counsel, way[1]).status_code == 400
    client = team.member("reader")
    elsewhere = team.client()
    arrive(elsewhere)
    assert send(client, "/account", "/account/identity/end", person="reader@alpha").status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account", headers=JSON).status_code == 401
    assert arrive(team.client()).status_code == 401


def test_an_admin_ends_the_link_of_a_member_and_of_nobody_else(team: Team) -> None:
    link_up(team)
    for client in (team.member("counsel"), team.member("admin", "beta")):
        assert send(client, "/account", "/account/identity/end", person="reader@alpha").status_code == 403
    assert send(team.member("admin"), "/account", "/account/identity/end", person="reader@alpha").status_code == 303
    assert identities_of(team.accounts, "reader@alpha") == ()


def test_no_other_site_has_an_account_linked(team: Team) -> None:
    client, other = team.member("reader"), team.member("counsel")
    way = re.search(r'href="(/sign-in/with\?link=\w+)"', other.get("/account").text)
    assert way
    for address in (way[1], f"{START}?link=", f"{START}?link={'0' * 64}"):
        assert client.get(address, headers=JSON).status_code == 403
    assert team.client().get(way[1], headers=JSON).status_code == 401


def test_who_did_not_set_out_here_does_not_arrive_here(team: Team) -> None:
    link_up(team)
    mine = team.client()
    back = _local(go(mine))
    # A browser that was lured to the return of another's way.
    assert team.client().get(back).status_code == 401
    lured = team.client()
    go(lured)
    assert lured.get(back).status_code == 401
    assert path_of(mine.get(back)) == "/"
    # And once only.
    again = mine.get(back)
    assert again.status_code == 401


def test_a_way_that_was_begun_to_link_ends_in_that_session(team: Team) -> None:
    client = team.member("reader")
    way = re.search(r'href="(/sign-in/with\?link=\w+)"', client.get("/account").text)
    assert way
    back = _local(go(client, way[1]))
    client.cookies.set(COOKIE, team.member("counsel").cookies.get(COOKIE) or "")
    assert client.get(back).status_code == 401
    assert identities_of(team.accounts, "reader@alpha") == identities_of(team.accounts, "counsel@alpha") == ()


def test_a_way_takes_ten_minutes_at_most(team: Team) -> None:
    link_up(team)
    client = team.client()
    back = _local(go(client))
    team.clock.later(seconds=LASTS.total_seconds() + 5)
    assert client.get(back).status_code == 401


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "\n/x", "javascript:x"])
def test_it_leads_nowhere_else(linked: tuple[Team, IdentityProvider], to: str) -> None:
    team, provider = linked
    provider.mend()
    team = with_provider(team, provider)
    client = team.client()
    sent = client.get(START, params={"to": to})
    back = httpx.get(sent.headers["location"]).headers["location"]
    assert client.get(_local(back)).headers["location"] == "/"


def test_the_secret_of_a_session_changes_and_the_cookie_is_bound_to_the_host(team: Team) -> None:
    from starlette.testclient import TestClient

    link_up(team)
    client = TestClient(
        team.app,  # type: ignore[arg-type]
        base_url="https://flowdown.example",
        headers={"accept": "text/html"},
        follow_redirects=False,
    )
    sent = client.get(START)
    assert "__Host-flowdown-passage=" in sent.headers["set-cookie"]
    assert "Secure" in sent.headers["set-cookie"] and "HttpOnly" in sent.headers["set-cookie"]
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://flowdown.example/sign-in/back"]
    assert asked["tenant"] == ["1"]
    planted = team.client()
    planted.cookies.set(COOKIE, "planted-by-somebody")
    answer = arrive(planted)
    assert cookie_of(answer) != "planted-by-somebody"


NOW = int(time.time())
BROKEN: dict[str, Callable[[IdentityProvider], Any]] = {
    "another issuer": lambda it: it.broken.update(iss="https://evil.example"),
    "another audience": lambda it: it.broken.update(aud="somebody else"),
    "several audiences without a party": lambda it: it.broken.update(aud=[CLIENT, "somebody else"]),
    "another party": lambda it: it.broken.update(azp="somebody else"),
    "another nonce": lambda it: it.broken.update(nonce="0" * 64),
    "no nonce": lambda it: it.broken.update(nonce=...),
    "ended": lambda it: it.broken.update(exp=NOW - 3600, iat=NOW - 7200),
    "no end": lambda it: it.broken.update(exp=...),
    "an end that is none": lambda it: it.broken.update(exp=True),
    "made in the future": lambda it: it.broken.update(iat=NOW + 3600),
    "made long ago": lambda it: it.broken.update(iat=NOW - 3600),
    "no subject": lambda it: it.broken.update(sub=""),
    "a subject that is none": lambda it: it.broken.update(sub=42),
    "not signed": lambda it: it.header.update(alg="none"),
    "signed with what we know, too": lambda it: it.header.update(alg="HS256"),
    "a key that it does not list": lambda it: (setattr(it, "key", it.make_key("other")), it.header.update(kid="one")),
    "a key of another name": lambda it: it.header.update(kid="two"),
    "a short key": lambda it: (setattr(it, "key", it.make_key("short", 1024)), setattr(it, "listed", [it.key])),
    "keys elsewhere": lambda it: it.told.update(jwks_uri=f"{it.issuer}/elsewhere"),
    "another name of itself": lambda it: it.told.update(issuer="https://evil.example"),
    "the answer of another": lambda it: it.told.update(authorization_response_iss_parameter_supported=True),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", BROKEN)
def test_what_the_provider_did_not_say_so_lets_nobody_in(linked: tuple[Team, IdentityProvider], how: str) -> None:
    team, provider = linked
    provider.mend()
    assert path_of(arrive(with_provider(team, provider).client())) == "/"
    team = with_provider(team, provider)
    # Limits are not what is tried here.
    team.clock.later(minutes=20)
    BROKEN[how](provider)
    client = team.client()
    sent = client.get(START)
    if sent.status_code == 303:
        answer = client.get(_local(httpx.get(sent.headers["location"]).headers["location"]))
        assert answer.status_code in (401, 503), how
    else:
        assert sent.status_code == 503, how
    assert client.get("/upload", headers=JSON).status_code == 401


def test_a_new_key_is_found(team: Team, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    link_up(team)
    provider.key = provider.make_key("two")
    provider.listed.append(provider.key)
    real = time.monotonic
    assert arrive(team.client()).status_code == 401, "it was asked a moment ago"
    monkeypatch.setattr("flowdown.server.signon.provider.time.monotonic", lambda: real() + 120)
    assert path_of(arrive(team.client())) == "/"


def test_one_who_is_refused_there_is_told(team: Team) -> None:
    client = team.client()
    back = go(client)
    state = parse_qs(urlsplit(back).query)["state"][0]
    answer = client.get(BACK, params={"error": "access_denied", "error_description": "<b>x", "state": state})
    assert answer.status_code == 401 and "let nobody in" in answer.text and "<b>x" not in answer.text


def test_an_invitation_is_taken_up_without_a_password(team: Team, provider: IdentityProvider) -> None:
    doer = Doer("alpha", "admin@alpha", "test")
    secret = invite(team.accounts, Role.COUNSEL, "", doer, team.clock())
    client = team.client()
    assert "Example ID" in client.get(f"/join/{secret}").text
    assert path_of(arrive(client, f"{START}?join={secret}")) == "/"
    assert client.get("/profile").status_code == 200
    assert "ann@example.org" in client.get("/account").text
    assert send(client, "/account", "/account/identity/end", person="ann@example.org").status_code == 400
    signed = send(team.client(), "/sign-in", "/sign-in", login="ann@example.org", password="")
    assert signed.status_code == 401
    again = arrive(team.client(), f"{START}?join={secret}")
    assert again.status_code == 404
    # Whose name is there already proves it with the password first.
    provider.person.update(sub="0099", email="reader@alpha")
    other = invite(team.accounts, Role.ADMIN, "", doer, team.clock())
    assert arrive(team.client(), f"{START}?join={other}").status_code == 400
    named = invite(team.accounts, Role.READER, "bob", doer, team.clock())
    assert path_of(arrive(team.client(), f"{START}?join={named}")) == "/"
    assert [each.subject for each in identities_of(team.accounts, "bob")] == ["0099"]
    founding = invite(team.accounts, Role.ADMIN, "", Doer("", "", "test"), team.clock())
    assert "Example ID" not in team.client().get(f"/join/{founding}").text
    assert arrive(team.client(), f"{START}?join={founding}").status_code == 400


def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    team = open_team(tmp_path, example=False)
    assert team.client().get(START).status_code == 404
    assert "/sign-in/with" not in team.client().get("/sign-in").text
    answer = send(team.member("admin"), "/members", "/members/identity", person="reader@alpha", email="a@b.example")
    assert answer.status_code == 404
    team.door.close()


WRONG = {
    "http://id.example": "only `https://`",
    "https://u:p@id.example": "name or password",
    "https://id.example/?x=1": "`?`",
    "https:///x": "names no host",
    "ftp://127.0.0.1": "only `https://`",
}


@pytest.mark.parametrize("issuer", WRONG)
def test_a_file_that_is_no_good_is_told(tmp_path: Path, issuer: str) -> None:
    file = tmp_path / NAME
    file.write_text(f"issuer: '{issuer}'\nclient_id: x\ntitle: X\n", "utf-8")
    with pytest.raises(Problems) as raised:
        read_provider(file)
    assert WRONG[issuer] in str(raised.value.problems[0])


def test_every_fault_of_a_file_is_told_and_no_secret(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text(
        "issuer: https://id.example\nclient_id: ''\ntitle: ''\nclient_secret_env: 'very secret'\nscopes: [email]\n"
        "allow_networks: [nowhere]\n",
        "utf-8",
    )
    with pytest.raises(Problems) as raised:
        read_provider(file)
    assert len(raised.value.problems) == 5
    assert "very secret" not in str([str(each) for each in raised.value.problems])


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost:1/",
        "https://[fd00::1]/",
        "https://169.254.169.254/",
        "https://10.0.0.1/",
    ],
)
def test_it_is_not_asked_where_it_should_not_be(tmp_path: Path, url: str) -> None:
    from flowdown.server.signon.ask import ask

    file = tmp_path / NAME
    file.write_text("issuer: https://id.example\nclient_id: x\ntitle: X\n", "utf-8")
    with pytest.raises(NoProvider, match="not public"):
        ask(read_provider(file), url)


def test_a_provider_elsewhere_names_no_address_without_tls(tmp_path: Path, provider: IdentityProvider) -> None:
    from flowdown.server.signon.ask import ask

    file = tmp_path / NAME
    file.write_text("issuer: https://id.example\nclient_id: x\ntitle: X\n", "utf-8")
    with pytest.raises(NoProvider, match="https"):
        ask(read_provider(file), f"{provider.issuer}/keys")
    assert provider.asked == []


def test_accounts_of_before_are_brought_up(tmp_path: Path) -> None:
    """A database of version 1 keeps what it holds."""
    from flowdown.server.accounts import database

    here = Path(database.__file__).parent
    file = tmp_path / "accounts.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript((here / "schema.sql").read_text("utf-8"))
        connection.executescript((here / "audit.sqlite.sql").read_text("utf-8"))
        connection.execute("INSERT INTO organisation VALUES ('alpha', 'Alpha', 'x')")
    accounts = Database(file)
    assert accounts.read("SELECT value FROM setting WHERE name = 'version'") == [("2",)]
    assert accounts.read("SELECT id FROM organisation") == [("alpha",)]
    assert accounts.read("SELECT * FROM identity") == []
    accounts.close()
    Database(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE setting SET value = '3' WHERE name = 'version'")
    with pytest.raises(FlowdownError, match="newer"):
        Database(file)
