"""Kinds of conflict: timing, means, direct or joint."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

from flowdown.base.period import Days
from flowdown.reason.component import Component, Demand
from flowdown.reason.theory import build_theory


class Kind(StrEnum):
    """What sort of conflict it is."""

    TIMING = "timing"
    PRACTICAL = "practical"
    DIRECT = "direct"
    JOINT = "joint"


class Via(StrEnum):
    """By which route norms conflict that do not contradict each other in words."""

    MEANS = "means"
    GROUNDS = "grounds"


class Classifier:
    """Tells the kind of each conflict of a component."""

    def __init__(self, component: Component, given_way: frozenset[int]) -> None:
        self._component = component
        self._given_way = given_way
        self._timing: dict[tuple[frozenset[str], frozenset[int]], bool] = {}

    def classify(self, members: frozenset[int]) -> tuple[Kind, Via | None]:
        """The kind and route of a conflict."""
        instances = self._component.instances
        if any(instances[number].demand is Demand.DUE for number in members) and self._is_timing(members):
            return Kind.TIMING, None
        if any(step.link is not None for step in self._component.steps) and self._needs_links(members):
            return Kind.PRACTICAL, Via.MEANS
        norms = {instances[number].norm for number in members}
        return (Kind.DIRECT if len(norms) <= 2 else Kind.JOINT), None

    def _is_timing(self, members: frozenset[int]) -> bool:
        """True if the norms, on all their days here, could be obeyed if due days were the window's last day."""
        instances = self._component.instances
        norms = frozenset(instances[number].norm for number in members)
        cells = frozenset(cell for number in members for cell in instances[number].cells)
        key = (norms, cells)
        if key not in self._timing:
            chosen = [
                number
                for number, instance in enumerate(instances)
                if instance.norm in norms and set(instance.cells) <= cells and number not in self._given_way
            ]
            moved: dict[int, Days] = {
                place: self._component.starts[number]
                for place, number in enumerate(chosen)
                if instances[number].demand is Demand.DUE
            }
            self._timing[key] = self._is_satisfiable(chosen, True, moved)
        return self._timing[key]

    def _needs_links(self, members: frozenset[int]) -> bool:
        return self._is_satisfiable(sorted(members), False, {})

    def _is_satisfiable(self, members: list[int], with_links: bool, moved: dict[int, Days]) -> bool:
        chosen = tuple(self._component.instances[number] for number in members)
        theory = build_theory(dataclasses.replace(self._component, instances=chosen, starts=()), with_links, moved)
        try:
            return theory.satisfies(range(len(chosen)))
        finally:
            theory.close()
