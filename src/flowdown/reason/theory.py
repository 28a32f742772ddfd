"""A component's theory: which of its demands some behaviour satisfies together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from flowdown.base.period import Days
from flowdown.reason.component import Component, Demand
from flowdown.reason.minimal import Budget, enumerate_minimal


class Theory(Protocol):
    """What both ways of judging satisfiability offer; members are numbers of instances."""

    def satisfies(self, members: Iterable[int]) -> bool:
        """True if some behaviour satisfies all of these demands."""

    def minimal_sets(self, budget: Budget) -> Iterator[frozenset[int]]:
        """Every minimal set of demands that no behaviour satisfies."""

    def close(self) -> None:
        """Let go of what it holds."""


def build_theory(component: Component, with_links: bool = True, moved: Mapping[int, Days] | None = None) -> Theory:
    """The theory of a component; `moved` gives duties with a due day other days that would meet them."""
    demanding = [each for each in component.instances if each.demand in (Demand.DUTY, Demand.DUE)]
    if all(each.demand is Demand.DUTY and len(each.cells) == 1 for each in demanding):
        return PairTheory(component, with_links)
    return SatTheory(component, with_links, moved or {})


class Flow:
    """Where doing a cell leads to, part by part."""

    def __init__(self, component: Component, with_links: bool) -> None:
        self._parts = component.parts
        self._onward: dict[int, list[tuple[int, Days]]] = {}
        for step in component.steps:
            if with_links or step.link is None:
                self._onward.setdefault(step.doing, []).append((step.needs, step.days))
        self._known: dict[tuple[int, int], frozenset[int]] = {}

    def steps(self, part: int) -> Iterator[tuple[int, int]]:
        """The pairs of cells of which the first brings the second in this part."""
        days = self._parts[part].days
        for doing, onward in self._onward.items():
            for needs, on in onward:
                if on & days:
                    yield doing, needs

    def closure(self, cell: int, part: int) -> frozenset[int]:
        """All cells that must be done when this one is."""
        key = (cell, part)
        if key not in self._known:
            seen, waiting, days = {cell}, [cell], self._parts[part].days
            while waiting:
                for needs, on in self._onward.get(waiting.pop(), ()):
                    if on & days and needs not in seen:
                        seen.add(needs)
                        waiting.append(needs)
            self._known[key] = frozenset(seen)
        return self._known[key]


class PairTheory:
    """Satisfiability without alternatives: every minimal set has one or two members, found by plain look-up."""

    def __init__(self, component: Component, with_links: bool) -> None:
        self._alone: set[int] = set()
        self._pairs: set[tuple[int, int]] = set()
        self._find(component, Flow(component, with_links))

    def _find(self, component: Component, flow: Flow) -> None:
        bans: dict[tuple[int, int], list[int]] = {}
        duties: list[tuple[int, int, frozenset[int]]] = []
        for number, instance in enumerate(component.instances):
            part = instance.parts[0]
            if instance.demand is Demand.BAN:
                bans.setdefault((instance.cells[0], part), []).append(number)
            elif instance.demand is Demand.DUTY:
                duties.append((number, part, flow.closure(instance.cells[0], part)))
        ended = {(ending.doing, ending.ended) for ending in component.endings}
        for number, part, done in duties:
            if any((cell, part) in component.barred for cell in done) or _clashes(done, done, ended):
                self._alone.add(number)
        for number, part, done in duties:
            for ban in (ban for cell in done for ban in bans.get((cell, part), ())):
                self._add(number, ban)
            if ended:
                for other, later, also in duties:
                    if later >= part and other != number and _clashes(done, also, ended):
                        self._add(number, other)

    def _add(self, one: int, other: int) -> None:
        if one not in self._alone and other not in self._alone:
            self._pairs.add((min(one, other), max(one, other)))

    def satisfies(self, members: Iterable[int]) -> bool:
        """True if some behaviour satisfies all of these demands."""
        chosen = set(members)
        return not chosen & self._alone and not any(one in chosen and other in chosen for one, other in self._pairs)

    def minimal_sets(self, budget: Budget) -> Iterator[frozenset[int]]:
        """Every minimal set of demands that no behaviour satisfies."""
        for number in sorted(self._alone):
            yield frozenset({number})
        for one, other in sorted(self._pairs):
            yield frozenset({one, other})

    def close(self) -> None:
        """Nothing is held."""


def _clashes(done: frozenset[int], also: frozenset[int], ended: set[tuple[int, int]]) -> bool:
    return any((doing, over) in ended for doing in done for over in also)


class SatTheory:
    """Satisfiability with alternatives and due days, by a SAT solver with one switch per instance."""

    def __init__(self, component: Component, with_links: bool, moved: Mapping[int, Days]) -> None:
        from pysat.solvers import Solver

        self._component = component
        self._solver = Solver(name="cadical153")
        self._switches: dict[int, int] = {}
        self._atoms: dict[tuple[int, int, int], int] = {}
        self._top = 0
        self._flow = Flow(component, with_links)
        self._slots = [range(part.slots) for part in component.parts]
        self._demand(moved)
        self._join()

    def _fresh(self) -> int:
        self._top += 1
        return self._top

    def _atom(self, cell: int, part: int, slot: int) -> int:
        key = (cell, part, slot)
        if key not in self._atoms:
            self._atoms[key] = self._fresh()
        return self._atoms[key]

    def _demand(self, moved: Mapping[int, Days]) -> None:
        for number, instance in enumerate(self._component.instances):
            if instance.demand in (Demand.LEAVE, Demand.RELIEF):
                continue
            switch = self._switches[number] = self._fresh()
            if instance.demand is Demand.DUE:
                days = moved.get(number)
                parts = (
                    instance.parts
                    if days is None
                    else [part for part, each in enumerate(self._component.parts) if each.days & days]
                )
                choices = [
                    self._atom(cell, part, slot)
                    for part in parts
                    for slot in self._slots[part]
                    for cell in instance.cells
                ]
                self._solver.add_clause([-switch, *choices])
                continue
            for slot in self._slots[instance.parts[0]]:
                atoms = [self._atom(cell, instance.parts[0], slot) for cell in instance.cells]
                if instance.demand is Demand.BAN:
                    self._solver.add_clause([-switch, -atoms[0]])
                else:
                    self._solver.add_clause([-switch, *atoms])

    def _join(self) -> None:
        for part, slots in enumerate(self._slots):
            for doing, needs in self._flow.steps(part):
                for slot in slots:
                    self._solver.add_clause([-self._atom(doing, part, slot), self._atom(needs, part, slot)])
        for cell, part in sorted(self._component.barred):
            for slot in self._slots[part]:
                self._solver.add_clause([-self._atom(cell, part, slot)])
        for ending in self._component.endings:
            over = 0
            for part, slots in enumerate(self._slots):
                for slot in slots:
                    still = self._fresh()
                    if over:
                        self._solver.add_clause([-over, still])
                    self._solver.add_clause([-self._atom(ending.doing, part, slot), still])
                    self._solver.add_clause([-still, -self._atom(ending.ended, part, slot)])
                    over = still

    def satisfies(self, members: Iterable[int]) -> bool:
        """True if some behaviour satisfies all of these demands."""
        return bool(self._solver.solve(assumptions=[self._switches[number] for number in members]))

    def core(self) -> set[int]:
        """After an unsatisfiable question: members of it that are unsatisfiable together."""
        back = {switch: number for number, switch in self._switches.items()}
        return {back[switch] for switch in self._solver.get_core() or ()}

    def satisfied(self) -> set[int]:
        """After a satisfiable question: members that the found behaviour happens to satisfy."""
        model = {literal for literal in self._solver.get_model() or () if literal > 0}
        return {number for number in self._switches if self._holds(number, model)}

    def _holds(self, number: int, model: set[int]) -> bool:
        instance = self._component.instances[number]
        if instance.demand is Demand.DUE:
            return any(
                self._atoms[cell, part, slot] in model
                for part in instance.parts
                for slot in self._slots[part]
                for cell in instance.cells
            )
        part = instance.parts[0]
        rows = [[self._atoms[cell, part, slot] in model for cell in instance.cells] for slot in self._slots[part]]
        if instance.demand is Demand.BAN:
            return not any(row[0] for row in rows)
        return all(any(row) for row in rows)

    def minimal_sets(self, budget: Budget) -> Iterator[frozenset[int]]:
        """Every minimal set of demands that no behaviour satisfies, unless the budget ends before."""
        relevant = self._relevant()
        groups = {number: self._component.instances[number].norm for number in relevant}
        yield from enumerate_minimal(self, relevant, groups, budget)

    def _relevant(self) -> list[int]:
        """Duties, and the bans on what they may lead to."""
        led: set[tuple[int, int]] = set()
        for instance in self._component.instances:
            if instance.demand in (Demand.DUTY, Demand.DUE):
                for part in instance.parts:
                    for cell in instance.cells:
                        led |= {(other, part) for other in self._flow.closure(cell, part)}
        return [
            number
            for number, instance in enumerate(self._component.instances)
            if instance.demand in (Demand.DUTY, Demand.DUE)
            or (instance.demand is Demand.BAN and (instance.cells[0], instance.parts[0]) in led)
        ]

    def close(self) -> None:
        """Let go of the solver."""
        self._solver.delete()
