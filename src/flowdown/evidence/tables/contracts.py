"""Takes contracts out of tables: exports of USAspending, FPDS and SAM.gov, and lists kept by hand."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from flowdown.evidence.profile.clause import examine_version, month_of, name_clause, number_of, split_clause
from flowdown.evidence.profile.contract import AgencyKind, Contract, ContractKind, Office, StatedClause
from flowdown.evidence.profile.identifier import examine_cage, examine_piid, examine_uei
from flowdown.evidence.profile.party import Customer, Organisation
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.tables.cell import clip, is_day_first, is_nothing, read_amount, read_day, read_number
from flowdown.evidence.tables.contract_headings import (
    ACTION_VALUE,
    AGENCY,
    AWARDED,
    CLAUSES,
    CUSTOMER,
    DEPARTMENT,
    ENDS,
    HOLDER,
    HOLDER_CAGE,
    HOLDER_UEI,
    KIND,
    MODIFICATION,
    NUMBER,
    OFFICE,
    OFFICE_CODE,
    PARENT,
    PIID,
    SOLICITED,
    STARTS,
    TIER,
    TITLE,
    VALUE,
)
from flowdown.evidence.tables.intake import Tray
from flowdown.evidence.tables.table import Row, Table

_SUBAWARDS = frozenset({"subawardnumber", "subawardid", "subawardamount", "subawardeename"})
_OF_USASPENDING = frozenset({"contractawarduniquekey", "primeawarduniquekey", "contracttransactionuniquekey"})
_DEFENSE = re.compile(
    r"defense|\bwar\b|\barmy\b|\bnavy\b|\bair force\b|\bmarine|\bspace force\b|\bdla\b|\bdod\b|\bdow\b|^9700|^97\d\d",
    re.I,
)
_CODED = re.compile(r"([0-9A-Z]{4,6}): (.+)")
_KINDS = (
    ("subcontract", ContractKind.SUBCONTRACT),
    ("delivery order", ContractKind.DELIVERY_ORDER),
    ("task order", ContractKind.TASK_ORDER),
    ("purchase order", ContractKind.PURCHASE_ORDER),
    ("bpa", ContractKind.BLANKET_PURCHASE),
    ("blanket", ContractKind.BLANKET_PURCHASE),
    ("gwac", ContractKind.GOVERNMENTWIDE),
    ("government wide", ContractKind.GOVERNMENTWIDE),
    ("federal supply", ContractKind.SCHEDULE),
    ("fss", ContractKind.SCHEDULE),
    ("schedule", ContractKind.SCHEDULE),
    ("idc", ContractKind.INDEFINITE_DELIVERY),
    ("idiq", ContractKind.INDEFINITE_DELIVERY),
    ("indefinite", ContractKind.INDEFINITE_DELIVERY),
    ("other transaction", ContractKind.OTHER_TRANSACTION),
    ("grant", ContractKind.GRANT),
    ("definitive", ContractKind.CONTRACT),
    ("contract", ContractKind.CONTRACT),
)


def take_contracts(table: Table, tray: Tray, known: Profile) -> tuple[tuple[Contract, ...], tuple[Customer, ...]]:
    """The contracts of a table, each once whatever the number of its modifications, and their customers."""
    rows = _ours(table, tray)
    day_first = is_day_first([row.get(names) for row in rows for names in (AWARDED, SOLICITED, STARTS, ENDS)])
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        piid, number = row.get(PIID), row.get(NUMBER)
        if is_nothing(piid) and is_nothing(number):
            tray.refuse(table, row, "no number of a contract")
            continue
        parent = row.get(PARENT)
        groups[
            f"{piid}|{parent}".upper(), "" if table.has(*ACTION_VALUE) and table.has(*MODIFICATION) else number
        ].append(row)
    customers = {each.name.casefold(): each for each in known.customers}
    before = len(customers)
    held = []
    for group in groups.values():
        contract = _contract(table, group, tray, customers, day_first)
        if contract is not None:
            held.append(contract)
    return tuple(held), tuple(customers.values())[before:]


def _ours(table: Table, tray: Tray) -> list[Row]:
    """The rows of who asks: by the UEI, where several firms stand in the table."""
    us = tray.organisation
    holders = {row.get(HOLDER_UEI).upper() or row.get(HOLDER).casefold() for row in table.rows} - {""}
    if not holders:
        return list(table.rows)
    mine = [row for row in table.rows if us.uei and row.get(HOLDER_UEI).upper() == us.uei.upper()]
    if not mine and us.name:
        mine = [row for row in table.rows if row.get(HOLDER).casefold() == us.name.casefold()]
    if mine:
        if len(mine) < len(table.rows):
            tray.note(table, f"{len(table.rows) - len(mine)} rows of other firms are left out")
        return mine
    if len(holders) > 1:
        tray.note(table, f"awards of {len(holders)} firms stand in it, and all are taken; `--uei` says which you are")
        return list(table.rows)
    if not (us.uei or us.name) and table.rows:
        tray.organisation = _holder(table.rows[0], us)
    elif us.uei or us.name:
        tray.note(table, f"its awards are those of {table.rows[0].get(HOLDER) or table.rows[0].get(HOLDER_UEI)}")
    return list(table.rows)


def _holder(row: Row, us: Organisation) -> Organisation:
    uei, cage = row.get(HOLDER_UEI), row.get(HOLDER_CAGE)
    return replace(
        us,
        name=clip(row.get(HOLDER)),
        uei="" if examine_uei(uei).fault else uei.upper(),
        cage="" if examine_cage(cage).fault else cage.upper(),
    )


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days of a contract, the earliest award and the latest end of its rows."""

    solicited: datetime.date | None
    awarded: datetime.date | None
    starts: datetime.date | None
    ends: datetime.date | None

    @property
    def fault(self) -> str:
        """Why these days cannot be."""
        for early, late, said in (
            (self.solicited, self.awarded, "it was awarded before it was solicited"),
            (self.awarded, self.ends, "it ends before it was awarded"),
            (self.starts, self.ends, "it ends before it starts"),
        ):
            if early and late and late < early:
                return f"{said} ({late.isoformat()}, {early.isoformat()})"
        return ""


