"""Grounds: findings of norms that cannot both be right about the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flowdown.base.period import Days
from flowdown.reason.cluster import Groups
from flowdown.reason.index import Index
from flowdown.reason.scene import Scene
from flowdown.reason.strength import Strength


class Held(NamedTuple):
    """One finding of one norm."""

    norm: str
    about: str
    says: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Findings that contradict one another, directly or by way of others."""

    norms: tuple[str, ...]
    pairs: tuple[tuple[Held, Held], ...]


@dataclass(frozen=True, slots=True)
class Incoherence:
    """Two norms that no one position justifies both of, in one world."""

    norms: frozenset[str]
    about: str
    says: tuple[tuple[str, str], ...]
    """Norm and finding, of each."""
    days: Days


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is left of a dispute in a scene."""

    incoherences: tuple[Incoherence, ...]
    resolved: frozenset[tuple[frozenset[str], str]]


def find_disputes(index: Index, norms: Iterable[str]) -> tuple[Dispute, ...]:
    """The disputes among the findings of these norms."""
    exclusive = {frozenset(pair) for pair in index.situation.incompatible_findings}
    by_thing: dict[str, list[Held]] = {}
    for name in norms:
        for finding in index.norms[name].findings:
            by_thing.setdefault(finding.about, []).append(Held(name, finding.about, finding.says))
    groups = Groups()
    pairs: list[tuple[Held, Held]] = []
    for held in by_thing.values():
        ordered = sorted(set(held))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if one.norm != other.norm and frozenset((one.says, other.says)) in exclusive:
                    pairs.append((one, other))
                    groups.join(one.norm, other.norm)
    by_group: dict[str, list[tuple[Held, Held]]] = {}
    for pair in pairs:
        by_group.setdefault(groups.find(pair[0].norm), []).append(pair)
    disputes = (
        Dispute(tuple(sorted({held.norm for pair in each for held in pair})), tuple(sorted(each)))
        for each in by_group.values()
    )
    return tuple(sorted(disputes, key=lambda dispute: dispute.norms))


def weigh(scene: Scene, dispute: Dispute) -> Weighing:
    """Say which findings give way on which days, and which contradictions are left."""
    strength = Strength(scene)
    held = {each for pair in dispute.pairs for each in pair}
    days = {each: scene.effect(each.norm) for each in held}
    attacks = [
        (strong, weak)
        for pair in dispute.pairs
        for strong, weak in (pair, pair[::-1])
        if strength.is_stronger(strong.norm, weak.norm)
    ]
    given_way = _give_way(days, attacks)
    incoherences = []
    resolved = set()
    for one, other in dispute.pairs:
        both = days[one] & days[other]
        left = both & ~given_way[one] & ~given_way[other]
        if left:
            says = ((one.norm, one.says), (other.norm, other.says))
            incoherences.append(Incoherence(frozenset({one.norm, other.norm}), one.about, says, left))
    for strong, weak in attacks:
        if days[strong] & days[weak] & given_way[weak] & ~given_way[strong]:
            resolved.add((frozenset({strong.norm, weak.norm}), weak.norm))
    return Weighing(tuple(incoherences), frozenset(resolved))


def _give_way(days: dict[Held, Days], attacks: list[tuple[Held, Held]]) -> dict[Held, Days]:
    """The days on which each finding gives way: the grounded labelling, day by day."""
    standing = dict.fromkeys(days, 0)
    given_way = dict.fromkeys(days, 0)
    while True:
        threatened = dict.fromkeys(days, 0)
        for strong, weak in attacks:
            threatened[weak] |= days[strong] & ~given_way[strong]
        grown = {each: days[each] & ~threatened[each] & ~given_way[each] for each in days}
        gone = dict(given_way)
        for strong, weak in attacks:
            gone[weak] |= days[weak] & grown[strong]
        if grown == standing and gone == given_way:
            return given_way
        standing, given_way = grown, gone
