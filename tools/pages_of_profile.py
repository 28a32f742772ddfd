"""Draws the page about the profile: every field of `flowdown.yaml`, and the versions of clauses that are known."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import inspect
import types
import typing
from collections.abc import Iterator

from flowdown.base.structure import key_of
from flowdown.evidence.profile.clause import in_words, load_clauses
from flowdown.evidence.profile.field import Unknown, about_of, asks_of
from flowdown.evidence.profile.profile import Profile
from tools.markdown import code, codes, table


def profile() -> str:
    """One section for each list of the file, then the clauses."""
    lines = [
        "# Fields of `flowdown.yaml`",
        "",
        "Every field may be left out. `flowdown init` writes a first file, `flowdown profile` reads it; "
        "[how it works](../profile.md). Where the last column says a question, leaving the field out (or writing "
        "`unknown`) leaves that question open: it is carried as a disputed fact of that one contract or thing.",
        "",
    ]
    for field in dataclasses.fields(Profile):
        kind = _kind_in(typing.get_type_hints(Profile)[field.name])
        lines += [f"## {key_of(field)}", "", _sentence(about_of(field)), ""]
        if kind is not None:
            lines += _fields(kind)
    lines += _clauses()
    return "\n".join(lines)


def _fields(kind: type) -> list[str]:
    hints = typing.get_type_hints(kind)
    rows = []
    below: list[tuple[str, type]] = []
    for field in dataclasses.fields(kind):
        inner = _kind_in(hints[field.name])
        if inner is not None:
            below.append((key_of(field), inner))
        asks = asks_of(field).replace("{id}", "...").replace("{clause}", "...").replace("{", "").replace("}", "")
        rows.append((code(key_of(field)), _word(hints[field.name]), about_of(field), asks))
    lines = [table(("key", "value", "meaning", "open without it"), rows)]
    for name, inner in below:
        said = (inspect.getdoc(inner) or "").split("\n")[0]
        lines += [f"### {kind.__name__}: {name}", "", said, "", *_fields(inner)]
    return lines


def _kind_in(hint: object) -> type | None:
    """The dataclass that a field holds, alone or in a list."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return hint
    for each in typing.get_args(hint):
        if found := _kind_in(each):
            return found
    return None


def _word(hint: object) -> str:
    """What is written for a field, in words."""
    return " or ".join(dict.fromkeys(_words(hint)))


def _words(hint: object) -> Iterator[str]:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        for each in typing.get_args(hint):
            if each is not type(None) and each is not Unknown:
                yield from _words(each)
    elif origin is tuple:
        yield "list of " + " or ".join(_words(typing.get_args(hint)[0]))
    elif isinstance(hint, type) and issubclass(hint, enum.Enum):
        yield codes(str(each.value) for each in hint)
    elif isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield "keys and values"
    else:
        names = {str: "text", int: "number", float: "number", bool: "`true` or `false`", datetime.date: "date"}
        yield names[typing.cast(type, hint)]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _clauses() -> list[str]:
    known = load_clauses()
    sources = {each.id: each for each in known.sources}
    rows = []
    for each in known.clauses:
        versions = ", ".join(in_words(month) + (" [U]" if month in each.unread else "") for month in each.versions)
        source = sources[each.source]
        said = f"{source.publisher}: {source.title}" if source.publisher else "general knowledge [U]"
        rows.append((f"{each.regulation} {each.clause}", each.title, versions or "-", _rest(each.is_whole), said))
    return [
        "## Versions of clauses",
        "",
        f"Known up to {known.checked_until.isoformat()}. [U]: from general knowledge, not re-read. A version that is not "
        "listed is refused where the list is whole, and before the first; `as_printed: true` takes it nevertheless. "
        "Clauses that are not here are taken as they are written, and said to be unchecked.",
        "",
        table(("clause", "about", "versions", "others", "source"), rows),
    ]


def _rest(is_whole: bool) -> str:
    return "there are none" if is_whole else "not known"
