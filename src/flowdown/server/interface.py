"""Describes the server for programs (OpenAPI): what every answer holds, by its published schema, and how one is let in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from flowdown.report.schema import SCHEMAS, file_name, read_schema
from flowdown.server.cookies import SESSION
from flowdown.server.rights import Right

if TYPE_CHECKING:
    from fastapi import FastAPI

Answers: TypeAlias = dict[int | str, dict[str, Any]]
JSON, HTML = "application/json", "text/html"
_PLACE = "#/components/schemas/"
_OWN = re.compile(r"#/\$defs/(\w+)")
_WAYS = {
    "token": {"type": "http", "scheme": "bearer", "description": "a token (`fld_...`) of somebody's account"},
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "somebody who is signed in"},
}


def component_of(schema: str) -> str:
    """What a published schema is called within the description: `flowdown.view/1` is `flowdown.view-1`."""
    return file_name(schema).removesuffix(".json")


def content_of(schemas: Iterable[str]) -> dict[str, Any]:
    """JSON by one of these schemas."""
    several = [{"$ref": f"{_PLACE}{component_of(each)}"} for each in schemas]
    return {JSON: {"schema": several[0] if len(several) == 1 else {"anyOf": several}}}


def tell_faults(words: Mapping[int, str]) -> Answers:
    """What is answered where something goes wrong: `flowdown.fault/1`, or a page that says the same."""
    return {
        status: {"description": said, "content": {**content_of(("flowdown.fault/1",)), HTML: {}}}
        for status, said in words.items()
    }


def needs_of(right: Right, has_accounts: bool) -> dict[str, Any]:
    """What an address needs, and by what it is known that somebody may."""
    said: dict[str, Any] = {"x-needs": right.value}
    return {**said, "security": [{way: []} for way in _WAYS]} if has_accounts and right is not Right.NOTHING else said


def describe(app: FastAPI) -> None:
    """Have the application describe itself with the schemas that its answers name."""
    draw = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _finish(draw())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _finish(told: dict[str, Any]) -> dict[str, Any]:
    for operation in _operations(told):
        # What the framework takes for granted: here such a fault is 400, in the shape of every other one.
        answers = operation["responses"]
        if "HTTPValidationError" in json.dumps(answers.get("422", {})):
            del answers["422"]
    named = set(re.findall(rf"{_PLACE}(flowdown\.[\w.-]+)", json.dumps(told["paths"])))
    schemas: dict[str, Any] = {}
    for name in SCHEMAS:
        if component_of(name) in named:
            schemas.update(_components(name))
    told["components"] = {"schemas": dict(sorted(schemas.items())), "securitySchemes": _WAYS}
    return told


def _operations(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in told["paths"].values():
        yield from path.values()


def _components(name: str) -> Iterator[tuple[str, Any]]:
    """A schema and what it is made of, as components that name each other."""
    own = component_of(name)
    text = _OWN.sub(lambda match: f"{_PLACE}{own}.{match[1]}", json.dumps(read_schema(name)))
    schema = json.loads(text)
    parts = schema.pop("$defs", {})
    schema.pop("$schema", None)
    yield own, schema
    for part, said in parts.items():
        yield f"{own}.{part}", said
