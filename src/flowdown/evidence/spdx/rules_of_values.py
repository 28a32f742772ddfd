"""Checks what the fields of a document of SPDX 2 say: words of closed sets, dates, addresses, digests, licences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.expression import is_licence
from flowdown.evidence.spdx.fields import ALGORITHMS, ANNOTATION_TYPES, CATEGORIES, FILE_TYPES, PURPOSES
from flowdown.evidence.spdx.meaning import OF_VERSION_2, WITHOUT_DEPENDENCE_2
from flowdown.evidence.spdx.paper import Paper, Path
from flowdown.evidence.spdx.told_once import ToldOnce

VERSION = re.compile(r"SPDX-2\.[0-3]")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_ODD_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+")
_PLACE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+|[\w.\-]+@[\w.\-]+:\S+")
_ACTOR = re.compile(r"(Person|Organization|Tool):\s*\S.*", re.DOTALL)
_HEX = re.compile(r"[0-9a-fA-F]+")
_RELATIONS = frozenset(OF_VERSION_2) | WITHOUT_DEPENDENCE_2
_NOBODY = ("NOASSERTION", "NONE")
_LICENCES = (
    "licenseConcluded",
    "licenseDeclared",
    "licenseInfoFromFiles",
    "licenseInfoInFiles",
    "licenseInfoInSnippets",
)


def check_values(paper: Paper, once: ToldOnce) -> Iterator[Violation]:
    """Every value that its field does not take. Values of another kind than the field's are passed over."""
    yield from _Values(paper, once).check()


