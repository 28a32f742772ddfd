"""States the organisation, its suppliers, customers, people and owners as claims."""

from __future__ import annotations

from flowdown.base.strict_yaml import Path
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.identifier import examine_cage, examine_uei
from flowdown.evidence.profile.party import Supplier, Supply
from flowdown.evidence.profile.profile import OWN_BUSINESS
from flowdown.evidence.profile.statement import Statement, is_unknown, words_of

_P = Predicate


def state_parties(statement: Statement) -> None:
    """State who everybody is."""
    profile = statement.stated.profile
    us = profile.organisation
    _state_firm(statement, ("organisation",), statement.stated.node, us.name, us.uei, us.cage, us.country)
    if us.place or us.time_zone:
        place = us.place or us.time_zone
        statement.say(("organisation",), statement.stated.node, _P.LOCATED_IN, f"place:{place}", time_zone=us.time_zone)
    for index, supplier in enumerate(profile.suppliers):
        _state_supplier(statement, supplier, ("suppliers", index))
    for index, customer in enumerate(profile.customers):
        path: Path = ("customers", index)
        node = statement.node(customer.id)
        _state_firm(statement, path, node, customer.name, customer.uei, customer.cage, customer.country)
        statement.describe(path, node, "contact", customer.contact)
        for number, kind in enumerate(customer.works_for):
            statement.describe((*path, "works_for", number), node, "works_for", kind.value)
    for index, firm in enumerate(profile.firms):
        _state_firm(statement, ("firms", index), statement.node(firm.id), firm.name, "", "", firm.country)
    _state_people(statement)
    _state_ownership(statement)


def _state_firm(statement: Statement, path: Path, node: str, name: str, uei: str, cage: str, country: str) -> None:
    if name:
        statement.say((*path, "name"), node, _P.NAMED, f"text:{name}")
    uei = examine_uei(uei).value if uei and not is_unknown(uei) else ""
    cage = examine_cage(cage).value if cage and not is_unknown(cage) else ""
    statement.identify(path, node, uei=uei, cage=cage)
    if country and not is_unknown(country):
        statement.say((*path, "country"), node, _P.LOCATED_IN, f"place:{country}")


def _state_supplier(statement: Statement, supplier: Supplier, path: Path) -> None:
    node = statement.node(supplier.id)
    _state_firm(statement, path, node, supplier.name, supplier.uei, supplier.cage, supplier.country)
    for name in ("subcontractor", "attested", "contact", "note"):
        statement.describe(path, node, name, getattr(supplier, name))
    if not supplier.supplies:
        statement.say(path, node, _P.SUPPLIES, statement.stated.node)
    for index, supply in enumerate(supplier.supplies):
        _state_supply(statement, node, supplier, supply, (*path, "supplies", index))


def _state_supply(statement: Statement, node: str, supplier: Supplier, supply: Supply, path: Path) -> None:
    contracts = {each.id for each in statement.stated.profile.contracts}
    us, days = statement.stated.node, (supply.since, supply.until)
    if not words_of(supply.to):
        statement.say(path, node, _P.SUPPLIES, us, period=days, what=supply.what)
    for word in words_of(supply.to):
        contract = word if word in contracts else ""
        # What is supplied for a contract goes to whoever holds the contract.
        to = us if contract or word == OWN_BUSINESS else statement.node(word)
        statement.say((*path, "to"), node, _P.SUPPLIES, to, period=days, what=supply.what, contract=contract)
        if contract and supplier.subcontractor is Answer.YES:
            statement.say(
                (*path, "to"),
                node,
                _P.SUBCONTRACTOR_OF,
                us,
                period=days,
                contract=contract,
                paragraph=supply.paragraph,
            )


def _state_people(statement: Statement) -> None:
    for index, person in enumerate(statement.stated.profile.people):
        path: Path = ("people", index)
        node = f"person:{person.id}"
        if person.name:
            statement.say((*path, "name"), node, _P.NAMED, f"text:{person.name}")
        firm = statement.node(person.firm) if person.firm else statement.stated.node
        for role in person.roles or ("",):
            statement.say(path, node, _P.WORKS_FOR, firm, role=role)
        statement.identify(path, node, email=person.email)


def _state_ownership(statement: Statement) -> None:
    for index, holding in enumerate(statement.stated.profile.ownership):
        path: Path = ("ownership", index)
        owner, owned = statement.node(holding.owner), statement.node(holding.owned)
        days = (holding.since, holding.until)
        share = str(holding.percent) if isinstance(holding.percent, int | float) else ""
        if share or holding.control is not Answer.YES:
            statement.say(path, owner, _P.OWNS, owned, period=days, share=share, class_=holding.share_class)
        if holding.control is not Answer.UNKNOWN:
            statement.say(path, owner, _P.CONTROLS, owned, period=days, present=holding.control)
