"""Uploads a scan to a server: tried again while that may help, and kept there once however often it is sent."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import ipaddress
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flowdown import __version__
from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where, clip
from flowdown.report.push_v1 import PushV1
from flowdown.report.words import shorten, visible

PATH = "/api/v1/scans"
TRIES = 6
_TIMEOUT = 60.0
_LONGEST_ANSWER = 1024 * 1024
_LONGEST_WAIT = 120.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REASONS = {
    401: "the server does not know the token, or it has ended",
    403: "the token may not upload",
    404: "no Flowdown server that takes scans is at this address",
    405: "no Flowdown server that takes scans is at this address",
    413: "the scan is larger than the server takes",
    421: "the server is not known by that name",
}


class NotPushed(FlowdownError):
    """A scan that the server did not take."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a scan goes; `repository` says of which repository of the server's profile it is, `ca_file` whom to trust."""

    url: str
    token: str
    repository: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    wait: float


def push_scan(server: Server, scan: bytes, name: str, rest: Callable[[float], None]) -> PushV1:
    """Upload a scan; `rest` waits so many seconds. Raises `NotPushed` for what the server refuses or cannot be told."""
    _refuse_other(scan, name)
    digest = hashlib.sha256(scan).hexdigest()
    body = gzip.compress(scan, 6, mtime=0)
    connection, target = _connect(server)
    headers = {
        "Authorization": f"Bearer {server.token}",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Accept": "application/json",
        "Idempotency-Key": digest,
        "User-Agent": f"flowdown/{__version__}",
    }
    fault = ""
    for number in range(TRIES):
        wait = 0.0
        try:
            answer = _ask(connection, target, body, headers)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, ssl.SSLCertVerificationError):
                raise NotPushed(f"the server's certificate is not trusted: {error.verify_message}") from None
            fault = f"the server cannot be reached: {getattr(error, 'strerror', '') or 'it broke off'}"
        else:
            if answer.status in (200, 201):
                return _tell(answer, digest)
            if answer.status not in _AGAIN:
                raise NotPushed(_say(answer))
            fault, wait = _say(answer), answer.wait
        finally:
            connection.close()
        if number < TRIES - 1:
            rest(min(max(wait, 2.0**number), _LONGEST_WAIT))
    raise NotPushed(f"{fault}; tried {TRIES} times")


def _refuse_other(scan: bytes, name: str) -> None:
    where = Where(name)
    try:
        value = json.loads(scan)
    except (ValueError, RecursionError):
        raise UnusableFile("is no JSON", where) from None
    if not isinstance(value, dict) or value.get("schema") != "flowdown.scan/1":
        raise UnusableFile("is no scan", where, "`flowdown scan . --format json --out scan.json` writes one")
    if value.get("only_vendors") or value.get("standing") is not None:
        raise UnusableFile("is the scan of some vendors or of a change only", where, "push one of the whole tree")


def _connect(server: Server) -> tuple[http.client.HTTPConnection, str]:
    """A connection by https, or to this machine; a redirect or proxy is never followed with the token."""
    try:
        parts = urlsplit(server.url)
        port = parts.port
    except ValueError:
        raise UnusableArgument("the address of the server is none") from None
    host = parts.hostname or ""
    if parts.username is not None or parts.query or parts.fragment or not host or not parts.netloc.isprintable():
        raise UnusableArgument("the address of the server is none", hint="as `https://flowdown.example.org`")
    if not server.token or not server.token.isascii() or not server.token.isprintable() or " " in server.token:
        raise UnusableArgument("the token is none")
    target = parts.path.rstrip("/") + PATH
    if server.repository:
        target += f"?repository={quote(server.repository, safe='')}"
    if parts.scheme == "https":
        try:
            trust = ssl.create_default_context(cafile=server.ca_file or None)
        except (OSError, ssl.SSLError):
            raise UnusableArgument(f"no certificates can be read from `{clip(server.ca_file)}`") from None
        trust.minimum_version = ssl.TLSVersion.TLSv1_2
        return http.client.HTTPSConnection(host, port or 443, timeout=_TIMEOUT, context=trust), target
    if parts.scheme == "http" and _is_here(host):
        return http.client.HTTPConnection(host, port or 80, timeout=_TIMEOUT), target
    raise UnusableArgument(
        "a token is sent by https only, or to this machine", hint="as `https://flowdown.example.org`"
    )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ask(connection: http.client.HTTPConnection, target: str, body: bytes, headers: dict[str, str]) -> _Answer:
    # A server that refuses early (a token, a size) has answered when it cuts the connection.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request("POST", target, body, headers)
    answer = connection.getresponse()
    wait = answer.getheader("Retry-After", "")
    return _Answer(answer.status, answer.read(_LONGEST_ANSWER), float(wait) if wait.isdigit() else 0.0)


def _tell(answer: _Answer, digest: str) -> PushV1:
    try:
        told = json.loads(answer.body)
        trees = tuple(str(each["id"]) for each in told.get("trees", ()))
        strays = tuple(map(str, told.get("strays", ())))
        new = int(told.get("new", 0))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotPushed("what the server answers is no answer of Flowdown's") from None
    return PushV1("flowdown.push/1", digest, answer.status == 201, new, trees, strays)


def _say(answer: _Answer) -> str:
    """What the server says, in its words where it has some."""
    if 300 <= answer.status < 400:
        return f"the server answers {answer.status}: redirects are not followed; name the address that it leads to"
    said = _REASONS.get(answer.status, f"the server answers {answer.status}")
    try:
        told = json.loads(answer.body)
        words = "; ".join(str(told[key]) for key in ("error", "hint") if told.get(key))
    except (ValueError, TypeError, AttributeError, RecursionError):
        words = ""
    return f"{said}: {shorten(visible(words), 300)}" if words else said
