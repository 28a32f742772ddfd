"""The cheapest set of moves that satisfies a list of clauses."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Clause: TypeAlias = frozenset[tuple[str, bool]]
"""Moves of which one must be made, or (False) not made."""

Choice: TypeAlias = frozenset[str]

SMALL = 14
"""Up to so many moves are searched directly, without an optimiser and its start-up time."""


class Search:
    """Finds choices of least cost; clauses can be added, found choices be barred with all that contain them."""

    def __init__(self, costs: Mapping[str, int]) -> None:
        self._costs = costs
        self._clauses: set[Clause] = set()
        self._barred: list[Choice] = []

    def add(self, clause: Clause) -> bool:
        """Add a clause; False if it was there."""
        if clause in self._clauses:
            return False
        self._clauses.add(clause)
        return True

    def bar(self, choice: Choice) -> None:
        """Leave out a choice and all that contain it."""
        self._barred.append(choice)

    def cost(self, choice: Choice) -> int:
        """What a choice costs."""
        return sum(self._costs[move] for move in choice)

    def cheapest(self) -> Choice | None:
        """A choice of least cost; None if there is none."""
        clauses = [*self._clauses, *(frozenset((move, False) for move in barred) for barred in self._barred)]
        clauses.sort(key=lambda clause: (len(clause), sorted(clause)))
        moves = {move for clause in clauses for move, _ in clause}
        if len(moves) <= SMALL:
            return _search(clauses, self._costs)
        return optimise(clauses, self._costs, sorted(moves))


def _search(clauses: Sequence[Clause], costs: Mapping[str, int]) -> Choice | None:
    """Try choices from the cheapest up; each branch bars the moves of the branches before it."""
    queue: list[tuple[int, list[str], list[str]]] = [(0, [], [])]
    while queue:
        cost, chosen, barred = heapq.heappop(queue)
        made = set(chosen)
        open_ = next((clause for clause in clauses if not _is_satisfied(clause, made)), None)
        if open_ is None:
            return frozenset(made)
        left_out = list(barred)
        for move, wanted in sorted(open_):
            if wanted and move not in barred:
                heapq.heappush(queue, (cost + costs[move], sorted([*chosen, move]), list(left_out)))
                left_out = sorted([*left_out, move])
    return None


def _is_satisfied(clause: Clause, made: set[str]) -> bool:
    return any((move in made) is wanted for move, wanted in clause)


def optimise(clauses: Sequence[Clause], costs: Mapping[str, int], moves: Sequence[str]) -> Choice | None:
    """The same by integer programming (HiGHS), for many moves."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if not clauses:
        return frozenset()
    number = {move: place for place, move in enumerate(moves)}
    rows, columns, values, least = [], [], [], []
    for row, clause in enumerate(clauses):
        bound = 1
        for move, wanted in sorted(clause):
            rows.append(row)
            columns.append(number[move])
            values.append(1 if wanted else -1)
            bound -= not wanted
        least.append(bound)
    matrix = csr_array((values, (rows, columns)), shape=(len(clauses), len(moves)))
    solved = milp(
        c=np.array([costs[move] for move in moves], dtype=float),
        constraints=LinearConstraint(matrix, lb=np.array(least, dtype=float)),
        integrality=np.ones(len(moves)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if solved.x is None:
        return None
    return frozenset(move for move, value in zip(moves, solved.x, strict=True) if value > 0.5)
