"""All minimal unsatisfiable sets of a theory, by the map of what is not yet explored (MARCO)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol


class Judged(Protocol):
    """A theory that can also say why."""

    def satisfies(self, members: Iterable[int]) -> bool:
        """True if the members can be satisfied together."""

    def core(self) -> set[int]:
        """Members of the last unsatisfiable question that are unsatisfiable together."""

    def satisfied(self) -> set[int]:
        """Members satisfied by the answer to the last satisfiable question."""


@dataclass(slots=True)
class Budget:
    """How many questions may still be put to a solver; counted, not timed, so that equal input gives equal output."""

    questions: int
    is_spent: bool = False

    def take(self) -> bool:
        """Take one; False if none is left."""
        self.questions -= 1
        if self.questions < 0:
            self.is_spent = True
        return not self.is_spent


def enumerate_minimal(
    theory: Judged, members: list[int], groups: Mapping[int, str], budget: Budget
) -> Iterator[frozenset[int]]:
    """Every minimal unsatisfiable set of the members.

    Sets are shrunk group by group first, so that they tend to involve few groups.
    """
    from pysat.solvers import Solver

    names = {number: place + 1 for place, number in enumerate(members)}
    everything = set(members)
    with Solver(name="minisat22") as unexplored:
        unexplored.set_phases(list(names.values()))
        while unexplored.solve() and budget.take():
            model = set(unexplored.get_model() or ())
            seed = {number for number in members if -names[number] not in model}
            if theory.satisfies(sorted(seed)):
                grown = _grow(theory, seed | (theory.satisfied() & everything), members, budget)
                unexplored.add_clause([names[number] for number in members if number not in grown])
            else:
                shrunk = _shrink(theory, theory.core() & seed, groups, budget)
                if budget.is_spent:
                    return
                unexplored.add_clause([-names[number] for number in sorted(shrunk)])
                yield frozenset(shrunk)


def _grow(theory: Judged, seed: set[int], members: list[int], budget: Budget) -> set[int]:
    grown = set(seed)
    refused: set[int] = set()
    for number in members:
        if number in grown or number in refused:
            continue
        if not budget.take():
            break
        if theory.satisfies(sorted(grown | {number})):
            grown |= theory.satisfied() & set(members)
            grown.add(number)
        else:
            refused.add(number)
    return grown


def _shrink(theory: Judged, core: set[int], groups: Mapping[int, str], budget: Budget) -> set[int]:
    kept = set(core)
    for group in sorted({groups[number] for number in core}):
        rest = {number for number in kept if groups[number] != group}
        if rest and len(rest) < len(kept) and budget.take() and not theory.satisfies(sorted(rest)):
            kept = theory.core() & rest or rest
    for number in sorted(kept):
        if number in kept and budget.take() and not theory.satisfies(sorted(kept - {number})):
            kept = theory.core() & kept
    return kept
