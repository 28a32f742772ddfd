"""Replaces what is not to be shared by placeholders: the same thing always by the same one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from flowdown.evidence.profile.contract import Contract
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Blank, Drawing
from flowdown.report.words import place_text

T = TypeVar("T")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD_EDGE = re.compile(r"\w")
_FILE = re.compile(
    r"(?<![\w/:.])(?!(?:www\.)?[\w-]+\.(?:com|dev|gov|mil|net|org)/)[\w@.-]+(?:/[\w@. -]*[\w-])*/[\w@.-]+\.[A-Za-z]\w{0,9}\b"
)


class Redactor:
    """Knows what the profile and the scan name that is not to be shared."""

    def __init__(self, facts: Facts) -> None:
        self._placeholders: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        for kind, text in _named(facts):
            self._add(kind, text)
        longest = sorted((text for text in self._placeholders if len(text) > 1), key=lambda each: (-len(each), each))
        self._known = re.compile("|".join(_whole(text) for text in longest)) if longest else None

    def _add(self, kind: str, text: str) -> str:
        if text not in self._placeholders:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._placeholders[text] = f"[{kind} {self._counts[kind]}]"
        return self._placeholders[text]

    def text(self, text: str) -> str:
        """A text with placeholders."""
        if self._known is not None:
            text = self._known.sub(lambda match: self._placeholders[match[0]], text)
        text = _EMAIL.sub(lambda match: self._add("e-mail", match[0]), text)
        return _FILE.sub(lambda match: self._add("path", match[0]), text)

    def all(self, value: T) -> T:
        """A value with placeholders in every text of it."""
        return self._all(value)  # type: ignore[no-any-return]

    def _all(self, value: Any) -> Any:
        match value:
            case str() if type(value) is str:
                return self.text(value)
            case Blank():
                return Blank(self.text(value.to_be_filled_in))
            case Drawing():
                return Drawing(self.text(value.svg), self.text(value.alt))
            case tuple():
                return tuple(self._all(each) for each in value)
            case dict():
                return {key: self._all(each) for key, each in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return type(value)(
                **{each.name: self._all(getattr(value, each.name)) for each in dataclasses.fields(value)}
            )
        return value


def _whole(text: str) -> str:
    """A pattern for a text that is no part of a longer word."""
    before = r"(?<!\w)" if _WORD_EDGE.match(text[0]) else ""
    after = r"(?!\w)" if _WORD_EDGE.match(text[-1]) else ""
    return f"{before}{re.escape(text)}{after}"


def _named(facts: Facts) -> Iterator[tuple[str, str]]:
    profile = facts.profile
    for person in profile.people:
        yield from (("person", text) for text in (person.name, person.id) if text)
    for text in (*(each.contact for each in profile.suppliers), *(each.contact for each in profile.customers)):
        yield from (("person", each) for each in (text,) if each and "@" not in each)
    for review in profile.reviews:
        yield from (("person", each) for each in (review.by,) if each)
    for entry in facts.log.entries if facts.log is not None else ():
        yield from (("person", each) for each in (entry.by,) if each)
    emails = (*(each.email for each in profile.people), *(each.office.email for each in profile.contracts))
    yield from (("e-mail", each) for each in emails if each)
    for contract in profile.contracts:
        yield from _of_contract(contract)
    yield from (("account", each.account) for each in profile.vendors if each.account)
    yield from (("serial number", each.serial) for each in profile.equipment if each.serial)
    for sighting in facts.report.scan.sightings:
        yield from (("path", text) for text in (place_text(sighting.place), sighting.place.path) if text)
    for gap in facts.report.scan.gaps:
        yield from (("path", each) for each in (f"{gap.path}:{gap.line}", gap.path) if each)
    for tree in facts.report.scan.trees:
        yield from (("path", each) for each in (tree.root,) if each and each != ".")


def _of_contract(contract: Contract) -> Iterator[tuple[str, str]]:
    numbers = (contract.piid, contract.number, contract.parent, *contract.order_numbers)
    yield from (("contract number", each) for each in numbers if isinstance(each, str) and each not in ("", "unknown"))
    yield from (("document", each.name) for each in contract.documents if each.name)
    if isinstance(contract.value, int | float):
        yield "amount", f"{contract.currency} {contract.value:,.0f}"
        yield "amount", f"{contract.value:,.0f}"
