"""Renames the key of a service wherever it is read, set or handed on: everywhere or nowhere, and never touches a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowdown.fix.desk import Desk
from flowdown.fix.edit import Edit, EditKind, Refusal, Why
from flowdown.fix.literal import find_words, lexer_of
from flowdown.fix.text_file import TextFile
from flowdown.scan.lexer import Lexed, SpanKind
from flowdown.scan.readers.environment import is_template_file
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import Role, TraceKind

_CREDENTIAL = re.compile(r"(?:KEY|TOKEN|SECRET)\Z")
_VALUE = re.compile(
    r"""["'`]?(?:[ \t]*,|\]?[ \t]*(?:=|:|\)?[ \t]*(?:\|\||\?\?|\bor\b)))[ \t]*["'`]?(?!\$|\{\{|<|process\.|os\.|env\.|secrets\.|your|changeme|placeholder|x{3,}|\.{3}|Optional|str\b|string\b|None\b|null\b)(?P<value>[^\s"'`,;)}]{8,})""",
    re.IGNORECASE,
)
"""What follows a key where its value stands in the same line: set to it, or given as what is taken without it."""
_WORDS_ONLY = frozenset({Role.DOCUMENTED, Role.COMMENTED})


def key_of(desk: Desk, vendor: str) -> str | Refusal:
    """The one key of a vendor's that a tree knows; empty if it knows none. More names than one are never sorted out."""
    names = {
        each.value for each in desk.theirs if each.vendor == vendor and each.kind is TraceKind.ENV_KEY and each.is_use
    }
    keys = sorted(name for name in names if _CREDENTIAL.search(name))
    others = sorted(names - set(keys))
    if others:
        return Refusal(Why.KEY, f"`{others[0]}` names it, too, and what that means elsewhere is not known")
    if len(keys) > 1:
        return Refusal(Why.KEY, f"it has several keys ({', '.join(f'`{key}`' for key in keys[:3])})")
    return keys[0] if keys else ""


def rename_key(desk: Desk, vendor: str, old: str, new: str, group: str) -> tuple[Edit, ...] | Refusal:
    """Every place of a key renamed, or why it cannot be."""
    edits: list[Edit] = []
    for path, places in _by_path(
        each for each in desk.theirs if each.kind is TraceKind.ENV_KEY and each.vendor == vendor
    ):
        if all(each.role in _WORDS_ONLY for each in places):
            continue
        if any(old.lower() in each.value.lower() and each.value != old for each in places):
            return Refusal(Why.KEY, f"a name that only contains `{old}` stands at {path}:{places[0].place.line}")
        file = desk.files.get(path)
        if file is None:
            return Refusal(Why.FILE, f"`{old}` stands in {path}, which is no text file of this tree")
        if find_words(file.text, new) and not desk.is_code(path):
            for each in places:
                desk.refuse(each, Refusal(Why.KEY, f"`{new}` is set there already: take this line out"))
            continue
        found = _in_file(desk, file, old)
        if isinstance(found, Refusal):
            return found
        edits += [Edit(path, line, start, end, old, new, EditKind.KEY, group) for line, start, end in found]
    return tuple(edits)


def _by_path(sightings: Iterable[Sighting]) -> Iterator[tuple[str, list[Sighting]]]:
    by_path: dict[str, list[Sighting]] = {}
    for each in sightings:
        by_path.setdefault(each.place.path, []).append(each)
    yield from sorted(by_path.items())


def _in_file(desk: Desk, file: TextFile, name: str) -> list[tuple[int, int, int]] | Refusal:
    lexer = lexer_of(file.path, desk.lexers)
    lexed = Lexed(file.text, lexer) if lexer is not None else None
    found: list[tuple[int, int, int]] = []
    for start, end in find_words(file.text, name):
        line = file.text.count("\n", 0, start) + 1
        where = f"{file.path}:{line}"
        span = lexed.span_at(start) if lexed is not None else None
        if span is not None and span.kind is SpanKind.COMMENT:
            continue
        if lexed is None and file.line_text(line).lstrip().startswith("#"):
            continue
        if span is not None and (span.inner_start, span.inner_end) != (start, end):
            return Refusal(Why.LITERAL, f"`{name}` is a part of a longer text at {where}")
        if span is None and lexed is not None and file.text[start - 1 : start] != ".":
            return Refusal(Why.LITERAL, f"`{name}` is a name of the program itself at {where}")
        if not is_template_file(file.path) and _VALUE.match(file.text, end, end + 200):
            return Refusal(Why.KEY, f"it has a value at {where}, which another service must never get")
        found.append((line, start, end))
    return found
