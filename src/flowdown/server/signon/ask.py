"""Asks the identity provider: over TLS, at an address that was checked, for a small JSON object, without following anything."""

from __future__ import annotations

import http.client
import ssl
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
from flowdown.watch.pinned import Pinned
from flowdown.watch.reachable import find_addresses, look_up

_TIMEOUT = 10.0
_LONGEST = 20.0
"""Seconds that one question may take as a whole, however slowly an answer drips."""
_MOST = 512 * 1024
_HERE = ("127.0.0.0/8", "::1/128")

Ask = Callable[..., tuple[int, Mapping[str, Any]]]


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
    sent = {"Accept": "application/json", "User-Agent": f"flowdown/{__version__}", **(headers or {})}
    body = None
    if form is not None:
        body = urlencode(form)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    return _exchange(Pinned(host, port, addresses, context, _TIMEOUT), target, body, sent)


def _exchange(
    connection: Pinned, target: str, body: str | None, headers: Mapping[str, str]
) -> tuple[int, Mapping[str, Any]]:
    try:
        with connection.within(_LONGEST):
            connection.request("GET" if body is None else "POST", target, body, dict(headers))
            answer = connection.getresponse()
            content = answer.read(_MOST + 1)
    except ssl.SSLCertVerificationError as error:
        raise NoProvider(f"the identity provider's certificate is not trusted: {error.verify_message}") from None
    except (http.client.HTTPException, ssl.SSLError, OSError, ValueError):
        raise NoProvider("the identity provider cannot be reached") from None
    if len(content) > _MOST:
        raise NoProvider("the identity provider says too much")
    try:
        value = strict_json.load(strict_json.decode(content, "the answer"), "the answer")
    except FlowdownError:
        value = None
    if not isinstance(value, dict):
        raise NoProvider(f"the identity provider's answer is no JSON object (status {answer.status})")
    return answer.status, value
