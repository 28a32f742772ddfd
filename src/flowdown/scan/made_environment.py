"""Environments that a test makes up and hands on: `choose({ACME_API_KEY: "a"})` reads no key of anybody's."""

from __future__ import annotations

import re

_MEMBER = re.compile(r"[A-Z][A-Z0-9_]*[\"'`]?\s*(?::|=>)\s*([\"'`])[^\"'`\n$]{0,32}\1\s*(?=[,})\n]|\Z)")
"""A name in capitals with a text behind it that is too short for the key of any service."""
_BEFORE = re.compile(r"[{,(\n]\s*[\"'`]?\Z")
_REACH = 80


def is_made_up(text: str, offset: int) -> bool:
    """Whether the name at an offset of a test's text is a member of an object that gives it a short text as its value."""
    return _MEMBER.match(text, offset) is not None and _BEFORE.search(text, max(0, offset - _REACH), offset) is not None
