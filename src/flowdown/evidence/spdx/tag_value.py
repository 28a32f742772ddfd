"""Reads SPDX 2 in its tag-value form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.paper import Paper, Path
from flowdown.evidence.spdx.tags import LISTS, TAGS, Form, Tag

_LINE = re.compile(r"([A-Za-z]+)\s*:[ \t]?(.*)", re.DOTALL)
_BREAK = re.compile(r"\r\n|\n|\r")
_MOST = 5_000_000
_LONGEST = 4096
"""Characters of a text that has parts."""
_START, _END = "<text>", "</text>"
_CHECKSUM = re.compile(r"(\S+?):\s*(\S+)")
_REFERENCE = re.compile(r"(\S+)\s+(\S+)\s+(.+)")
_DOCUMENT = re.compile(r"(\S+)\s+(\S+)\s+(\S+?):\s*(\S+)")
_RELATIONSHIP = re.compile(r"(\S+)\s+(\S+)\s+(\S+)")
_RANGE = re.compile(r"(\d{1,15}):(\d{1,15})", re.ASCII)


def read_tag_value(text: str, name: str) -> Paper:
    """The document in a text. Raises `UnusableFile` for a block of text that never ends."""
    reading = _Reading(name)
    for count, (number, tag, value) in enumerate(_split(text, name)):
        if count > _MOST:
            raise UnusableFile(f"has more than {_MOST} tags", Where(name, number))
        reading.take(number, tag, value)
    return Paper(name, reading.value, reading.lines, tuple(reading.faults))


def _split(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Each tag with its line and text; a line that has none comes with the empty tag."""
    start, number = 0, 1
    while start < len(text):
        end, following = _end_of_line(text, start)
        line = text[start:end].strip()
        found = _LINE.match(line)
        if found and found[2].lstrip().startswith(_START):
            start = text.index(_START, start) + len(_START)
            close = text.find(_END, start)
            if close < 0:
                raise UnusableFile(f"the text of `{found[1][:40]}` has no end (`{_END}`)", Where(name, number))
            block = text[start:close]
            yield number, found[1], _BREAK.sub("\n", block)
            number += sum(1 for _ in _BREAK.finditer(block))
            end, following = _end_of_line(text, close)
            if after := text[close + len(_END) : end].strip():
                yield number, "", after
        elif line and not line.startswith("#"):
            yield (number, found[1], found[2].strip()) if found else (number, "", line)
        start, number = following, number + 1


def _end_of_line(text: str, start: int) -> tuple[int, int]:
    """Where a line ends, and where the next starts."""
    found = _BREAK.search(text, start)
    return (found.start(), found.end()) if found else (len(text), len(text))


