"""Writes edits as a unified diff that `git apply` and `patch` take, and `git apply -R` takes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

CONTEXT = 3
"""Lines round a changed one that a patch shows."""
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
    # Every edit stays in its line: lines are compared with those of the same number.
    for start, end in _hunks(old, new):
        yield f"@@ -{_range(start, end)} +{_range(start, end)} @@\n".encode()
        at = start
        while at < end:
            stop = at
            while stop < end and old[stop] != new[stop]:
                stop += 1
            yield from (_line(b"-", line) for line in old[at:stop])
            yield from (_line(b"+", line) for line in new[at:stop])
            if stop < end:
                yield _line(b" ", old[stop])
            at = stop + 1


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int]]:
    """Runs of changed lines with the lines round them."""
    changed = [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    first = 0
    for index, number in enumerate(changed):
        if index + 1 == len(changed) or changed[index + 1] - number > 2 * CONTEXT:
            yield max(0, changed[first] - CONTEXT), min(len(old), number + 1 + CONTEXT)
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
