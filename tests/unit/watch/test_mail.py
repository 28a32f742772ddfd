"""Messages arrive encrypted, under the same name each time, and nothing in them can add a header or a receiver."""

from __future__ import annotations

from email import message_from_string, policy
from pathlib import Path

import pytest

from flowdown.report.receivers import Mail
from flowdown.watch.errors import NotDelivered
from flowdown.watch.mail import send_mail, write_mail
from tests.unit.watch.notices import NOW, change, notice
from tests.unit.watch.servers import mail_server

HOSTILE = "Evil Corp\r\nBcc: victim@example.org\n\nbody \u202e\x1b[31m"
ENVIRONMENT = {"MAIL_USER": "us", "MAIL_PASSWORD": "hidden"}


def mail(port: int = 587, **given: object) -> Mail:
    fields: dict[str, object] = {
        "id": "counsel",
        "server": "localhost",
        "sender": "flowdown@harbor.example",
        "to": ("counsel@harbor.example",),
        "port": port,
        **given,
    }
    return Mail(**fields)  # type: ignore[arg-type]


def test_a_message_goes_out_encrypted_to_one_receiver(pair: tuple[Path, Path]) -> None:
    with mail_server(pair) as box:
        where = mail(box.port, ca_file=str(pair[0]), user_env="MAIL_USER", password_env="MAIL_PASSWORD")
        send_mail(write_mail(notice(), where, where.to[0], NOW), where, where.to[0], ENVIRONMENT)
    assert box.was_encrypted
    assert box.logins
    ((receiver, text),) = box.taken
    read = message_from_string(text, policy=policy.default)
    assert receiver == "counsel@harbor.example"
    assert read["Message-ID"] == "<d1@harbor.example>"
    assert read["Subject"] == "[Flowdown] Harbor Parts LLC: 1 new BREACH changed"
    body = read.get_content()
    for word in ("contracts: pump-spares", "suppliers: harbor-hosting", "systems: quotes", "stay denied"):
        assert word in body


def test_names_from_outside_add_no_header_and_no_receiver() -> None:
    told = notice(change(says=HOSTILE, order=HOSTILE, norm=HOSTILE), organisation=HOSTILE)
    text = write_mail(told, mail(), "counsel@harbor.example", NOW).as_string()
    read = message_from_string(text, policy=policy.default)
    assert read["Bcc"] is None
    assert read["To"] == "counsel@harbor.example"
    assert "\x1b" not in read.get_content()
    assert "\u202e" not in read.get_content()


def test_a_certificate_of_another_is_not_trusted(pair: tuple[Path, Path]) -> None:
    with mail_server(pair) as box, pytest.raises(NotDelivered, match="no safe connection") as caught:
        where = mail(box.port)
        send_mail(write_mail(notice(), where, where.to[0], NOW), where, where.to[0], {})
    assert box.taken == []
    assert not caught.value.is_final


@pytest.mark.parametrize(("answer", "is_final"), [("550 nobody of that name", True), ("451 later", False)])
def test_a_refusal_is_final_if_the_server_says_so(pair: tuple[Path, Path], answer: str, is_final: bool) -> None:
    with mail_server(pair) as box, pytest.raises(NotDelivered) as caught:
        box.answer = answer
        where = mail(box.port, ca_file=str(pair[0]))
        send_mail(write_mail(notice(), where, where.to[0], NOW), where, where.to[0], {})
    assert answer.replace(" ", ": ", 1) in caught.value.message
    assert caught.value.is_final == is_final


def test_a_server_that_is_not_there_and_a_variable_that_is_not_set() -> None:
    message = write_mail(notice(), mail(), "counsel@harbor.example", NOW)
    with pytest.raises(NotDelivered, match="cannot be reached"):
        send_mail(message, mail(1, tls="none"), "counsel@harbor.example", {})
    with pytest.raises(NotDelivered, match="MAIL_PASSWORD is not set"):
        where = mail(user_env="MAIL_USER", password_env="MAIL_PASSWORD")
        send_mail(message, where, "counsel@harbor.example", {"MAIL_USER": "us"})
