"""Strength: which of two norms gives way to the other."""

from __future__ import annotations

from flowdown.orders.norm import Modality, Norm, names
from flowdown.reason.scene import Scene
from flowdown.reason.situation import Criterion


class Strength:
    """The order of the norms in a scene; asked pair by pair and remembered."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known: dict[tuple[str, str], bool] = {}

    def is_stronger(self, one: str, other: str) -> bool:
        """True if norm `one` is stronger than norm `other`."""
        key = (one, other)
        if key not in self._known:
            self._known[key] = self._compare(one, other)
        return self._known[key]

    def weakest(self, members: frozenset[str]) -> str | None:
        """The member that is weaker than all the others, if there is one and there are others."""
        if len(members) < 2:
            return None
        for name in sorted(members):
            if all(self.is_stronger(other, name) for other in members if other != name):
                return name
        return None

    def _compare(self, one: str, other: str) -> bool:
        index = self._scene.index
        first, second = index.norms[one], index.norms[other]
        overrides, overridden = self._overrides(first, second), self._overrides(second, first)
        if overrides != overridden:
            return overrides
        for criterion in index.situation.priority:
            if self._leads(criterion, first, second):
                return True
            if self._leads(criterion, second, first):
                return False
        return False

    def _overrides(self, first: Norm, second: Norm) -> bool:
        rank = self._scene.index.rank
        return second.id in names(first.overrides) and rank(first.authority) >= rank(second.authority)

    def _leads(self, criterion: Criterion, first: Norm, second: Norm) -> bool:
        index = self._scene.index
        match criterion:
            case "superior":
                return index.rank(first.authority) > index.rank(second.authority)
            case "posterior":
                return index.issue_day(first) > index.issue_day(second)
            case "specialis":
                return self._is_narrower(first.id, second.id)

    def _is_narrower(self, one: str, other: str) -> bool:
        """True if `one`'s actors × things × contexts × counterparties are a proper subset of `other`'s."""
        inner, outer = self._sides(one), self._sides(other)
        if not all(inner):
            return all(outer)
        return all(small <= large for small, large in zip(inner, outer, strict=True)) and inner != outer

    def _sides(self, identity: str) -> tuple[frozenset[str | int | None], ...]:
        scene = self._scene
        norm = scene.norm(identity)
        leaves = scene.contexts(identity)
        toward: frozenset[str | int | None]
        if norm.toward is not None:
            toward = frozenset({norm.toward})
        elif norm.modality is Modality.MUST:
            toward = frozenset({None})
        else:
            # The counterparties of a situation are those that a norm or link of it names, and none.
            toward = frozenset({None, *scene.index.counterparties})
        return (
            frozenset(name for name, days in scene.actors(identity).items() if days),
            frozenset(name for name, days in scene.things(identity).items() if days),
            frozenset(leaf for leaf in range(leaves.bit_length()) if leaves >> leaf & 1),
            toward,
        )
