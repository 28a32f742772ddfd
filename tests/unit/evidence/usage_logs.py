"""Runs one reader on a document for tests."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from flowdown.catalogue import load
from flowdown.evidence.arriving.choose import choose_reader
from flowdown.evidence.arriving.head import SIZE, Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.reader import Unread, Violation, Yield

MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


@cache
def known_names() -> Names:
    return Names(load())


def read_all(folder: Path, content: bytes | str, name: str = "document", about: str = "") -> list[Yield]:
    """Everything that the reader of a document's kind tells, told once its kind was recognised."""
    whole = content.encode() if isinstance(content, str) else content
    file = folder / "document"
    file.write_bytes(whole)
    choice = choose_reader(Head(name, whole[:SIZE], len(whole) <= SIZE))
    incoming = Incoming(
        name, f"document:{name}", file, "sha256:0", len(whole), known_names(), MOMENT, about, choice.dialect
    )
    told = list(choice.reader.read(incoming))
    assert not [fault for each in told if isinstance(each, Claim) for fault in examine(each)]
    return told


def claims_of(told: list[Yield]) -> dict[str, Claim]:
    """The claims by `subject predicate object`."""
    return {f"{each.subject} {each.predicate} {each.object}": each for each in told if isinstance(each, Claim)}


def left_out(told: list[Yield]) -> list[str]:
    return [each.says for each in told if isinstance(each, Unread)]


def broken(told: list[Yield]) -> list[str]:
    return [each.says for each in told if isinstance(each, Violation)]
