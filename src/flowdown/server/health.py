"""Answers whether the server lives (`/healthz`) and could answer a question (`/readyz`), to whoever looks after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_LONGEST = 5.0
"""Seconds after which a database that does not answer counts as not there."""


class Health:
    """Wraps an application. What is asked here is asked by any name of the server, and tells nothing but yes or no."""

    def __init__(self, app: ASGIApp, try_out: Callable[[], object]) -> None:
        self._app = app
        self._try_out = try_out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path not in ("/healthz", "/readyz") or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        is_well = path == "/healthz" or await self._is_ready()
        body = b"" if scope["method"] == "HEAD" else (b"ok\n" if is_well else b"not ready\n")
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200 if is_well else 503, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _is_ready(self) -> bool:
        try:
            await asyncio.wait_for(asyncio.to_thread(self._try_out), _LONGEST)
        except Exception:  # whatever hinders it: the answer is no
            return False
        return True
