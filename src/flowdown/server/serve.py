"""Runs the server until it is told to stop."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from flowdown.server.app import make_app
from flowdown.server.guard import names_of
from flowdown.server.site import Site

if TYPE_CHECKING:
    from flowdown.pipeline.claims import Target


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, and where."""

    profile: Path
    target: Target
    cache: Path | None
    host: str
    port: int
    host_names: tuple[str, ...] = ()


def serve(serving: Serving, tell: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; requests under way are finished first."""
    site = Site(serving.profile, serving.target, serving.cache, _now, tell)
    app = make_app(site, names_of(serving.host, serving.host_names))
    config = uvicorn.Config(
        app,
        host=serving.host,
        port=serving.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=200,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    shown = f"[{serving.host}]" if ":" in serving.host else serving.host
    tell(f"serving {serving.profile} at http://{shown}:{serving.port}/ (Ctrl-C ends it)")
    try:
        server.run()
    finally:
        site.close()
    if not server.started:
        sys.exit(2)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
