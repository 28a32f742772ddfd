"""Checks the ids of a document of SPDX 2: how they are written, that each is there once, that references lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.paper import Paper, Path
from flowdown.evidence.spdx.told_once import ToldOnce

DOCUMENT = "SPDXRef-DOCUMENT"
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.\-]+")
_EXTERNAL = re.compile(r"DocumentRef-[A-Za-z0-9.+\-]+")
_PARTS = ("packages", "files", "snippets")


def check_ids(paper: Paper, once: ToldOnce) -> Iterator[Violation]:
    """Every id that is none, stands twice, or is referred to without being there."""
    value = paper.value
    document = value.get("SPDXID")
    if isinstance(document, str) and document and document != DOCUMENT:
        yield Violation(f"`{document[:80]}` is not `{DOCUMENT}`", paper.where(("SPDXID",)))
    known: set[str] = {DOCUMENT, document if isinstance(document, str) else DOCUMENT}
    for path, id_ in _ids(paper):
        if id_ in known:
            yield Violation(f"`{id_[:80]}` is there twice", paper.where(path))
        known.add(id_)
        if not id_.startswith("SPDXRef-"):
            once.tell("an id does not start with `SPDXRef-`", path, is_slight=False)
        elif not _ID.fullmatch(id_):
            once.tell("an id holds more than letters, digits, `.` and `-`", path)
    others: set[str] = set()
    for number, each in enumerate(_list(value.get("externalDocumentRefs"))):
        other = each.get("externalDocumentId") if isinstance(each, dict) else None
        if isinstance(other, str):
            others.add(other)
            if not _EXTERNAL.fullmatch(other):
                where = paper.where(("externalDocumentRefs", number, "externalDocumentId"))
                yield Violation(f"`{other[:80]}` is no `DocumentRef-` with letters, digits, `.`, `+` and `-`", where)
    for path, id_ in _references(paper):
        head, colon, _ = id_.partition(":")
        if id_ in known or id_ in ("NONE", "NOASSERTION"):
            continue
        if colon and head.startswith("DocumentRef-"):
            if head not in others:
                yield Violation(f"`{head[:80]}` is not among `externalDocumentRefs`", paper.where(path))
        else:
            once.tell("what is referred to is not in the document", path)


def _ids(paper: Paper) -> Iterator[tuple[Path, str]]:
    for name in _PARTS:
        for number, each in enumerate(_list(paper.value.get(name))):
            id_ = each.get("SPDXID") if isinstance(each, dict) else None
            if isinstance(id_, str) and id_:
                yield (name, number, "SPDXID"), id_


def _references(paper: Paper) -> Iterator[tuple[Path, str]]:
    value = paper.value
    for name, field in (
        ("relationships", "spdxElementId"),
        ("relationships", "relatedSpdxElement"),
        ("snippets", "snippetFromFile"),
    ):
        for number, each in enumerate(_list(value.get(name))):
            id_ = each.get(field) if isinstance(each, dict) else None
            if isinstance(id_, str) and id_:
                yield (name, number, field), id_
    for number, package in enumerate(_list(value.get("packages"))):
        if isinstance(package, dict):
            for index, id_ in enumerate(_list(package.get("hasFiles"))):
                if isinstance(id_, str):
                    yield ("packages", number, "hasFiles", index), id_
    for number, id_ in enumerate(_list(value.get("documentDescribes"))):
        if isinstance(id_, str):
            yield ("documentDescribes", number), id_


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
