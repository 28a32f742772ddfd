"""Worlds: the combinations of disputed facts that something depends on, as few as tell everything apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

World: TypeAlias = Mapping[str, bool]
"""Truth values of some disputed facts; the others make no difference."""

LIMIT = 4096
"""Worlds looked at for one question."""


def spread(next_fact: Callable[[World], str | None], assumed: World) -> tuple[list[World], bool]:
    """All worlds of a question, and whether none was left out.

    `next_fact` names a fact that still matters in a partly known world, or None. Asking again after each answer keeps
    the tree small: once a chain of supply is broken, its other links are nobody's concern.
    """
    worlds: list[World] = []
    waiting: list[World] = [assumed]
    while waiting:
        world = waiting.pop()
        fact = next_fact(world)
        if fact is None:
            worlds.append(world)
        elif len(worlds) + len(waiting) >= LIMIT:
            return [*worlds, {**world, fact: False}], False
        else:
            waiting += [{**world, fact: False}, {**world, fact: True}]
    return worlds, True
