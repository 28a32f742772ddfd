"""Enumerations whose members are ids of models: `enum ChatModel: String { case large = "acme-large-2" }`."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary

_MEMBER = re.compile(r"[ \t]*case[ \t]+`?\w+`?[ \t]*=[ \t]*\Z")
_HEAD = re.compile(r"\benum\s+(\w+)\s*:\s*(?:Swift\.)?String\b")
_MODELS = frozenset("model models llm".split())
_REACH = 4000
"""Characters above a member in which the enumeration's head is looked for."""


def enum_round(masked: str, start: int) -> str:
    """The name of the enumeration of models that holds a literal as the value of a member; empty if none does."""
    line = masked.rfind("\n", 0, start) + 1
    if _MEMBER.match(masked, line, start) is None:
        return ""
    heads = _HEAD.findall(masked, max(0, start - _REACH), start)
    name = heads[-1] if heads else ""
    return "" if _MODELS.isdisjoint(vocabulary.words_of(name)) else name
