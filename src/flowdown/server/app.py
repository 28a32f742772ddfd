"""Makes the application: every page of the folder under its address, errors in one shape, a guard before all of it."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

from flowdown import __version__
from flowdown.base.errors import FlowdownError, UnusableArgument, clip
from flowdown.report.json_text import write_json
from flowdown.server.accounts.secret import make_secret
from flowdown.server.act import said_of
from flowdown.server.acting import add_acts, admit
from flowdown.server.cookies import FORM, form_token, set_cookie
from flowdown.server.csv_file import write_csv
from flowdown.server.doors import AccountsDoor
from flowdown.server.entrance import add_entrance
from flowdown.server.guard import Guard
from flowdown.server.interface import HTML, JSON, content_of, describe, needs_of, tell_faults
from flowdown.server.page import File, Page, View, load_pages
from flowdown.server.render import HERE, render
from flowdown.server.telling import add_telling
from flowdown.server.visit import Visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from flowdown.server.asked import Asked
    from flowdown.server.doors import Door
    from flowdown.server.visitor import Visitor

_FAULTS = {
    400: "a parameter is none",
    401: "nobody is signed in",
    403: "whoever it is may not look",
    404: "nothing of that name is there",
    414: "the address is too long",
    503: "not ready, or a file is broken",
}


def make_app(door: Door, hosts: frozenset[str]) -> ASGIApp:
    """The application behind a door, which may be asked under these names."""
    app = FastAPI(
        title="Flowdown",
        version=__version__,
        summary="Which vendors an organisation depends on, and what orders about them mean for it.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    for page in load_pages():
        _add(app, door, page)
    add_acts(app, door)
    if isinstance(door, AccountsDoor):
        add_entrance(app, door)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    add_telling(app)
    describe(app)
    return Guard(app, hosts)


def _add(app: FastAPI, door: Door, page: Page) -> None:
    known = frozenset(each.name for each in dataclasses.fields(page.asked))

    def enter(request: Request) -> Any:
        return admit(door, request, page.needs)

    def endpoint(request: Request, visitor: Visitor, asked: Any) -> Response:
        _refuse_unknown(request, known)
        site = door.site(visitor.organisation)
        key = visitor.key or make_secret()
        token = "" if visitor.is_program else form_token(door.secret, key)
        query = {name: value for name, value in request.query_params.items() if name != "done"}
        visit = Visit(site, asked, request.url.path, query, visitor, token, door)
        response = write(page, visit, page.show(visit, asked))
        if not visitor.key and not visitor.is_program:
            set_cookie(request, response, FORM, key)
        return response

    reads = Depends(_reading(page.asked))
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    # Who asks is known before what they ask is looked at.
    who = inspect.Parameter("visitor", inspect.Parameter.KEYWORD_ONLY, default=Depends(enter), annotation=Any)
    asked = inspect.Parameter("asked", inspect.Parameter.KEYWORD_ONLY, default=reads, annotation=Any)
    endpoint.__signature__ = inspect.Signature([request, who, asked])  # type: ignore[attr-defined]
    gives = page.gives or {HTML: "a page for people", JSON: "the same for programs", "text/csv": "its table"}
    content = {**{kind: {} for kind in gives}, **(content_of(page.says) if JSON in gives else {})}
    app.get(
        page.path,
        name=page.id,
        operation_id=page.id,
        summary=page.title,
        description=page.about,
        response_class=Response,
        responses={
            200: {"description": "; ".join(gives.values()), "content": content},
            303: {"description": "a browser signs in there"},
            **tell_faults(_FAULTS),
        },
        openapi_extra=needs_of(page.needs, door.accounts is not None),
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
            return Response(write_json(shape), media_type=JSON)
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
    shown = [
        page
        for page in load_pages()
        if page.rank and visit.may(page.needs) and (visit.has_accounts or not page.of_accounts)
    ]
    return {
        "visit": visit,
        "standing": standing,
        "organisation": standing.answer.facts.organisation if standing is not None else "Flowdown",
        "navigation": sorted(shown, key=lambda each: each.rank),
        "version": __version__,
        "said": said_of(visit.asked.done),
        "has_accounts": visit.has_accounts,
    }
