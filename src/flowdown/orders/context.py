"""Contexts of an action as a forest; a norm over a context is a norm over its leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

ANY = "any"
"""The one context of a case that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A setting in which something is done, within another one or at the top."""

    id: str
    within: str | None = None
    name: str = ""
    note: str = ""

    @property
    def brief(self) -> str:
        """Its name up to what is only added to it; without a name, its id as words."""
        return re.split(r", | \(", self.name, maxsplit=1)[0] or self.id.replace("_", " ")


@dataclass(frozen=True, slots=True)
class ContextForest:
    """The contexts with their leaves; sets of leaves are the bits of one integer."""

    leaves: tuple[str, ...]
    masks: dict[str, int] = field(repr=False)

    @classmethod
    def of(cls, contexts: Iterable[Context]) -> ContextForest:
        """Build the forest; without any context there is one leaf, `any`.

        Expects known parents and no circle: see `find_circle`.
        """
        known = {context.id: context for context in contexts} or {ANY: Context(id=ANY)}
        inner = {context.within for context in known.values()}
        leaves = tuple(sorted(name for name in known if name not in inner))
        masks = dict.fromkeys(known, 0)
        for index, leaf in enumerate(leaves):
            above: str | None = leaf
            while above is not None:
                masks[above] |= 1 << index
                above = known[above].within
        return cls(leaves, masks)

    @property
    def all(self) -> int:
        """Every leaf."""
        return (1 << len(self.leaves)) - 1

    def mask(self, names: Iterable[str] | None) -> int:
        """The leaves under any of these contexts; every leaf for None."""
        if names is None:
            return self.all
        mask = 0
        for name in names:
            mask |= self.masks.get(name, 0)
        return mask


def find_circle(contexts: Iterable[Context]) -> str | None:
    """The id of a context that lies, by way of others, within itself; None if there is none."""
    above = {context.id: context.within for context in contexts}
    settled: set[str] = set()
    for start in above:
        trail: set[str] = set()
        here: str | None = start
        while here is not None and here in above and here not in settled:
            if here in trail:
                return here
            trail.add(here)
            here = above[here]
        settled |= trail
    return None
