"""To whom a report on a contract goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base.truth import Truth
from flowdown.evidence.profile.contract import AgencyKind, Contract, ContractKind
from flowdown.orders.duty import Recipient

_OFFICER = "contracting off"
_INDEFINITE = frozenset(
    {
        ContractKind.INDEFINITE_DELIVERY,
        ContractKind.TASK_ORDER,
        ContractKind.DELIVERY_ORDER,
        ContractKind.BLANKET_PURCHASE,
        ContractKind.SCHEDULE,
        ContractKind.GOVERNMENTWIDE,
    }
)
_WHEN = {
    "always": "",
    "defense": "for defense contracts",
    "not-defense": "for contracts that are not for defense",
    "indefinite-delivery": "for indefinite-delivery contracts",
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """An office; `is_sure` is false where it is not known whether this one is meant."""

    office: str
    when: str = ""
    note: str = ""
    email: str = ""
    is_sure: bool = True


def addressees(to: tuple[Recipient, ...], contract: Contract | None) -> tuple[Addressee, ...]:
    """The offices of some recipients that are meant for a contract, or may be; under a subcontract the prime first."""
    found = list(_above(to, contract))
    for recipient in to:
        fits = _fits(recipient.when, contract)
        if fits is not Truth.NO:
            is_officer = _OFFICER in recipient.office.lower()
            office = contract.office if contract is not None and is_officer else None
            name = (
                " ".join(each for each in (office.name, f"({office.code})" if office.code else "") if each)
                if office
                else ""
            )
            found.append(
                Addressee(
                    f"{recipient.office}, {name}" if name else recipient.office,
                    _WHEN[recipient.when],
                    recipient.note,
                    office.email if office is not None else "",
                    fits is Truth.YES,
                )
            )
    return tuple(found)


def _above(to: tuple[Recipient, ...], contract: Contract | None) -> Iterator[Addressee]:
    """The firm above a subcontractor: between it and the contracting officer stands whose subcontract it is."""
    if contract is None or not isinstance(contract.tier, int) or contract.tier == 0:
        return
    if any(_OFFICER in recipient.office.lower() for recipient in to):
        whom = contract.customer if isinstance(contract.customer, str) and contract.customer != "unknown" else ""
        name = f"the firm above us, {whom}" if whom else "the firm above us"
        yield Addressee(name, "", "a subcontract has no contracting officer of its own: read whom it names", "", False)


def _fits(when: str, contract: Contract | None) -> Truth:
    if when == "always":
        return Truth.YES
    if contract is None:
        return Truth.UNKNOWN
    if when == "indefinite-delivery":
        return Truth.UNKNOWN if contract.kind is ContractKind.UNKNOWN else Truth.of(contract.kind in _INDEFINITE)
    if contract.agency_kind is AgencyKind.UNKNOWN:
        return Truth.UNKNOWN
    is_defense = Truth.of(contract.agency_kind is AgencyKind.DEFENSE)
    if contract.agency_kind is AgencyKind.INTELLIGENCE:
        # Some elements of the intelligence community are elements of the Department, others are not.
        is_defense = Truth(contract.of_defense.value)
    return is_defense if when == "defense" else is_defense.negated()
