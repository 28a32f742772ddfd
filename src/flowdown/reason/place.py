"""Places where something is used: trees, devices, suppliers, known uses, with what is seen and what is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flowdown.base.truth import Truth
from flowdown.catalogue.purpose import Purpose
from flowdown.evidence.claim import Claim
from flowdown.orders.order import OpenPoint
from flowdown.reason.setting import Setting
from flowdown.reason.uses import Seen, Use
from flowdown.scan.sighting import Question, Sighting

Doubts = Callable[[frozenset[Use], Sequence[Use]], tuple[Question, ...]]
"""The questions that keep a place from being clear of some uses, given hints of them."""


def no_doubts(objects: frozenset[Use], hinted: Sequence[Use]) -> tuple[Question, ...]:
    """None: what is stated of the place is all that there is to know of it."""
    return ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of a place that settles open points of orders: what it is used for, and whose it is."""

    used_for: frozenset[Purpose] = frozenset()
    is_whole: bool = False
    """Whether it has none of the other purposes."""
    owner: str = ""

    def settle(self, point: OpenPoint) -> bool | None:
        """Whether a point is so of a use there; None where what is stated does not tell."""
        if point.owners and self.owner:
            return self.owner in point.owners
        if point.purposes and self.used_for & set(point.purposes):
            return True
        return False if point.purposes and self.is_whole else None


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a use is seen or not.

    `is_provided`: whether what is there goes to the customer. `bases` are those of which the place can tell at all.
    """

    id: str
    name: str
    uses: Mapping[Use, tuple[Claim, ...]]
    hints: Mapping[Use, tuple[Claim, ...]] = field(default_factory=dict)
    doubts: Doubts = no_doubts
    sightings: Mapping[str, Sighting] = field(default_factory=dict)
    """Those with a vendor, by the claim that they make."""
    is_provided: Truth = Truth.UNKNOWN
    serves_asks: str = ""
    """The question that would settle what the place serves; empty where that is known."""
    stated: Stated = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class Bench:
    """A setting with the places that serve it, and how determinations call it."""

    subject: str
    setting: Setting
    places: tuple[Place, ...]


def sightings_of(places: Iterable[Place], claims: Iterable[Claim]) -> tuple[Sighting, ...]:
    """The sightings of places that made some of these claims, in order."""
    ids = {claim.id for claim in claims}
    found = {
        sighting.order: sighting
        for place in places
        for identity in ids & place.sightings.keys()
        for sighting in [place.sightings[identity]]
    }
    return tuple(found[key] for key in sorted(found))


def by_thing(seen: Seen) -> tuple[Mapping[Use, tuple[Claim, ...]], Mapping[Use, tuple[Claim, ...]]]:
    """Uses and hints by what norms speak of: the vendor on a basis, and each product by its name."""
    return _spread(seen.uses), _spread(seen.hints)


def _spread(groups: Mapping[Use, tuple[Claim, ...]]) -> Mapping[Use, tuple[Claim, ...]]:
    spread: dict[Use, list[Claim]] = defaultdict(list)
    for use, claims in groups.items():
        for key in _keys(use):
            spread[key].extend(claims)
    return {use: tuple(claims) for use, claims in spread.items()}


def _keys(use: Use) -> Iterable[Use]:
    yield Use(use.vendor, use.basis, use.is_derived)
    if use.product and not use.is_derived:
        yield Use(use.vendor, "", False, use.product.rpartition("/")[2])
