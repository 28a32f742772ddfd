"""States contracts as claims."""

from __future__ import annotations

import datetime

from flowdown.base.strict_yaml import Path
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.clause import month_of, number_of
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.identifier import examine_piid
from flowdown.evidence.profile.statement import Statement, is_unknown, words_of

_DAYS = ("solicited", "awarded", "starts", "ends")
_DESCRIBED = (
    "kind",
    "agency",
    "agency_kind",
    "of_defense",
    "tier",
    "controlled_information",
    "all_clauses_listed",
    "all_orders_listed",
    "note",
)
_P = Predicate


def state_contracts(statement: Statement) -> None:
    """State every contract."""
    for index, contract in enumerate(statement.stated.profile.contracts):
        path: Path = ("contracts", index)
        _state_parties(statement, contract, path)
        _state_numbers(statement, contract, path)
        _state_values(statement, contract, path)
        _state_terms(statement, contract, path)
        _state_office(statement, contract, path)


def _state_parties(statement: Statement, contract: Contract, path: Path) -> None:
    us, node = statement.stated.node, f"contract:{contract.id}"
    tier = contract.tier if isinstance(contract.tier, int) else None
    role = "" if tier is None else "prime" if tier == 0 else "subcontractor"
    statement.say(path, us, _P.PARTY_TO, node, role=role)
    customer = statement.node(contract.customer) if isinstance(contract.customer, str) and contract.customer else ""
    if customer:
        statement.say((*path, "customer"), customer, _P.PARTY_TO, node, role="customer")
    if customer and tier:
        statement.say((*path, "customer"), us, _P.SUBCONTRACTOR_OF, customer, contract=contract.id)
    agency = contract.agency if isinstance(contract.agency, str) else ""
    if agency and tier == 0:
        statement.say((*path, "agency"), node, _P.AWARDED_BY, statement.agency(agency))
    elif customer and tier:
        statement.say((*path, "customer"), node, _P.AWARDED_BY, customer)


def _state_numbers(statement: Statement, contract: Contract, path: Path) -> None:
    node = f"contract:{contract.id}"
    if contract.title:
        statement.say((*path, "title"), node, _P.NAMED, f"text:{contract.title}")
    piid = examine_piid(contract.piid).value if isinstance(contract.piid, str) and contract.piid else ""
    parent = examine_piid(contract.parent).value if contract.parent else ""
    statement.identify(path, node, piid=piid, number=contract.number, parent=parent)
    for number in words_of(contract.order_numbers):
        statement.say((*path, "order_numbers"), node, _P.IDENTIFIED_BY, f"identifier:order-number/{number}")


def _state_values(statement: Statement, contract: Contract, path: Path) -> None:
    node = f"contract:{contract.id}"
    for name in _DAYS:
        day = getattr(contract, name)
        if isinstance(day, datetime.date):
            statement.say((*path, name), node, _P.DATED, f"day:{day.isoformat()}", event=name)
    if isinstance(contract.value, int | float):
        statement.say((*path, "value"), node, _P.VALUED, f"amount:{contract.value}", currency=contract.currency)
    for name in _DESCRIBED:
        statement.describe(path, node, name, getattr(contract, name))


def _state_terms(statement: Statement, contract: Contract, path: Path) -> None:
    node = f"contract:{contract.id}"
    digests = {each.name: each.digest for each in contract.documents}
    for index, clause in enumerate(contract.clauses if isinstance(contract.clauses, tuple) else ()):
        below: Path = (*path, "clauses", index)
        flowed = "" if is_unknown(clause.flowed_down) else clause.flowed_down.value
        statement.say(
            below,
            node,
            _P.CARRIES,
            f"clause:{number_of(clause.clause)}",
            period=(clause.since, None),
            present=clause.present,
            version=_month(clause),
            alternate=clause.alternate,
            modification=clause.modification,
            flowed_down=flowed,
            deviation=clause.deviation,
            document=clause.document,
            document_digest=digests.get(clause.document, ""),
            place=clause.place,
        )
    for index, order in enumerate(contract.orders if isinstance(contract.orders, tuple) else ()):
        statement.say(
            (*path, "orders", index),
            node,
            _P.LISTS_ORDER,
            f"order:{order.order}",
            period=(order.since, None),
            present=order.present,
            modification=order.modification,
        )


def _month(clause: StatedClause) -> str:
    version = clause.version
    return month_of(version) if isinstance(version, str | datetime.date) else ""


def _state_office(statement: Statement, contract: Contract, path: Path) -> None:
    office, below = contract.office, (*path, "office")
    name = office.code or office.name
    if not (name or office.time_zone or office.place):
        return
    node = f"organisation:office/{name or contract.id}"
    statement.say(below, f"contract:{contract.id}", _P.ADMINISTERED_BY, node)
    if office.name:
        statement.say((*below, "name"), node, _P.NAMED, f"text:{office.name}")
    place = office.place or office.time_zone
    if place and not is_unknown(place):
        zone = "" if is_unknown(office.time_zone) else office.time_zone
        statement.say(below, node, _P.LOCATED_IN, f"place:{place}", time_zone=zone)
    statement.identify(below, node, email=office.email)
