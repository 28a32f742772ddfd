"""The settings in which an organisation acts: each of its contracts, and its own business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.evidence.profile.contract import AgencyKind, Contract
from flowdown.evidence.profile.field import Answer
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
_INTELLIGENCE, _DEFENSE = CONTEXT_OF[AgencyKind.INTELLIGENCE], CONTEXT_OF[AgencyKind.DEFENSE]


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
    def cases(self) -> tuple[frozenset[str], ...]:
        """What it may be: each a set of leaf contexts that it lies in at once.

        Elements of the intelligence community may be elements of the Department of Defense too (50 USC 3003(4)): their
        contracts then are contracts of both.
        """
        if _INTELLIGENCE not in self.leaves:
            return tuple(frozenset({leaf}) for leaf in self.leaves)
        of_defense = self.contract.of_defense if self.contract is not None else Answer.UNKNOWN
        alone, both = frozenset({_INTELLIGENCE}), frozenset({_INTELLIGENCE, _DEFENSE})
        intelligence = {Answer.YES: (both,), Answer.NO: (alone,), Answer.UNKNOWN: (alone, both)}[of_defense]
        return (*(frozenset({leaf}) for leaf in self.leaves if leaf != _INTELLIGENCE), *intelligence)

    @property
    def every_leaf(self) -> tuple[str, ...]:
        """Each leaf context that it may lie in."""
        return tuple(dict.fromkeys((*self.leaves, *sorted(leaf for case in self.cases for leaf in case))))

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
