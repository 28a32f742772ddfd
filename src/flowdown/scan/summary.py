"""What a tree depends on, gathered from its sightings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flowdown.catalogue.kinds import Basis
from flowdown.scan.sighting import STRENGTHS, Dependence, Sighting, Strength

PLACES = 20
"""The most places that a dependence lists; its counts count all."""


def summarise(sightings: Iterable[Sighting]) -> tuple[Dependence, ...]:
    """One dependence for each tree, vendor and basis, strongest first.

    A vendor that is only mentioned has one dependence of strength `mention-only`; mentions of a vendor that is used
    count with its strongest dependence.
    """
    by_vendor: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if sighting.vendor is not None:
            by_vendor[sighting.tree, sighting.vendor].append(sighting)
    found: list[Dependence] = []
    for (tree, vendor), seen in by_vendor.items():
        found.extend(_of_vendor(tree, vendor, seen))
    rank = {strength: index for index, strength in enumerate(STRENGTHS)}
    return tuple(sorted(found, key=lambda each: (each.tree, rank[each.strength], -each.uses, each.vendor, each.basis)))


def _of_vendor(tree: str, vendor: str, seen: list[Sighting]) -> Iterable[Dependence]:
    mentions = [sighting for sighting in seen if sighting.strength is Strength.MENTION_ONLY]
    rest: dict[Basis, list[Sighting]] = defaultdict(list)
    for sighting in seen:
        if sighting.strength is not Strength.MENTION_ONLY:
            rest[sighting.basis].append(sighting)
    if not rest:
        yield _dependence(tree, vendor, mentions[0].basis, mentions, len(mentions))
        return
    counted = False
    for basis in (Basis.MODEL, Basis.SERVICE, Basis.DEVICE, Basis.HOST, Basis.LIBRARY):
        if basis in rest:
            yield _dependence(tree, vendor, basis, rest[basis], 0 if counted else len(mentions))
            counted = True


def _dependence(tree: str, vendor: str, basis: Basis, seen: list[Sighting], mentions: int) -> Dependence:
    strongest = min(seen, key=lambda sighting: STRENGTHS.index(sighting.strength)).strength
    routes = tuple(sorted({sighting.route or "direct" for sighting in seen}))
    ordered = sorted(seen, key=lambda sighting: (STRENGTHS.index(sighting.strength), sighting.order))
    places = tuple(dict.fromkeys(sighting.place for sighting in ordered))[:PLACES]
    uses = len({(sighting.place.path, sighting.place.line) for sighting in seen if sighting.is_use})
    return Dependence(tree, vendor, basis, strongest, routes, uses, mentions, places)
