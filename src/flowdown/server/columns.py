"""The columns in which vendors, orders, contracts and systems are listed, wherever they are."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from flowdown.pipeline.panorama import STRENGTH_WORDS
from flowdown.server.cells import number, outcome, phase, subject, subjects, tally_columns, vendors, worst
from flowdown.server.listing import Column
from flowdown.server.page import Cell, Texts

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import ContractRow, SystemRow, VendorRow
    from flowdown.server.visit import Visit


def vendor_columns(visit: Visit) -> tuple[Column, ...]:
    """A vendor: how it is used, where, for whom, and how it is hit."""
    links = visit.links

    def strength_of(row: VendorRow) -> int:
        return STRENGTH_WORDS.index(row.strength) if row.strength in STRENGTH_WORDS else len(STRENGTH_WORDS)

    return (
        Column(
            "vendor",
            "Vendor",
            lambda row: Cell(
                row.name, links.page("vendor", row.id), under=", ".join(filter(None, (row.id, row.country)))
            ),
            key=lambda row: row.name.casefold(),
        ),
        Column("worst", "Worst answer", lambda row: outcome(row.tally.worst), key=lambda row: row.tally.rank),
        *tally_columns(lambda row: row.tally, lambda row, word: links.to("/answers", vendor=row.id, outcome=word)),
        Column("basis", "Basis", lambda row: tuple(row.bases)),
        Column("strength", "Strongest use", lambda row: row.strength, key=strength_of),
        Column(
            "lines",
            "Lines",
            lambda row: Cell(f"{row.lines:,}", links.to("/evidence", vendor=row.id)),
            True,
            lambda row: row.lines,
        ),
        Column("places", "Places", lambda row: len(row.places), True, lambda row: len(row.places)),
        Column(
            "contracts",
            "Contracts",
            lambda row: number(sum(each.startswith("contract:") for each in row.subjects), ""),
            True,
            lambda row: len(row.subjects),
        ),
    )


def order_columns(visit: Visit) -> tuple[Column, ...]:
    """An order: where it stands, whom it binds here, how many answers of it are what."""
    links = visit.links
    return (
        Column(
            "order",
            "Order",
            lambda row: Cell(row.order.title, links.page("order", row.order.id), under=row.order.id),
            key=lambda row: row.order.id,
        ),
        Column("status", "Status", lambda row: phase(row.phase), key=lambda row: row.phase),
        Column("worst", "Worst answer", lambda row: worst(row.tally), key=lambda row: row.tally.rank),
        *tally_columns(lambda row: row.tally, lambda row, word: links.to("/answers", order=row.order.id, outcome=word)),
        Column(
            "exempt",
            "Exempt",
            lambda row: number(row.tally.exempt, "exempt", links.to("/answers", order=row.order.id, outcome="EXEMPT")),
            True,
            lambda row: row.tally.exempt,
        ),
        Column("where", "Binds or may bind", lambda row: subjects(links, row.subjects)),
        Column(
            "followed",
            "Followed until",
            lambda row: Cell(row.order.checked_until.isoformat(), tone="warning" if row.is_past else ""),
            key=lambda row: row.order.checked_until,
        ),
    )


def contract_columns(visit: Visit) -> tuple[Column, ...]:
    """A contract: whose it is, what is used for it, how it is hit, what is due."""
    links = visit.links

    def name(row: ContractRow) -> Cell:
        cell = subject(links, row.subject)
        under = row.contract.title if row.contract is not None else "what you do on no contract"
        return Cell(cell.text, cell.href, under=under)

    return (
        Column("contract", "Contract", name, key=lambda row: row.subject),
        Column("worst", "Worst answer", lambda row: worst(row.tally), key=lambda row: row.tally.rank),
        *tally_columns(
            lambda row: row.tally, lambda row, word: links.to("/answers", subject=row.subject, outcome=word)
        ),
        Column("kind", "For", _kind),
        Column("vendors", "Vendors", lambda row: vendors(visit, row.vendors), key=lambda row: len(row.vendors)),
        Column("places", "Places", lambda row: len(row.places), True, lambda row: len(row.places)),
        Column(
            "due",
            "Next due",
            lambda row: (
                Cell(row.due.isoformat(), links.to("/deadlines", contract=row.subject.removeprefix("contract:")))
                if row.due
                else ""
            ),
            key=lambda row: row.due or datetime.date.max,
        ),
        Column("value", "Worth", worth, True, _value),
    )


def _kind(row: ContractRow) -> str:
    if row.contract is None:
        return ""
    tier = row.contract.tier
    return row.contract.agency_kind.value + (f", tier {tier}" if isinstance(tier, int) else "")


def _value(row: ContractRow) -> float:
    value = row.contract.value if row.contract is not None else None
    return float(value) if isinstance(value, int | float) else -1.0


def worth(row: ContractRow) -> str:
    """What it is worth, with its currency."""
    value = _value(row)
    return f"{row.contract.currency} {value:,.0f}" if row.contract is not None and value >= 0 else ""


def system_columns(visit: Visit) -> tuple[Column, ...]:
    """A system: where its code is, what it serves, whom it leans on, how it is hit."""
    links = visit.links

    def serves(row: SystemRow) -> Texts:
        words = served_by(row)
        if not words:
            return Cell("not known", tone="warning")
        return subjects(links, [each if each == "own-business" else f"contract:{each}" for each in words])

    def evidence(row: SystemRow, word: str = "") -> str:
        return links.to("/answers", system=row.system.id, outcome=word)

    return (
        Column(
            "system",
            "System",
            lambda row: Cell(row.system.name or row.system.id, links.page("system", row.system.id), under=code_of(row)),
            key=lambda row: row.system.id,
        ),
        Column("worst", "Worst answer", lambda row: worst(row.tally), key=lambda row: row.tally.rank),
        *tally_columns(lambda row: row.tally, evidence),
        Column("serves", "Serves", serves),
        Column("vendors", "Vendors", lambda row: vendors(visit, row.vendors), key=lambda row: len(row.vendors)),
        Column(
            "lines",
            "Lines",
            lambda row: number(row.lines, "", links.to("/evidence", system=row.system.id)),
            True,
            lambda row: row.lines,
        ),
    )


def code_of(row: SystemRow) -> str:
    """Where its code is."""
    return " ".join((row.system.repository, *row.system.paths)) if row.system.repository else row.system.id


def served_by(row: SystemRow) -> tuple[str, ...]:
    """What it serves, as the profile says; nothing where it does not."""
    serves = row.system.serves
    return serves if isinstance(serves, tuple) else ()
