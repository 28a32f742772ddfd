"""Writes the log as JSON lines: what was asked by its route, how it ended, how long it took; no address, name or secret."""

from __future__ import annotations

import datetime
import json
import logging
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = "flowdown.requests"
_SECRETS = re.compile(
    r"(?<=://)[^@/\s]+@|(?<=[Bb]earer )[^\s'\"]+|\bfld_\w+|(?<=/join/)[\w.~-]+|(?<=[?&])[^\s=&]+=[^\s&'\"]*"
)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        told: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": hide(record.getMessage()),
        }
        more = getattr(record, "told", None)
        if isinstance(more, Mapping):
            told.update(more)
        if record.exc_info:
            told["trace"] = hide(self.formatException(record.exc_info))
        return json.dumps(told, default=str)


def hide(text: str) -> str:
    """A text without passwords in addresses, tokens, links that work once, and what was asked for in a query."""
    return _SECRETS.sub("...", text)


def log_settings() -> dict[str, Any]:
    """What the server and the program that runs it log, as JSON lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "flowdown.server.log_lines.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "loggers": {
            name: {"handlers": ["lines"], "level": level, "propagate": False}
            for name, level in (
                ("uvicorn", "INFO"),
                ("uvicorn.error", "INFO"),
                ("flowdown", "INFO"),
                (REQUESTS, "INFO"),
            )
        },
    }


class LogRequests:
    """Wraps an application, and logs each request when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._logger = logging.getLogger(REQUESTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size = 0, 0
        started = time.monotonic()

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            told = {
                "method": scope["method"],
                # The route and not the path: a path may hold a link that works once.
                "route": getattr(scope.get("route"), "path", "") or "(none)",
                "status": status,
                "octets": size,
                "ms": round((time.monotonic() - started) * 1000, 1),
            }
            self._logger.info("request", extra={"told": told})
