"""Reads waivers from comments beside what they waive: `flowdown: waive VENDOR reason="..." by=NAME until=YYYY-MM-DD`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from flowdown.base.errors import FlowdownError, UnusableFile, Where
from flowdown.gate.waiver import Waiver

FORM = 'flowdown: waive VENDOR reason="..." by=NAME until=YYYY-MM-DD'
"""How a waiver comment is written."""

_COMMENT = re.compile(
    r"(?:#|//|--|;|/\*+|<!--|\{#|\(\*|%|^\s*\*|^\s*')\s*flowdown:\s*waive\b[ \t]*(?P<rest>[^\n]*)", re.MULTILINE
)
_MARKUP_COMMENT = re.compile(r"<!--\s*flowdown:\s*waive\b[ \t]*(?P<rest>[^\n]*)")
_END = re.compile(r"\s*(?:\*/|-->|#\}|\*\))\s*\Z")
_PART = re.compile(r"\s*(?:(?P<key>\w+)\s*=\s*(?P<value>\"(?:[^\"\\]|\\.)*\"|[^\s\"]+)|(?P<word>[^\s=\"]++)(?!\s*=))")
_KEYS = ("reason", "by", "until")
_PROSE = (".md", ".markdown", ".rst", ".txt", ".adoc", ".html", ".htm")
_LONGEST = 2000


def read_comments(text: str, path: str, tree: str, file: str, problems: list[FlowdownError]) -> Iterator[Waiver]:
    """The waivers of one file's comments; a broken one is appended to `problems`.

    A comment that shares its line with code waives that line; one on a line of its own waives the next line that is
    no such comment. In prose only comments of its markup count: what stands there as an example waives nothing.
    """
    if "flowdown:" not in text:
        return
    pattern = _MARKUP_COMMENT if path.lower().endswith(_PROSE) else _COMMENT
    lines = text.split("\n")
    for match in pattern.finditer(text):
        number = text.count("\n", 0, match.start() + len(match.group()) - len(match.group().lstrip())) + 1
        where = Where(file, number)
        try:
            vendor, parts = _parts(match["rest"][:_LONGEST], where)
            until = _day(parts["until"], where)
        except FlowdownError as error:
            problems.append(error)
            continue
        target = _target(lines, number, match.group().strip())
        yield Waiver(vendor, path, target, parts["reason"], parts["by"], until, where, tree)


def _target(lines: list[str], number: int, comment: str) -> int:
    if lines[number - 1].split(comment[:12], 1)[0].strip():
        return number
    line = number + 1
    while line <= len(lines) and "flowdown:" in lines[line - 1] and "waive" in lines[line - 1]:
        line += 1
    return line


def _parts(rest: str, where: Where) -> tuple[str, dict[str, str]]:
    """The vendor and the three parts; raises `UnusableFile` for anything else."""
    text = _END.sub("", rest.rstrip("\r"))
    vendor, parts, at = "", dict[str, str](), 0
    while at < len(text) and text[at:].strip():
        match = _PART.match(text, at)
        if match is None:
            raise UnusableFile(
                f"a waiver that cannot be read from `{text[at : at + 30].strip()}` on", where, f"write `{FORM}`"
            )
        at = match.end()
        if match["word"] is not None:
            if vendor:
                raise UnusableFile(
                    f"a waiver names one vendor; `{match['word']}` is one more", where, f"write `{FORM}`"
                )
            vendor = match["word"]
            continue
        key, value = match["key"], match["value"]
        if key not in _KEYS or key in parts:
            fault = f"`{key}` stands twice in a waiver" if key in parts else f"a waiver has no `{key}`"
            raise UnusableFile(fault, where, f"write `{FORM}`")
        parts[key] = value[1:-1].replace('\\"', '"') if value.startswith('"') else value
    missing = [
        name for name, value in (("VENDOR", vendor), *((key, parts.get(key, "").strip()) for key in _KEYS)) if not value
    ]
    if missing:
        raise UnusableFile(f"a waiver without {' and '.join(missing)}", where, f"write `{FORM}`")
    return vendor, parts


def _day(text: str, where: Where) -> datetime.date:
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise UnusableFile(f"a waiver's `until` is a day written YYYY-MM-DD, not `{text}`", where)
