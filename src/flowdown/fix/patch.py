"""Writes edits as a unified diff that `git apply` and `patch` take, and `git apply -R` takes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

CONTEXT = 3
"""Lines round a changed one that a patch shows."""
_Block = tuple[int, int, list[bytes]]
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def write_patch(files: Iterable[tuple[str, bytes, bytes]]) -> bytes:
    """The patch of some files, each by its path, content before and content after, in order."""
    return b"".join(part for path, before, after in files for part in _file(path, before, after))


def _file(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    if before == after:
        return
    yield f"diff --git {_quoted('a/' + path)} {_quoted('b/' + path)}\n".encode()
    yield f"--- {_quoted('a/' + path)}{_end(path)}\n+++ {_quoted('b/' + path)}{_end(path)}\n".encode()
    old, new = _lines(before), _lines(after)
    shift = 0
    for start, end in _hunks(blocks := list(_blocks(old, new)), len(old)):
        inside = [each for each in blocks if start <= each[0] and each[1] <= end]
        grown = sum(len(lines) - (stop - first) for first, stop, lines in inside)
        yield f"@@ -{_range(start, end)} +{_range(start + shift, end + shift + grown)} @@\n".encode()
        shift += grown
        at = start
        for first, stop, lines in inside:
            yield from (_line(b" ", line) for line in old[at:first])
            yield from (_line(b"-", line) for line in old[first:stop])
            yield from (_line(b"+", line) for line in lines)
            at = stop
        yield from (_line(b" ", line) for line in old[at:end])


def _blocks(old: list[bytes], new: list[bytes]) -> Iterator[_Block]:
    """What differs: a run of lines as it was, and what stands there instead."""
    if len(old) != len(new):
        for tag, first, stop, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield first, stop, new[start:end]
        return
    at = 0
    while at < len(old):
        stop = at
        while stop < len(old) and old[stop] != new[stop]:
            stop += 1
        if stop > at:
            yield at, stop, new[at:stop]
        at = stop + 1


def _hunks(blocks: list[_Block], length: int) -> Iterator[tuple[int, int]]:
    """Runs of changed lines with the lines round them."""
    first = 0
    for index, (_, stop, _) in enumerate(blocks):
        if index + 1 == len(blocks) or blocks[index + 1][0] - stop >= 2 * CONTEXT:
            yield max(0, blocks[first][0] - CONTEXT), min(length, stop + CONTEXT)
            first = index + 1


def _lines(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _line(sign: bytes, line: bytes) -> bytes:
    return sign + line + (b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n")


def _range(start: int, end: int) -> str:
    length = end - start
    return str(start + 1) if length == 1 else f"{start + 1 if length else start},{length}"


def _quoted(path: str) -> str:
    """A path as git writes it: in quotes with escapes where it holds anything but plain characters."""
    if path.isascii() and path.isprintable() and '"' not in path and "\\" not in path:
        return path
    parts = (
        f"\\{_ESCAPES[byte]}" if byte in _ESCAPES else chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
        for byte in path.encode()
    )
    return f'"{"".join(parts)}"'


def _end(path: str) -> str:
    """A name with a blank ends in a tab there, so that no program takes what follows for a date."""
    return "\t" if " " in path and path.isascii() else ""
