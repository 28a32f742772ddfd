"""Which versions of a clause there were, as far as it is known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flowdown.base import strict_yaml
from flowdown.base.errors import UnusableFile
from flowdown.base.structure import decode
from flowdown.catalogue.vendor import Source

_FILE = Path(__file__).parent / "clauses.yaml"
_NUMBER = re.compile(
    r"(?:(?P<regulation>[A-Za-z]{2,8})[\s-]+)?(?P<number>[0-9]{2,4}\.[0-9]{3}-[0-9]{1,4})", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?P<clause>(?:[A-Za-z]{2,8}[\s-]+)?[0-9]{2,4}\.[0-9]{3}-[0-9]{1,4})[\s,]*(?:Alt(?:ernate)?\.?\s+(?P<alternate>I{1,3}|IV|V))?"
    r"[\s,]*[(]?(?P<version>[A-Za-z]{3,9}\.?,?\s+[0-9]{4}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|unknown)?[)]?"
)
_REGULATIONS = {
    "52": "FAR",
    "252": "DFARS",
    "352": "HHSAR",
    "452": "AGAR",
    "552": "GSAR",
    "652": "DOSAR",
    "752": "AIDAR",
    "852": "VAAR",
    "952": "DEAR",
    "1852": "NFS",
    "3052": "HSAR",
    "5352": "DAFFARS",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_YEAR = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>[0-9]{4})")
_YEAR_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])(?:-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class KnownClause:
    """A clause with the months that stand in the headings of its versions.

    `is_whole`: there were no others up to `checked_until`. `unread`: months that rest on general knowledge. Before
    `first` (else the first of the versions) it did not exist.
    """

    clause: str
    regulation: str
    title: str
    source: str
    versions: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    is_whole: bool = False
    first: str = ""

    @property
    def earliest(self) -> str:
        """The month of its first version."""
        return self.first or min(self.versions)


@dataclass(frozen=True, slots=True)
class KnownClauses:
    """The clauses whose versions are known, up to a day."""

    checked_until: datetime.date
    sources: tuple[Source, ...]
    clauses: tuple[KnownClause, ...]

    def by_number(self) -> Mapping[str, KnownClause]:
        """The clauses by number."""
        return {each.clause: each for each in self.clauses}


@cache
def load_clauses() -> KnownClauses:
    """The clauses that came with this program."""
    document = strict_yaml.load(_FILE.read_bytes(), _FILE.name)
    known = decode(KnownClauses, document)
    sources = {each.id for each in known.sources}
    lost = [each.clause for each in known.clauses if each.source not in sources]
    if lost:
        raise UnusableFile(f"no source for {', '.join(lost)}", document.where(("clauses",)))
    return known


@lru_cache(maxsize=4096)
def number_of(text: str) -> str:
    """The number of a clause, without its regulation's name; empty for what is none."""
    match = _NUMBER.fullmatch(text.strip())
    return match["number"] if match else ""


@lru_cache(maxsize=4096)
def name_clause(text: str) -> str:
    """A clause with its regulation before its number, where the number tells it: `FAR 52.204-25`."""
    number = number_of(text)
    regulation = _REGULATIONS.get(number.partition(".")[0], "")
    return f"{regulation} {number}" if number and regulation else text


def split_clause(text: str) -> tuple[str, str, str]:
    """Clause, version and alternate of one line, as `FAR 52.204-25 (NOV 2021)`; the whole as clause if it is none."""
    match = _WHOLE.fullmatch(text.strip())
    if not match:
        return text, "", ""
    return match["clause"], match["version"] or "", match["alternate"] or ""


def month_of(version: str | datetime.date) -> str:
    """The month of a version as `2021-11`; empty for what is no month."""
    if isinstance(version, datetime.date):
        return version.strftime("%Y-%m")
    text = version.strip().strip("()")
    if match := _YEAR_MONTH.fullmatch(text):
        return f"{match['year']}-{match['month']}"
    if match := _MONTH_YEAR.fullmatch(text):
        month = match["month"].lower()[:3]
        if month in _MONTHS:
            return f"{match['year']}-{_MONTHS.index(month) + 1:02d}"
    return ""


def in_words(month: str) -> str:
    """A month as headings write it: `Nov 2021`."""
    return f"{_MONTHS[int(month[5:]) - 1].capitalize()} {month[:4]}"


def examine_version(number: str, month: str) -> tuple[str, str]:
    """What is wrong with a version of a clause, and what of it was not checked; both empty if it is known."""
    clauses = load_clauses()
    known = clauses.by_number().get(number)
    if known is None:
        return "", f"the versions of {number} are not known here: {in_words(month)} was not checked"
    if month in known.versions:
        return "", ""
    name = f"{known.regulation} {number}"
    if month < known.earliest:
        return f"{name} has no version of {in_words(month)}: its first is of {in_words(known.earliest)}", ""
    if month > clauses.checked_until.strftime("%Y-%m"):
        return "", f"{name} of {in_words(month)} is newer than what is known here (until {clauses.checked_until})"
    if known.is_whole:
        return f"{name} has no version of {in_words(month)}; there are {_listed(known)}", ""
    return "", f"whether there is a version of {name} of {in_words(month)} was not checked"


def _listed(known: KnownClause) -> str:
    return ", ".join(in_words(each) for each in known.versions)
