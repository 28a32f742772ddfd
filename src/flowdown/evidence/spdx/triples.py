"""Reads RDF/XML into what is said of each subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin

from flowdown.evidence.arriving.xml_tree import Leaf

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_TYPE = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class Said:
    """An object of a subject: a literal, or the name of another subject."""

    text: str
    is_name: bool
    line: int


@dataclass(slots=True)
class Subject:
    """What is said of one subject, by predicate."""

    name: str
    line: int
    says: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """What it is."""
        return frozenset(each.text for each in self.says.get(_TYPE, ()))


def read_triples(root: Leaf) -> dict[str, Subject]:
    """Every subject of a document by its name; those without one are named `_:` and a number."""
    reading = _Reading(root.attributes.get(f"{_XML} base", ""))
    if root.name == f"{RDF} RDF":
        for child in root.children:
            reading.node(child)
    else:
        reading.node(root)
    return reading.subjects


class _Reading:
    def __init__(self, base: str) -> None:
        self.subjects: dict[str, Subject] = {}
        self._base = base
        self._numbers = count(1)

    def node(self, leaf: Leaf) -> str:
        """Read an element that stands for a subject; its name."""
        attributes = leaf.attributes
        subject = self._subject(self._name(leaf), leaf.line)
        if leaf.name != f"{RDF} Description":
            self._say(subject, _TYPE, Said(_iri(leaf.name), True, leaf.line))
        for key, value in attributes.items():
            space = key.rpartition(" ")[0]
            if key == f"{RDF} type":
                self._say(subject, _TYPE, Said(value, True, leaf.line))
            elif space and space not in (RDF, _XML):
                self._say(subject, _iri(key), Said(value, False, leaf.line))
        self._properties(subject, leaf)
        return subject.name

    def _name(self, leaf: Leaf) -> str:
        attributes = leaf.attributes
        if (about := attributes.get(f"{RDF} about")) is not None:
            return self._resolve(about)
        if (id_ := attributes.get(f"{RDF} ID")) is not None:
            return self._resolve(f"#{id_}")
        if (blank := attributes.get(f"{RDF} nodeID")) is not None:
            return f"_:{blank}"
        return f"_: {next(self._numbers)}"

    def _subject(self, name: str, line: int) -> Subject:
        return self.subjects.setdefault(name, Subject(name, line))

    def _resolve(self, reference: str) -> str:
        if not self._base or ":" in reference.partition("#")[0]:
            return reference
        try:
            return urljoin(self._base, reference)
        except ValueError:
            return reference

    def _properties(self, subject: Subject, leaf: Leaf) -> None:
        for child in leaf.children:
            predicate = _iri(child.name)
            for said in self._objects(child):
                self._say(subject, predicate, said)

    def _objects(self, leaf: Leaf) -> list[Said]:
        attributes = leaf.attributes
        if (resource := attributes.get(f"{RDF} resource")) is not None:
            return [Said(self._resolve(resource), True, leaf.line)]
        if (blank := attributes.get(f"{RDF} nodeID")) is not None:
            return [Said(f"_:{blank}", True, leaf.line)]
        if attributes.get(f"{RDF} parseType") == "Resource":
            inner = self._subject(f"_: {next(self._numbers)}", leaf.line)
            self._properties(inner, leaf)
            return [Said(inner.name, True, leaf.line)]
        if leaf.children and attributes.get(f"{RDF} parseType") != "Literal":
            return [Said(self.node(child), True, child.line) for child in leaf.children]
        return [Said(leaf.text, False, leaf.line)]

    @staticmethod
    def _say(subject: Subject, predicate: str, said: Said) -> None:
        subject.says.setdefault(predicate, []).append(said)


def _iri(name: str) -> str:
    space, _, bare = name.rpartition(" ")
    return space + bare
