"""What was searched, when, by whom, with which result: the record of the reasonable inquiry, from the log."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet, Told, told
from flowdown.report.kind_words import KIND_WORDS
from flowdown.report.words import count, listed, mark_words

_MOST_SILENT = 6
_MARKS = ("P", "L", "N", "S", "I", "U", "")
"""Marks of evidence, the best first."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search."""

    id: str
    at: str
    by: Told
    what: str
    result: Told
    duty: str
    read: str
    digest: str


@dataclass(frozen=True, slots=True)
class Standard:
    """What a rule says of the inquiry."""

    order: str
    cites: str
    quote: str
    mark: str


@dataclass(frozen=True, slots=True)
class FoundTold:
    """What the search of the code came to, for a vendor that an order names."""

    id: str
    vendor: str
    uses: int
    mentions: int


@dataclass(frozen=True, slots=True)
class InquiryContext:
    """The record."""

    searches: tuple[Search, ...]
    head: str
    faults: tuple[str, ...]
    standards: tuple[Standard, ...]
    files: int
    read: int
    gaps: int
    trees: tuple[str, ...]
    contracts: int
    devices: int
    suppliers: int
    people: Told
    vendors: int
    kinds: tuple[str, ...]
    catalogue: str
    found: tuple[FoundTold, ...]
    not_looked: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    log = facts.log
    scan, profile = facts.report.scan, facts.profile
    searches = tuple(
        Search(
            str(each.number),
            each.at[:16].replace("T", " "),
            told(each.by, "who searched"),
            each.what,
            told(each.result, "what came of it"),
            f"{each.duty}{f' ({each.contract})' if each.contract else ''}",
            _read(dict(each.details)),
            each.digest,
        )
        for each in (log.entries if log is not None else ())
    )
    context = InquiryContext(
        searches,
        log.head if log is not None else "",
        log.faults if log is not None else (),
        tuple(_standards(facts)),
        scan.coverage.files,
        scan.coverage.read,
        len(scan.gaps),
        tuple(f"{each.id}{f' at revision {each.revision[:12]}' if each.revision else ''}" for each in scan.trees),
        len(profile.contracts),
        len(profile.equipment),
        len(profile.suppliers),
        told(", ".join(facts.people("signs", "reports", "contracts")), "who answers for the inquiry"),
        len(facts.catalogue.vendors),
        tuple(KIND_WORDS.values()),
        scan.catalogue_digest[:19],
        tuple(_found(facts)),
        tuple(_not_looked(facts)),
    )
    return (Sheet("inquiry-record", "Record of the reasonable inquiry", context),)


def _standards(facts: Facts) -> Iterator[Standard]:
    """What the texts ask of an inquiry, each once, with the best mark of evidence."""
    duties = [
        (order.id, duty)
        for order in facts.orders
        for duty in order.duties
        if duty.action == "inquire" and duty.quote and duty.fields_read
    ]
    told: set[tuple[str, str]] = set()
    for order, duty in sorted(duties, key=lambda pair: _MARKS.index(pair[1].mark)):
        if (duty.cites, duty.quote) not in told:
            told.add((duty.cites, duty.quote))
            yield Standard(order, duty.cites, duty.quote, mark_words(duty.mark))


def _found(facts: Facts) -> Iterator[FoundTold]:
    """How often the code shows each vendor that an order names; of the others that are named nothing was seen."""
    named = {vendor for order in facts.orders for vendor in order.vendors}
    counts: dict[str, list[int]] = {}
    for each in facts.scan.sightings:
        if each.vendor in named:
            counts.setdefault(each.vendor, [0, 0])[0 if each.is_use else 1] += 1
    for vendor, (uses, mentions) in sorted(counts.items()):
        yield FoundTold(vendor, facts.vendor_name(vendor), uses, mentions)


def _not_looked(facts: Facts) -> Iterator[str]:
    """What this inquiry leaves out, as far as the profile and the scan tell."""
    profile, gaps = facts.profile, facts.report.scan.gaps
    if gaps:
        yield f"{count(len(gaps), 'file')} that could not be read, or not to the end (inventory)"
    if not profile.vendors:
        yield "subscriptions and accounts: none is stated in the profile"
    unknown = tuple(each.id for each in profile.equipment if not isinstance(each.maker, str))
    if unknown:
        yield f"the makers of {listed(unknown)}"
    silent = tuple(each.name or each.id for each in profile.suppliers if not isinstance(each.attested, datetime.date))
    if silent:
        few = (
            listed(silent)
            if len(silent) <= _MOST_SILENT
            else f"{count(len(silent), 'supplier')} (tracker of attestations)"
        )
        yield f"what is used underneath by {few}: no answer in writing"
    bare = tuple(each.id for each in profile.systems if not each.repository)
    if bare:
        yield f"the code of {listed(bare)}: no repository is stated"


def _read(details: dict[str, object]) -> str:
    """What a logged run read, in a few words."""
    if "files" not in details:
        return ""
    part = ", a part only" if details.get("part") else ""
    return f"{details.get('read')} of {details['files']} files, {details.get('gaps')} gaps{part}"


PAPER = Paper(
    id="inquiry-record",
    title="Record of the reasonable inquiry",
    for_whom="counsel; the file that is shown if something is found later",
    about="every search of the inquiry log: what, when, by whom, with which result; and what is not covered",
    rank=40,
    build=_build,
)
