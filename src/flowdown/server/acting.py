"""Puts every act of the folder under its address: who asks is known first, what is sent is read last."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import types
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool

from flowdown import __version__
from flowdown.base.errors import UnusableArgument, clip
from flowdown.report.json_text import write_json
from flowdown.server.act import Act, AskAgain, Brought, Done, Work, load_acts
from flowdown.server.body import is_object, read_fields, read_object, spool_body, spool_file
from flowdown.server.cookies import check_form, form_token, is_local
from flowdown.server.faults import NotAllowed, NotSignedIn
from flowdown.server.interface import HTML, content_of, needs_of, tell_faults
from flowdown.server.links import add_word
from flowdown.server.render import render
from flowdown.server.rights import Right
from flowdown.server.telling import wants_page

if TYPE_CHECKING:
    from fastapi import FastAPI

    from flowdown.base.strict_json import JsonValue
    from flowdown.server.doors import Door
    from flowdown.server.visitor import Visitor

T = TypeVar("T")
TOKEN = "token"
"""The field by which a form is known to come from here."""
_FORMS = ("application/x-www-form-urlencoded", "application/json")
_FAULTS = {
    400: "something that was sent is no good",
    401: "nobody is signed in, or the token opens nothing",
    403: "whoever it is may not do this",
    404: "nothing of that name is there",
    409: "it was changed in the meantime",
    413: "too much was sent",
    414: "the address is too long",
    429: "too many attempts",
    503: "not ready, or a file is broken",
}


def add_acts(app: FastAPI, door: Door) -> None:
    """Every act under its address."""
    for act in load_acts():
        _add(app, door, act)


def admit(door: Door, request: Request, right: Right) -> Visitor:
    """Who asks, if they may; raises `NotSignedIn` or `NotAllowed`."""
    visitor = door.visitor(request)
    if not visitor.may(right):
        if not visitor.person:
            raise NotSignedIn("nobody is signed in")
        raise NotAllowed(f"this needs the right to {right.value}", hint="an admin of your organisation gives it")
    return visitor


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def _add(app: FastAPI, door: Door, act: Act) -> None:
    async def endpoint(request: Request) -> Response:
        visitor = await run_in_threadpool(admit, door, request, act.needs)
        with tempfile.TemporaryDirectory(prefix="flowdown-") as folder:
            asked, brought = await _read(request, act, visitor, door, Path(folder))
            site = door.site(visitor.organisation)
            work = Work(door, visitor, site, site.now(), address_of(request), brought, origin_of(request))
            try:
                done = await run_in_threadpool(_do, act, work, asked)
            except AskAgain as error:
                if not wants_page(request):
                    raise
                return _ask_again(error, form_token(door.secret, visitor.key))
        if wants_page(request):
            if done.reveals:
                return _reveal(act, done)
            return RedirectResponse(add_word(done.to, "done", act.id), 303)
        return Response(write_json(done.shape), done.status, media_type="application/json")

    told = content_of(act.says)
    app.post(
        act.path,
        name=act.id,
        operation_id=act.id,
        summary=act.title,
        description=act.about,
        response_class=Response,
        responses={
            200: {"description": "what was done", "content": {**told, HTML: {}}},
            201: {"description": "what was done; something new is kept", "content": told},
            303: {"description": "a browser goes on there"},
            **({422: {"description": "it is refused, and told why", "content": told}} if act.may_refuse else {}),
            **tell_faults(_FAULTS),
        },
        openapi_extra={**_describe(act), **needs_of(act.needs, door.accounts is not None)},
    )(endpoint)


def origin_of(request: Request) -> str:
    """How the server was asked, by a name that the guard let through: `https://host`."""
    host = request.headers.get("host", "")
    return f"{'http' if is_local(request) else 'https'}://{host}"


def _ask_again(error: AskAgain, token: str) -> Response:
    text = render(
        "again.html", title=error.title, faults=error.faults, form=error.form, token=token, version=__version__
    )
    return HTMLResponse(text, 400)


def _reveal(act: Act, done: Done) -> Response:
    text = render("reveal.html", title=act.title, secret=done.reveals, to=done.to, version=__version__)
    return HTMLResponse(text, 200, {"cache-control": "no-store"})


def _do(act: Act, work: Work, asked: Any) -> Done:
    done = act.do(work, asked)
    work.door.note(work.visitor, act.id, done.on, work.address, done.remark)
    return done


async def _read(request: Request, act: Act, visitor: Visitor, door: Door, folder: Path) -> tuple[Any, Brought | None]:
    """What was sent. A form of a browser must come from a page of ours; only then is its file looked at."""
    path = {name: str(value) for name, value in request.path_params.items()}
    words = {name: [value] for name, value in path.items()}

    def admit_form(token: str) -> None:
        if not visitor.is_program:
            check_form(request, door.secret, visitor.key, token)

    if act.takes == "body":
        admit_form(request.headers.get("x-flowdown-token", ""))
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        name = query.get("name", ["body"])[0]
        return _asked(act, {**query, **words}), await spool_body(request, folder, name, act.most)
    if act.takes != "form" and is_object(request):
        values = dict(await read_object(request, act.most))
        token = values.pop(TOKEN, "")
        if not isinstance(token, str):
            raise UnusableArgument(f"`{TOKEN}` is no text")
        admit_form(token)
        return _asked_as_object(act, _join(values, path)), None
    fields, file = await read_fields(request, act.most)
    admit_form(fields.get(TOKEN, [""])[0])
    asked = _asked(act, _join({name: values for name, values in fields.items() if name != TOKEN}, words))
    if act.takes != "form" and file is not None:
        raise UnusableArgument("no file is taken here")
    has_file = file is not None and bool(file.filename)
    return asked, await spool_file(file, folder, act.most) if file is not None and has_file else None


def _join(sent: Mapping[str, T], path: Mapping[str, T]) -> Mapping[str, T]:
    if path.keys() & sent.keys():
        raise UnusableArgument("a word of the address is in the form, too")
    return {**sent, **path}


def _asked(act: Act, given: Mapping[str, list[str]]) -> Any:
    """What is asked with the fields of a form, which are texts."""
    values: dict[str, object] = {}
    for name, several in given.items():
        _check_name(act, name)
        if _is_list(act.asked, name):
            values[name] = tuple(several)
        elif len(several) != 1:
            raise UnusableArgument(f"`{clip(name)}` is given twice")
        else:
            # What browsers send of lines ends as on a typewriter.
            values[name] = several[0].replace("\r\n", "\n")
    return _adapter(act.asked).validate_python(values)


def _asked_as_object(act: Act, given: Mapping[str, JsonValue]) -> Any:
    """What is asked with a JSON object: each value of the type that the description of the interface says."""
    for name in given:
        _check_name(act, name)
    return _adapter(act.asked).validate_json(json.dumps(given), strict=True)


def _check_name(act: Act, name: str) -> None:
    fields = sorted(each.name for each in dataclasses.fields(act.asked))
    if name not in fields:
        hint = f"one of {', '.join(fields)}" if fields else "it has none"
        raise UnusableArgument(f"no field is called `{clip(name)}`", hint=hint)


@cache
def _adapter(asked: type) -> TypeAdapter[Any]:
    return TypeAdapter(asked)


@cache
def _is_list(asked: type, name: str) -> bool:
    hint = typing.get_type_hints(asked)[name]
    kinds = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    return any(typing.get_origin(kind) is tuple for kind in kinds)


def _describe(act: Act) -> dict[str, Any]:
    """Parameters and body for the description of the interface."""
    schema = _adapter(act.asked).json_schema()
    parts = schema.get("$defs", {})
    properties: dict[str, Any] = {
        name: parts.get(str(each.get("$ref")).rpartition("/")[2], each)
        for name, each in schema.get("properties", {}).items()
    }
    needed: list[str] = schema.get("required", [])
    in_path = [name for name in properties if f"{{{name}}}" in act.path]
    places = {name: "path" if name in in_path else "query" for name in properties}
    told = in_path if act.takes != "body" else list(properties)
    parameters = [
        {"name": name, "in": places[name], "required": name in needed, "schema": properties[name]} for name in told
    ]
    if act.takes == "body":
        binary = {"schema": {"type": "string", "format": "binary"}}
        body: dict[str, Any] = {"required": True, "content": dict.fromkeys(act.kinds, binary)}
    else:
        own = {name: each for name, each in properties.items() if name not in in_path}
        if act.takes == "form":
            own["file"] = {"type": "string", "format": "binary"}
        shape = {
            "type": "object",
            "properties": {**own, TOKEN: {"type": "string", "description": "only of forms in a browser"}},
            "required": [name for name in needed if name in own],
            "additionalProperties": False,
        }
        kinds = ("multipart/form-data",) if act.takes == "form" else _FORMS
        body = {"required": bool(shape["required"]), "content": {kind: {"schema": shape} for kind in kinds}}
    return {"parameters": parameters, "requestBody": body}
