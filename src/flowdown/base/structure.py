"""Plain values into dataclasses, with every fault named by its path; JSON schemas from the same dataclasses."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import difflib
import enum
import functools
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flowdown.base.canonical import Json
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.strict_yaml import Document, Path, Plain

T = TypeVar("T")

# A field named like a Python keyword carries a trailing underscore (`from_`); the file's key is without it.


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def decode(kind: type[T], document: Document) -> T:
    """Read a whole document as `kind`; raise `Problems` with every fault."""
    decoder = _Decoder(document)
    value = decoder.value(kind, document.value, ())
    if decoder.problems:
        raise Problems(decoder.problems)
    return typing.cast(T, value)


def decode_at(kind: type[T], document: Document, path: Path, value: Plain, problems: list[FlowdownError]) -> T | None:
    """Read one value of a document as `kind`; append its faults to `problems` and return None if there are any."""
    decoder = _Decoder(document)
    decoded = decoder.value(kind, value, path)
    problems.extend(decoder.problems)
    return None if decoder.problems else typing.cast(T, decoded)


def decode_leniently(kind: type[T], document: Document, path: Path = ()) -> tuple[T, tuple[FlowdownError, ...]]:
    """Read what can be read of a document, and every fault; what is faulty has its default, and lists keep their length.

    For what people write by hand: `true` is also `yes`, a number is also a name, a date may stand in quotes. Every
    field of `kind`, and of what it holds, needs a default.
    """
    decoder = _Decoder(document, is_lenient=True)
    value = decoder.value(kind, document.value, path)
    return typing.cast(T, value), tuple(decoder.problems)


def key_of(field: dataclasses.Field[Any]) -> str:
    """The key that a dataclass field has in a file."""
    return field.name.rstrip("_")


class _Decoder:
    def __init__(self, document: Document, *, is_lenient: bool = False) -> None:
        self.document = document
        self.is_lenient = is_lenient
        self.problems: list[FlowdownError] = []

    def refuse(self, message: str, path: Path, hint: str = "") -> None:
        self.problems.append(UnusableFile(message, self.document.where(path), hint))

    def value(self, kind: Any, value: Plain, path: Path) -> object:
        origin = typing.get_origin(kind)
        if kind is typing.Any or kind is object:
            return value
        if origin in (types.UnionType, typing.Union):
            return self._union(typing.get_args(kind), value, path)
        if origin is tuple:
            return self._tuple(typing.get_args(kind)[0], value, path)
        if origin in (dict, Mapping):
            return self._map(typing.get_args(kind)[1], value, path)
        if origin is typing.Literal:
            return self._choice([str(word) for word in typing.get_args(kind)], value, path)
        if isinstance(kind, typing.NewType):
            return self.value(kind.__supertype__, value, path)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            words = [str(member.value) for member in kind]
            if self.is_lenient and isinstance(value, bool):
                value = "yes" if value else "no"
            chosen = self._choice(words, value, path)
            return kind(chosen) if chosen is not None else None
        if dataclasses.is_dataclass(kind):
            return self._dataclass(typing.cast(type, kind), value, path)
        return self._scalar(typing.cast(type, kind), value, path)

    def _union(self, kinds: tuple[Any, ...], value: Plain, path: Path) -> object:
        if value is None and type(None) in kinds:
            return None
        rest = [kind for kind in kinds if kind is not type(None)]
        if len(rest) == 1:
            return self.value(rest[0], value, path)
        if self.is_lenient:
            # What is a list is read as one, so that each fault in it is named.
            rest.sort(key=lambda kind: not (isinstance(kind, type) and issubclass(kind, enum.Enum)))
            lists = [kind for kind in rest if typing.get_origin(kind) is tuple]
            if lists and isinstance(value, list):
                return self.value(lists[0], value, path)
        for kind in rest:
            trial = _Decoder(self.document, is_lenient=self.is_lenient)
            decoded = trial.value(kind, value, path)
            if not trial.problems:
                return decoded
        words = " or ".join(sorted({_word(kind) for kind in rest}, key=lambda word: word.startswith("`")))
        self.refuse(f"expected {words}{_found(value)}", path, _hint(rest))
        return None

    def _tuple(self, kind: Any, value: Plain, path: Path) -> object:
        if self.is_lenient and kind is str and isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self.refuse("expected a list", path)
            return ()
        read = tuple(self.value(kind, item, (*path, index)) for index, item in enumerate(value))
        return tuple("" if each is None else each for each in read) if self.is_lenient and kind is str else read

    def _map(self, kind: Any, value: Plain, path: Path) -> object:
        if not isinstance(value, dict):
            self.refuse("expected keys and values", path)
            return {}
        return {key: self.value(kind, item, (*path, key)) for key, item in value.items()}

    def _choice(self, words: list[str], value: Plain, path: Path) -> str | None:
        if isinstance(value, str) and value in words:
            return value
        near = difflib.get_close_matches(str(value), words, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(words)}"
        self.refuse(f"`{value}` is not known here", path, hint)
        return None

    def _dataclass(self, kind: type, value: Plain, path: Path) -> object:
        if not isinstance(value, dict):
            self.refuse("expected keys and values", path)
            return kind() if self.is_lenient else None
        fields = {key_of(field): field for field in dataclasses.fields(kind) if field.init}
        for key in value:
            if key not in fields:
                near = difflib.get_close_matches(key, fields, 1)
                self.refuse(f"unknown key `{key}`", (*path, key), f"did you mean `{near[0]}`?" if near else "")
        arguments: dict[str, object] = {}
        before = len(self.problems)
        hints = _hints(kind)
        for key, field in fields.items():
            if key in value and self.is_lenient and value[key] is None:
                continue
            if key in value:
                known = len(self.problems)
                read = self.value(hints[field.name], value[key], (*path, key))
                # A list or mapping keeps what is sound in it, so that its other faults are found in the same pass.
                if not self.is_lenient or len(self.problems) == known or read is not None:
                    arguments[field.name] = read
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                self.refuse(f"`{key}` is missing", path)
        if len(self.problems) > before and not self.is_lenient:
            return None
        try:
            return kind(**arguments)
        except FlowdownError as error:
            self.refuse(error.message, path, error.hint)
            return None

    def _scalar(self, kind: type, value: Plain, path: Path) -> object:
        if self.is_lenient:
            value = _as_meant(kind, value)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.refuse(f"expected {_word(kind)}{_found(value)}", path, _hint((kind,)) if self.is_lenient else "")
        return None


def _as_meant(kind: type, value: Plain) -> Plain:
    """A value as its writer meant it: names that are written like numbers, dates in quotes."""
    if kind is str and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if kind is datetime.date and isinstance(value, str) and len(value) == 10:
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(value)
    return value


def _found(value: Plain) -> str:
    if isinstance(value, list | dict):
        return ", found a list" if isinstance(value, list) else ", found keys and values"
    text = "nothing" if value is None else str(value)
    return f", found `{text[:60]}...`" if len(text) > 60 else f", found `{text}`"


def _hint(kinds: Sequence[Any]) -> str:
    if datetime.date in kinds:
        return "dates are written YYYY-MM-DD"
    return "put it in quotes" if str in kinds else ""


def _word(kind: Any) -> str:
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false", datetime.date: "a date"}
    if kind in names:
        return names[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and len(kind) < 4:
        return " or ".join(f"`{member.value}`" for member in kind)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return "a list"
    has_keys = dataclasses.is_dataclass(kind) or origin in (dict, Mapping)
    return "keys and values" if has_keys else "a word of the vocabulary"


def json_schema(kind: type, title: str) -> dict[str, Json]:
    """A JSON schema (draft 2020-12) of what `decode(kind, ...)` accepts."""
    definitions: dict[str, Json] = {}
    body = _schema(kind, definitions)
    assert isinstance(body, dict)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Json]) -> dict[str, Json]:
    origin = typing.get_origin(kind)
    if kind is typing.Any or kind is object:
        return {}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(each, definitions) for each in typing.get_args(kind)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(typing.get_args(kind)[0], definitions)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(typing.get_args(kind)[1], definitions)}
    if origin is typing.Literal:
        return {"enum": list(typing.get_args(kind))}
    if isinstance(kind, typing.NewType):
        return _schema(kind.__supertype__, definitions)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        definitions.setdefault(kind.__name__, {"enum": [member.value for member in kind]})
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if dataclasses.is_dataclass(kind):
        return _object_schema(typing.cast(type, kind), definitions)
    words = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    if kind is datetime.date:
        return {"type": "string", "format": "date"}
    return {"type": words[kind]}


def _object_schema(kind: type, definitions: dict[str, Json]) -> dict[str, Json]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = _hints(kind)
        fields = [field for field in dataclasses.fields(kind) if field.init]
        required: list[Json] = [
            key_of(field)
            for field in fields
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        ]
        definitions[name] = {
            "type": "object",
            "properties": {key_of(field): _schema(hints[field.name], definitions) for field in fields},
            "required": required,
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
