"""What some uses in the places of a setting rest on: in words, as lines, as claims, and what is only stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.evidence.claim import Claim
from flowdown.reason.phrasing import say_seen
from flowdown.reason.place import Place, sightings_of
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Observed:
    """Evidence of uses: `says` in words, the lines, the ids of claims and places, `stated` as "vendor: place"."""

    says: str
    sightings: tuple[Sighting, ...]
    claims: tuple[str, ...]
    places: tuple[str, ...]
    stated: tuple[str, ...]


def observe(found: Iterable[tuple[Place, Use]], with_tree: bool) -> Observed:
    """Gather what some uses rest on; `with_tree` names the tree of each line."""
    pairs = tuple(found)
    claims = tuple(claim for place, use in pairs for claim in place.uses[use])
    sightings = sightings_of([place for place, _ in pairs], claims)
    stated = [(place, use) for place, use in pairs if not sightings_of([place], place.uses[use])]
    told = tuple(dict.fromkeys(f"stated of {place.name}" for place, _ in stated))
    return Observed(
        say_seen(sightings, told, with_tree=with_tree),
        sightings,
        ids_of(claims),
        tuple(dict.fromkeys(place.id for place, _ in pairs)),
        tuple(dict.fromkeys(f"{use.vendor}: {place.name}" for place, use in stated)),
    )


def ids_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The ids of claims, each once, in order."""
    return tuple(sorted({claim.id for claim in claims}))
