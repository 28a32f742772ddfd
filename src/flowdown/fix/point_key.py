"""Which key the clients of a program take when they are pointed elsewhere: its name changes, where nothing else hands the old one on."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

from flowdown.catalogue.replacement import RouteFacts
from flowdown.fix.client import Seen
from flowdown.fix.desk import RUNS, Desk
from flowdown.fix.edit import Edit, EditKind, Refusal, Why
from flowdown.fix.keys import rename_key
from flowdown.fix.python_program import PythonProgram
from flowdown.scan.readers.environment import is_template_file
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import Role, TraceKind

_PASSED_OVER = frozenset({"node_modules", ".git", ".venv", "venv", "site-packages", "__pycache__"})


def key_edits(
    desk: Desk, vendor: str, program: PythonProgram, seen: Seen, facts: RouteFacts, group: str
) -> tuple[Edit, ...] | Refusal:
    """The names of keys that change with the clients of a program, or why they cannot."""
    path = program.file.path
    old = {each.value for each in seen.keys if isinstance(each.value, str)}
    home = desk.map.routes.get(f"direct:{vendor}")
    if seen.unkeyed:
        old.add(home.address.env_key if home is not None and home.address is not None else "")
    if len(old) != 1 or "" in old:
        return Refusal(Why.KEY, "which key goes with it is not one name")
    name = old.pop()
    user = next(_others(desk, program, seen), "")
    if user:
        return Refusal(Why.CALLS, f"what it is asked with may be used in {user}, too")
    given = next(_givers(desk, name), "")
    if given:
        return Refusal(Why.KEY, f"the program itself sets `{name}` ({given})")
    assert facts.address is not None, "a way with the same calls has an address"
    places = [
        each for each in desk.theirs if each.vendor == vendor and each.kind is TraceKind.ENV_KEY and each.value == name
    ]
    if not any(desk.is_code(each.place.path) and each.place.path != path for each in places) and _is_alone(
        desk, vendor, path, seen
    ):
        return rename_key(desk, vendor, name, facts.address.env_key, group)
    for each in places:
        if _hands_on(desk, each) and not _is_of_others(desk, vendor, each, path):
            where = f"{each.place.path}:{each.place.line}"
            return Refusal(Why.KEY, f"`{name}` is handed on at {where} for others, too: the new key has to be, as well")
    return _in_program(program, seen, name, facts.address.env_key, group)


def _is_alone(desk: Desk, vendor: str, path: str, seen: Seen) -> bool:
    """Whether nothing else calls the vendor's service."""
    calling = (TraceKind.CLIENT, TraceKind.CALL, TraceKind.ENDPOINT, TraceKind.CONFIG)
    others = [each for each in desk.running if each.vendor == vendor and each.kind in calling]
    lines = {call.lineno for _, call in seen.made} | {call.lineno for call in seen.asks}
    return all(each.place.path == path and each.place.line in lines for each in others)


def _hands_on(desk: Desk, each: Sighting) -> bool:
    if desk.is_code(each.place.path) or each.strength not in RUNS or each.role in (Role.DOCUMENTED, Role.COMMENTED):
        return False
    return not is_template_file(each.place.path)


def _is_of_others(desk: Desk, vendor: str, each: Sighting, path: str) -> bool:
    """Whether settings stand in a folder of programs of its own that take the key, apart from this one."""
    folder = each.place.path.rpartition("/")[0] + "/"
    if folder == "/" or path.startswith(folder) or folder.startswith("."):
        return False
    return any(
        other.vendor == vendor and other.place.path.startswith(folder) and desk.is_code(other.place.path)
        for other in desk.running
        if other.kind in (TraceKind.CLIENT, TraceKind.CALL, TraceKind.ENV_KEY)
    )


def _in_program(program: PythonProgram, seen: Seen, old: str, new: str, group: str) -> tuple[Edit, ...] | Refusal:
    read = {program.start(each) for each in seen.keys}
    told = [
        each
        for each in program.nodes()
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and old in each.value
    ]
    if any(program.start(each) not in read for each in told):
        return Refusal(Why.KEY, f"`{old}` is named in its program for more than its client")
    edits: list[Edit] = []
    for each in {program.start(each): each for each in seen.keys}.values():
        start = program.start(each) + 1
        if program.file.text[start : start + len(old)] != old:
            return Refusal(Why.LITERAL, f"`{old}` is not wholly in one literal")
        edits.append(Edit(program.file.path, each.lineno, start, start + len(old), old, new, EditKind.KEY, group))
    return tuple(edits)


def _givers(desk: Desk, name: str) -> Iterator[str]:
    """Where a program of the tree sets the variable itself: what comes from its user must not go to another service."""
    sets = re.compile(
        rf"environ(?:\[|\.setdefault\(|\.update\(\{{)\s*[\"']{re.escape(name)}[\"'](?:\]\s*=(?!=)|\s*[,:])|\bputenv\([\"']{re.escape(name)}"
    )
    for path in sorted(
        {each.place.path for each in desk.running if each.kind is TraceKind.ENV_KEY and each.value == name}
    ):
        file = desk.files.get(path)
        if file is not None and desk.is_code(path) and sets.search(file.text):
            yield path


def _others(desk: Desk, program: PythonProgram, seen: Seen) -> Iterator[str]:
    """Other programs that import this one and say a name by which they could ask its clients, or be asked for their model."""
    stem = program.file.path.rsplit("/", 1)[-1].removesuffix(".py")
    stem = program.file.path.split("/")[-2] if stem == "__init__" and "/" in program.file.path else stem
    if not seen.shared:
        return
    imports = re.compile(rf"(?m)^\s*(?:from|import)\b[^\n]*\b{re.escape(stem)}\b")
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(seen.shared)))})\b")
    for path in _programs(desk):
        if path == program.file.path:
            continue
        file = desk.files.get(path)
        if file is not None and imports.search(file.text) and names.search(file.text):
            yield path


def _programs(desk: Desk) -> Iterator[str]:
    folder = desk.files.folder
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in _PASSED_OVER)
        for name in sorted(names):
            if name.endswith((".py", ".ipynb")):
                yield (Path(at) / name).relative_to(folder).as_posix()
