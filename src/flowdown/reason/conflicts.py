"""Conflicts of a situation: folded over actors, days and worlds into one report a set of norms, kind and route."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from flowdown.base.period import Days, Window
from flowdown.reason.condition import Condition, smallest_conditions
from flowdown.reason.grounds import Incoherence
from flowdown.reason.kind import Kind, Via
from flowdown.reason.ruling import Demanded, Occurrence
from flowdown.reason.world import World

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Conflict:
    """Norms that cannot all be obeyed, or not all be justified."""

    norms: tuple[str, ...]
    kind: Kind
    via: Via | None
    actors: tuple[str, ...]
    from_: Date
    to: Date
    when: tuple[Condition, ...] | None
    """The smallest combinations of disputed facts under which it exists; None if it exists in every world."""
    days: Days
    """The exact days concerned, over all cells and worlds."""
    links: tuple[str, ...] = ()
    members: tuple[Demanded, ...] = ()
    """One occurrence, as an example."""
    about: tuple[str, ...] = ()
    """For grounds: the things of which the findings are."""
    says: tuple[tuple[str, str], ...] = ()
    """For grounds: norm and finding."""

    @property
    def is_obeyable(self) -> bool:
        """True if every norm can be obeyed and only their justifications exclude one another."""
        return self.via is Via.GROUNDS


@dataclass(frozen=True, slots=True)
class Resolved:
    """A clash that is settled, as one of its norms gives way to all the others."""

    norms: tuple[str, ...]
    yields: str


@dataclass(slots=True)
class _Fold:
    actors: set[str] = field(default_factory=set)
    days: Days = 0
    links: set[str] = field(default_factory=set)
    worlds: list[World] = field(default_factory=list)
    members: tuple[Demanded, ...] = ()
    about: set[str] = field(default_factory=set)
    says: set[tuple[str, str]] = field(default_factory=set)


def fold_occurrences(window: Window, by_world: Iterable[tuple[World, Iterable[Occurrence]]]) -> list[Conflict]:
    """Fold what occurs in the worlds of one cluster."""
    folds: dict[tuple[frozenset[str], Kind, Via | None], _Fold] = {}
    for world, occurrences in by_world:
        for occurrence in occurrences:
            fold = folds.setdefault((occurrence.norms, occurrence.kind, occurrence.via), _Fold())
            fold.actors |= occurrence.actors
            fold.days |= occurrence.days
            fold.links |= occurrence.links
            fold.members = fold.members or occurrence.members
            if not fold.worlds or fold.worlds[-1] is not world:
                fold.worlds.append(world)
    return [_report(window, *key, fold) for key, fold in folds.items()]


def fold_incoherences(window: Window, by_world: Iterable[tuple[World, Iterable[Incoherence]]]) -> list[Conflict]:
    """Fold the clashes of findings in the worlds of one dispute."""
    folds: dict[frozenset[str], _Fold] = {}
    for world, incoherences in by_world:
        for incoherence in incoherences:
            fold = folds.setdefault(incoherence.norms, _Fold())
            fold.days |= incoherence.days
            fold.about.add(incoherence.about)
            fold.says |= set(incoherence.says)
            if not fold.worlds or fold.worlds[-1] is not world:
                fold.worlds.append(world)
    return [_report(window, norms, Kind.PRACTICAL, Via.GROUNDS, fold) for norms, fold in folds.items()]


def _report(window: Window, norms: frozenset[str], kind: Kind, via: Via | None, fold: _Fold) -> Conflict:
    from_, to = window.hull(fold.days)
    return Conflict(
        tuple(sorted(norms)),
        kind,
        via,
        tuple(sorted(fold.actors)),
        from_,
        to,
        smallest_conditions(fold.worlds),
        fold.days,
        tuple(sorted(fold.links)),
        fold.members,
        tuple(sorted(fold.about)),
        tuple(sorted(fold.says)),
    )


def sort_conflicts(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Put conflicts in the order in which they are reported."""
    return tuple(sorted(conflicts, key=lambda each: (each.norms, each.kind.value, each.via.value if each.via else "")))
