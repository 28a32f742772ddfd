"""Turns git's wildcard patterns into regular expressions over bytes.

The patterns may be hostile: every star that is not the last of its part is matched lazily inside an atomic group,
which is exact for wildcards and keeps the time polynomial.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

_SLASH = 0x2F
_SPECIAL = re.compile(rb"[*?\[\\]")
_POSIX = {
    b"alnum": rb"A-Za-z0-9",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"\x21-\x7e",
    b"lower": rb"a-z",
    b"print": rb"\x20-\x7e",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": rb" \t\n\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}


@cache
def _bytes_of(name: bytes) -> frozenset[int]:
    return frozenset(byte for byte in range(256) if re.match(rb"[%s]" % _POSIX[name], bytes([byte])))


class _Star(Enum):
    """A run of stars: inside one folder, across any folders before a slash, across at least one, or to the end."""

    SHORT = auto()
    FOLDERS = auto()
    SOME_FOLDERS = auto()
    REST = auto()


class _NeverMatchesError(Exception):
    """A pattern that git never matches with anything."""


def translate(pattern: bytes, *, is_path: bool) -> bytes | None:
    """The expression (without anchors but for its end) that matches what git matches; None = never anything.

    `is_path`: the pattern is put to a path, where stars and sets do not cross `/` and `**` may; else to a name.
    """
    try:
        return _join(_tokens(pattern, is_path))
    except _NeverMatchesError:
        return None


def _tokens(pattern: bytes, is_path: bool) -> list[bytes | _Star]:
    """Fixed-length pieces, as expressions, and stars."""
    tokens: list[bytes | _Star] = []
    piece = b""
    at = 0
    while at < len(pattern):
        char = pattern[at : at + 1]
        if char == b"*":
            star, after = _star(pattern, at, is_path)
            tokens += [piece, star] if piece else [star]
            piece, at = b"", after
            continue
        if char == b"?":
            piece += b"[^/]"
        elif char == b"[":
            members, at = _members(pattern, at)
            piece += _set(members)
        else:
            if char == b"\\":
                at += 1
                if at == len(pattern):
                    raise _NeverMatchesError
            piece += re.escape(pattern[at : at + 1])
        at += 1
    return [*tokens, piece] if piece else tokens


def _star(pattern: bytes, at: int, is_path: bool) -> tuple[_Star, int]:
    end = at
    while pattern[end : end + 1] == b"*":
        end += 1
    # NOTE: git cuts the literal start off a path's pattern first, so that stars directly behind it count as leading.
    is_leading = pattern[at - 1 : at] in (b"", b"/") or not _SPECIAL.search(pattern, 0, at)
    if is_path and end - at > 1 and is_leading:
        if end == len(pattern):
            return _Star.REST, end
        if pattern[end] == _SLASH:
            return _Star.FOLDERS, end + 1
        if pattern[end : end + 2] == b"\\/":
            return _Star.SOME_FOLDERS, end + 2
    return _Star.SHORT, end


def _members(pattern: bytes, at: int) -> tuple[frozenset[int], int]:
    """The bytes that a set takes, and the offset of its closing bracket."""
    at += 1
    is_negated = pattern[at : at + 1] in (b"!", b"^")
    at += is_negated
    members: set[int] = set()
    previous = 0
    first = at
    while at == first or pattern[at : at + 1] != b"]":
        char = _byte(pattern, at)
        if char == 0x5C:
            at += 1
            previous = _byte(pattern, at)
            members.add(previous)
        elif char == 0x2D and previous and pattern[at + 1 : at + 2] not in (b"", b"]"):
            at += 1
            if _byte(pattern, at) == 0x5C:
                at += 1
            members.update(range(previous, _byte(pattern, at) + 1))
            previous = 0
        elif char == 0x5B and pattern[at + 1 : at + 2] == b":":
            close = pattern.find(b"]", at + 2)
            if close < 0:
                raise _NeverMatchesError
            if close - at < 3 or pattern[close - 1 : close] != b":":
                members.add(char)
                previous = char
            else:
                members |= _named(pattern[at + 2 : close - 1])
                previous, at = 0, close
        else:
            members.add(char)
            previous = char
        at += 1
    return frozenset(range(256)) - members if is_negated else frozenset(members), at


def _byte(pattern: bytes, at: int) -> int:
    if at >= len(pattern):
        raise _NeverMatchesError
    return pattern[at]


def _named(name: bytes) -> frozenset[int]:
    if name not in _POSIX:
        raise _NeverMatchesError
    return _bytes_of(name)


def _set(members: frozenset[int]) -> bytes:
    taken = sorted(members - {_SLASH})
    if not taken:
        return rb"(?!)"
    return b"[" + b"".join(b"\\x%02x" % byte for byte in taken) + b"]"


def _join(tokens: list[bytes | _Star]) -> bytes:
    """One expression of all tokens: blocks between deep stars, each of pieces between short stars."""
    openings = {_Star.FOLDERS: b"(?:[^/]*/)*?", _Star.SOME_FOLDERS: b"(?:[^/]*/)+?"}
    blocks: list[tuple[bytes, list[bytes | _Star]]] = [(b"", [])]
    for token in tokens:
        if isinstance(token, _Star) and token in openings:
            blocks.append((openings[token], []))
        else:
            blocks[-1][1].append(token)
    *early, (opening, last) = blocks
    expression = b"".join(b"(?>" + start + _block(inside, is_last=False) + b")" for start, inside in early)
    return expression + opening + _block(last, is_last=True) + rb"\Z"


def _block(tokens: list[bytes | _Star], *, is_last: bool) -> bytes:
    final_star = len(tokens) - 1 - tokens[::-1].index(_Star.SHORT) if is_last and _Star.SHORT in tokens else -1
    expression = b""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token is _Star.REST:
            expression += b"(?s:.*)"
        elif token is _Star.SHORT:
            following = tokens[at + 1] if at + 1 < len(tokens) else b""
            piece = following if isinstance(following, bytes) else b""
            # The leftmost place of a piece leaves the most room for what follows, so no other need be tried.
            expression += b"[^/]*" + piece if at == final_star else b"(?>[^/]*?" + piece + b")"
            at += 1
        elif isinstance(token, bytes):
            expression += token
        at += 1
    return expression
