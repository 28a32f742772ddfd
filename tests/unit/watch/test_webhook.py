"""Webhooks are signed, and reach no address that the user did not allow, by whatever name it is called."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from flowdown.report.receivers import Webhook
from flowdown.watch.errors import NotDelivered
from flowdown.watch.reachable import find_addresses
from flowdown.watch.webhook import send_webhook
from tests.unit.watch.servers import hook_server

SECRET = {"HOOK_SECRET": "much hidden"}
INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "ff02::1",
]


def hook(port: int = 443, **given: object) -> Webhook:
    fields: dict[str, object] = {
        "id": "chat",
        "url": f"https://localhost:{port}/hooks?room=1",
        "secret_env": "HOOK_SECRET",
        "allow_networks": ("127.0.0.0/8",),
        **given,
    }
    return Webhook(**fields)  # type: ignore[arg-type]


def ask_only(*addresses: str):  # type: ignore[no-untyped-def]
    return lambda host, port: addresses


LOCAL = ask_only("127.0.0.1")


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_refused_for_good(address: str) -> None:
    with pytest.raises(NotDelivered, match="not public") as caught:
        find_addresses("hooks.example", 443, (), ask_only(address))
    assert caught.value.is_final


def test_public_addresses_and_allowed_networks_are_reached() -> None:
    found = find_addresses("hooks.example", 443, ("10.1.0.0/16",), ask_only("8.8.8.8", "10.1.2.3", "2606:4700::1111"))
    assert [str(each) for each in found] == ["8.8.8.8", "10.1.2.3", "2606:4700::1111"]


def test_a_name_that_leads_inside_as_well_is_refused_whole() -> None:
    with pytest.raises(NotDelivered, match="not public"):
        find_addresses("hooks.example", 443, (), ask_only("8.8.8.8", "127.0.0.1"))


def test_a_body_arrives_signed_under_its_name(pair: tuple[Path, Path]) -> None:
    with hook_server(pair) as hooked:
        send_webhook(hook(hooked.port, ca_file=str(pair[0])), "d1", b'{"a": 1}', 1700000000, SECRET, LOCAL)
    ((headers, body),) = hooked.got
    assert headers["flowdown-delivery"] == "d1"
    expected = hmac.new(b"much hidden", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert headers["flowdown-signature"] == f"t=1700000000,v1={expected}"
    assert "much hidden" not in str(headers)


def test_the_connection_goes_to_the_address_that_was_checked(pair: tuple[Path, Path]) -> None:
    """Asked again, the name leads elsewhere: nobody asks again."""
    answers = iter([("127.0.0.1",), ("203.0.113.9",)])
    with hook_server(pair) as hooked:
        where = hook(hooked.port, ca_file=str(pair[0]))
        send_webhook(where, "d1", b"{}", 1, SECRET, lambda host, port: next(answers))
    assert len(hooked.got) == 1


def test_a_certificate_of_another_name_is_not_trusted(pair: tuple[Path, Path]) -> None:
    with hook_server(pair) as hooked, pytest.raises(NotDelivered, match="not trusted"):
        where = hook(hooked.port, ca_file=str(pair[0]), url=f"https://elsewhere.example:{hooked.port}/")
        send_webhook(where, "d1", b"{}", 1, SECRET, LOCAL)
    assert hooked.got == []


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(301, True), (307, True), (400, True), (410, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_an_answer_comes_to(pair: tuple[Path, Path], status: int, is_final: bool) -> None:
    with hook_server(pair) as hooked, pytest.raises(NotDelivered, match=str(status)) as caught:
        hooked.status = status
        hooked.headers = {"Location": f"https://localhost:{hooked.port}/other", "Retry-After": "120"}
        send_webhook(hook(hooked.port, ca_file=str(pair[0])), "d1", b"{}", 1, SECRET, LOCAL)
    assert caught.value.is_final == is_final
    assert len(hooked.got) == 1
    assert caught.value.wait in (0.0, 120.0)


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example/", "https://u:p@hooks.example/", "https:///x", "ftp://x", "https://a b/", "https://[::1"],
)
def test_an_address_out_of_the_environment_is_examined_and_not_repeated(url: str) -> None:
    with pytest.raises(NotDelivered) as caught:
        send_webhook(hook(url="", url_env="HOOK_URL"), "d1", b"{}", 1, {**SECRET, "HOOK_URL": url}, LOCAL)
    assert caught.value.is_final
    assert url not in str(caught.value)
