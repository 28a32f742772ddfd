"""Canonical JSON bytes, and digests of them: same value, same bytes."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def to_json(value: object) -> Json:
    """Turn dataclasses, enums, dates, tuples, sets and mappings into plain JSON values.

    Sets are sorted by their canonical text. Raises TypeError for anything else.
    """
    match value:
        case None | bool():
            return value
        case enum.Enum():
            return to_json(value.value)
        case str() | int() | float():
            return value
        case datetime.date():
            return value.isoformat()
        case Mapping():
            return {str(to_json(key)): to_json(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((to_json(item) for item in value), key=canonical_text)
        case list() | tuple():
            return [to_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no JSON for {value!r}")


def canonical_text(value: object) -> str:
    """JSON with sorted keys, no spaces, non-ASCII kept."""
    return json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """The SHA-256 of the canonical text, as `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical_text(value).encode("utf-8", "surrogatepass")).hexdigest()
