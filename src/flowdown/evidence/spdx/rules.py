"""Checks the shape of a document of SPDX 2: which fields there are, which must be, and of what kind."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.fields import FLAG, NUMBER, SHAPES, TEXT, Shape
from flowdown.evidence.spdx.paper import Paper, Path
from flowdown.evidence.spdx.told_once import ToldOnce

_KINDS = {TEXT: "a text", FLAG: "true or false", NUMBER: "a whole number"}
_CREATORS = frozenset({"Person", "Organization", "Tool"})


def check_shape(paper: Paper, once: ToldOnce) -> Iterator[Violation]:
    """Every field that is missing, unknown or of another kind."""
    yield from _check(paper, once, dict(paper.value), SHAPES["document"], "document", ())


def _check(
    paper: Paper, once: ToldOnce, value: dict[str, JsonValue], shape: Shape, what: str, path: Path
) -> Iterator[Violation]:
    fields = shape.fields
    for name, part in value.items():
        kind = fields.get(name)
        if kind is None:
            if name in shape.older:
                once.tell(f"`{name}` is called `{shape.older[name]}`", (*path, name))
            elif name != "$schema":
                once.tell(f"there is no `{name[:80]}` in a {what}", (*path, name), is_slight=False)
        elif part is None:
            if name not in shape.must:
                once.tell(f"`{name}` is null", (*path, name))
        elif kind[0] == "*":
            yield from _check_list(paper, once, part, kind[1:], (*path, name))
        else:
            yield from _check_one(paper, once, part, kind, (*path, name))
    for name in shape.must:
        if value.get(name) in (None, "", []) and not _is_older(value, shape, name):
            # An empty name of a part is what tools write that know none.
            if name in value and value[name] == "" and what not in ("document", "creation") and name != "SPDXID":
                once.tell(f"`{name}` is empty", (*path, name))
            else:
                yield Violation(f"the {what} has no `{name}`", paper.where((*path, name)))
    for name in shape.should:
        if name not in value and not _is_older(value, shape, name):
            once.tell(f"a {what} has no `{name}`", path)


def _is_older(value: dict[str, JsonValue], shape: Shape, name: str) -> bool:
    return any(value.get(older) for older, now in shape.older.items() if now == name)


def _check_list(paper: Paper, once: ToldOnce, part: JsonValue, kind: str, path: Path) -> Iterator[Violation]:
    if not isinstance(part, list):
        yield Violation(f"`{path[-1]}` is no list", paper.where(path))
        return
    for number, each in enumerate(part):
        yield from _check_one(paper, once, each, kind, (*path, number))


def _check_one(paper: Paper, once: ToldOnce, part: JsonValue, kind: str, path: Path) -> Iterator[Violation]:
    if kind == TEXT:
        if isinstance(part, str):
            return
        if path[:2] == ("creationInfo", "creators") and isinstance(part, dict) and part.keys() <= _CREATORS:
            once.tell("a creator is an object, not a text such as `Person: Ann`", path)
            return
    elif kind in (FLAG, NUMBER):
        if isinstance(part, int) and isinstance(part, bool) == (kind == FLAG):
            return
    elif kind in SHAPES and isinstance(part, dict):
        yield from _check(paper, once, part, SHAPES[kind], kind, path)
        return
    name = next((step for step in reversed(path) if isinstance(step, str)), "it")
    yield Violation(f"`{name}` is not {_KINDS.get(kind, 'an object')}", paper.where(path))
