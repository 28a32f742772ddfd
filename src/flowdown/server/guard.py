"""Stands before every page: only requests to this host, only what is small enough, and what browsers must keep to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowdown.report.json_text import write_json
from flowdown.server.faults import fault

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from flowdown.report.view_v1 import FaultV1

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is loaded from anywhere else, and no script runs at all."""
_HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "private, no-cache",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")
LONGEST_ADDRESS = 8_192


class Guard:
    """Wraps an application."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refuse(scope)
        sending = _Sending(send, scope["method"] == "HEAD")
        if refused is not None:
            await _answer(refused, sending)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, sending)

    def _refuse(self, scope: Scope) -> FaultV1 | None:
        """A page of this server must not be asked for under another name: that is how other sites would read it."""
        names = [value for name, value in scope["headers"] if name == b"host"]
        if len(names) != 1 or host_of(names[0].decode("latin-1")) not in self._hosts:
            return fault(421, "this server is not known by that name", "name it with `--host-name`")
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return fault(414, "the address is too long")
        if "\0" in scope["path"]:
            return fault(400, "no such address")
        return None


class _Sending:
    """Sends with the headers of every answer; of a HEAD, only these."""

    def __init__(self, send: Send, is_head: bool) -> None:
        self._send = send
        self._is_head = is_head

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            there = {name.lower() for name, _ in headers}
            headers += [
                (name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in there
            ]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body" and self._is_head:
            message = {**message, "body": b""}
        await self._send(message)


async def _answer(told: FaultV1, send: Send | _Sending) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": write_json(told).encode()})


def host_of(header: str) -> str:
    """The name in a Host header, without its port; empty for what is none."""
    match = _HOST.fullmatch(header.strip().lower())
    return match["name"] if match is not None else ""


def names_of(bound: str, named: tuple[str, ...]) -> frozenset[str]:
    """The names by which a server that is bound to an address may be asked."""
    shown = f"[{bound}]" if ":" in bound else bound
    own = () if bound in ("0.0.0.0", "::") else (shown,)
    return frozenset(each.lower() for each in ("localhost", "127.0.0.1", "[::1]", *own, *named))
