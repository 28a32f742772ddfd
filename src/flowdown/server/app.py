"""Makes the application: every page of the folder under its address, errors in one shape, a guard before all of it."""

from __future__ import annotations

import dataclasses
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from flowdown import __version__
from flowdown.base.errors import FlowdownError, UnusableArgument, clip
from flowdown.report.json_text import write_json
from flowdown.server.csv_file import write_csv
from flowdown.server.faults import NotReady, fault, fault_of
from flowdown.server.guard import Guard
from flowdown.server.page import File, Page, View, load_pages
from flowdown.server.render import HERE, render
from flowdown.server.visit import Visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from flowdown.report.view_v1 import FaultV1
    from flowdown.server.asked import Asked
    from flowdown.server.site import Site

_JSON = "application/json"
_WAIT = 2
"""Seconds after which a page that is not ready is asked for again."""
logger = logging.getLogger("flowdown.server")


def make_app(site: Site, hosts: frozenset[str]) -> ASGIApp:
    """The application for a site, which may be asked under these names."""
    app = FastAPI(
        title="Flowdown",
        version=__version__,
        summary="Which vendors an organisation depends on, and what orders about them mean for it.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    for page in load_pages():
        _add(app, site, page)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(FlowdownError, lambda request, error: _tell(site, request, error))
    app.add_exception_handler(RequestValidationError, lambda request, error: _tell(site, request, error))
    app.add_exception_handler(HTTPException, lambda request, error: _tell(site, request, error))
    app.add_exception_handler(Exception, lambda request, error: _tell(site, request, error))
    return Guard(app, hosts)


def _add(app: FastAPI, site: Site, page: Page) -> None:
    known = frozenset(each.name for each in dataclasses.fields(page.asked))

    def endpoint(request: Request, asked: Any) -> Response:
        _refuse_unknown(request, known)
        visit = Visit(site, asked, request.url.path, dict(request.query_params))
        return write(page, visit, page.show(visit, asked))

    reads = Depends(_reading(page.asked))
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    asked = inspect.Parameter("asked", inspect.Parameter.KEYWORD_ONLY, default=reads, annotation=Any)
    endpoint.__signature__ = inspect.Signature([request, asked])  # type: ignore[attr-defined]
    gives = page.gives or {"text/html": "a page for people", _JSON: "the same for programs", "text/csv": "its table"}
    faults = {400: "a parameter is none", 404: "nothing of that name is there", 503: "not ready, or a file is broken"}
    app.get(
        page.path,
        name=page.id,
        operation_id=page.id,
        summary=page.title,
        description=page.about,
        response_class=Response,
        responses={
            200: {"description": "; ".join(gives.values()), "content": {kind: {} for kind in gives}},
            **{status: {"description": words, "content": {_JSON: {}}} for status, words in faults.items()},
        },
    )(endpoint)


def _reading(asked: type[Asked]) -> Callable[..., Asked]:
    """What reads the parameters of a page. Their types are named in the modules of the classes that have them."""
    hints = get_type_hints(asked, include_extras=True)
    parameters = [
        inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if each.default is dataclasses.MISSING else each.default,
            annotation=hints[each.name],
        )
        for each in dataclasses.fields(asked)
    ]

    def read(**given: Any) -> Asked:
        return asked(**given)

    read.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return read


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    """A slip of the pen in a filter would else show more than was asked for."""
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            raise UnusableArgument(f"no parameter is called `{clip(name)}`", hint=f"one of {', '.join(sorted(known))}")
        if name in seen:
            raise UnusableArgument(f"`{clip(name)}` is given twice")
        seen.add(name)


def write(page: Page, visit: Visit, made: View | File) -> Response:
    """A view in the format that is asked for."""
    if isinstance(made, File):
        headers = {"content-security-policy": made.policy} if made.policy else {}
        if made.name:
            headers["content-disposition"] = f'attachment; filename="{made.name}"'
        return Response(made.content, media_type=made.media_type, headers=headers)
    match visit.asked.format:
        case "json":
            shape = made.shape() if callable(made.shape) else made.shape
            return Response(write_json(shape), media_type=_JSON)
        case "csv":
            if made.table is None:
                raise UnusableArgument("this page has no table", hint="`format=json` gives all of it")
            headers = {"content-disposition": f'attachment; filename="{made.table.id}.csv"'}
            return StreamingResponse(write_csv(made.table), media_type="text/csv; charset=utf-8", headers=headers)
    return HTMLResponse(render("view.html", view=made, page=page, **_around(visit)))


def _around(visit: Visit) -> Mapping[str, object]:
    """What stands around every page: whose it is, the way to the others, what the answer does not cover."""
    try:
        standing = visit.standing
    except FlowdownError:
        standing = None
    shown = [page for page in load_pages() if page.rank]
    return {
        "visit": visit,
        "standing": standing,
        "organisation": standing.answer.facts.organisation if standing is not None else "Flowdown",
        "navigation": sorted(shown, key=lambda each: each.rank),
        "version": __version__,
    }


def _tell(site: Site, request: Request, error: Exception) -> Response:
    told = _fault(error)
    headers = {}
    if isinstance(error, NotReady):
        headers = {"retry-after": str(_WAIT), "refresh": str(_WAIT)}
    if told.status >= 500 and not isinstance(error, FlowdownError):
        logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if isinstance(error, HTTPException) and error.headers:
        headers |= dict(error.headers)
    if _wants_page(request):
        is_waiting = isinstance(error, NotReady)
        text = render("fault.html", fault=told, is_waiting=is_waiting, version=__version__)
        return HTMLResponse(text, told.status, headers)
    return Response(write_json(told), told.status, headers, _JSON)


def _fault(error: Exception) -> FaultV1:
    if isinstance(error, FlowdownError):
        return fault_of(error)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first.get("loc") else "the request"
        return fault(400, f"`{clip(name)}` is no good: {first['msg'].removeprefix('Value error, ').lower()}")
    if isinstance(error, HTTPException):
        words = {404: "no such page", 405: "pages are only read: GET"}
        return fault(error.status_code, words.get(error.status_code, str(error.detail).lower()))
    return fault(500, "the server failed on this; its log says how", "please report it")


def _wants_page(request: Request) -> bool:
    """True for what browsers send, unless another format is asked for."""
    if request.query_params.get("format") in ("json", "csv"):
        return False
    return "text/html" in request.headers.get("accept", "")
