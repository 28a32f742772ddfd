"""Groups a scan's sightings by tree, vendor and basis, strongest first, for every format that is read by people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.scan.sighting import STRENGTHS, Scan, Sighting, Strength

APART = frozenset({Basis.HOST, Basis.LIBRARY})
"""Bases that are reported apart: others' models reached through a vendor, or only its code."""

_RANK = {strength: rank for rank, strength in enumerate(STRENGTHS)}
_BASES = {basis: rank for rank, basis in enumerate(Basis)}


@dataclass(frozen=True, slots=True)
class Group:
    """One vendor on one basis in one tree; `evidence` is what carries it, `mentions` what only names it."""

    tree: str
    vendor: str | None
    basis: Basis
    strength: Strength
    routes: tuple[str, ...]
    uses: int
    evidence: tuple[Sighting, ...]
    mentions: tuple[Sighting, ...]

    @property
    def is_apart(self) -> bool:
        """Whether it is told apart from models and services."""
        return self.basis in APART

    @property
    def is_mention(self) -> bool:
        """Whether the vendor is only named."""
        return self.strength is Strength.MENTION_ONLY


def is_evidence(sighting: Sighting) -> bool:
    """Whether a sighting carries a dependence: a use, or a lock file's entry, but no mention."""
    return sighting.is_use or sighting.strength is not Strength.MENTION_ONLY


def by_strength(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Sightings with the strongest first, then by place."""
    return tuple(sorted(sightings, key=lambda sighting: (_RANK[sighting.strength], sighting.order)))


def choose(sightings: Iterable[Sighting], most: int) -> tuple[Sighting, ...]:
    """At most `most` sightings: the strongest, and among equals from as many files as there are."""
    nth_of_file: Counter[tuple[Strength, str, str]] = Counter()
    ranked: list[tuple[int, int, int, Sighting]] = []
    for sighting in by_strength(sightings):
        file = (sighting.strength, sighting.tree, sighting.place.path)
        ranked.append((_RANK[sighting.strength], nth_of_file[file], len(ranked), sighting))
        nth_of_file[file] += 1
    ranked.sort(key=lambda entry: entry[:3])
    return by_strength(sighting for *_, sighting in ranked[:most])


def group(scan: Scan) -> tuple[Group, ...]:
    """Every vendor on every basis in every tree, strongest first.

    Where the vendor cannot be determined there is no dependence; its group is made from the sightings.
    """
    seen: dict[tuple[str, str | None, Basis], list[Sighting]] = defaultdict(list)
    for sighting in scan.sightings:
        seen[sighting.tree, sighting.vendor, sighting.basis].append(sighting)
    groups = []
    for dependence in scan.dependences:
        sightings = seen.pop((dependence.tree, dependence.vendor, dependence.basis), [])
        groups.append(
            Group(
                tree=dependence.tree,
                vendor=dependence.vendor,
                basis=dependence.basis,
                strength=dependence.strength,
                routes=dependence.routes,
                uses=dependence.uses,
                evidence=by_strength(filter(is_evidence, sightings)),
                mentions=tuple(sighting for sighting in sightings if not is_evidence(sighting)),
            )
        )
    groups.extend(_group_of(key, sightings) for key, sightings in seen.items())
    return tuple(sorted(groups, key=_order))


def _group_of(key: tuple[str, str | None, Basis], sightings: list[Sighting]) -> Group:
    evidence = by_strength(filter(is_evidence, sightings))
    return Group(
        tree=key[0],
        vendor=key[1],
        basis=key[2],
        strength=evidence[0].strength if evidence else Strength.MENTION_ONLY,
        routes=tuple(sorted({sighting.route for sighting in evidence if sighting.route})),
        uses=sum(sighting.is_use for sighting in sightings),
        evidence=evidence,
        mentions=tuple(sighting for sighting in sightings if not is_evidence(sighting)),
    )


def _order(group: Group) -> tuple[str, int, int, bool, str]:
    return (group.tree, _RANK[group.strength], _BASES[group.basis], group.vendor is None, group.vendor or "")