class _Values:
    def __init__(self, paper: Paper, once: ToldOnce) -> None:
        self._paper = paper
        self._once = once

    def check(self) -> Iterator[Violation]:
        value = self._paper.value
        yield from self._head(value)
        for path, each in self._all("externalDocumentRefs"):
            yield from self._checksum(each.get("checksum"), (*path, "checksum"))
            if isinstance(uri := each.get("spdxDocument"), str) and not _is_uri(uri):
                yield self._no(uri, "is no address of a document", (*path, "spdxDocument"))
        for path, each in self._all("packages"):
            yield from self._package(each, path)
        for path, each in self._all("files"):
            yield from self._artefact(each, path)
            for number, word in enumerate(_texts(each.get("fileTypes"))):
                yield from self._word(word, FILE_TYPES, (*path, "fileTypes", number))
            if isinstance(name := each.get("fileName"), str) and name.startswith("/"):
                self._once.tell("a file's name starts with `/`", (*path, "fileName"))
        for path, each in self._all("snippets"):
            yield from self._artefact(each, path)
            yield from self._ranges(each, path)
        for path, each in self._all("relationships"):
            yield from self._word(each.get("relationshipType"), _RELATIONS, (*path, "relationshipType"))
        for path, each in self._all("hasExtractedLicensingInfos"):
            if isinstance(id_ := each.get("licenseId"), str) and not id_.startswith("LicenseRef-"):
                yield self._no(id_, "does not start with `LicenseRef-`", (*path, "licenseId"))
        yield from self._annotations(value, ())

    def _head(self, value: object) -> Iterator[Violation]:
        document = self._paper.value
        version, licence = document.get("spdxVersion"), document.get("dataLicense")
        if isinstance(version, str) and version and not VERSION.fullmatch(version):
            yield self._no(version, "is no version of SPDX 2", ("spdxVersion",))
        if isinstance(licence, str) and licence and licence != "CC0-1.0":
            yield self._no(licence, "is not `CC0-1.0`", ("dataLicense",))
        space = document.get("documentNamespace")
        if isinstance(space, str) and space and ("#" in space or not _is_uri(space)):
            yield self._no(space, "is no address without `#`", ("documentNamespace",))
        creation = document.get("creationInfo")
        if isinstance(creation, dict):
            yield from self._day(creation.get("created"), ("creationInfo", "created"))
            for number, each in enumerate(_texts(creation.get("creators"))):
                yield from self._actor(each, ("creationInfo", "creators", number))

    def _package(self, each: dict[str, JsonValue], path: Path) -> Iterator[Violation]:
        yield from self._artefact(each, path)
        for name in ("supplier", "originator"):
            if isinstance(actor := each.get(name), str) and actor not in _NOBODY:
                yield from self._actor(actor, (*path, name))
        for name in ("releaseDate", "builtDate", "validUntilDate"):
            yield from self._day(each.get(name), (*path, name))
        place = each.get("downloadLocation")
        if isinstance(place, str) and place and place not in _NOBODY and not _PLACE.fullmatch(place):
            self._once.tell("a `downloadLocation` is no address", (*path, "downloadLocation"))
        yield from self._word(each.get("primaryPackagePurpose"), PURPOSES, (*path, "primaryPackagePurpose"))
        for number, reference in enumerate(_objects(each.get("externalRefs"))):
            yield from self._reference(reference, (*path, "externalRefs", number))
        code = each.get("packageVerificationCode")
        if isinstance(code, dict):
            digits = code.get("packageVerificationCodeValue")
            if isinstance(digits, str) and digits and not (len(digits) == 40 and _HEX.fullmatch(digits)):
                yield self._no(digits, "is no SHA1", (*path, "packageVerificationCode"))
        if each.get("filesAnalyzed") is False and (code or each.get("licenseInfoFromFiles")):
            self._once.tell("a package says of its files what it says was not looked at (`filesAnalyzed`)", path)

    def _reference(self, each: dict[str, JsonValue], path: Path) -> Iterator[Violation]:
        yield from self._word(each.get("referenceCategory"), CATEGORIES, (*path, "referenceCategory"))
        locator, kind = each.get("referenceLocator"), each.get("referenceType")
        if isinstance(locator, str) and kind == "purl" and not _is_purl(locator):
            self._once.tell("a `purl` is no package URL", (*path, "referenceLocator"))
        elif isinstance(locator, str) and re.search(r"\s", locator):
            self._once.tell("a `referenceLocator` has spaces", (*path, "referenceLocator"))

    def _artefact(self, each: dict[str, JsonValue], path: Path) -> Iterator[Violation]:
        for number, checksum in enumerate(_objects(each.get("checksums"))):
            yield from self._checksum(checksum, (*path, "checksums", number))
        for name in _LICENCES:
            for text in _texts(each.get(name)):
                if text and not is_licence(text):
                    yield self._no(text, "is no licence expression", (*path, name))
        yield from self._annotations(each, path)

    def _checksum(self, each: object, path: Path) -> Iterator[Violation]:
        if not isinstance(each, dict):
            return
        algorithm, digits = each.get("algorithm"), each.get("checksumValue")
        yield from self._word(algorithm, ALGORITHMS, (*path, "algorithm"))
        if isinstance(digits, str) and digits and isinstance(algorithm, str):
            length = ALGORITHMS.get(algorithm.upper(), 0)
            if not _HEX.fullmatch(digits) or (length and len(digits) != length):
                yield self._no(digits, f"is no {algorithm[:20]}", (*path, "checksumValue"))

    def _annotations(self, each: object, path: Path) -> Iterator[Violation]:
        for number, note in enumerate(_objects(each.get("annotations") if hasattr(each, "get") else None)):
            place = (*path, "annotations", number)
            yield from self._word(note.get("annotationType"), ANNOTATION_TYPES, (*place, "annotationType"))
            yield from self._day(note.get("annotationDate"), (*place, "annotationDate"))
            if isinstance(who := note.get("annotator"), str) and who:
                yield from self._actor(who, (*place, "annotator"))

    def _ranges(self, each: dict[str, JsonValue], path: Path) -> Iterator[Violation]:
        for number, range_ in enumerate(_objects(each.get("ranges"))):
            start, end = range_.get("startPointer"), range_.get("endPointer")
            if isinstance(start, dict) and isinstance(end, dict):
                for name in ("offset", "lineNumber"):
                    low, high = start.get(name), end.get(name)
                    if isinstance(low, int) and isinstance(high, int) and not 1 <= low <= high:
                        yield self._no(f"{low}-{high}", "is no range", (*path, "ranges", number))

    def _word(self, word: object, words: Collection[str], path: Path) -> Iterator[Violation]:
        if not isinstance(word, str) or not word or word in words:
            return
        if word.upper() in {each.upper() for each in words}:
            self._once.tell(f"`{path[-1] if isinstance(path[-1], str) else path[-2]}` is not in capital letters", path)
        else:
            yield self._no(word, "is not a word for this", path)

    def _day(self, day: object, path: Path) -> Iterator[Violation]:
        if not isinstance(day, str) or not day or _DAY.fullmatch(day):
            return
        if _ODD_DAY.fullmatch(day):
            self._once.tell(f"`{path[-1]}` is not written YYYY-MM-DDThh:mm:ssZ", path)
        else:
            yield self._no(day, "is no date", path)

    def _actor(self, actor: str, path: Path) -> Iterator[Violation]:
        if actor and not _ACTOR.fullmatch(actor):
            yield Violation("does not start with `Person:`, `Organization:` or `Tool:`", self._paper.where(path))

    def _all(self, name: str) -> Iterator[tuple[Path, dict[str, JsonValue]]]:
        listed = self._paper.value.get(name)
        if isinstance(listed, list):
            for number, each in enumerate(listed):
                if isinstance(each, dict):
                    yield (name, number), each

    def _no(self, text: str, says: str, path: Path) -> Violation:
        return Violation(f"`{text[:80]}` {says}", self._paper.where(path))


def _is_uri(text: str) -> bool:
    return bool(_ABSOLUTE.fullmatch(text))


def _is_purl(text: str) -> bool:
    from packageurl import PackageURL

    try:
        PackageURL.from_string(text)
    except ValueError:
        return False
    return True


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, JsonValue]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
