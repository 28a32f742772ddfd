"""Tells whether a licence expression is well-formed (SPDX specification, annex D); which licences exist is not asked."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"\s*(\(|\)|[^\s()]+)")
_ID = re.compile(r"(?:DocumentRef-[A-Za-z0-9.\-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.\-]+|[A-Za-z0-9.\-]+\+?")
_JOINTS = frozenset({"AND", "OR", "and", "or"})
_WITH = frozenset({"WITH", "with"})
_LONGEST = 20_000
_NO_LICENCE = frozenset({"NONE", "NOASSERTION"})


def is_expression(text: str) -> bool:
    """True for licences joined by AND, OR, WITH and brackets that close."""
    return len(text) <= _LONGEST and _is_expression(text)


@lru_cache(maxsize=1024)
def _is_expression(text: str) -> bool:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != "".join(text.split()):
        return False
    depth, wants_licence, after_with, was_with = 0, True, False, False
    for token in tokens:
        if wants_licence:
            if token == "(" and not after_with:
                depth += 1
            elif token not in _JOINTS and token not in _WITH and _ID.fullmatch(token):
                wants_licence, was_with, after_with = False, after_with, False
            else:
                return False
        elif token == ")":
            depth -= 1
            if depth < 0:
                return False
        elif token in _JOINTS:
            wants_licence = True
        elif token in _WITH and not was_with:
            wants_licence = after_with = True
        else:
            return False
    return depth == 0 and not wants_licence


def is_licence(text: str) -> bool:
    """True for an expression, or for the words that say there is none or nobody tells."""
    return text in _NO_LICENCE or is_expression(text)
