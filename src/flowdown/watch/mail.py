"""Sends a notice as e-mail."""

from __future__ import annotations

import datetime
import smtplib
import ssl
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flowdown.report.format import Look, load_format
from flowdown.report.notice_page import lay_out_notice, say_subject
from flowdown.report.notice_v1 import NoticeV1
from flowdown.report.receivers import Mail
from flowdown.report.words import shorten, visible
from flowdown.watch.errors import NotDelivered

_TIMEOUT = 30.0
_MOST = 60
_LONGEST_SUBJECT = 180
_WIDTH = 78


def write_mail(notice: NoticeV1, mail: Mail, receiver: str, at: datetime.datetime) -> EmailMessage:
    """The message. Nothing from outside can add a header or a receiver to it; `Message-ID` names the delivery."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Flowdown", addr_spec=mail.sender)
    message["To"] = Address(addr_spec=receiver)
    message["Subject"] = shorten(f"[Flowdown] {visible(say_subject(notice))}", _LONGEST_SUBJECT)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{notice.delivery}@{mail.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Flowdown-Notice"] = notice.id
    draw = load_format("terminal").draw
    assert draw is not None, "the terminal shows pages"
    message.set_content(draw(lay_out_notice(notice, _MOST), Look(_WIDTH)), cte="quoted-printable")
    return message


def send_mail(message: EmailMessage, mail: Mail, receiver: str, environment: Mapping[str, str]) -> None:
    """Hand a message over to the server; raises `NotDelivered`."""
    user, password = (_secret(name, environment) for name in (mail.user_env, mail.password_env))
    try:
        with _connect(mail) as server:
            if user:
                server.login(user, password)
            server.send_message(message, mail.sender, [receiver])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refused(code, words) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _refused(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPAuthenticationError:
        raise NotDelivered("the mail server does not take the name and password") from None
    except smtplib.SMTPNotSupportedError:
        raise NotDelivered("the mail server does not offer what is asked of it (STARTTLS, AUTH)") from None
    except ssl.SSLError as error:
        raise NotDelivered(f"no safe connection to the mail server: {visible(error.reason or 'TLS failed')}") from None
    except smtplib.SMTPException as error:
        raise NotDelivered(f"the mail server failed ({type(error).__name__})") from None
    except OSError as error:
        raise NotDelivered(f"the mail server cannot be reached: {error.strerror or 'no answer'}") from None


def _connect(mail: Mail) -> smtplib.SMTP:
    # The own name is an address literal: asking for it would be a question to the network that nobody asked for.
    own = "[127.0.0.1]"
    if mail.tls == "none":
        return smtplib.SMTP(mail.server, mail.port, own, _TIMEOUT)
    context = trust(mail.ca_file)
    if mail.tls == "implicit":
        return smtplib.SMTP_SSL(mail.server, mail.port, own, timeout=_TIMEOUT, context=context)
    server = smtplib.SMTP(mail.server, mail.port, own, _TIMEOUT)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def trust(ca_file: str) -> ssl.SSLContext:
    """Which certificates are trusted: the system's, or those of a file; TLS 1.2 or newer, names checked."""
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError):
        raise NotDelivered("the file of trusted certificates cannot be read") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _refused(code: int, words: bytes | str) -> NotDelivered:
    text = words if isinstance(words, str) else words.decode("utf-8", "replace")
    said = visible(text.replace("\n", " "))
    return NotDelivered(f"the mail server says {code}: {shorten(said, 200)}", is_final=code >= 500)


def _secret(name: str, environment: Mapping[str, str]) -> str:
    if not name:
        return ""
    value = environment.get(name, "")
    if not value:
        raise NotDelivered(f"the variable {name} is not set")
    return value
