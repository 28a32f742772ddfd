"""One contract: its clauses, what serves it, what binds it and why, what is due under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.pipeline.panorama import OWN_BUSINESS
from flowdown.server.asked import LONGEST, Asked
from flowdown.server.cells import OUTCOMES, answer_columns, outcome, place, vendors
from flowdown.server.columns import worth
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.more_columns import clock_columns, said
from flowdown.server.page import Cell, Facts, Page, View
from flowdown.server.remark_forms import tell_remarks
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import ContractRow
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class ContractAsked(Asked):
    """Which contract."""

    contract: Annotated[str, Path(max_length=LONGEST, description="its id in the profile, or `own-business`")]


def _show(visit: Visit, asked: ContractAsked) -> View:
    links, answer = visit.links, visit.answer
    wanted = asked.contract if asked.contract == OWN_BUSINESS else f"contract:{asked.contract}"
    row = next((each for each in answer.panorama.contracts if each.subject == wanted), None)
    if row is None:
        raise NotHere(f"no contract `{asked.contract}` is in the profile", hint="`/contracts` lists them")
    found = sorted(
        answer.by_subject.get(wanted, ()),
        key=lambda each: (each.position.value == "FREE", OUTCOMES.index(each.outcome.value), not each.places),
    )
    telling = [each for each in found if each.position.value != "FREE"]
    clocks = [each for each in answer.facts.deadlines.clocks if each.contract == asked.contract]
    facts = _facts(visit, row)
    places = (
        Column("place", "Place", lambda each: place(visit, each)),
        Column(
            "vendors",
            "Vendors",
            lambda each: vendors(visit, sorted({line.vendor for line in answer.lines_of_place.get(each, ())})),
        ),
        Column(
            "lines",
            "Lines",
            lambda each: Cell(f"{len(answer.lines_of_place.get(each, ())):,}", links.to("/evidence", place=each)),
            True,
        ),
    )
    listings = [
        list_few(
            "answers",
            "What binds it, or may",
            answer_columns(visit, "subject"),
            telling,
            Cell("All answers", links.to("/answers", subject=wanted)),
            15,
        ),
        list_few(
            "places",
            "What serves it",
            places,
            row.places,
            Cell("All evidence for it", links.to("/evidence", subject=wanted)),
            15,
        ),
        list_few(
            "deadlines",
            "What is due",
            clock_columns(visit),
            clocks,
            Cell("All deadlines of it", links.to("/deadlines", contract=asked.contract)),
            10,
        ),
    ]
    if row.contract is not None:
        listings.insert(1, _clauses(row))
    badge = outcome(row.tally.worst)
    title = asked.contract if row.contract is not None else "Own business"
    own = f"organisation:{visit.answer.facts.profile.organisation.id}"
    return View(
        title,
        [facts, *listings, *tell_remarks(visit, row.subject if row.contract is not None else own)],
        shape_view(visit, "contract", tuple(listings), facts),
        listings[0],
        row.contract.title if row.contract is not None else "What you do on no contract.",
        badge if isinstance(badge, Cell) else None,
        (Cell("Contracts", links.to("/contracts")),),
    )


def _facts(visit: Visit, row: ContractRow) -> Facts:
    contract, links = row.contract, visit.links
    node = row.subject if contract is not None else f"organisation:{visit.answer.facts.profile.organisation.id}"
    ways: tuple[tuple[str, Cell], ...] = (
        ("What is claimed of it", Cell("claims", links.node(node) if contract is None else links.to("/node", id=node))),
    )
    if contract is None:
        return Facts(ways)
    office = ", ".join(filter(None, (contract.office.name, contract.office.place, contract.office.time_zone)))
    return Facts(
        (
            ("Number", contract.number),
            ("Government's number (PIID)", said(contract.piid)),
            ("Customer", said(contract.customer)),
            ("Agency", said(contract.agency)),
            ("For", contract.agency_kind.value),
            ("Kind", contract.kind.value),
            ("Tier", said(contract.tier)),
            ("Worth", worth(row)),
            ("Solicited", said(contract.solicited)),
            ("Awarded", said(contract.awarded)),
            ("Ends", said(contract.ends)),
            ("Office", office),
            ("Stands at", visit.answer.facts.stands_at(("contracts", _index(visit, contract.id)))),
            *ways,
        )
    )


def _index(visit: Visit, identity: str) -> int:
    return next(index for index, each in enumerate(visit.answer.facts.profile.contracts) if each.id == identity)


def _clauses(row: ContractRow):  # type: ignore[no-untyped-def]
    contract = row.contract
    assert contract is not None
    clauses = contract.clauses if isinstance(contract.clauses, tuple) else ()
    columns = (
        Column("clause", "Clause", lambda each: each.clause),
        Column("version", "Version", lambda each: said(each.version)),
        Column("present", "In the contract", lambda each: each.present.value),
        Column("since", "Since", lambda each: "; ".join(filter(None, (said(each.since), each.modification)))),
        Column("flowed", "Handed down", lambda each: each.flowed_down.value),
        Column("read", "Read at", lambda each: "; ".join(filter(None, (each.document, each.place)))),
    )
    known = contract.all_clauses_listed.value
    note = (
        "The list is complete."
        if known == "yes"
        else "Whether the list is complete is not said: a clause that is missing here may be in the contract."
    )
    return list_few("clauses", "Clauses", columns, clauses, None, 60, note)


PAGE = Page(
    "contract",
    "/contracts/{contract}",
    "Contract",
    "One contract: facts, clauses, what binds it, what serves it, what is due.",
    _show,
    ContractAsked,
)
