"""Gathers the bill of materials from the graph of a document of SPDX 3."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.spdx.bill import Bill, Element, Party, Sort, Tie
from flowdown.evidence.spdx.gather_2 import day_of, text

_SORTS = {
    "software_Package": Sort.PACKAGE,
    "dataset_DatasetPackage": Sort.PACKAGE,
    "ai_AIPackage": Sort.MODEL,
    "software_File": Sort.FILE,
    "software_Snippet": Sort.FILE,
    "build_Build": Sort.BUILD,
}
_AGENTS = frozenset({"Agent", "Person", "Organization", "SoftwareAgent"})
_COLLECTIONS = frozenset({"SpdxDocument", "software_Sbom", "Bom", "Bundle"})
_DAYS = (("releaseTime", "release"), ("builtTime", "build"), ("validUntilTime", "valid-until"))
_PREFERRED = ("sha256", "sha1", "sha512", "md5")
_TERMS = re.compile(r"https?://spdx\.org/rdf/(?:v?3[\w.\-]*)/terms/(\w+)/(\w+)")
_LINKS = frozenset({"hasDynamicLink"})
CONVERTED = "-specv3/"
"""Stands in the ids of documents that the SPDX Java library made from SPDX 2: it writes dynamic links the wrong way
round, and calls every dependency one of the build (spdx/Spdx-Java-Library, Spdx2to3Converter.java)."""


@dataclass(frozen=True, slots=True)
class Member:
    """An element of the graph with its type, as the context shortens it, its id, and its place."""

    type: str
    id: str
    says: Mapping[str, JsonValue]
    place: str


def members(graph: JsonValue, prefixes: Mapping[str, str]) -> Iterator[Member]:
    """Every element, also those that stand inside of others."""
    whole = graph.get("@graph", graph) if isinstance(graph, dict) else graph
    path = "@graph/" if isinstance(graph, dict) and "@graph" in graph else ""
    listed = whole if isinstance(whole, list) else [whole]
    waiting = [(each, f"{path}{number}" if path else str(number)) for number, each in enumerate(listed)]
    waiting.reverse()
    while waiting:
        each, place = waiting.pop()
        if isinstance(each, list):
            waiting.extend((inner, f"{place}/{number}") for number, inner in enumerate(each))
        elif isinstance(each, dict):
            type_ = shorten(each.get("type", each.get("@type")))
            if type_:
                yield Member(type_, expand(name_of(each), prefixes), each, place)
            waiting.extend(
                (inner, f"{place}/{key}")
                for key, inner in each.items()
                if key != "@context" and isinstance(inner, dict | list)
            )


def name_of(value: JsonValue) -> str:
    """The id that a reference, or an element that stands in its place, gives."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return text(value.get("spdxId")) or text(value.get("@id"))
    return ""


def expand(id_: str, prefixes: Mapping[str, str]) -> str:
    """An id with its prefix written out."""
    prefix, colon, rest = id_.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else id_


def shorten(type_: JsonValue) -> str:
    """A type, or a word of a closed set, as the context shortens it: `software_Package`, `dependsOn`."""
    if isinstance(type_, list):
        type_ = type_[0] if type_ else ""
    found = _TERMS.fullmatch(text(type_))
    if not found:
        return text(type_).rpartition("/")[2] if text(type_).startswith("http") else text(type_)
    return found[2] if found[1] == "Core" else f"{found[1].lower()}_{found[2]}"


def gather(found: list[Member], prefixes: Mapping[str, str]) -> Bill:
    """The elements, relations and roots of a document."""
    return _Gathering(found, prefixes).gather()


