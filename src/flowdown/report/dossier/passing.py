"""What of a contract's clauses goes into a subcontract, paragraph by paragraph, and what stays."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.clause import month_of, name_clause, number_of
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.field import Answer
from flowdown.orders.order import Order
from flowdown.report.dossier.clocks import REPORTS
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.say import capital, say_clause
from flowdown.report.norm_words import say_clock
from flowdown.report.words import mark_words

_WHEN = {
    "always": "",
    "defense": " (defense contracts)",
    "not-defense": " (other than defense contracts)",
    "indefinite-delivery": " (indefinite-delivery contracts)",
}
"""For which contracts a recipient is meant, in words."""
_ID = re.compile(r" \(us-[\w-]+\)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a clause: whether it goes into subcontracts (`yes`, `no`, `open`), in which words that is said."""

    id: str
    clause: str
    paragraph: str
    passes: str
    what: str
    to: str
    quote: str
    mark: str


@dataclass(frozen=True, slots=True)
class ReportOwed:
    """A report with its clock, the offices that it goes to, and the names of its fields, as far as they were read."""

    says: str
    to: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseOfContract:
    """A clause in a contract with its paragraphs, and the makers whose products it is about."""

    id: str
    contract: str
    number: str
    stands: str
    present: str
    flowed_down: str
    at: str
    paragraphs: tuple[Paragraph, ...]
    makers: tuple[str, ...]
    reports: tuple[ReportOwed, ...]
    """The reports that whoever carries this version owes."""


def paragraphs_of(facts: Facts) -> dict[str, tuple[Paragraph, ...]]:
    """By number of clause (empty: of no clause), each paragraph once."""
    found: dict[str, dict[str, Paragraph]] = {}
    # Where a clause has a file of its own, its words come before those of the orders that go with it.
    for order in sorted(facts.library.orders.values(), key=lambda each: (each.kind != "clause", each.id)):
        for each in order.hand_down:
            number = number_of(each.clause)
            told = found.setdefault(number, {})
            name = each.paragraph if number else f"{order.id} {each.paragraph}"
            told.setdefault(
                name,
                Paragraph(
                    f"{number or order.id} {each.paragraph}",
                    name_clause(each.clause) if each.clause else order.title,
                    each.paragraph,
                    each.passes,
                    _ID.sub("", each.what),
                    each.to,
                    each.quote,
                    mark_words(each.mark),
                ),
            )
    return {number: tuple(told[name] for name in sorted(told)) for number, told in found.items()}


def clauses_to_pass(facts: Facts) -> Iterator[ClauseOfContract]:
    """The clauses of each contract of which something is known to go down, to stay, or to be open."""
    known = paragraphs_of(facts)
    for index, contract in enumerate(facts.profile.contracts):
        yield from _of_contract(facts, index, contract, known)


def _of_contract(
    facts: Facts, index: int, contract: Contract, known: dict[str, tuple[Paragraph, ...]]
) -> Iterator[ClauseOfContract]:
    for place, clause in enumerate(contract.clauses if isinstance(contract.clauses, tuple) else ()):
        number = number_of(clause.clause)
        if number in known and clause.present is not Answer.NO:
            yield ClauseOfContract(
                f"{contract.id} {number}",
                contract.id,
                number,
                say_clause(clause),
                clause.present.value,
                clause.flowed_down.value,
                facts.stands_at(("contracts", index, "clauses", place)),
                known[number],
                tuple(_makers(facts, number)),
                tuple(dict.fromkeys(_reports(facts, number, clause))),
            )


def _reports(facts: Facts, number: str, clause: StatedClause) -> Iterator[ReportOwed]:
    version = clause.version
    month = month_of(version) if isinstance(version, str | datetime.date) else ""
    for order in facts.library.orders.values():
        for duty in order.duties:
            term = duty.bearer.party_to
            if duty.action not in REPORTS or duty.clock is None or term is None or number_of(term.clause) != number:
                continue
            if (
                term.role == "prime"
                or (term.versions and month and month not in term.versions)
                or duty.status != "in_force"
            ):
                continue
            fields = "" if duty.fields_read else " (field list not verified)"
            clock = say_clock(duty.clock).replace("after unknown", "after something that was not read")
            yield ReportOwed(
                f"{capital(duty.title)}: {clock}{fields}",
                tuple(f"{each.office}{_WHEN[each.when]}" for each in duty.to),
                tuple(each.name for each in duty.fields),
            )


def _makers(facts: Facts, number: str) -> Iterator[str]:
    vendors = {each for order in facts.library.orders.values() if _is_of(order, number) for each in order.vendors}
    yield from sorted(facts.vendor_name(vendor) for vendor in vendors)


def _is_of(order: Order, number: str) -> bool:
    bearers = (*(norm.bearer for norm in order.norms), *(duty.bearer for duty in order.duties))
    return any(each.party_to is not None and number_of(each.party_to.clause) == number for each in bearers)
