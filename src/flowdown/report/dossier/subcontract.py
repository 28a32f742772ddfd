"""What a letter to a subcontractor and its form of attestation are filled with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.party import Supplier
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Blank, Told, told
from flowdown.report.dossier.passing import ClauseOfContract, clauses_to_pass
from flowdown.report.dossier.say import number_of_contract
from flowdown.report.dossier.serving import Serves


@dataclass(frozen=True, slots=True)
class Named:
    """An order that a contract names: lower tiers are told of those that are not in SAM."""

    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Work:
    """A contract under which the subcontractor works."""

    id: str
    number: Told
    title: str


@dataclass(frozen=True, slots=True)
class SubcontractContext:
    """The letter, or the form."""

    to: str
    contact: Told
    uei: Told
    cage: Told
    supplies: str
    reporter: str
    sender: Told
    works: tuple[Work, ...]
    works_known: bool
    clauses: tuple[ClauseOfContract, ...]
    has_fascsa: bool
    orders_named: tuple[Named, ...]
    not_in_sam: Told
    at: str


def subcontract(facts: Facts, index: int, supplier: Supplier, serves: Serves) -> SubcontractContext:
    """What is known of a subcontractor and of what goes into its subcontract."""
    contracts = [each for each in facts.profile.contracts if each.id in serves.contracts]
    clauses = tuple(each for each in clauses_to_pass(facts) if each.contract in serves.contracts)
    us = facts.profile.organisation
    has_fascsa = any(each.number == "52.204-30" for each in clauses)
    return SubcontractContext(
        supplier.name or supplier.id,
        told(supplier.contact, f"contact at {supplier.name or supplier.id}"),
        told(supplier.uei, "your UEI"),
        told(supplier.cage, "your CAGE code"),
        ", ".join(each.what for each in supplier.supplies if each.what),
        us.name or us.id,
        told(", ".join(facts.people("contracts")[:1]), "who signs for us"),
        tuple(Work(each.id, number_of_contract(each), each.title) for each in contracts),
        not serves.is_open,
        clauses,
        has_fascsa,
        tuple(_named(facts, contracts)),
        _not_in_sam(contracts) if has_fascsa else "",
        facts.stands_at(("suppliers", index)),
    )


def _named(facts: Facts, contracts: list[Contract]) -> Iterator[Named]:
    for contract in contracts:
        for entry in contract.orders if isinstance(contract.orders, tuple) else ():
            order = facts.order(entry.order)
            how = f"by modification {entry.modification}" if entry.modification else "from the start"
            yield Named(entry.order, order.title if order is not None else entry.order, f"in {contract.id} {how}")


def _not_in_sam(contracts: list[Contract]) -> Told:
    """The orders that are not in SAM, of which lower tiers have to be told."""
    complete = all(each.all_orders_listed is Answer.YES for each in contracts)
    named = any(isinstance(each.orders, tuple) and each.orders for each in contracts)
    if complete and not named:
        return "none (our contract names no order)"
    return Blank("each FASCSA order that our contract names and that is not in SAM.gov, or none")
