"""Cells that several pages show alike: outcomes, contracts, places, lines of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowdown.pipeline.panorama import Tally, name_subject
from flowdown.report.words import norm_name, shorten
from flowdown.server.listing import Column
from flowdown.server.page import Cell, Field, Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flowdown.pipeline.answering import Answer, Line
    from flowdown.server.links import Links
    from flowdown.server.visit import Visit

OUTCOMES = ("BREACH", "UNDETERMINED", "EXEMPT", "CLEAR")
OUTCOME_CHOICES = (("", "any outcome"), *((each, each.lower()) for each in OUTCOMES))
_FEW = 4
_TONES = {"in-force": "in-force", "halted": "exempt", "not-yet": "undetermined", "ended": ""}
_PHASES = {
    "in-force": "in force",
    "halted": "halted",
    "not-yet": "not yet in force",
    "ended": "ended",
    "": "no dated step",
}


def outcome(word: str, href: str = "") -> Cell | str:
    """An outcome as a badge; nothing for none."""
    return Cell(word, href, word, is_badge=True) if word else ""


def number(count: int, tone: str, href: str = "") -> Texts:
    """A count in the colour of what it counts; none is left blank."""
    return Cell(f"{count:,}", href, tone) if count else ""


def tally_columns(of: Callable[[Any], Tally], link: Callable[[Any, str], str]) -> tuple[Column, Column]:
    """The columns of a tally: breaches, and what is open."""
    return (
        Column(
            "breach",
            "Breach",
            lambda row: number(of(row).breach, "breach", link(row, "BREACH")),
            True,
            lambda row: of(row).breach,
        ),
        Column(
            "open",
            "Open",
            lambda row: number(of(row).undetermined, "undetermined", link(row, "UNDETERMINED")),
            True,
            lambda row: of(row).undetermined,
        ),
    )


def phase(word: str) -> Cell:
    """How an order stands, as a badge."""
    return Cell(_PHASES[word], "", _TONES.get(word, ""), is_badge=True)


PHASE_CHOICES = (("", "any status"), *((word, words) for word, words in _PHASES.items() if word))


def subject(links: Links, of: str) -> Cell:
    """A contract or the own business, with the way to its page."""
    if of.startswith("contract:"):
        return links.cell(of)
    return Cell(name_subject(of), links.page("contract", of))


def subjects(links: Links, several: Sequence[str]) -> Texts:
    """Some of them, and how many more there are."""
    return _few([subject(links, each) for each in several[:_FEW]], len(several))


def vendors(visit: Visit, several: Sequence[str]) -> Texts:
    """Some vendors by name, and how many more there are."""
    return _few([visit.links.cell(f"vendor:{each}", visit.vendor_name(each)) for each in several[:_FEW]], len(several))


def nodes(links: Links, several: Iterable[str]) -> Texts:
    """Nodes, each with the way to its page."""
    named = list(several)
    return _few([links.cell(each, each) for each in named[:_FEW]], len(named))


def _few(cells: list[Cell], whole: int) -> Texts:
    if whole > len(cells):
        cells.append(Cell(f"and {whole - len(cells)} more", tone="faint"))
    return tuple(cells)


def place(visit: Visit, identity: str) -> Cell:
    """A place of use: the page of its system, else of what is seen there."""
    row = visit.answer.panorama.systems_of_place.get(identity)
    there = visit.answer.places.get(identity)
    name = there.name if there is not None else identity
    if row is not None:
        return visit.links.cell(f"system:{row.system.id}", row.system.name or row.system.id, under=name)
    if identity.startswith("supplier:"):
        return visit.links.cell(identity, name)
    return Cell(name, visit.links.to("/evidence", place=identity))


def evidence_columns(visit: Visit) -> tuple[Column, ...]:
    """A line of evidence: where, what stands there, whose, how strongly, and why it counts."""
    links = visit.links
    return (
        Column(
            "place",
            "Where",
            lambda line: Cell(locator_of(line), links.claim(line.id), "", place_name(visit.answer, line)),
        ),
        Column("value", "What stands there", what_stands),
        Column("vendor", "Vendor", lambda line: links.cell(f"vendor:{line.vendor}", visit.vendor_name(line.vendor))),
        Column("basis", "Basis", lambda line: line.claim.qualifier("basis") or "stated"),
        Column("strength", "Strength", strength),
        Column("route", "Route", lambda line: line.claim.qualifier("route")),
    )


def locator_of(line: Line) -> str:
    """Where a line stands: path, line and column; the document of what is stated."""
    return line.claim.source.locator or line.claim.source.document


def place_name(answer: Answer, line: Line) -> str:
    """The place of a line, as people call it."""
    there = answer.places.get(line.place)
    return there.name if there is not None else line.place


def what_stands(line: Line) -> Cell:
    """The words at the place, and why they count; of what is kept without them, the claim."""
    if line.sighting is None:
        claim = line.claim
        kind = claim.qualifier("kind")
        return Cell(
            f"{kind}, as its last scan kept it" if kind else f"{claim.subject} {claim.predicate.value} {claim.object}"
        )
    because = "; ".join(line.sighting.because)
    return Cell(
        f"`{shorten(line.sighting.value, 100)}`" if line.sighting.value else line.sighting.kind.value,
        under=shorten(because, 200),
    )


def strength(line: Line) -> Cell | str:
    """How strongly it is used; marked where it is only a hint."""
    word = line.strength or "stated"
    return word if line.is_sure else Cell(word, tone="faint", under="only a hint")


def answer_columns(visit: Visit, without: str = "") -> tuple[Column, ...]:
    """An answer: its outcome, the norm, for whom, which vendors, and the sentence; `without` the column of this id."""
    links, answer = visit.links, visit.answer
    columns = (
        Column(
            "norm",
            "Norm",
            lambda each: Cell(norm_name(each.order, each.norm), links.norm(each.norm, each.subject, each.context)),
            key=lambda each: each.norm,
        ),
        Column(
            "outcome",
            "Outcome",
            lambda each: outcome(each.outcome.value),
            key=lambda each: OUTCOMES.index(each.outcome.value),
        ),
        Column("subject", "For", lambda each: subject(links, each.subject), key=lambda each: each.subject),
        Column("vendors", "Vendors", lambda each: vendors(visit, sorted(answer.vendors_of(each)))),
        Column("says", "What it says", lambda each: sentence(shorten(each.says, 260))),
    )
    return tuple(column for column in columns if column.id != without)


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def choice(name: str, title: str, value: str, choices: Iterable[tuple[str, str]]) -> Field:
    """A filter that is picked from a list; a value that is not in it stays visible."""
    listed = tuple(choices)
    if value and value not in {each for each, _ in listed}:
        listed = (*listed, (value, value))
    return Field(name, title, value, listed)


def worst(of: Tally) -> Cell | str:
    """The worst outcome of a tally."""
    return outcome(of.worst)
