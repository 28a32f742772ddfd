"""Judges bills by the schemas that CycloneDX publishes, as its Python library ships them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from flowdown.base.errors import UnusableFile, Where, clip
from flowdown.base.strict_json import JsonValue
from flowdown.evidence.cyclonedx.shape import Mapping
from flowdown.evidence.cyclonedx.xml_tree import SPACE
from flowdown.evidence.reader import Violation

if TYPE_CHECKING:
    from jsonschema_rs import Draft7Validator
    from lxml.etree import XMLSchema

JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
XML_VERSIONS = ("1.0", "1.1", *JSON_VERSIONS)
MOST_TOLD = 1000
_HEAD = ("bomFormat", "specVersion", "version")
_Member: TypeAlias = "tuple[str, int] | None"
_STEP = 1000
"""Members of a list that are judged together when a large document is wrong somewhere."""
_SMALL = 20_000
"""Values up to which every violation of a document is listed; in a larger one, the first of each large member."""
_SHARED = ("spdx", "jsf-0.82", "cryptography-defs")
_ADDRESS = "http://cyclonedx.org/schema/"


def examine_json(tree: Mapping, version: str, where: Where) -> Iterator[Violation]:
    """What a JSON bill breaks of the schema of its version; nothing for a conforming one."""
    if version not in JSON_VERSIONS:
        yield Violation(unknown(version, JSON_VERSIONS), Where(where.file, path="specVersion"))
        return
    validator = _json_schema(version)
    try:
        if validator.is_valid(tree):
            return
        for error, member in islice(_errors(validator, tree), MOST_TOLD):
            yield _violation(tree, error, member, where.file)
    except UnicodeEncodeError:
        yield Violation("holds half of a surrogate pair, which is no character", where)


def _errors(validator: Draft7Validator, tree: Mapping) -> Iterator[tuple[Any, _Member]]:
    """Each error, and the member of which list was judged alone when it was found."""
    # NOTE: the library lists all errors before it gives the first: gigabytes, for a large document made to harm.
    if _is_small(tree):
        yield from ((error, None) for error in validator.iter_errors(tree))
        return
    lists = {key: value for key, value in tree.items() if isinstance(value, list) and len(value) > 1}
    found = 0
    for error in _first(validator, {key: value for key, value in tree.items() if key not in lists}):
        found += 1
        yield error, None
    head: Mapping = {key: tree[key] for key in _HEAD if key in tree}
    for key, members in lists.items():
        for start in range(0, len(members), _STEP):
            some = members[start : start + _STEP]
            if not validator.is_valid({**head, key: some}):
                for number, member in enumerate(some, start):
                    alone: Mapping = {**head, key: [member]}
                    for error in validator.iter_errors(alone) if _is_small(member) else _first(validator, alone):
                        found += 1
                        yield error, (key, number)
    if not found:
        yield from ((error, None) for error in _first(validator, tree))


def _is_small(value: JsonValue) -> bool:
    """True if a value holds few enough others that all errors in it can be listed."""
    pending, seen = [value], 0
    while pending:
        each = pending.pop()
        held = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        seen += 1 + len(held)
        if seen > _SMALL:
            return False
        pending.extend(other for other in held if isinstance(other, dict | list))
    return True


def _first(validator: Draft7Validator, tree: Mapping) -> Iterator[Any]:
    from jsonschema_rs import ValidationError

    try:
        validator.validate(tree)
    except ValidationError as error:
        yield error


def _violation(tree: Mapping, error: Any, member: _Member, file: str) -> Violation:
    inner = _innermost(error)
    path = list(inner.instance_path)
    if member and path[:1] == [member[0]]:
        # Alone in its list it was the first.
        path[1:2] = [member[1]]
    message = " ".join(inner.message[:400].split())
    if message.startswith("value "):
        message = f"`{_show(tree, path)}` {message.removeprefix('value ')}"
    return Violation(message[:1].lower() + message[1:], Where(file, path="/".join(map(str, path))))


def _innermost(error: Any) -> Any:
    """Of the ways in which none of several forms fits, the one that came furthest."""
    while branches := [branch for branch in getattr(error.kind, "context", ()) if branch]:
        best = max((branch[0] for branch in branches), key=lambda each: len(each.instance_path))
        if len(best.instance_path) <= len(error.instance_path) and len(branches) > 1:
            break
        error = best
    return error


def _show(tree: JsonValue, path: Iterable[str | int]) -> str:
    value: Any = tree
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return "it"
    if isinstance(value, dict | list):
        return "this object" if isinstance(value, dict) else "this list"
    return clip(" ".join(str(value)[:200].split()))


def tell_fault(message: str, version: str, where: Where) -> Violation:
    """A violation of a schema for XML, in the validator's words."""
    said = " ".join(message.replace(f"{{{SPACE}{version}}}", "")[:400].split()).rstrip(".")
    return Violation(said[:1].lower() + said[1:], where)


def unknown(version: str, known: tuple[str, ...]) -> str:
    """What to say of a version without a schema."""
    span = f"{known[0]} to {known[-1]}"
    return f"version `{clip(version)}` has no schema here ({span})" if version else f"says no version ({span})"


@cache
def _json_schema(version: str) -> Draft7Validator:
    from jsonschema_rs import Draft7, Draft7Validator, Registry

    shared = [(f"{_ADDRESS}{name}.SNAPSHOT.schema.json", _load(f"{name}.SNAPSHOT.schema.json")) for name in _SHARED]
    registry = Registry(shared, draft=Draft7)
    schema = _load(f"bom-{version}.SNAPSHOT.schema.json")
    # NOTE: the mask keeps whole parts of the document out of messages.
    return Draft7Validator(schema, registry=registry, validate_formats=True, mask="value")


@cache
def xml_schema(version: str) -> XMLSchema:
    """The schema of a version, compiled once."""
    from lxml import etree

    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    folder = files("cyclonedx.schema._res")
    return etree.XMLSchema(etree.parse(str(folder / f"bom-{version}.SNAPSHOT.xsd"), parser))


def _load(name: str) -> Any:
    try:
        return json.loads((files("cyclonedx.schema._res") / name).read_text("utf-8"))
    except OSError as error:
        raise UnusableFile(f"the schema `{name}` cannot be read: {error.strerror}") from None
