"""One strict reading of YAML for every authored file.

Safe types only: no anchors, aliases, tags, merge keys or duplicate keys; `NO` and `on` are strings; a date is a date.
"""

from __future__ import annotations

import datetime
import pathlib
import re
from dataclasses import dataclass, field
from typing import TypeAlias

from flowdown.base.errors import FlowdownError, Problems, UnusableFile, Where

Plain: TypeAlias = None | bool | int | float | str | datetime.date | list["Plain"] | dict[str, "Plain"]
Path: TypeAlias = tuple[str | int, ...]

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes; an authored file above this is refused."""
DEPTH_LIMIT = 64

_INT = re.compile(r"[+-]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[+-]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][+-]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its plain value, and where in the file each path into it stands."""

    file: str
    value: Plain
    places: dict[Path, tuple[int, int]] = field(repr=False)

    def where(self, path: Path = ()) -> Where:
        """The place of a path, or of its nearest ancestor that has one."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        line, column = self.places.get(known, (0, 0))
        return Where(self.file, line, column, format_path(path))


def format_path(path: Path) -> str:
    """Write a path as `norms[2].bearer.actor`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def load(text: str | bytes, file: str) -> Document:
    """Parse one YAML document strictly; raise `Problems` with every fault found."""
    document, problems = load_with_problems(text, file)
    if problems:
        raise Problems(problems)
    return document


def load_file(file: pathlib.Path) -> Document:
    """Read and parse a file strictly; raise `UnusableFile` if it cannot be read, else as `load` does."""
    try:
        with file.open("rb") as opened:
            content = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(str(file))) from None
    return load(content, str(file))


def load_with_problems(text: str | bytes, file: str) -> tuple[Document, tuple[FlowdownError, ...]]:
    """Parse one YAML document; return what can be read of it, and every fault.

    Raises `UnusableFile` or `Problems` where nothing can be.
    """
    import yaml

    if isinstance(text, bytes):
        if len(text) > SIZE_LIMIT:
            raise UnusableFile(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB", Where(file))
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = bytes(error.object)[: error.start].count(b"\n") + 1
            raise UnusableFile("not UTF-8 text", Where(file, line)) from None
    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = None
    try:
        loader = loader_class(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
        fault = _one_line(error.problem or error.context or "unreadable")
        raise UnusableFile(f"not valid YAML: {fault}", place) from None
    except (yaml.YAMLError, ValueError) as error:
        raise UnusableFile(f"not valid YAML: {_one_line(str(error))}", Where(file)) from None
    except RecursionError:
        raise UnusableFile("nested too deeply", Where(file)) from None
    finally:
        if loader is not None:
            loader.dispose()
    if node is None:
        raise UnusableFile("empty file", Where(file))
    reader = _Reader(file)
    _refuse_anchors(text, loader_class, reader)
    if reader.problems:
        # Aliases are not followed, not even to look for more: a few lines of them can stand for billions of values.
        raise Problems(reader.problems)
    value = reader.read(node, ())
    return Document(file, value, reader.places), tuple(reader.problems)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse_anchors(text: str, loader_class: type, reader: _Reader) -> None:
    if "&" not in text and "*" not in text and "!" not in text:
        return
    import yaml

    for event in yaml.parse(text, Loader=loader_class):
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reader.refuse("anchors and aliases are not allowed", mark)
        elif tag := getattr(event, "tag", None):
            reader.refuse(f"the tag `{tag}` is not allowed", mark)


class _Reader:
    """Turns YAML nodes into plain values while noting places and faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[FlowdownError] = []
        self.places: dict[Path, tuple[int, int]] = {}

    def refuse(self, message: str, mark: object, path: Path = ()) -> None:
        line, column = getattr(mark, "line", -1) + 1, getattr(mark, "column", -1) + 1
        self.problems.append(UnusableFile(message, Where(self.file, line, column, format_path(path))))

    def read(self, node: object, path: Path) -> Plain:
        import yaml

        mark = getattr(node, "start_mark", None)
        self.places.setdefault(path, (getattr(mark, "line", -1) + 1, getattr(mark, "column", -1) + 1))
        if len(path) > DEPTH_LIMIT:
            self.refuse("nested too deeply", mark, path)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        return None

    def _mapping(self, node: object, path: Path) -> dict[str, Plain]:
        import yaml

        mapping: dict[str, Plain] = {}
        for key_node, value_node in getattr(node, "value", ()):
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse("a key must be a plain word", key_node.start_mark, path)
                continue
            key = key_node.value
            if key == "<<" and not key_node.style:
                self.refuse("merge keys are not allowed", key_node.start_mark, path)
            elif key in mapping:
                self.refuse(f"duplicate key `{key}`", key_node.start_mark, path)
            else:
                mark = key_node.start_mark
                self.places[(*path, key)] = (mark.line + 1, mark.column + 1)
                mapping[key] = self.read(value_node, (*path, key))
        return mapping

    def _scalar(self, node: object, path: Path) -> Plain:
        text = str(getattr(node, "value", ""))
        if getattr(node, "style", None):  # None or empty (libyaml) for a plain word
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.match(text):
            # Beyond 18 digits a number is an identifier that lost its quotes.
            return int(text) if len(text) <= 18 else text
        if _FLOAT.match(text):
            return float(text)
        if _DATE.match(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                self.refuse(f"`{text}` is not a day of the calendar", getattr(node, "start_mark", None), path)
        return text
