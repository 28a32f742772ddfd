"""Reads SPDX 2 in its RDF/XML form.

Sets of licences are not put together again: such a licence counts as one that nobody tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flowdown.base.errors import Where
from flowdown.evidence.arriving.xml_tree import read_xml
from flowdown.evidence.reader import Refused, Violation
from flowdown.evidence.spdx.fields import ALGORITHMS, FLAG, NUMBER, SHAPES
from flowdown.evidence.spdx.paper import Paper, Path, write_path
from flowdown.evidence.spdx.triples import Said, Subject, read_triples

TERMS = "http://spdx.org/rdf/terms#"
_LICENCES = "http://spdx.org/licenses/"
_REFERENCES = "http://spdx.org/rdf/references/"
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "specVersion": "spdxVersion",
        "externalDocumentRef": "externalDocumentRefs",
        "hasExtractedLicensingInfo": "hasExtractedLicensingInfos",
        "annotation": "annotations",
        "reviewed": "revieweds",
        "creator": "creators",
        "seeAlso": "seeAlsos",
        "crossRef": "crossRefs",
        "externalRef": "externalRefs",
        "licenseInfoFromFiles": "licenseInfoFromFiles",
        "licenseInfoInFile": "licenseInfoInFiles",
        "licenseInfoInSnippet": "licenseInfoInSnippets",
        "attributionText": "attributionTexts",
        "hasFile": "hasFiles",
        "describesPackage": "documentDescribes",
        "fileType": "fileTypes",
        "fileContributor": "fileContributors",
        "fileDependency": "fileDependencies",
        "artifactOf": "artifactOfs",
        "range": "ranges",
        "packageVerificationCodeExcludedFile": "packageVerificationCodeExcludedFiles",
    }
)
"""What the terms of RDF are called in JSON, where the two differ; `checksum` differs only for packages and files."""
_PARTS = (("Package", "packages", "package"), ("File", "files", "file"), ("Snippet", "snippets", "snippet"))
_IDS = frozenset({"documentDescribes", "hasFiles", "fileDependencies", "snippetFromFile", "reference"})
_LICENCE_FIELDS = re.compile(r"licenseConcluded|licenseDeclared|licenseInfo\w+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PASSED_OVER = frozenset({"type", "relationship", "referencesFile"})


def read_rdf(content: bytes, name: str) -> Paper:
    """The document in RDF/XML. Raises `Refused` if it describes no SPDX document."""
    subjects = read_triples(read_xml(content, name))
    documents = [each for each in subjects.values() if f"{TERMS}SpdxDocument" in each.types]
    if not documents:
        raise Refused("has no `SpdxDocument`", Where(name))
    taking = _Taking(name, subjects, documents[0])
    value = taking.document()
    for other in documents[1:]:
        taking.faults.append(Violation("is a second `SpdxDocument`", Where(name, other.line)))
    return Paper(name, value, taking.lines, tuple(taking.faults))


class _Taking:
    def __init__(self, name: str, subjects: Mapping[str, Subject], document: Subject) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Violation] = []
        self._name = name
        self._subjects = subjects
        self._document = document
        self._space = document.name.rpartition("#")[0]
        self._others = self._external()

    def _external(self) -> dict[str, str]:
        """The name of each other document by its address."""
        found = {}
        for said in self._document.says.get(f"{TERMS}externalDocumentRef", ()):
            says = self._subjects[said.text].says if said.text in self._subjects else {}
            id_, address = says.get(f"{TERMS}externalDocumentId"), says.get(f"{TERMS}spdxDocument")
            if id_ and address:
                found[address[0].text] = id_[0].text
            elif address and "DocumentRef-" in said.text:
                found[address[0].text] = said.text.rpartition("#")[2]
        return found

    def document(self) -> dict[str, Any]:
        """The whole document."""
        value = self._fields(self._document, "document", ())
        if self._space:
            value["documentNamespace"] = self._space
        value["SPDXID"] = self._id(self._document.name)
        relationships: list[dict[str, Any]] = []
        self._relate(self._document, relationships)
        for type_, list_, shape in _PARTS:
            for subject in self._subjects.values():
                if f"{TERMS}{type_}" in subject.types:
                    parts = value.setdefault(list_, [])
                    path: Path = (list_, len(parts))
                    self.lines[path] = subject.line
                    part = self._fields(subject, shape, path)
                    if not subject.name.startswith("_:"):
                        part["SPDXID"] = self._id(subject.name)
                    parts.append(part)
                    self._relate(subject, relationships)
        if relationships:
            value["relationships"] = relationships
        return value

    def _relate(self, subject: Subject, relationships: list[dict[str, Any]]) -> None:
        for said in subject.says.get(f"{TERMS}relationship", ()):
            relation = self._subjects.get(said.text)
            says = relation.says if relation else {}
            part = {"spdxElementId": self._id(subject.name)}
            if type_ := says.get(f"{TERMS}relationshipType"):
                part["relationshipType"] = _word(type_[0].text, "_")
            if related := says.get(f"{TERMS}relatedSpdxElement"):
                part["relatedSpdxElement"] = self._id(related[0].text)
            self.lines["relationships", len(relationships)] = said.line
            relationships.append(part)

    def _id(self, name: str) -> str:
        """An id as the JSON form writes it."""
        if name.casefold() in (f"{TERMS}none", f"{TERMS}noassertion"):
            return name.rpartition("#")[2].upper()
        space, _, id_ = name.rpartition("#")
        if space == self._space or not space:
            return id_
        return f"{self._others[space]}:{id_}" if space in self._others else name

    def _fields(self, subject: Subject, shape: str, path: Path) -> dict[str, Any]:
        kinds, found = SHAPES[shape].fields, dict[str, Any]()
        for predicate, objects in subject.says.items():
            term = re.split(r"[#/]", predicate)[-1]
            if term in _PASSED_OVER:
                continue
            field = _NAMES.get(term, term)
            if field == "checksum" and shape in ("package", "file"):
                field = "checksums"
            kind = kinds.get(field, "")
            if kind.startswith("*"):
                for said in objects:
                    listed = found.setdefault(field, [])
                    listed.append(self._value(said, field, kind[1:], (*path, field, len(listed))))
            else:
                found[field] = self._value(objects[0], field, kind, (*path, field))
                if len({each.text for each in objects}) > 1:
                    place = Where(self._name, objects[1].line, 0, write_path((*path, field)))
                    self.faults.append(Violation(f"`{field[:80]}` is there twice", place))
        return found

    def _value(self, said: Said, field: str, kind: str, path: Path) -> Any:
        self.lines[path] = said.line
        if kind in SHAPES:
            inner = self._subjects.get(said.text) if said.is_name else None
            if (
                inner
                and kind == "external document"
                and (id_ := inner.name.rpartition("#")[2]).startswith("DocumentRef-")
            ):
                return {"externalDocumentId": id_, **self._fields(inner, kind, path)}
            # INVARIANT: paths are as deep as shapes are, so that circles of subjects end.
            return self._fields(inner, kind, path) if inner else said.text
        text = said.text.strip()
        if kind == FLAG:
            return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
        if kind == NUMBER:
            return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text
        return self._named(text, field) if said.is_name else text

    def _named(self, text: str, field: str) -> str:
        """The word that a name stands for."""
        if field in _IDS:
            return self._id(text)
        if text.startswith(TERMS):
            tail = text.removeprefix(TERMS)
            if tail.casefold() in ("none", "noassertion"):
                return tail.upper()
            if field == "algorithm":
                plain = _word(text, "-").replace("-", "").upper()
                return next((each for each in ALGORITHMS if each.replace("-", "").upper() == plain), tail)
            return _word(text, "-")
        if text.startswith(_LICENCES):
            return text.removeprefix(_LICENCES)
        if _LICENCE_FIELDS.fullmatch(field):
            return "NOASSERTION"
        return text.removeprefix(_REFERENCES)


def _word(name: str, joint: str) -> str:
    """`.../terms#relationshipType_buildToolOf` as `BUILD_TOOL_OF`."""
    tail = name.rpartition("#")[2]
    word = tail.partition("_")[2] or tail
    return _HUMP.sub(joint, word).replace("_", joint).upper()
