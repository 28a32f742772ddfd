"""Gathers the bill of materials from the fields of a document of SPDX 2."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from flowdown.evidence.spdx.bill import Bill, Element, Party, Sort, Tie
from flowdown.evidence.spdx.paper import Paper, write_path
from flowdown.evidence.spdx.rules_of_ids import DOCUMENT

_ACTOR = re.compile(r"\s*(Person|Organization|Tool)\s*:\s*(.*)", re.DOTALL | re.IGNORECASE)
_DAYS = (("releaseDate", "release"), ("builtDate", "build"), ("validUntilDate", "valid-until"))
_PREFERRED = ("SHA256", "SHA1", "SHA512", "MD5")
_NOBODY = frozenset({"", "NOASSERTION", "NONE"})


def gather(paper: Paper) -> Bill:
    """The elements, relations and roots of a document."""
    bill = Bill(
        silent=frozenset({DOCUMENT, text(paper.value.get("SPDXID")) or DOCUMENT}),
        nothing=frozenset({"NONE"}),
        unknown=frozenset({"NOASSERTION"}),
    )
    for number, each in objects(paper.value.get("packages")):
        id_ = text(each.get("SPDXID")) or f"packages/{number}"
        package = _package(each, f"packages/{number}")
        first = bill.elements.setdefault(id_, package)
        if (first.name, first.version, first.purls) != (package.name, package.version, package.purls):
            # Two packages under one id: what is said of the id counts for the first.
            bill.elements[package.place] = package
        place = f"packages/{number}/hasFiles"
        for file in texts(each.get("hasFiles")):
            bill.ties.append(Tie(id_, "CONTAINS", file, place))
    for number, each in objects(paper.value.get("files")):
        id_ = text(each.get("SPDXID")) or f"files/{number}"
        name = text(each.get("fileName")) or text(each.get("name"))
        part = Element(Sort.FILE, name, f"files/{number}", checksum=_checksum(each))
        bill.elements.setdefault(id_, part)
    for number, each in objects(paper.value.get("snippets")):
        id_ = text(each.get("SPDXID")) or f"snippets/{number}"
        bill.elements.setdefault(id_, Element(Sort.FILE, text(each.get("name")), f"snippets/{number}"))
        if holder := text(each.get("snippetFromFile")):
            bill.ties.append(Tie(holder, "CONTAINS", id_, f"snippets/{number}"))
    bill.roots.extend(texts(paper.value.get("documentDescribes")))
    _relate(paper, bill)
    return bill


def _relate(paper: Paper, bill: Bill) -> None:
    for number, each in objects(paper.value.get("relationships")):
        one, other = text(each.get("spdxElementId")), text(each.get("relatedSpdxElement"))
        word = text(each.get("relationshipType")).upper()
        if not (one and other and word):
            continue
        # NOTE: a widespread writer leaves the last letter out.
        if word in ("DESCRIBES", "DESCRIBE") and one in bill.silent:
            bill.roots.append(other)
        elif word == "DESCRIBED_BY" and other in bill.silent:
            bill.roots.append(one)
        else:
            bill.ties.append(Tie(one, word, other, write_path(("relationships", number))))


def _package(each: dict[str, object], place: str) -> Element:
    parties = tuple(
        Party(found[2], role, is_person=found[1].casefold() == "person")
        for field, role in (("supplier", "supplier"), ("originator", "originator"))
        for word in (field, f"package{field.title()}")
        if (value := text(each.get(word))) not in _NOBODY
        and (found := _ACTOR.fullmatch(value) or _bare(value))
        and found[1].casefold() != "tool"
    )
    purls = tuple(
        text(reference.get("referenceLocator"))
        for _, reference in objects(each.get("externalRefs"))
        if text(reference.get("referenceType")).rpartition("/")[2] == "purl"
    )
    return Element(
        Sort.PACKAGE,
        text(each.get("name")) or text(each.get("packageName")),
        place,
        text(each.get("versionInfo")) or text(each.get("packageVersion")),
        tuple(dict.fromkeys(filter(None, purls))),
        text(each.get("downloadLocation")) or text(each.get("packageDownloadLocation")),
        parties=parties,
        days=tuple((event, day) for field, event in _DAYS if (day := day_of(each.get(field)))),
    )


def _bare(value: str) -> re.Match[str] | None:
    """A name without the word that tells what it is: an organisation's, for all that is known."""
    return _ACTOR.fullmatch(f"Organization: {value}")


def _checksum(each: dict[str, object]) -> str:
    """The best digest, as package URLs write it."""
    found = {
        text(checksum.get("algorithm")).upper(): text(checksum.get("checksumValue")).lower()
        for _, checksum in objects(each.get("checksums"))
    }
    return next((f"{name.lower()}:{found[name]}" for name in _PREFERRED if found.get(name)), "")


def text(value: object) -> str:
    """A text, also where a number was written; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def day_of(value: object) -> str:
    """The day of a moment; empty for none."""
    day = text(value)[:10]
    try:
        return day if datetime.date.fromisoformat(day).isoformat() == day else ""
    except ValueError:
        return ""


def texts(value: object) -> list[str]:
    """The texts of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def objects(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects of a list, with their numbers."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, dict):
                yield number, each
