"""Reads the file that says who is told, and finds what is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile, clip
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode
from flowdown.report.receivers import Mail, Receivers, Webhook

NAME = "flowdown-watch.yaml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?")


def read_receivers(file: Path) -> Receivers:
    """The receivers in a file; raises `Problems` with everything that is wrong with it."""
    document = strict_yaml.load_file(file)
    receivers = decode(Receivers, document)
    problems = list(_faults(receivers, document))
    if problems:
        raise Problems(problems)
    return receivers


def _faults(receivers: Receivers, document: Document) -> Iterator[FlowdownError]:
    def fault(message: str, *path: str | int, hint: str = "") -> FlowdownError:
        return UnusableFile(message, document.where(path), hint)

    for number, days in enumerate(receivers.due_within):
        if not 0 <= days <= 366:
            yield fault("is no number of days from 0 to 366", "due_within", number)
    seen: set[str] = set()
    for section, number, identity, found in _members(receivers):
        if not _ID.fullmatch(identity):
            yield fault(f"`{clip(identity)}` is no id", section, number, "id", hint="small letters, digits and `-`")
        if identity in seen:
            yield fault(f"`{clip(identity)}` is there already", section, number, "id")
        seen.add(identity)
        for key, message, hint in found:
            yield fault(message, section, number, key, hint=hint)


def _members(receivers: Receivers) -> Iterator[tuple[str, int, str, Iterable[tuple[str, str, str]]]]:
    """Every receiver: its section, its number there, its id, and what is wrong with it."""
    for number, mail in enumerate(receivers.mails):
        yield "mails", number, mail.id, _of_mail(mail)
    for number, hook in enumerate(receivers.webhooks):
        yield "webhooks", number, hook.id, _of_webhook(hook)
    for number, calendar in enumerate(receivers.calendars):
        yield "calendars", number, calendar.id, () if calendar.file else (("file", "names no file", ""),)


def _of_mail(mail: Mail) -> Iterator[tuple[str, str, str]]:
    if not _HOST.fullmatch(mail.server):
        yield "server", f"`{mail.server[:80]}` is no name of a server", ""
    if not 0 < mail.port < 65536:
        yield "port", f"`{mail.port}` is no port", ""
    if mail.tls == "none" and not is_here(mail.server):
        yield "tls", "mail without encryption goes to this machine only", "`starttls` or `implicit`"
    if bool(mail.user_env) != bool(mail.password_env):
        yield "user_env", "a name needs a password, and a password a name", "set both `user_env` and `password_env`"
    if mail.user_env and mail.tls == "none":
        yield "user_env", "a password is sent over an encrypted connection only", ""
    yield from faults_of_variables(("user_env", mail.user_env), ("password_env", mail.password_env))
    if not _ADDRESS.fullmatch(mail.sender):
        yield "sender", f"`{mail.sender[:80]}` is no address", "as `flowdown@example.org`"
    if not mail.to:
        yield "to", "nobody is named", ""
    for address in mail.to:
        if not _ADDRESS.fullmatch(address):
            yield "to", f"`{address[:80]}` is no address", "as `counsel@example.org`"


def _of_webhook(hook: Webhook) -> Iterator[tuple[str, str, str]]:
    if bool(hook.url) == bool(hook.url_env):
        yield "url", "one of `url` and `url_env` says where it goes", ""
    if hook.url:
        fault = fault_of_url(hook.url)
        if fault:
            yield "url", fault, ""
    yield from faults_of_variables(("url_env", hook.url_env), ("secret_env", hook.secret_env))
    if not hook.secret_env:
        yield "secret_env", "no message goes out unsigned: name the variable with the secret", ""
    yield from faults_of_networks(hook.allow_networks)


def faults_of_networks(networks: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Which of the networks that are allowed is none: key, message, hint."""
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield "allow_networks", f"`{clip(network)}` is no network", "as `10.1.0.0/16`"


def faults_of_variables(*named: tuple[str, str]) -> Iterator[tuple[str, str, str]]:
    """Which of some keys holds no name of a variable: key, message, hint."""
    for key, name in named:
        if name and not _VARIABLE.fullmatch(name):
            # What stands there may be the secret itself: it is not repeated.
            yield key, "is no name of a variable", "the secret itself does not belong into the file"


def fault_of_url(url: str) -> str:
    """What is wrong with the address of a webhook; empty if nothing is. The address is not repeated: it may be a secret."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme != "https":
        return "only `https://` is sent to"
    if parts.username is not None or parts.password is not None:
        return "holds a name or password: put the whole address into a variable (`url_env`)"
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        return "names no host"
    if any(not char.isascii() or not char.isprintable() or char == " " for char in url):
        return "holds characters that no address has"
    if parts.fragment:
        return "ends in a `#` part, which is never sent"
    return ""


def is_here(host: str) -> bool:
    """Whether a host is this machine, told without asking anybody."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
