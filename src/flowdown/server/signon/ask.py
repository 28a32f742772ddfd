"""Asks the identity provider: over TLS, at an address that was checked, for a small JSON object, without following anything."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flowdown import __version__
from flowdown.base import strict_json
from flowdown.base.errors import FlowdownError
from flowdown.server.signon.errors import NoProvider
from flowdown.server.signon.provider_file import ProviderFile, fault_of_endpoint
from flowdown.watch.errors import NotDelivered
from flowdown.watch.mail import trust
from flowdown.watch.reachable import Address, find_addresses, look_up

_TIMEOUT = 10.0
_LONGEST = 20.0
"""Seconds that one question may take as a whole, however slowly an answer drips."""
_MOST = 512 * 1024
_HERE = ("127.0.0.0/8", "::1/128")

Ask = Callable[..., tuple[int, Mapping[str, Any]]]


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was checked, not to whatever the name leads to a moment later."""

    def __init__(self, host: str, port: int, address: Address, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_TIMEOUT)
        self._address = address
        self._trust = context

    def connect(self) -> None:
        """Open the connection; the certificate must be of the name."""
        plain = socket.create_connection((str(self._address), self.port), _TIMEOUT)
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host) if self._trust else plain
        except BaseException:
            plain.close()
            raise


def ask(
    said: ProviderFile, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, Any]]:
    """The status and the JSON object at an address; with a form it is posted. Raises `NoProvider`."""
    fault = fault_of_endpoint(url, said.issuer)
    if fault:
        raise NoProvider(f"an address of the identity provider {fault}")
    parts = urlsplit(url)
    host, is_plain = parts.hostname or "", parts.scheme == "http"
    port = parts.port or (80 if is_plain else 443)
    try:
        addresses = find_addresses(host, port, (*said.allow_networks, *(_HERE if is_plain else ())), look_up)
        context = None if is_plain else trust(said.ca_file)
    except NotDelivered as error:
        raise NoProvider(f"the identity provider cannot be asked: {error.message}") from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # IPv4 first: a machine without IPv6 still gets IPv6 addresses told.
    address = min(addresses, key=lambda each: isinstance(each, ipaddress.IPv6Address))
    sent = {"Accept": "application/json", "User-Agent": f"flowdown/{__version__}", **(headers or {})}
    body = None
    if form is not None:
        body = urlencode(form)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    return _exchange(_Pinned(host, port, address, context), target, body, sent)


def _exchange(
    connection: _Pinned, target: str, body: str | None, headers: Mapping[str, str]
) -> tuple[int, Mapping[str, Any]]:
    guard = threading.Timer(_LONGEST, _cut, (connection,))
    guard.daemon = True
    guard.start()
    try:
        connection.request("GET" if body is None else "POST", target, body, dict(headers))
        answer = connection.getresponse()
        content = answer.read(_MOST + 1)
    except ssl.SSLCertVerificationError as error:
        raise NoProvider(f"the identity provider's certificate is not trusted: {error.verify_message}") from None
    except (http.client.HTTPException, ssl.SSLError, OSError, ValueError):
        raise NoProvider("the identity provider cannot be reached") from None
    finally:
        guard.cancel()
        connection.close()
    if len(content) > _MOST:
        raise NoProvider("the identity provider says too much")
    try:
        value = strict_json.load(strict_json.decode(content, "the answer"), "the answer")
    except FlowdownError:
        value = None
    if not isinstance(value, dict):
        raise NoProvider(f"the identity provider's answer is no JSON object (status {answer.status})")
    return answer.status, value


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