def _dates(rows: list[Row], day_first: bool) -> _Dates:
    def days(names: tuple[str, ...]) -> list[datetime.date]:
        return [day for row in rows if (day := read_day(row.get(names), day_first=day_first))]

    first = rows[:1]
    solicited, starts = (
        next((read_day(row.get(names), day_first=day_first) for row in first), None) for names in (SOLICITED, STARTS)
    )
    return _Dates(solicited, min(days(AWARDED), default=None), starts, max(days(ENDS), default=None))


def _contract(
    table: Table, rows: list[Row], tray: Tray, customers: dict[str, Customer], day_first: bool
) -> Contract | None:
    first = rows[0]
    kind, (piid, parent, order_number) = _agency_kind(table, first), _numbers(first)
    try:
        dates, value = _dates(rows, day_first), _value(table, rows)
    except ValueError as error:
        tray.refuse(table, first, str(error))
        return None
    if fault := _fault_of(first, dates, value, "" if kind is AgencyKind.PRIVATE else piid):
        tray.refuse(table, first, fault)
        return None
    is_sub = not _SUBAWARDS.isdisjoint(table.headings) or not is_nothing(first.get(CUSTOMER))
    number, tier, title = first.get(NUMBER), first.get(TIER), clip(first.get(TITLE))
    return Contract(
        id=tray.name(number if is_sub else "", order_number and f"{piid}-{order_number}", piid, number, title),
        title=title,
        piid=clip(piid) or None,
        number="" if is_nothing(number) else clip(number),
        parent=clip(parent),
        customer=_customer(first.get(CUSTOMER), customers, tray) or None,
        agency=_uncoded(first.get(AGENCY))[1] or None,
        agency_kind=kind,
        kind=ContractKind.SUBCONTRACT if is_sub else _kind(first.get(KIND)),
        tier=int(tier) if tier else _tier(table, is_sub),
        value=None if value is None else read_number(value),
        solicited=dates.solicited,
        awarded=dates.awarded,
        starts=dates.starts,
        ends=dates.ends,
        order_numbers=(order_number,) if order_number else (),
        clauses=_clauses(table, first, tray) or None,
        office=_office(first),
    )


