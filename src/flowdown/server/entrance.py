"""The pages for whoever is not signed in: signing in and out, and the links that let somebody in once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.invitations import Joining, accept, find_invitation
from flowdown.server.accounts.limits import TooMany
from flowdown.server.accounts.sessions import begin, end, find_session, sign_in
from flowdown.server.acting import TOKEN, address_of
from flowdown.server.alone import MOST, read_form, show_alone
from flowdown.server.asking import show_questionnaire, take_answer
from flowdown.server.body import read_fields
from flowdown.server.cookies import FORM, SESSION, check_form, drop_cookie, read_cookie, set_cookie
from flowdown.server.faults import fault_of
from flowdown.server.interface import HTML, Answers, tell_faults
from flowdown.server.links import inside
from flowdown.server.page import Cell, Field, Form
from flowdown.server.rights import Right
from flowdown.server.signing_on import RETURN, START, begin_sign_on, end_sign_on

if TYPE_CHECKING:
    from fastapi import FastAPI

    from flowdown.server.doors import AccountsDoor

_FORM_BODY = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "additionalProperties": {"type": "string"}}
            }
        }
    },
    "x-needs": Right.NOTHING.value,
}
_ANSWERS: Answers = {
    200: {"description": "a page", "content": {HTML: {}}},
    303: {"description": "go on there"},
    **tell_faults(
        {
            400: "something that was sent is no good",
            401: "name and password do not belong together",
            403: "the form was not sent from here",
            404: "the link was used, or has ended",
            413: "too much was sent",
            414: "the address is too long",
            429: "too many attempts",
            503: "the accounts cannot be read",
        }
    ),
}


def add_entrance(app: FastAPI, door: AccountsDoor) -> None:
    """Put them under their addresses."""
    _add(app, "/sign-in", "sign-in", "Sign in", lambda request: _show_sign_in(request, door))
    _add(app, "/join/{link}", "join", "Take up an invitation", lambda request: _show_joining(request, door))
    _add(app, "/ask/{link}", "ask", "A questionnaire", lambda request: show_questionnaire(request, door))
    if door.provider is not None:
        _add(app, START, "sign-in-with", "Go to the identity provider", lambda request: begin_sign_on(request, door))
        _add(
            app, RETURN, "sign-in-back", "Come back from the identity provider", lambda request: _return(request, door)
        )
    _post(app, "/ask/{link}", "send-ask", "Answer a questionnaire", lambda request: take_answer(request, door))
    _post(app, "/sign-in", "send-sign-in", "Sign in", lambda request: _sign_in(request, door))
    _post(app, "/sign-out", "sign-out", "Sign out", lambda request: _sign_out(request, door))
    _post(app, "/join/{link}", "send-join", "Take up an invitation", lambda request: _join(request, door))


def _add(app: FastAPI, path: str, identity: str, title: str, show: Callable[[Request], Response]) -> None:
    def endpoint(request: Request) -> Response:
        return show(request)

    extra = {"x-needs": Right.NOTHING.value, "parameters": _parameters(path)}
    app.get(
        path,
        name=identity,
        operation_id=identity,
        summary=title,
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra=extra,
    )(endpoint)


def _post(app: FastAPI, path: str, identity: str, title: str, do: Callable[[Request], Any]) -> None:
    async def endpoint(request: Request) -> Response:
        answer: Response = await do(request)
        return answer

    extra = {**_FORM_BODY, "parameters": _parameters(path)}
    app.post(
        path,
        name=identity,
        operation_id=identity,
        summary=title,
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra=extra,
    )(endpoint)


def _parameters(path: str) -> list[dict[str, Any]]:
    if "{link}" not in path:
        return []
    return [{"name": "link", "in": "path", "required": True, "schema": {"type": "string"}}]


def _show_sign_in(
    request: Request, door: AccountsDoor, wrong: str = "", status: int = 200, login: str = ""
) -> Response:
    to = inside(request.query_params.get("to", "")) or "/"
    fields = (
        Field("to", "", to, kind="hidden"),
        Field("login", "Name", login, is_needed=True, completes="username"),
        Field("password", "Password", kind="password", is_needed=True, completes="current-password"),
    )
    form = Form("/sign-in", "Sign in", fields, does=True)
    lead = "An admin of your organisation gives you a link to start with, and another one if you forgot the password."
    ways = (Cell(f"Sign in with {door.provider.said.title}", _way(START, to=to)),) if door.provider is not None else ()
    return show_alone(request, door.secret, "Sign in", lead, form, wrong, status, ways)


def _way(path: str, **words: str) -> str:
    return f"{path}?{urlencode(words)}"


def _return(request: Request, door: AccountsDoor) -> Response:
    return end_sign_on(request, door, lambda wrong, status: _show_sign_in(request, door, wrong, status))


async def _sign_in(request: Request, door: AccountsDoor) -> Response:
    sent = await read_form(request, door.secret)
    login, password, before = sent.get("login", ""), sent.get("password", ""), read_cookie(request, SESSION)
    try:
        secret = await run_in_threadpool(
            sign_in, door.database, login, password, before, address_of(request), door.clock()
        )
    except FlowdownError as error:
        told = fault_of(error)
        # What was typed as a name is not shown again: it may be the password.
        response = _show_sign_in(request, door, f"{told.error}. {told.hint}".strip(), told.status)
        if isinstance(error, TooMany):
            response.headers["retry-after"] = str(error.wait)
        return response
    return _enter(request, secret, inside(sent.get("to", "")) or "/")


def _enter(request: Request, secret: str, to: str) -> Response:
    response = RedirectResponse(to, 303)
    set_cookie(request, response, SESSION, secret)
    drop_cookie(request, response, FORM)
    return response


async def _sign_out(request: Request, door: AccountsDoor) -> Response:
    fields, _ = await read_fields(request, MOST)
    secret, now = read_cookie(request, SESSION), door.clock()
    session = await run_in_threadpool(find_session, door.database, secret, now) if secret else None
    if session is not None:
        check_form(request, door.secret, session.digest, fields.get(TOKEN, [""])[0])
        await run_in_threadpool(end, door.database, session, address_of(request), now)
    response = RedirectResponse("/sign-in", 303)
    drop_cookie(request, response, SESSION)
    return response


def _show_joining(request: Request, door: AccountsDoor, wrong: str = "", status: int = 200) -> Response:
    link = request.path_params["link"]
    found = find_invitation(door.database, link, door.clock())
    founding = (
        Field("organisation_name", "Name of your organisation", is_needed=True, completes="organization"),
        Field("organisation", "Short name for addresses: small letters, digits, hyphens", is_needed=True),
    )
    named = (
        Field("login", "Name to sign in with", is_needed=True, completes="username"),
        Field("name", "Your name, as it stands behind what you say", completes="name"),
    )
    secret = Field(
        "password", "Password, at least 12 characters", kind="password", is_needed=True, completes="new-password"
    )
    fields = (*(() if found.organisation else founding), *(() if found.person else named), secret)
    form = Form(f"/join/{link}", "Go on", fields, does=True)
    into = f"You were invited into `{found.organisation}` as {found.role.value}."
    lead = f"{into} Choose a password for `{found.person}`." if found.person else into
    if not found.organisation:
        lead = "You found an organisation here, and will be its first admin. This link works once."
    ways: tuple[Cell, ...] = ()
    if door.provider is not None and found.organisation:
        ways = (Cell(f"Or be known by {door.provider.said.title}, without a password", _way(START, join=link)),)
    return show_alone(request, door.secret, "Welcome", lead, form, wrong, status, ways)


async def _join(request: Request, door: AccountsDoor) -> Response:
    sent = await read_form(request, door.secret)
    link, now, address = request.path_params["link"], door.clock(), address_of(request)
    organisation = (sent.get("organisation", ""), sent.get("organisation_name", ""))
    joining = Joining(sent.get("login", ""), sent.get("name", ""), sent.get("password", ""), organisation)
    try:
        person = await run_in_threadpool(_accept, door, link, joining, address)
    except FlowdownError as error:
        told = fault_of(error)
        if told.status != 400:
            raise
        return await run_in_threadpool(_show_joining, request, door, f"{told.error}. {told.hint}".strip(), told.status)
    secret = await run_in_threadpool(
        begin, door.database, person, read_cookie(request, SESSION), address, now, "invitation"
    )
    return _enter(request, secret, "/")


def _accept(door: AccountsDoor, link: str, joining: Joining, address: str) -> str:
    found = find_invitation(door.database, link, door.clock())
    person = accept(door.database, link, joining, address, door.clock())
    if not found.organisation:
        door.make(joining.organisation[0], joining.organisation[1] or joining.organisation[0])
    return person
