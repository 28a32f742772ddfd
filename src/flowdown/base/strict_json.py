"""Reads JSON as strictly as it is defined: every fault with its place, no surprise kept, memory bounded by the text."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TypeAlias

from flowdown.base.errors import UnusableFile, Where

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

DEPTH = 200
"""Levels of nesting; no format in use comes near."""
_DIGITS = 400
_BOMS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# A string that does not end goes to the end of the text, so that each character is looked at once.
_NO_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[^"\[\]{}]+', re.DOTALL)


def decode(content: bytes, file: str) -> str:
    """The text of a file: UTF-8, or UTF-16 or 32 with its mark; raises `UnusableFile` with the line of the bad byte."""
    coding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8-sig")
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableFile(f"is no {coding.removesuffix('-sig').upper()} text", Where(file, line)) from None


def load(text: str, file: str, faults: list[UnusableFile] | None = None) -> JsonValue:
    """The value in a text. Raises `UnusableFile`, with line and column, for what is no JSON.

    What JSON leaves to the reader is put into `faults`: keys that are there twice (the last one counts), numbers
    that are none (`NaN`).
    """
    twice: list[str] = []
    odd: list[str] = []
    if _depth(text) > DEPTH:
        raise UnusableFile(f"is nested deeper than {DEPTH} levels", Where(file))

    def pairs(found: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        whole = dict(found)
        if len(whole) != len(found):
            twice.extend(key for key, times in Counter(key for key, _ in found).items() if times > 1)
        return whole

    def constant(word: str) -> None:
        odd.append(word)

    try:
        value: JsonValue = json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        raise UnusableFile(f"is no JSON: {message}", Where(file, error.lineno, error.colno)) from None
    except RecursionError:
        raise UnusableFile(f"is nested deeper than {DEPTH} levels", Where(file)) from None
    if faults is not None:
        faults.extend(UnusableFile(f"the key `{key[:80]}` is there twice", Where(file)) for key in dict.fromkeys(twice))
        faults.extend(UnusableFile(f"`{word}` is no number of JSON", Where(file)) for word in dict.fromkeys(odd))
    return value


def _integer(digits: str) -> int | float:
    # NOTE: Python refuses to convert thousands of digits, with an error of its own.
    return int(digits) if len(digits) < _DIGITS else float("inf")


def _depth(text: str) -> int:
    """An upper bound of the levels of nesting, without strings looked at unless it matters."""
    if text.count("[") + text.count("{") <= DEPTH:
        return 0
    level = deepest = 0
    for sign in _NO_BRACKET.sub("", text):
        if sign in "[{":
            level += 1
            deepest = max(deepest, level)
            if deepest > DEPTH:
                break
        elif sign in "]}":
            level -= 1
    return deepest
