"""Premises: what a norm, relation or other instrument takes to be so of the facts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TypeAlias

from flowdown.orders.norm import Names, names

Premise: TypeAlias = tuple[tuple[str, bool], ...]
"""Facts with the truth value that each must have; all of them."""

Truths: TypeAlias = Mapping[str, bool]
"""Facts with their truth values, where known or assumed."""


# The same few premises are read in every world of every norm.
@functools.lru_cache(maxsize=16_384)
def read_premise(given: Names) -> Premise:
    """Read `f` and `not f` words."""
    premise: list[tuple[str, bool]] = []
    for word in names(given):
        negated = word.startswith("not ")
        premise.append((word[4:].strip() if negated else word.strip(), not negated))
    return tuple(premise)


def judge(premise: Premise, truths: Truths) -> bool | None:
    """True if all hold, False if one does not, None if that is open."""
    open_ = False
    for fact, wanted in premise:
        value = truths.get(fact)
        if value is None:
            open_ = True
        elif value is not wanted:
            return False
    return None if open_ else True


def open_facts(premise: Premise, truths: Truths) -> tuple[str, ...]:
    """The facts that would still decide the premise; none if it is decided."""
    if judge(premise, truths) is not None:
        return ()
    return tuple(fact for fact, _ in premise if fact not in truths)