class _Reading:
    """What was read so far, and the parts that are open."""

    def __init__(self, name: str) -> None:
        self.value: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.faults: list[Violation] = []
        self._name = name
        self._open: dict[str, tuple[dict[str, Any], Path]] = {"document": (self.value, ())}
        self._identified = "document"

    def take(self, number: int, word: str, text: str) -> None:
        """Put the text of one tag where it belongs."""
        tag = TAGS.get(word)
        if tag is None:
            says = f"there is no tag `{word[:60]}`" if word else f"`{text[:60]}` has no tag"
            self._fault(number, says)
            return
        if tag.opens:
            self._start(tag.part, number)
        if tag.part == "creation" and "creation" not in self._open:
            made: dict[str, Any] = {}
            self.value["creationInfo"] = made
            self._open["creation"] = made, ("creationInfo",)
            self.lines["creationInfo",] = number
        kind = self._identified if tag.form is Form.ID else tag.part
        found = self._open.get(kind)
        if found is None:
            self._fault(number, f"`{word}` stands outside of its {kind}")
            return
        part, path = found
        if tag.form is Form.RELATIONSHIP:
            self._relate(part, path, number, text)
        elif tag.form is Form.TARGET:
            self._annotate(text)
        elif tag.form is Form.REFERENCE_COMMENT:
            references = part.get(tag.field)
            if references:
                references[-1]["comment"] = text
        else:
            self._put(tag, word, part, path, number, text)

    def _fault(self, number: int, says: str) -> None:
        self.faults.append(Violation(says, Where(self._name, number)))

    def _start(self, kind: str, number: int) -> None:
        """Open a new part of a kind; what belongs to the last one of it is closed."""
        part: dict[str, Any] = {}
        holder, path = self._holder(kind)
        where = "annotations" if kind == "annotation" else "artifactOfs" if kind == "artefact" else LISTS[kind]
        listed = holder.setdefault(where, [])
        listed.append(part)
        here = (*path, where, len(listed) - 1)
        self._open[kind] = part, here
        self.lines[here] = number
        if kind in ("package", "file", "snippet"):
            self._identified = kind
        if kind == "package":
            self._open.pop("file", None)

    def _holder(self, kind: str) -> tuple[dict[str, Any], Path]:
        if kind == "artefact" and "file" in self._open:
            return self._open["file"]
        return self.value, ()

    def _annotate(self, text: str) -> None:
        """An annotation is kept with the document, whatever it is about."""
        del text

    def _relate(self, part: dict[str, Any], path: Path, number: int, text: str) -> None:
        found = _RELATIONSHIP.fullmatch(text) if len(text) <= _LONGEST else None
        if not found:
            self._fault(number, f"`{text[:80]}` is no relationship")
            # A part that says nothing would be told a second time.
            self.value["relationships"].pop()
            self._open.pop("relationship")
            return
        part.update(spdxElementId=found[1], relationshipType=found[2], relatedSpdxElement=found[3])

    def _put(self, tag: Tag, word: str, part: dict[str, Any], path: Path, number: int, text: str) -> None:
        value = _form(tag.form, text)
        if value is None:
            self._fault(number, f"`{text[:80]}` is not how `{word}` is written")
            return
        if tag.form is Form.ID and self._identified == "file":
            self._belong(text)
        if tag.is_list:
            listed = part.setdefault(tag.field, [])
            listed.append(value)
            self.lines[(*path, tag.field, len(listed) - 1)] = number
        elif tag.field in part:
            self._fault(number, f"`{word}` is there twice")
        else:
            part[tag.field] = value
            self.lines[(*path, tag.field)] = number

    def _belong(self, id_: str) -> None:
        """A file that follows a package belongs to it."""
        if "package" in self._open:
            self._open["package"][0].setdefault("hasFiles", []).append(id_)


def _form(form: Form, text: str) -> Any:
    """The value of a text that is written in a form; None if it is not written so."""
    if len(text) > _LONGEST and form not in (Form.TEXT, Form.VERIFICATION):
        return None
    match form:
        case Form.FLAG:
            return {"true": True, "false": False}.get(text.lower())
        case Form.CHECKSUM:
            found = _CHECKSUM.fullmatch(text)
            return {"algorithm": found[1], "checksumValue": found[2]} if found else None
        case Form.VERIFICATION:
            return _verification(text)
        case Form.REFERENCE:
            found = _REFERENCE.fullmatch(text)
            names = ("referenceCategory", "referenceType", "referenceLocator")
            return dict(zip(names, found.groups(), strict=True)) if found else None
        case Form.EXTERNAL_DOCUMENT:
            found = _DOCUMENT.fullmatch(text)
            if not found:
                return None
            checksum = {"algorithm": found[3], "checksumValue": found[4]}
            return {"externalDocumentId": found[1], "spdxDocument": found[2], "checksum": checksum}
        case Form.BYTES | Form.LINES:
            found = _RANGE.fullmatch(text)
            field = "offset" if form is Form.BYTES else "lineNumber"
            return _range(field, int(found[1]), int(found[2])) if found else None
        case _:
            return text


def _verification(text: str) -> dict[str, Any] | None:
    digits, _, rest = text.partition("(")
    if not digits.strip():
        return None
    code: dict[str, Any] = {"packageVerificationCodeValue": digits.strip()}
    if excluded := rest.strip().removesuffix(")").removeprefix("excludes:").strip():
        code["packageVerificationCodeExcludedFiles"] = [each.strip() for each in excluded.split(",")]
    return code


def _range(field: str, low: int, high: int) -> dict[str, Any]:
    return {"startPointer": {field: low, "reference": ""}, "endPointer": {field: high, "reference": ""}}
