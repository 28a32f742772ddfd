"""Examines what is stated of contracts."""

from __future__ import annotations

import datetime

from flowdown.base.strict_yaml import Path
from flowdown.evidence.profile.check import Desk, check_time_zone, firms_of, take_piid
from flowdown.evidence.profile.clause import examine_version, in_words, month_of, number_of
from flowdown.evidence.profile.contract import AgencyKind, Contract, StatedClause
from flowdown.evidence.profile.field import Answer, Unknown
from flowdown.evidence.profile.identifier import BEFORE_UNIFORM
from flowdown.evidence.profile.profile import US

_NOT_FEDERAL = (AgencyKind.PRIVATE, AgencyKind.STATE, AgencyKind.FOREIGN)


def check_contracts(desk: Desk) -> None:
    """Examine every contract."""
    for index, contract in enumerate(desk.profile.contracts):
        path: Path = ("contracts", index)
        _check_dates(desk, contract, path)
        _check_numbers(desk, contract, path)
        if isinstance(contract.customer, str):
            customers = firms_of(desk.profile) - {US, desk.profile.organisation.id}
            desk.reference(contract.customer, (*path, "customer"), customers, "customer")
        check_time_zone(desk, contract.office.time_zone, (*path, "office", "time_zone"))
        _check_clauses(desk, contract, path)
        _check_orders(desk, contract, path)


def _check_dates(desk: Desk, contract: Contract, path: Path) -> None:
    desk.days(path, solicited=contract.solicited, awarded=contract.awarded, ends=contract.ends)
    if not _is_before(contract.ends, contract.awarded):
        desk.days(path, starts=contract.starts, ends=contract.ends)


def _is_before(day: object, other: object) -> bool:
    return isinstance(day, datetime.date) and isinstance(other, datetime.date) and day < other


def _check_numbers(desk: Desk, contract: Contract, path: Path) -> None:
    days = (day for day in (contract.awarded, contract.starts) if isinstance(day, datetime.date))
    awarded = next(days, None)
    if contract.order_numbers:
        # What was awarded then is an order; the vehicle, whose number this is, can be older than it.
        awarded = BEFORE_UNIFORM if awarded else None
    if isinstance(contract.piid, str) and contract.piid and contract.agency_kind not in _NOT_FEDERAL:
        take_piid(desk, contract.piid, awarded, (*path, "piid"))
    if contract.of_defense is not Answer.UNKNOWN and contract.agency_kind is not AgencyKind.INTELLIGENCE:
        hint = "it is said of intelligence agencies only: `agency_kind: intelligence`"
        desk.refuse("whether an agency that is none of intelligence is of defense", (*path, "of_defense"), hint)
    if isinstance(contract.value, int | float) and contract.value < 0:
        desk.refuse(f"the value {contract.value} is below zero", (*path, "value"))
    if not (len(contract.currency) == 3 and contract.currency.isalpha() and contract.currency.isupper()):
        desk.refuse(f"`{contract.currency}` is no currency in three letters", (*path, "currency"), "as `USD`")
    if isinstance(contract.tier, int) and not 0 <= contract.tier <= 20:
        desk.refuse(f"a tier of {contract.tier} cannot be", (*path, "tier"), "0 is the prime, 1 works for the prime")


def _check_clauses(desk: Desk, contract: Contract, path: Path) -> None:
    seen: dict[tuple[str, str], int] = {}
    for index, clause in enumerate(contract.clauses if isinstance(contract.clauses, tuple) else ()):
        below: Path = (*path, "clauses", index)
        number = number_of(clause.clause)
        if not number:
            said = f"`{clause.clause}` is no clause number" if clause.clause else "a clause without its number"
            desk.refuse(said, (*below, "clause"), "as `FAR 52.204-25` or `DFARS 252.239-7018`")
            continue
        key = number, clause.alternate
        if key in seen:
            desk.refuse(f"the clause {number} is listed already, in line {seen[key]}", below)
        seen.setdefault(key, desk.document.where(below).line)
        _check_version(desk, contract, clause, number, below)
        if clause.document and clause.document not in {each.name for each in contract.documents}:
            desk.refuse(f"no document `{clause.document}` stands in `documents` of the contract", (*below, "document"))
        if _is_before(clause.since, contract.awarded):
            desk.refuse("a modification cannot be older than the award", (*below, "since"))


def _check_version(desk: Desk, contract: Contract, clause: StatedClause, number: str, path: Path) -> None:
    version = clause.version
    if version is None or isinstance(version, Unknown) or version == "":
        return
    month = month_of(version)
    if not month:
        desk.refuse(f"`{version}` is no month and year", (*path, "version"), "as `2021-11` or `Nov 2021`")
        return
    fault, note = examine_version(number, month)
    if fault and not clause.as_printed:
        hint = "if that is what is printed, say `as_printed: true`"
        desk.refuse(fault, (*path, "version"), hint)
    elif fault or note:
        desk.note(fault or note, (*path, "version"))
    awarded = contract.awarded
    is_added = clause.modification or clause.since
    if isinstance(awarded, datetime.date) and month > awarded.strftime("%Y-%m") and not is_added:
        desk.note(
            f"the clause {number} of {in_words(month)} is younger than the award of {awarded.isoformat()}: "
            "which modification brought it?",
            (*path, "version"),
        )


def _check_orders(desk: Desk, contract: Contract, path: Path) -> None:
    seen: set[str] = set()
    for index, order in enumerate(contract.orders if isinstance(contract.orders, tuple) else ()):
        below: Path = (*path, "orders", index)
        if not order.order:
            desk.refuse("an order without its name", below)
        elif order.order in seen:
            desk.refuse(f"the order `{order.order}` is listed already", below)
        seen.add(order.order)
        if _is_before(order.since, contract.awarded):
            desk.refuse("a modification cannot be older than the award", (*below, "since"))
