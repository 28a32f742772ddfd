"""Takes values out of a document that may have anything anywhere: what is of the wrong shape is as if it were not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flowdown.base.strict_json import JsonValue

Mapping: TypeAlias = "dict[str, JsonValue]"
Placed: TypeAlias = "tuple[str, Mapping]"
"""A part of the document with its place: `components/3`."""


def text(part: Mapping, key: str) -> str:
    """The text under a key, on one line; an element with attributes has its text under `#text`."""
    value = part.get(key)
    if value is None:
        return ""
    if isinstance(value, dict):
        value = value.get("#text")
    return " ".join(value.split()) if isinstance(value, str) else ""


def mapping(part: Mapping, key: str) -> Mapping:
    """The object under a key."""
    value = part.get(key)
    return value if isinstance(value, dict) else {}


def values(part: Mapping, key: str) -> list[JsonValue]:
    """The values under a key; a single one is a list of one, since XML does not tell them apart."""
    value = part.get(key)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def parts(part: Mapping, key: str, place: str = "") -> Iterator[Placed]:
    """The objects under a key, each with its place in the document."""
    value = part.get(key)
    if not value:
        return
    root = f"{place}/{key}" if place else key
    if isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict):
                yield f"{root}/{number}", each
    elif isinstance(value, dict):
        yield root, value


def texts(part: Mapping, key: str) -> Iterator[str]:
    """The texts under a key."""
    for value in values(part, key):
        if isinstance(value, str) and value.strip():
            yield " ".join(value.split())


def references(part: Mapping, key: str) -> Iterator[str]:
    """The references under a key: texts in JSON, elements with `ref` (or with the text) in XML."""
    for value in values(part, key):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            found = value.get("ref", value.get("#text"))
            if isinstance(found, str):
                yield found


def is_true(part: Mapping, key: str) -> bool:
    """True if a key says so, in JSON or XML."""
    return part.get(key) in (True, "true", "1")


def properties(part: Mapping) -> Iterator[tuple[str, str]]:
    """The named properties of a part."""
    for _, each in parts(part, "properties"):
        yield text(each, "name"), text(each, "value") or text({"value": each}, "value")
