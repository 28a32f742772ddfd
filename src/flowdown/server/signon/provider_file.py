"""Reads the file that names the identity provider, and finds what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.structure import decode
from flowdown.watch.read_receivers import fault_of_url, faults_of_networks, faults_of_variables, is_here

NAME = "flowdown-oidc.yaml"
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFile:
    """An identity provider. `title` is what people call it; `client_secret_env` names the variable with the secret, if there is one.

    Addresses that are not public are refused, unless they lie in one of `allow_networks`; `ca_file` is a file with certificates to trust
    in place of the system's.
    """

    issuer: str
    client_id: str
    title: str
    client_secret_env: str = ""
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    allow_networks: tuple[str, ...] = ()
    ca_file: str = ""


def read_provider(file: Path) -> ProviderFile:
    """The provider that a file names; raises `Problems` with everything that is wrong with it."""
    document = strict_yaml.load_file(file)
    said = decode(ProviderFile, document)
    problems: list[FlowdownError] = [
        UnusableFile(message, document.where((key,)), hint) for key, message, hint in _faults(said)
    ]
    if problems:
        raise Problems(problems)
    return said


def fault_of_endpoint(url: str, issuer: str) -> str:
    """What is wrong with an address of a provider; empty if nothing is. Without TLS only within this machine, if its issuer is there."""
    if url.startswith("http://") and _is_plain_here(url) and _is_plain_here(issuer):
        return fault_of_url(f"https://{url.removeprefix('http://')}")
    return fault_of_url(url)


def _is_plain_here(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and is_here(parts.hostname or "")
    except ValueError:
        return False


def _faults(said: ProviderFile) -> Iterator[tuple[str, str, str]]:
    fault = fault_of_endpoint(said.issuer, said.issuer)
    if fault:
        yield "issuer", fault, ""
    elif urlsplit(said.issuer).query:
        yield "issuer", "an issuer has no `?` part", ""
    if not said.client_id or not said.client_id.isprintable():
        yield "client_id", "names no client", "as the provider calls this server"
    if not said.title.strip() or len(said.title) > _LONGEST_TITLE:
        yield "title", f"has 1 to {_LONGEST_TITLE} characters", "what people call the provider"
    yield from faults_of_variables(("client_secret_env", said.client_secret_env))
    if "openid" not in said.scopes or not all(map(_SCOPE.fullmatch, said.scopes)):
        yield "scopes", "are words, one of them `openid`", ""
    yield from faults_of_networks(said.allow_networks)
