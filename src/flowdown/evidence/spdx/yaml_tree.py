"""Reads YAML of others into plain values with their lines: no aliases, no tags, no depth without end."""

from __future__ import annotations

import re
from typing import Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.base.strict_json import DEPTH
from flowdown.evidence.spdx.paper import Path

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_MOST = 2_000_000
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})", re.ASCII)


def read_yaml(text: str, name: str) -> tuple[Any, dict[Path, int], list[str]]:
    """The value of the only document in a text, the line of each path, and keys that are there twice.

    Raises `UnusableFile`, with its line, for what is no YAML or not safe.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    building = _Building(name)
    try:
        for event in yaml.parse(text, Loader=loader):
            building.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        says = " ".join(str(getattr(error, "problem", None) or "not readable").split())[:120]
        raise UnusableFile(f"is no YAML: {says}", Where(name, mark.line + 1 if mark else 0)) from None
    if not building.done:
        raise UnusableFile("is empty", Where(name))
    return building.done[0], building.lines, building.twice


class _Building:
    """The values that are open, from the outermost in: each list or object with its path and the key that waits."""

    def __init__(self, name: str) -> None:
        self.done: list[Any] = []
        self.lines: dict[Path, int] = {}
        self.twice: list[str] = []
        self._name = name
        self._open: list[tuple[Any, Path]] = []
        self._keys: list[str | None] = []

    def take(self, event: Any) -> None:
        """One event of the parser."""
        if len(self.lines) > _MOST:
            raise UnusableFile(f"has more than {_MOST} values", Where(self._name, event.start_mark.line + 1))
        kind = type(event).__name__
        line = event.start_mark.line + 1
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise UnusableFile("has anchors or aliases, which are not read", Where(self._name, line))
        if kind == "ScalarEvent":
            self._add(_scalar(event), line, event.value)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self._open) >= DEPTH:
                raise UnusableFile(f"is nested deeper than {DEPTH} levels", Where(self._name, line))
            value: Any = {} if kind == "MappingStartEvent" else []
            path = self._add(value, line, None)
            self._open.append((value, path))
            self._keys.append(None)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._keys.pop()

    def _add(self, value: Any, line: int, key: str | None) -> Path:
        if not self._open:
            if self.done:
                raise UnusableFile("holds more than one document", Where(self._name, line))
            self.done.append(value)
            return ()
        holder, path = self._open[-1]
        if isinstance(holder, list):
            here = (*path, len(holder))
            holder.append(value)
        elif self._keys[-1] is None:
            if key is None:
                raise UnusableFile("has a key that is no text", Where(self._name, line))
            self._keys[-1] = key
            return path
        else:
            name = self._keys[-1]
            self._keys[-1] = None
            if name in holder:
                self.twice.append(name)
            here = (*path, name)
            holder[name] = value
        self.lines[here] = line
        return here


def _scalar(event: Any) -> Any:
    """A text, but for the plain words of JSON and whole numbers."""
    if event.style or not event.implicit[0]:
        return event.value
    if event.value in _WORDS:
        return _WORDS[event.value]
    return int(event.value) if _NUMBER.fullmatch(event.value) else event.value
