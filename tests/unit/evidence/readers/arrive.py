"""Reads a text with a reader, as an import would."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flowdown.catalogue import load
from flowdown.evidence.arriving.choose import load_readers
from flowdown.evidence.arriving.head import SIZE, Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.reader import Unread, Violation


@dataclass(frozen=True)
class Told:
    """What a reader told of a document."""

    claims: list[Claim]
    violations: list[Violation]
    unread: list[Unread]

    @property
    def triples(self) -> set[str]:
        return {f"{each.subject} {each.predicate} {each.object}" for each in self.claims}

    def of(self, predicate: str) -> list[Claim]:
        return [each for each in self.claims if each.predicate == predicate]


@cache
def _names() -> Names:
    return Names(load())


def arrive(folder: Path, reader: str, content: str | bytes, name: str = "document", about: str = "") -> Told:
    """What the reader says of the content; every claim is sound, and only this reader knows the document."""
    raw = content.encode() if isinstance(content, str) else content
    file = folder / "arrived"
    file.write_bytes(raw)
    head = Head(name, raw[:SIZE], len(raw) <= SIZE)
    assert [each.id for each in load_readers().values() if each.recognise(head)] == [reader]
    dialect = load_readers()[reader].recognise(head)
    incoming = Incoming(
        name,
        f"document:{name}",
        file,
        "sha256:" + hashlib.sha256(raw).hexdigest(),
        len(raw),
        _names(),
        datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
        about,
        dialect,
    )
    told = list(load_readers()[reader].read(incoming))
    claims = [each for each in told if isinstance(each, Claim)]
    assert not [fault for claim in claims for fault in examine(claim)]
    violations = [each for each in (*told, *incoming.faults) if isinstance(each, Violation)]
    return Told(claims, violations, [each for each in told if isinstance(each, Unread)])