class _Gathering:
    def __init__(self, found: list[Member], prefixes: Mapping[str, str]) -> None:
        self._found = found
        self._prefixes = prefixes
        self._agents = {each.id: each for each in found if each.type in _AGENTS}
        self._makers: dict[str, list[Party]] = defaultdict(list)
        self._is_converted = any(CONVERTED in each.id for each in found)

    def gather(self) -> Bill:
        bill = Bill(
            silent=frozenset(each.id for each in self._found if each.id and each.type not in _SORTS),
            nothing=frozenset(_individuals("NoneElement")),
            unknown=frozenset(_individuals("NoAssertionElement")),
        )
        for each in self._found:
            if "relationshipType" in each.says:
                self._relate(each, bill)
        for each in self._found:
            if each.type in _SORTS:
                bill.elements.setdefault(each.id or each.place, self._element(each))
                if holder := name_of(each.says.get("software_snippetFromFile")):
                    bill.ties.append(Tie(expand(holder, self._prefixes), "contains", each.id, each.place))
        bill.roots.extend(self._roots(bill))
        return bill

    def _names(self, value: JsonValue) -> list[str]:
        listed = value if isinstance(value, list) else [value]
        return [expand(name, self._prefixes) for each in listed if (name := name_of(each))]

    def _relate(self, each: Member, bill: Bill) -> None:
        word = shorten(each.says.get("relationshipType")).rpartition("/")[2]
        scope = shorten(each.says.get("scope")).rpartition("/")[2]
        for one in self._names(each.says.get("from")):
            for other in self._names(each.says.get("to")):
                if word == "publishedBy" and other in self._agents:
                    self._makers[one].extend(self._party(other, "publisher"))
                elif self._is_converted and word in _LINKS:
                    bill.ties.append(Tie(other, word, one, each.place))
                elif self._is_converted and word == "dependsOn" and scope == "build":
                    bill.ties.append(Tie(one, word, other, each.place))
                else:
                    bill.ties.append(Tie(one, word, other, each.place, scope))

    def _roots(self, bill: Bill) -> Iterator[str]:
        """What the document and the collections that it describes have as roots."""
        collections = {each.id: each for each in self._found if each.type in _COLLECTIONS}
        for each in self._found:
            if each.type in _COLLECTIONS:
                yield from (root for root in self._names(each.says.get("rootElement")) if root not in collections)
        yield from (
            tie.to
            for tie in bill.ties
            if tie.word == "describes" and tie.from_ in collections and tie.to in bill.elements
        )

    def _party(self, id_: str, role: str) -> Iterator[Party]:
        agent = self._agents.get(id_)
        if agent and (name := text(agent.says.get("name"))):
            yield Party(name, role, is_person=agent.type == "Person")

    def _element(self, each: Member) -> Element:
        says = each.says
        sort = _SORTS[each.type]
        if sort is Sort.PACKAGE and shorten(says.get("software_primaryPurpose")).rpartition("/")[2] == "model":
            sort = Sort.MODEL
        parties = (
            *(party for id_ in self._names(says.get("suppliedBy")) for party in self._party(id_, "supplier")),
            *(party for id_ in self._names(says.get("originatedBy")) for party in self._party(id_, "originator")),
            *self._makers.get(each.id, ()),
        )
        return Element(
            sort,
            text(says.get("name")) or (each.id if sort is Sort.BUILD else ""),
            each.place,
            text(says.get("software_packageVersion")),
            tuple(dict.fromkeys(_purls(says))),
            text(says.get("software_downloadLocation")),
            _checksum(says) if sort is Sort.FILE else "",
            () if sort is Sort.FILE else parties,
            tuple((event, day) for field, event in _DAYS if (day := day_of(says.get(field)))),
        )


def _individuals(name: str) -> Iterator[str]:
    yield name
    for version in ("3.0.0", "3.0.1", "3.0"):
        yield f"https://spdx.org/rdf/{version}/terms/Core/{name}"


def _purls(says: Mapping[str, JsonValue]) -> Iterator[str]:
    if purl := text(says.get("software_packageUrl")):
        yield purl
    identifiers = says.get("externalIdentifier")
    for each in identifiers if isinstance(identifiers, list) else [identifiers]:
        if isinstance(each, dict) and shorten(each.get("externalIdentifierType")).rpartition("/")[2] == "packageUrl":
            yield text(each.get("identifier"))


def _checksum(says: Mapping[str, JsonValue]) -> str:
    """The best digest, as package URLs write it."""
    methods = says.get("verifiedUsing")
    found = {
        shorten(each.get("algorithm")).rpartition("/")[2].lower(): text(each.get("hashValue")).lower()
        for each in (methods if isinstance(methods, list) else [methods])
        if isinstance(each, dict) and shorten(each.get("type", each.get("@type"))) == "Hash"
    }
    return next((f"{name}:{found[name]}" for name in _PREFERRED if found.get(name)), "")
