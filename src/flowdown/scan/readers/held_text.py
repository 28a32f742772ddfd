"""Lay out a text that stands in quotes or folded lines as what it holds, offset for offset."""

from __future__ import annotations

import re

from flowdown.scan.readers.node import Scalar

FILLER = "\x1f"
"""Stands where an escape was and counts for nothing, so that everything behind it keeps its place."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n[ \t]*)|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": " "}
_FOLDED = re.compile(r">[+-]?[0-9]?[+-]?[ \t]*(?:#[^\n]*)?\r?\n?\Z")
_SOFT_BREAK = re.compile(r"(?<=[^\n])(\r?\n)(?=([ \t]*)[^\s])")


def held_text(text: str, scalar: Scalar) -> str | None:
    """What a scalar holds, as long as the span in which it is written; None when that is what is written."""
    start, end = scalar.start, scalar.end
    written = text[start:end]
    if scalar.is_block:
        header = text[max(0, text.rfind("\n", 0, max(start - 1, 0)) + 1) : start]
        return _unfolded(written) if _FOLDED.search(header) else None
    if scalar.is_quoted and text[start - 1 : start] == '"' and "\\" in written:
        return unescaped(written)
    if not scalar.is_quoted and "\n" in written:
        return written.replace("\n", " ")  # a plain value that goes on over several lines
    return None


def unescaped(written: str) -> str:
    """A text with its escapes as the signs that they stand for."""
    return _ESCAPE.sub(_sign, written)


def _sign(found: re.Match[str]) -> str:
    length = len(found.group())
    code = found.group(1) or found.group(2)
    if found.group(3):
        return FILLER + found.group(3).replace("\n", " ")
    word = chr(int(code, 16)) if code else _SIGNS.get(found.group(4), found.group(4))
    # Behind a line break stands a blank, so that a comment or a keyword there is still one.
    return word + " " * (length - 1) if word == "\n" else FILLER * (length - 1) + word


def _unfolded(written: str) -> str:
    """Folded lines as one; lines that stand deeper, and those behind an empty one, stay."""
    margin = len(written) - len(written.lstrip(" "))
    return _SOFT_BREAK.sub(
        lambda found: found.group(1) if len(found.group(2)) > margin else " " * len(found.group(1)), written
    )
