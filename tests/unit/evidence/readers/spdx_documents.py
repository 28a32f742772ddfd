"""Documents of SPDX for tests, and what readers make of them."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from flowdown.catalogue import load
from flowdown.evidence.arriving.choose import choose_reader
from flowdown.evidence.arriving.head import SIZE, Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.reader import Unread, Violation


@cache
def names() -> Names:
    """The names of the catalogue, made once."""
    return Names(load())


class Told:
    """What a reader told of a document."""

    def __init__(self, file: Path, about: str = "", name: str = "") -> None:
        content = file.read_bytes()
        choice = choose_reader(Head(name or file.name, content[:SIZE], len(content) <= SIZE))
        moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
        incoming = Incoming(
            name or file.name, "document:x", file, "sha256:0", len(content), names(), moment, about, choice.dialect
        )
        told = [*choice.reader.read(incoming), *incoming.faults]
        self.reader = choice.reader.id
        self.dialect = choice.dialect
        self.claims = [each for each in told if isinstance(each, Claim)]
        self.violations = [each for each in told if isinstance(each, Violation)]
        self.unread = [each for each in told if isinstance(each, Unread)]
        assert not [fault for claim in self.claims for fault in examine(claim)]

    @property
    def grave(self) -> list[Violation]:
        """The violations for which `--strict` refuses a document."""
        return [each for each in self.violations if not each.is_slight]

    @property
    def graph(self) -> set[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
        """Every claim without its place."""
        return {(each.subject, each.predicate.value, each.object, each.qualifiers) for each in self.claims}

    @property
    def edges(self) -> set[str]:
        """Who has what to do with whom, attributes left out."""
        attributes = ("named", "dated", "identified-by")
        return {f"{one} {word} {other}" for one, word, other, _ in self.graph if word not in attributes}


def document_2(**fields: Any) -> dict[str, Any]:
    """A document of SPDX 2.3 that breaks no rule."""
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "lamp",
        "documentNamespace": "https://lamp.example/spdx/1",
        "creationInfo": {"created": "2026-01-05T10:00:00Z", "creators": ["Tool: hand"]},
        **fields,
    }


def package_2(name: str, **fields: Any) -> dict[str, Any]:
    """A package of SPDX 2.3 that breaks no rule."""
    return {
        "name": name,
        "SPDXID": f"SPDXRef-{name}",
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "filesAnalyzed": False,
        **fields,
    }


def file_2(name: str, **fields: Any) -> dict[str, Any]:
    """A file of SPDX 2.3 that breaks no rule."""
    return {
        "fileName": f"./{name}",
        "SPDXID": f"SPDXRef-{name}",
        "checksums": [{"algorithm": "SHA1", "checksumValue": "0123456789abcdef0123456789abcdef01234567"}],
        "licenseConcluded": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        **fields,
    }


def relate(one: str, word: str, other: str) -> dict[str, str]:
    """A relationship of SPDX 2."""
    return {"spdxElementId": _id(one), "relationshipType": word, "relatedSpdxElement": _id(other)}


def _id(name: str) -> str:
    return name if name in ("NONE", "NOASSERTION") or ":" in name else f"SPDXRef-{name}"


def read(folder: Path, text: str | bytes | dict[str, Any], name: str = "lamp.spdx.json", about: str = "") -> Told:
    """What a reader tells of a document."""
    content = json.dumps(text) if isinstance(text, dict) else text
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Told(file, about)


def document_3(*elements: dict[str, Any]) -> dict[str, Any]:
    """A document of SPDX 3 with its creation and these elements."""
    creation = {
        "type": "CreationInfo",
        "@id": "_:made",
        "specVersion": "3.0.1",
        "created": "2026-01-05T10:00:00Z",
        "createdBy": ["https://lamp.example/ann"],
    }
    ann = {"type": "Person", "spdxId": "https://lamp.example/ann", "name": "Ann", "creationInfo": "_:made"}
    whole = {"type": "SpdxDocument", "spdxId": "https://lamp.example/document", "creationInfo": "_:made"}
    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [creation, ann, whole, *elements],
    }


def element_3(type_: str, name: str, **fields: Any) -> dict[str, Any]:
    """An element of SPDX 3."""
    return {"type": type_, "spdxId": f"https://lamp.example/{name}", "name": name, "creationInfo": "_:made", **fields}


def relate_3(one: str, word: str, *others: str, **fields: Any) -> dict[str, Any]:
    """A relationship of SPDX 3."""
    return {
        "type": "Relationship",
        "spdxId": f"https://lamp.example/{one}-{word}",
        "creationInfo": "_:made",
        "from": f"https://lamp.example/{one}",
        "relationshipType": word,
        "to": [f"https://lamp.example/{other}" for other in others],
        **fields,
    }
