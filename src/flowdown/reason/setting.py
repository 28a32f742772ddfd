"""The settings in which an organisation acts: each of its contracts, and its own business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.evidence.profile.contract import AgencyKind, Contract
from flowdown.evidence.profile.profile import OWN_BUSINESS

CONTEXT_OF = {
    AgencyKind.DEFENSE: "dod_contract_performance",
    AgencyKind.INTELLIGENCE: "ic_contract_performance",
    AgencyKind.CIVILIAN: "civilian_contract_performance",
    AgencyKind.STATE: "state_agency_work",
    AgencyKind.FOREIGN: "foreign_agency_work",
    AgencyKind.PRIVATE: "own_business",
}
"""The leaf context of work for each kind of customer."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A contract, the company's own business (no contract), or a context about whose contract nothing is said.

    `leaves` are the contexts that it may be: more than one where the kind of its agency is not known.
    """

    id: str
    leaves: tuple[str, ...]
    contract: Contract | None = None
    is_open: bool = False
    """Nothing is known of the contract: every clause may be in it."""

    @property
    def subject(self) -> str:
        """Its node."""
        return f"contract:{self.id}" if self.contract is not None else self.id


def settings_of(contracts: Sequence[Contract]) -> tuple[Setting, ...]:
    """A setting for each contract, then the company's own business."""
    return (*(_setting(contract) for contract in contracts), Setting(OWN_BUSINESS, ("own_business",)))


def _setting(contract: Contract) -> Setting:
    if contract.agency_kind is AgencyKind.UNKNOWN:
        return Setting(contract.id, tuple(sorted(set(CONTEXT_OF.values()))), contract)
    return Setting(contract.id, (CONTEXT_OF[contract.agency_kind],), contract)
