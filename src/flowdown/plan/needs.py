"""What several choices need together: shared jobs and contracts, gathered so that a few linear rows say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flowdown.plan.problem import Case, Problem

Key = tuple[int, tuple[int, ...]]
"""A case, and those of its choices that need something."""


@dataclass(frozen=True, slots=True)
class Need:
    """Jobs and contracts that the very same choices need: all of them are taken, or none.

    `keys` are these choices by case. `parent` is the place of a need that has all these keys and more: what is needed
    here is needed there, so that a row from this need to its parent says what a row from each case would.
    `direct` are the keys that no need below this one has.
    """

    jobs: tuple[str, ...]
    contracts: tuple[str, ...]
    keys: tuple[Key, ...]
    direct: tuple[Key, ...]
    parent: int | None


def gather_needs(problem: Problem) -> tuple[Need, ...]:
    """Everything that choices need, each job and contract in one need, sorted."""
    keys_of: dict[tuple[bool, str], list[Key]] = {}
    for index, case in enumerate(problem.cases):
        for resource, picks in _resources(case).items():
            keys_of.setdefault(resource, []).append((index, picks))
    together: dict[tuple[Key, ...], list[tuple[bool, str]]] = {}
    for resource in sorted(keys_of):
        together.setdefault(tuple(keys_of[resource]), []).append(resource)
    sets = list(together)
    parents = _parents(sets)
    below: dict[int, set[Key]] = {}
    for place, parent in enumerate(parents):
        if parent is not None:
            below.setdefault(parent, set()).update(sets[place])
    return tuple(
        Need(
            tuple(name for is_contract, name in together[keys] if not is_contract),
            tuple(name for is_contract, name in together[keys] if is_contract),
            keys,
            tuple(key for key in keys if key not in below.get(place, ())),
            parents[place],
        )
        for place, keys in enumerate(sets)
    )


def _resources(case: Case) -> Mapping[tuple[bool, str], tuple[int, ...]]:
    """Each job and contract that a case may need, with the choices that need it."""
    found: dict[tuple[bool, str], list[int]] = {}
    for number, choice in enumerate(case.choices):
        for name in dict.fromkeys(choice.jobs):
            found.setdefault((False, name), []).append(number)
        for name in dict.fromkeys(choice.leaves):
            found.setdefault((True, name), []).append(number)
    return {resource: tuple(numbers) for resource, numbers in found.items()}


def _parents(sets: Sequence[tuple[Key, ...]]) -> list[int | None]:
    """For each set of keys the smallest one that has them all and more; of equal ones the first. None for one case's."""
    holders: dict[Key, list[int]] = {}
    members = [frozenset(keys) for keys in sets]
    for place in sorted(range(len(sets)), key=lambda each: (len(sets[each]), each)):
        for key in sets[place]:
            holders.setdefault(key, []).append(place)
    found: list[int | None] = []
    for place, keys in enumerate(sets):
        larger = (
            other
            for other in holders[keys[0]]
            if len(keys) > 1 and len(members[other]) > len(keys) and members[place] < members[other]
        )
        found.append(next(larger, None))
    return found
