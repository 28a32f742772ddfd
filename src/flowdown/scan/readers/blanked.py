"""Make comments of program-like manifests blank, so that patterns see only what counts."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HASH = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|(#[^\n]*)")
_SLASH = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|(//[^\n]*|/\*.*?(?:\*/|\Z))", re.DOTALL)


def without_comments(text: str, is_slash: bool) -> tuple[str, list[tuple[int, int]]]:
    """The text with comments made blank and offsets kept, and the comments' spans."""
    pattern = _SLASH if is_slash else _HASH
    spans = [found.span(1) for found in pattern.finditer(text) if found.group(1)]
    return blanked(text, spans), spans


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some spans of it made blank, lines and offsets kept."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        parts.append("".join("\n" if sign == "\n" else " " for sign in text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts)
