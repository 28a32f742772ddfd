"""Reads the `waivers` section of a tree's `flowdown.yaml`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.strict_yaml import Document, Path, Plain
from flowdown.base.structure import decode_at
from flowdown.gate.waiver import Waiver


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """One entry of the section: a `place` (a path, with `:LINE` for one line) or a `pattern` (a glob)."""

    vendor: str
    reason: str
    who: str
    until: datetime.date
    place: str = ""
    pattern: str = ""


def read_waivers(content: bytes, file: str, tree: str) -> tuple[Waiver, ...]:
    """The waivers of a `flowdown.yaml`; raises `Problems` with every fault of the section.

    Sections of other names are not looked at.
    """
    document = strict_yaml.load(content, file)
    if not isinstance(document.value, dict):
        raise UnusableFile("expected keys and values", document.where())
    if "waivers" not in document.value:
        return ()
    section = document.value["waivers"]
    if not isinstance(section, list):
        raise UnusableFile("expected a list", document.where(("waivers",)))
    problems: list[FlowdownError] = []
    found = tuple(_entries(document, section, tree, problems))
    if problems:
        raise Problems(problems)
    return found


def _entries(document: Document, section: list[Plain], tree: str, problems: list[FlowdownError]) -> Iterator[Waiver]:
    for index, plain in enumerate(section):
        path: Path = ("waivers", index)
        entry = decode_at(WaiverEntry, document, path, plain, problems)
        if entry is None:
            continue
        where = document.where(path)
        if bool(entry.place) == bool(entry.pattern):
            problems.append(UnusableFile("a waiver has a `place` or a `pattern`, one of them", where))
        elif not (entry.reason.strip() and entry.who.strip() and entry.vendor.strip()):
            problems.append(UnusableFile("a waiver says for which vendor, why (`reason`) and by whom (`who`)", where))
        else:
            place, line = _split(entry.place) if entry.place else (entry.pattern, 0)
            yield Waiver(entry.vendor, place, line, entry.reason, entry.who, entry.until, where, tree)


def _split(place: str) -> tuple[str, int]:
    path, colon, number = place.rpartition(":")
    return (path, int(number)) if colon and number.isascii() and number.isdigit() and len(number) < 9 else (place, 0)