def _fault_of(row: Row, dates: _Dates, value: Decimal | None, piid: str) -> str:
    if dates.fault:
        return dates.fault
    if value is not None and value < 0:
        return f"its value is below zero ({value})"
    tier = row.get(TIER)
    if tier and not (tier.isascii() and tier.isdigit() and len(tier) < 3 and int(tier) <= 20):
        return f"`{tier}` is no tier"
    return examine_piid(piid, dates.awarded or dates.starts).fault if piid else ""


def _value(table: Table, rows: list[Row]) -> Decimal | None:
    """What the contract is worth: the newest total, or the sum of what was obligated and taken back."""
    if table.has(*ACTION_VALUE) and not table.has("currenttotalvalueofaward"):
        parts = [amount for row in rows if (amount := read_amount(row.get(ACTION_VALUE))) is not None]
        return sum(parts, Decimal(0)) if parts else None
    totals = [amount for row in rows if (amount := read_amount(row.get(VALUE))) is not None]
    return totals[-1] if totals else None


def _uncoded(text: str) -> tuple[str, str]:
    """Code and name of what older exports write as `2033K2: US MINT`."""
    match = _CODED.match(text)
    return (match[1], clip(match[2])) if match else ("", clip(text))


def _office(row: Row) -> Office:
    code, name = row.get(OFFICE_CODE), clip(row.get(OFFICE))
    coded, called = _uncoded(code)
    return Office(name=name or (called if coded else ""), code=coded or clip(code))


def _numbers(row: Row) -> tuple[str, str, str]:
    """The contract's PIID, its vehicle's, and the number of an order that has no PIID of its own."""
    piid, parent = row.get(PIID), row.get(PARENT)
    piid, parent = ("" if is_nothing(each) else each for each in (piid, parent))
    if parent and piid and examine_piid(piid).fault and not examine_piid(parent).fault:
        return parent, "", piid
    return piid, parent, ""


def _agency_kind(table: Table, row: Row) -> AgencyKind:
    department = row.get(DEPARTMENT)
    if _DEFENSE.search(department):
        return AgencyKind.DEFENSE
    # These exports hold federal awards alone.
    if department and not _OF_USASPENDING.isdisjoint(table.headings):
        return AgencyKind.CIVILIAN
    return AgencyKind.UNKNOWN


def _kind(text: str) -> ContractKind:
    low = text.lower()
    return next((kind for word, kind in _KINDS if word in low), ContractKind.UNKNOWN)


def _tier(table: Table, is_sub: bool) -> int | None:
    if not _SUBAWARDS.isdisjoint(table.headings):
        return 1
    return 0 if not is_sub and not _OF_USASPENDING.isdisjoint(table.headings) else None


def _customer(name: str, customers: dict[str, Customer], tray: Tray) -> str:
    if is_nothing(name):
        return ""
    key = name.casefold()
    if key not in customers:
        customers[key] = Customer(tray.name(name, "customer"), clip(name))
    return customers[key].id


def _clauses(table: Table, row: Row, tray: Tray) -> tuple[StatedClause, ...]:
    clauses: dict[tuple[str, str], StatedClause] = {}
    for part in re.split(r"[;|\n]|,(?=\s*(?:D?FARS?|GSAR|\d{2,3}\.))", row.get(CLAUSES)):
        clause, version, alternate = split_clause(part.strip())
        number, month = number_of(clause), month_of(version) if version else ""
        if not number:
            if part.strip():
                tray.note(table, f"`{clip(part.strip(), 60)}` is no clause and is left out", row)
            continue
        fault = examine_version(number, month)[0] if month else ""
        if fault:
            tray.note(table, f"{fault}: the version is left open", row)
        clauses.setdefault(
            (number, alternate), StatedClause(name_clause(clause), None if fault else version or None, alternate)
        )
    return tuple(clauses.values())
