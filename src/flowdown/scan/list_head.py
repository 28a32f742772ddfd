"""Tells from what stands before a bracket that it holds a plain list, however a language writes one."""

from __future__ import annotations

import re

_MAKERS = frozenset(
    (
        "List.of Set.of Arrays.asList Stream.of Array.of ImmutableList.of ImmutableSet.of listOf setOf mutableListOf mutableSetOf "
        "arrayOf arrayListOf hashSetOf linkedSetOf Seq vec! frozenset tuple"
    ).split()
)
_OF_LANGUAGE = {"r": frozenset({"c", "list"}), "php": frozenset({"array"}), "python": frozenset({"set", "list"})}
_BRACED = re.compile(
    r"(?:\[[\d.]*\]\s*(?:string|str|String)|\[\]|\b(?:I?List|ISet|HashSet|Set|IEnumerable|Collection|vector)\s*<\s*(?:std::)?"
    r"[Ss]tring\s*>\s*(?:\(\))?)\s*(?:\w*\s*=)?\s*\Z"
)
"""`[]string{`, `new[] {`, `String[] {`, `new List<string> {`."""


def is_list_maker(callee: str, language: str) -> bool:
    """Whether a call of this name only makes a list of what it is given."""
    return callee in _MAKERS or callee in _OF_LANGUAGE.get(language, ())


def opens_list(ahead: str) -> bool:
    """Whether a `{` behind this text opens a list of texts rather than a map or a block."""
    return ahead.rstrip()[-1:] in ("g", "r", "]", ">", ")", "=") and _BRACED.search(ahead[-80:]) is not None


_KEY_END = re.compile(r"[\"'`]?\s*\]\s*[=:](?![=:])")
_CALLED = re.compile(r"[\w)\]]\s*\Z")


def is_bracketed_key(ahead: str, masked: str, end: int) -> bool:
    """Whether a `[` behind this text holds the key of a table: Lua's `{["a-1"] = ...}`, JavaScript's `{["a-1"]: ...}`."""
    return ahead.rstrip()[-1:] in ("{", ",", ";") and _KEY_END.match(masked, end) is not None


def is_map(ahead: str, language: str) -> bool:
    """Whether a `{` behind this text is no list even of members without keys: in Lua tables are lists too."""
    return language != "lua" or (_CALLED.search(ahead) is not None and not ahead.rstrip().endswith("return"))
