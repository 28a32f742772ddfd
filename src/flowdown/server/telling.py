"""Tells what goes wrong, in one shape: a page for people, JSON for programs, or the way to sign in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from flowdown import __version__
from flowdown.base.errors import FlowdownError, clip
from flowdown.report.json_text import write_json
from flowdown.server.accounts.limits import TooMany
from flowdown.server.faults import Busy, NotReady, NotSignedIn, fault, fault_of
from flowdown.server.render import render

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

    from flowdown.report.view_v1 import FaultV1

_JSON = "application/json"
_WAIT = 2
"""Seconds after which a page that is not ready is asked for again."""
logger = logging.getLogger("flowdown.server")


def add_telling(app: FastAPI) -> None:
    """Have every error of an application told."""
    for kind in (FlowdownError, RequestValidationError, ValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, tell)


def tell(request: Request, error: Exception) -> Response:
    """The answer where there is none."""
    if isinstance(error, ClientDisconnect):
        return Response(status_code=400)
    told = _fault(error)
    headers: dict[str, str] = {}
    match error:
        case NotReady():
            headers = {"retry-after": str(_WAIT), "refresh": str(_WAIT)}
        case Busy():
            headers = {"retry-after": str(_WAIT)}
        case TooMany():
            headers = {"retry-after": str(error.wait)}
        case NotSignedIn():
            headers = {"www-authenticate": "Bearer"}
        case HTTPException() if error.status_code == 405:
            headers = {"allow": ", ".join(sorted(_methods(request)))}
        case HTTPException() if error.headers:
            headers = dict(error.headers)
    if told.status >= 500 and not isinstance(error, FlowdownError):
        logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if not wants_page(request):
        return Response(write_json(told), told.status, headers, _JSON)
    if isinstance(error, NotSignedIn) and request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sign-in?to={quote(request.url.path + query, safe='')}", 303)
    text = render("fault.html", fault=told, is_waiting=isinstance(error, NotReady), version=__version__)
    return HTMLResponse(text, told.status, headers)


def _methods(request: Request) -> set[str]:
    """How an address may be asked: each way of one is a route of its own."""
    found: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or {"GET"}
    return found


def _fault(error: Exception) -> FaultV1:
    if isinstance(error, FlowdownError):
        return fault_of(error)
    if isinstance(error, RequestValidationError | ValidationError):
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first.get("loc") else "the request"
        return fault(400, f"`{clip(name)}` is no good: {first['msg'].removeprefix('Value error, ').lower()}")
    if isinstance(error, HTTPException):
        words = {404: "no such page", 405: "this address is not asked in that way"}
        return fault(error.status_code, words.get(error.status_code, str(error.detail).lower()))
    return fault(500, "the server failed on this; its log says how", "please report it")


def wants_page(request: Request) -> bool:
    """True for what browsers send, unless another format is asked for."""
    if request.query_params.get("format") in ("json", "csv"):
        return False
    return "text/html" in request.headers.get("accept", "")
