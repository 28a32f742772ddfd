"""Finds what a profile leaves open: fields that say `unknown`, and those whose absence leaves a question."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.strict_yaml import Path
from flowdown.evidence.profile.clause import number_of
from flowdown.evidence.profile.contract import AgencyKind, Contract
from flowdown.evidence.profile.field import Answer, Unknown, asks_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from flowdown.evidence.profile.profile import Profile


_ASKED_AS_WHOLE = ("clauses", "orders")
"""Lists of which another field says whether they are complete."""


_FIRST = ("agency_kind", "solicited", "version", "all_clauses_listed", "all_orders_listed", "awarded", "tier", "ends")
"""What most answers hang on comes first."""
_PRIVATE = frozenset({"piid", "agency", "solicited", "all_orders_listed", "office"})
_IDLE = {
    AgencyKind.PRIVATE: _PRIVATE,
    AgencyKind.FOREIGN: _PRIVATE,
    AgencyKind.STATE: frozenset({"piid"}),
}
"""What is not asked of contracts outside the Government, unless the file itself says that it is not known."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A fact about one contract, system or other thing that the profile does not know.

    `of` is the field (`solicited`, `version of 52.204-30`); a disputed claim of that name stands in the store.
    """

    subject: str
    of: str
    asks: str
    path: Path


def find_open_points(profile: Profile) -> tuple[OpenPoint, ...]:
    """Everything that is open, in the order of the file's sections."""
    return tuple(_contracts(profile)) + tuple(_others(profile))


def _contracts(profile: Profile) -> Iterator[OpenPoint]:
    for index, contract in enumerate(profile.contracts):
        yield from sorted(_of_contract(contract, ("contracts", index)), key=_rank)


def idle_fields(contract: Contract) -> frozenset[str]:
    """The fields that are not asked of a contract of its kind."""
    return _IDLE.get(contract.agency_kind, frozenset())


def _rank(point: OpenPoint) -> int:
    name = point.path[-1]
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _of_contract(contract: Contract, path: Path) -> Iterator[OpenPoint]:
    subject, names = f"contract:{contract.id}", {"id": contract.id}
    idle = idle_fields(contract)
    yield from (
        point
        for point in _fields(contract, subject, names, path)
        if point.path[-1] not in idle or isinstance(getattr(contract, str(point.path[-1])), Unknown)
    )
    zone = contract.office.time_zone
    if zone == "unknown" or not (zone or "office" in idle):
        asks = f"in which time zone is the contracting office of contract {contract.id}?"
        yield OpenPoint(subject, "time zone of the office", asks, (*path, "office"))
    for number, clause in enumerate(contract.clauses if isinstance(contract.clauses, tuple) else ()):
        known = names | {"clause": clause.clause}
        yield from _fields(clause, subject, known, (*path, "clauses", number), f" of {number_of(clause.clause)}")


def _others(profile: Profile) -> Iterator[OpenPoint]:
    for index, system in enumerate(profile.systems):
        yield from _fields(system, f"system:{system.id}", {"id": system.id}, ("systems", index))
    for index, repository in enumerate(profile.repositories):
        yield from _fields(repository, f"repository:{repository.id}", {"id": repository.id}, ("repositories", index))
    for index, device in enumerate(profile.equipment):
        yield from _fields(device, f"device:{device.id}", {"id": device.id}, ("equipment", index))
    for index, supplier in enumerate(profile.suppliers):
        for number, supply in enumerate(supplier.supplies):
            names = {"id": supplier.id, "what": supply.what or "something"}
            path: Path = ("suppliers", index, "supplies", number)
            yield from _fields(supply, f"supplier:{supplier.id}", names, path, f" of {names['what']}")
    us = f"organisation:{profile.organisation.id}"
    for index, use in enumerate(profile.vendors):
        yield from _fields(use, us, {"vendor": use.vendor}, ("vendors", index), f" of {use.vendor}")
    document = f"document:{profile.organisation.id}/profile/discovery"
    for index, found in enumerate(profile.discoveries):
        yield from _fields(found, f"{document}/{found.id}", {"id": found.id}, ("discoveries", index))
    for index, holding in enumerate(profile.ownership):
        names = {"owner": holding.owner, "owned": holding.owned}
        yield from _fields(holding, us, names, ("ownership", index), f" of {holding.owned} held by {holding.owner}")


def _fields(
    stated: DataclassInstance, subject: str, names: dict[str, str], path: Path, behind: str = ""
) -> Iterator[OpenPoint]:
    for field in dataclasses.fields(stated):
        asks, value = asks_of(field), getattr(stated, field.name)
        if (isinstance(value, Unknown) and field.name not in _ASKED_AS_WHOLE) or (asks and _is_open(value)):
            template = asks or f"what is `{field.name}` of {names.get('id', 'it')}?"
            yield OpenPoint(
                subject, f"{field.name.replace('_', '-')}{behind}", _fill(template, names), (*path, field.name)
            )


def _is_open(value: object) -> bool:
    return value is None or value in ("", "unknown", Answer.UNKNOWN)


def _fill(template: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", value)
    return template
