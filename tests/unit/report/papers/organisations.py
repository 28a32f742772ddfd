"""Invented organisations, and their papers on a day."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flowdown.base.canonical import to_json
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.dossier import DossierRequest
from flowdown.pipeline.dossier_facts import gather_facts
from flowdown.pipeline.record import Keeping
from flowdown.reason.stance import Stance
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Sheet, load_papers

KNOWN = datetime.date(2026, 11, 26)
HEAD = """\
organisation: {id: pier-works, name: Pier Works LLC, uei: ZQGGHJH74DW7, cage: 1ABC2, time_zone: America/New_York}
people: [{id: ann, name: Ann Example, roles: [contracts, reports, signs], email: ann@pier.example}]
"""
CAMERA = (
    HEAD
    + """\
customers: [{id: navy, name: Fleet Buyers}]
contracts:
  - id: old
    title: Pier maintenance
    piid: N00104-25-C-0007
    order_numbers: [N00104-26-F-0044]
    customer: navy
    agency: Department of the Navy
    agency_kind: defense
    kind: contract
    tier: 0
    value: 1200000
    solicited: 2024-08-01
    awarded: 2025-02-03
    clauses: [FAR 52.204-25 (NOV 2021)]
    all_clauses_listed: yes
    orders: []
    all_orders_listed: yes
    office: {name: Fleet Office, email: ko@navy.example, time_zone: America/New_York}
  - id: new
    title: Ferry terminal
    agency: Department of Veterans Affairs
    agency_kind: civilian
    kind: contract
    tier: 0
    awarded: 2026-05-04
    clauses: [FAR 52.240-91]
    all_clauses_listed: yes
    office: {name: Buying Office, time_zone: America/New_York}
equipment:
  - {id: cam, name: Gate camera, kind: camera, maker: hikvision, model: DS-77, serial: SN-1, serves: [old, new]}
suppliers:
  - {id: wire, name: "Wire Co, Inc.", cage: "9ZZZ1", subcontractor: yes, contact: Jo Example, supplies: [{what: cables, to: [old]}]}
  - {id: maybe, name: Maybe LLC, supplies: [{what: docks, to: [old]}]}
discoveries:
  - {id: gate, what: camera at the gate, maker: hikvision, where: cam, identified: 2026-07-03T16:00, supplier: wire, mitigation: unplugged at 16:40}
"""
)
"""The camera of users.md, section 6, case 3."""


def contract(clause: str, kind: str = "defense", more: str = "", tier: int = 0) -> str:
    """A profile with one contract that carries one clause."""
    return (
        HEAD
        + f"""\
contracts:
  - id: job
    piid: N00104-25-C-0009
    agency_kind: {kind}
    kind: contract
    tier: {tier}
    solicited: 2025-01-02
    awarded: 2025-02-03
    clauses: [{clause}]
    all_clauses_listed: yes
    orders: []
    all_orders_listed: yes
    office: {{name: Buying Office, time_zone: America/New_York}}
{more}"""
    )


def find(maker: str, at: str = "2026-07-06T10:00", more: str = "") -> str:
    """Something found in the contract `job`."""
    return f"discoveries:\n  - {{id: it, what: the thing, maker: {maker}, contracts: [job], identified: {at}{more}}}\n"


def request(
    folder: Path,
    profile: str,
    day: str = "2026-07-07",
    orders: tuple[str, ...] = (),
    stance: str = "in_force",
    **more: Any,
) -> DossierRequest:
    """A request for the papers of a profile that is written into a folder."""
    file = folder / "flowdown.yaml"
    file.write_text(profile, encoding="utf-8")
    store = folder / ".flowdown"
    store.mkdir(exist_ok=True)
    keeping = Keeping(file, store / "claims.sqlite", _MOMENT, lambda _: None)
    check = CheckRequest((), orders, datetime.date.fromisoformat(day), KNOWN, Stance(stance), keeping=keeping)
    return DossierRequest(check, folder / "out", **more)


_MOMENT = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)


@cache
def facts(
    folder: Path, profile: str, day: str = "2026-07-07", orders: tuple[str, ...] = (), stance: str = "in_force"
) -> Facts:
    """What the papers of a profile are filled from."""
    return gather_facts(request(folder, profile, day, orders, stance), None, None)


def build(found: Facts, paper: str) -> dict[str, Any]:
    """The contexts of a paper's documents by name, as JSON has them."""
    built = load_papers()[paper].build(found)
    assert not isinstance(built, Absent), built.why
    return {each.name: to_json(each.context) for each in built}


def one(found: Facts, paper: str) -> Any:
    """The only document of a paper."""
    documents = build(found, paper)
    assert len(documents) == 1, list(documents)
    return next(iter(documents.values()))


def sheets(found: Facts, paper: str) -> tuple[Sheet, ...]:
    """The documents of a paper."""
    built = load_papers()[paper].build(found)
    assert not isinstance(built, Absent), built.why
    return built


def why_absent(found: Facts, paper: str) -> str:
    """Why a paper is left out."""
    built = load_papers()[paper].build(found)
    assert isinstance(built, Absent)
    return built.why
