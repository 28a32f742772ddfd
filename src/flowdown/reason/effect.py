"""Effect: on which days norms that refer to one another have effect, by well-founded semantics."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowdown.base.period import Days, Window, runs


@dataclass(frozen=True, slots=True)
class Condition:
    """The norms on whose effect another norm's effect depends."""

    while_norm: tuple[str, ...]
    unless_norm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """The days on which each norm has effect, and those on which that could not be settled."""

    days: Mapping[str, Days]
    unsettled: Mapping[str, Days]


def settle(window: Window, base: Mapping[str, Days], conditions: Mapping[str, Condition]) -> Effects:
    """Settle each norm of `conditions` on each day; `base` holds the days on which it otherwise has effect.

    What leads back to the norm itself has no effect: by `while` alone it is simply unfounded, through `unless` it is
    unsettled. A norm that only looks at an unsettled one sees a norm without effect.
    """
    days: dict[str, Days] = dict.fromkeys(conditions, 0)
    unsettled: dict[str, Days] = dict.fromkeys(conditions, 0)
    for low, high in _segments(window, base.values()):
        span = ((1 << high) - 1) & ~((1 << low) - 1)
        present = {name for name in conditions if base[name] >> low & 1}
        outside = {name for name in base if name not in conditions and base[name] >> low & 1}
        holding, open_ = _settle_one(present, outside, conditions)
        for name in holding:
            days[name] |= span
        for name in open_:
            unsettled[name] |= span
    return Effects(days, unsettled)


def _segments(window: Window, sets: Iterable[Days]) -> list[tuple[int, int]]:
    bounds = {0, window.length}
    for days in sets:
        for low, high in runs(days):
            bounds |= {low, high}
    ordered = sorted(bounds)
    return list(itertools.pairwise(ordered))


def _settle_one(present: set[str], outside: set[str], conditions: Mapping[str, Condition]) -> tuple[set[str], set[str]]:
    """The norms that hold on one day, and those that are unsettled on it."""
    refuted: set[str] = set()
    unsettled: set[str] = set()
    while True:
        sure, possible = _well_founded(present - refuted, outside, conditions)
        open_ = possible - sure
        if not open_:
            return sure, unsettled
        for circle in _bottom_circles(open_, conditions):
            refuted |= circle
            unsettled |= circle


def _well_founded(
    present: set[str], outside: set[str], conditions: Mapping[str, Condition]
) -> tuple[set[str], set[str]]:
    """The alternating fixed point: what surely holds, and what possibly does."""
    sure: set[str] = set()
    while True:
        possible = _least(present, outside, conditions, sure)
        larger = _least(present, outside, conditions, possible)
        if larger == sure:
            return sure, possible
        sure = larger


def _least(present: set[str], outside: set[str], conditions: Mapping[str, Condition], denied: set[str]) -> set[str]:
    """The least set closed under the conditions when `denied` stands for what `unless` sees as holding."""
    holding: set[str] = set()
    seen_holding = denied | outside
    grown = True
    while grown:
        grown = False
        for name in present - holding:
            condition = conditions[name]
            if all(each in holding or each in outside for each in condition.while_norm) and not any(
                each in seen_holding for each in condition.unless_norm
            ):
                holding.add(name)
                grown = True
    return holding


def _bottom_circles(open_: set[str], conditions: Mapping[str, Condition]) -> list[set[str]]:
    """The circles among open norms that look at no open norm outside themselves."""
    looks_at = {
        name: {each for each in (*conditions[name].while_norm, *conditions[name].unless_norm) if each in open_}
        for name in open_
    }
    reach: dict[str, set[str]] = {}
    for name in open_:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for other in looks_at[waiting.pop()] - seen:
                seen.add(other)
                waiting.append(other)
        reach[name] = seen
    circles = {
        frozenset(reach[name])
        for name in open_
        if name in reach[name] and all(name in reach[each] for each in reach[name])
    }
    return [set(circle) for circle in sorted(circles, key=sorted)]
