"""Writes a draft as a commented `flowdown.yaml`."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from flowdown.evidence.profile.clause import split_clause
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.draft import Candidate, Draft
from flowdown.evidence.profile.examples import EXAMPLES, LEADS
from flowdown.evidence.profile.field import Answer, Unknown, about_of, asks_of
from flowdown.evidence.profile.open_point import idle_fields
from flowdown.evidence.profile.profile import Profile

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*\Z")
_NOT_PLAIN = frozenset({"true", "false", "null"})


def write_draft(draft: Draft) -> str:
    """The text of the file; it is read back as the draft's profile."""
    lines = [f"# {each}".rstrip() for each in LEADS]
    for field in dataclasses.fields(Profile):
        if field.name != "waivers":
            lines += ["", *_section(field.name, draft)]
    if draft.kept_text:
        lines += ["", "# Taken over from the file before.", draft.kept_text.rstrip("\n")]
    return "\n".join(lines) + "\n"


def _section(name: str, draft: Draft) -> Iterator[str]:
    about, example = EXAMPLES[name]
    yield from (f"# {line}" for line in about)
    value = getattr(draft.profile, name)
    if name == "organisation":
        yield "organisation:"
        yield from _fields(value, "  ", is_first=True)
        return
    if value:
        yield f"{name}:"
        for index, each in enumerate(value):
            yield from write_entry(each, is_first=index == 0 and draft.asks_for_more)
    if name == "vendors" and draft.candidates:
        yield "# A scan sees these in the code. Take the `# ` away where you agree, and say what for (a contract, a system):"
        yield from (f"# {line}" for line in (*(() if value else (f"{name}:",)), *map(_candidate, draft.candidates)))
    elif not value:
        yield from (f"# {line}" for line in (f"{name}:", *example))


def _candidate(candidate: Candidate) -> str:
    more = f" and {candidate.places - 1} more" if candidate.places > 1 else ""
    seen = f"{candidate.name}, {candidate.strength}: {candidate.place}{more}"
    return f"  - {{vendor: {candidate.vendor}, serves: unknown}}  # {seen}"


def write_entry(stated: DataclassInstance, *, is_first: bool = False) -> Iterator[str]:
    """One thing of a section as the lines of the file; the first of a section shows what could be filled in."""
    lines = list(_fields(stated, "    ", is_first=is_first))
    for index, line in enumerate(lines):
        yield f"  - {line[4:]}" if index == 0 else line


def _fields(stated: DataclassInstance, indent: str, *, is_first: bool) -> Iterator[str]:
    idle = idle_fields(stated) if isinstance(stated, Contract) else frozenset()
    for field in dataclasses.fields(stated):
        value = getattr(stated, field.name)
        is_stated = value != field.default
        is_asked = bool(asks_of(field)) and field.name not in idle
        is_shown = is_first and (is_asked or field.name in _ALWAYS.get(type(stated).__name__, ()))
        if not is_stated and not is_shown:
            continue
        comment = f"  # {about_of(field)}" if is_first else ""
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            if is_stated:
                yield f"{indent}{field.name}:"
                yield from _fields(value, indent + "  ", is_first=False)
        elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
            yield f"{indent}{field.name}:{comment}"
            for each in value:
                yield f"{indent}  - {write_flow(each)}"
        else:
            is_blank = value == "" or (value is None and not asks_of(field))
            shown = "" if is_blank else f" {write_scalar(value)}"
            yield f"{indent}{field.name}:{shown}{comment}"


_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "Organisation": ("name", "uei", "cage", "time_zone"),
    "Contract": ("customer", "number", "clauses", "orders"),
}
"""Fields that stand in a first entry even if nothing is known of them, so that a person sees what to fill in."""


def write_flow(stated: DataclassInstance) -> str:
    """A small thing on one line; a clause that is no more than its heading, as its heading."""
    if isinstance(stated, StatedClause) and isinstance(stated.version, str):
        heading = f"{stated.clause} ({stated.version})"
        if stated == StatedClause(stated.clause, stated.version) and split_clause(heading) == (
            stated.clause,
            stated.version,
            "",
        ):
            return heading
    pairs = [
        f"{field.name}: {write_scalar(getattr(stated, field.name))}"
        for field in dataclasses.fields(stated)
        if getattr(stated, field.name) != field.default or (asks_of(field) and getattr(stated, field.name) is None)
    ]
    return "{" + ", ".join(pairs) + "}"


def write_scalar(value: object) -> str:
    """A value as YAML reads it back."""
    if value is None or isinstance(value, Unknown) or value is Answer.UNKNOWN:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return "[" + ", ".join(write_scalar(each) for each in value) + "]"
    if isinstance(value, datetime.date | int | float):
        return value.isoformat() if isinstance(value, datetime.date) else repr(value)
    return quote(str(value))


def quote(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in double quotes."""
    if text == "":
        return '""'
    if _PLAIN.match(text) and text.lower() not in _NOT_PLAIN:
        return text
    return "".join(each if each.isprintable() else _escape(each) for each in json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
