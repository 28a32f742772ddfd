"""What a place is seen to use, as things that norms can speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.graph.view import View

DERIVED = "~derived"
"""Ends the id of the thing that stands for what somebody else made from a vendor's model."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Products of one vendor on one basis; `is_derived`: made by somebody else from the vendor's model.

    `product` is told only where a norm names that product.
    """

    vendor: str
    basis: str
    is_derived: bool = False
    product: str = ""

    @property
    def thing(self) -> str:
        """The id of the thing that norms speak of."""
        if self.product:
            return f"{self.vendor}/{self.product}"
        return f"{self.vendor}:{self.basis}" + (DERIVED if self.is_derived else "")


@dataclass(frozen=True, slots=True)
class Seen:
    """The claims that show uses, and those that only hint at one (a lock file, a vendored copy)."""

    uses: Mapping[Use, tuple[Claim, ...]]
    hints: Mapping[Use, tuple[Claim, ...]]


NOTHING_SEEN = Seen(MappingProxyType({}), MappingProxyType({}))


def see(view: View, subject: str) -> Seen:
    """What the view claims of a subject's uses."""
    return sort_claims(view.of(subject))


def sort_claims(claims: Iterable[Claim]) -> Seen:
    """The uses that claims of one subject show."""
    uses: dict[Use, list[Claim]] = defaultdict(list)
    hints: dict[Use, list[Claim]] = defaultdict(list)
    for claim in claims:
        use = Use(
            claim.object.removeprefix("vendor:"),
            claim.qualifier("basis"),
            claim.qualifier("lineage") == "ancestor",
            claim.qualifier("product"),
        )
        if claim.predicate is Predicate.USES:
            uses[use].append(claim)
        elif claim.predicate is Predicate.MAY_USE:
            hints[use].append(claim)
    return Seen(_frozen(uses), _frozen(hints))


def _frozen(groups: dict[Use, list[Claim]]) -> dict[Use, tuple[Claim, ...]]:
    return {use: tuple(groups[use]) for use in sorted(groups)}
