"""With which characters a family's tail can begin: what the prefilter may ask for behind a stem."""

from __future__ import annotations

import re
import string

_DIGITS = frozenset(string.digits)
_WORDS = frozenset(string.ascii_lowercase + string.digits + "_")
_REPEAT = re.compile(r"(\*|\+|\?|\{(\d*),?\d*\})\??")


class _UnclearError(Exception):
    """The tail uses something that this reader does not know."""


def starts_of(tail: str) -> frozenset[str] | None:
    """The characters with which a match can begin; None if it may be empty or cannot be told."""
    try:
        starts, may_be_empty, at = _alternatives(tail, 0)
    except (_UnclearError, IndexError):
        return None
    return None if may_be_empty or at != len(tail) else starts


def _alternatives(tail: str, at: int) -> tuple[frozenset[str], bool, int]:
    starts: frozenset[str] = frozenset()
    may_be_empty = False
    while True:
        more, is_empty, at = _sequence(tail, at)
        starts |= more
        may_be_empty = may_be_empty or is_empty
        if at >= len(tail) or tail[at] != "|":
            return starts, may_be_empty, at
        at += 1


def _sequence(tail: str, at: int) -> tuple[frozenset[str], bool, int]:
    starts: frozenset[str] = frozenset()
    is_open = True
    while at < len(tail) and tail[at] not in "|)":
        more, may_be_empty, at = _part(tail, at)
        repeat = _REPEAT.match(tail, at)
        if repeat:
            at = repeat.end()
            may_be_empty = may_be_empty or repeat.group(1) in "*?" or repeat.group(2) in ("", "0")
        if is_open:
            starts |= more
            is_open = may_be_empty
    return starts, is_open, at


def _part(tail: str, at: int) -> tuple[frozenset[str], bool, int]:
    """One group, class, escape or character: what it can begin with, whether it can be empty, where it ends."""
    char = tail[at]
    if char == "(":
        return _group(tail, at)
    if char == "[":
        end = tail.index("]", at + 2)
        return _class(tail[at + 1 : end]), False, end + 1
    if char == "\\":
        return _escape(tail[at + 1]), False, at + 2
    if char in "^$":
        return frozenset(), True, at + 1
    if char == ".":
        raise _UnclearError
    return frozenset(char), False, at + 1


def _group(tail: str, at: int) -> tuple[frozenset[str], bool, int]:
    opening = next((mark for mark in ("(?:", "(?=", "(?!", "(?<!", "(?<=") if tail.startswith(mark, at)), "(")
    starts, may_be_empty, end = _alternatives(tail, at + len(opening))
    if opening in ("(?!", "(?<!", "(?<="):
        # What must not follow, or what stands before, says nothing of what follows.
        return frozenset(), True, end + 1
    return starts, may_be_empty, end + 1


def _class(inner: str) -> frozenset[str]:
    if inner.startswith("^"):
        raise _UnclearError
    starts: frozenset[str] = frozenset()
    at = 0
    while at < len(inner):
        if inner[at] == "\\":
            starts |= _escape(inner[at + 1])
            at += 2
        elif inner[at + 1 : at + 2] == "-" and at + 2 < len(inner):
            starts |= {chr(code) for code in range(ord(inner[at]), ord(inner[at + 2]) + 1)}
            at += 3
        else:
            starts |= {inner[at]}
            at += 1
    return starts


def _escape(char: str) -> frozenset[str]:
    if char == "d":
        return _DIGITS
    if char == "w":
        return _WORDS
    if char.isalpha():
        raise _UnclearError
    return frozenset(char)
