"""What of a contract's clauses goes into a subcontract, paragraph by paragraph, and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.clause import name_clause, number_of
from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.field import Answer
from flowdown.orders.order import Order
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.say import say_clause
from flowdown.report.words import mark_words


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


def paragraphs_of(facts: Facts) -> dict[str, tuple[Paragraph, ...]]:
    """By number of clause (empty: of no clause), each paragraph once."""
    found: dict[str, dict[str, Paragraph]] = {}
    for order in facts.library.orders.values():
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
                    each.what,
                    each.to,
                    each.quote,
                    mark_words(each.mark),
                ),
            )
    return {number: tuple(told.values()) for number, told in found.items()}


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
            )


def _makers(facts: Facts, number: str) -> Iterator[str]:
    vendors = {
        vendor
        for order in facts.library.orders.values()
        if _is_of(order, number)
        for vendor in order.vendors
    }
    yield from sorted(facts.vendor_name(vendor) for vendor in vendors)


def _is_of(order: Order, number: str) -> bool:
    bearers = (*(norm.bearer for norm in order.norms), *(duty.bearer for duty in order.duties))
    return any(each.party_to is not None and number_of(each.party_to.clause) == number for each in bearers)
