"""Reach: the widest extent that a norm can have in any world and after any moves, as bit sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.base.calendar import add_days
from flowdown.base.period import Days
from flowdown.orders.norm import Bearer, Modality, Norm, Target, names
from flowdown.reason.index import Index
from flowdown.reason.move import ExtendNorm, Move, NarrowNorm, SubstituteObject
from flowdown.reason.premise import judge, read_premise
from flowdown.reason.select import select_actors, select_things
from flowdown.reason.stance import Stance
from flowdown.reason.term import is_known, period_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom, what, where and when a norm may touch at most."""

    norm: Norm
    actors: int
    things: int
    contexts: int
    days: Days

    def meets(self, other: Reach) -> bool:
        """True if some actor, thing and context is common, whatever the days."""
        return bool(self.contexts & other.contexts and self.things & other.things and self.actors & other.actors)


class Reaches:
    """The reach of every norm that can exist in a stance."""

    def __init__(self, index: Index, stance: Stance) -> None:
        self.index = index
        self._closures = index.closures(index.settled, assume_open=True)
        self._bits_of_actors: dict[str, int] = {}
        self._bits_of_things: dict[str, int] = {}
        self._masks_of_bearers: dict[Bearer, int] = {}
        self._masks_of_targets: dict[Target, int] = {}
        moves_on: dict[str, list[Move]] = {}
        for move in index.situation.moves:
            moves_on.setdefault(move.norm, []).append(move)
        self.of: dict[str, Reach] = {}
        for norm in index.norms.values():
            reach = self._find(norm, stance, moves_on.get(norm.id, []))
            if reach is not None:
                self.of[norm.id] = reach

    def actor_mask(self, actors: Iterable[str]) -> int:
        """The bits of these actors."""
        return _mask(self._bits_of_actors, actors)

    def thing_mask(self, things: Iterable[str]) -> int:
        """The bits of these things."""
        return _mask(self._bits_of_things, things)

    def bit_of(self, thing: str) -> int:
        """The bit of a thing; 0 for one that no norm reaches."""
        number = self._bits_of_things.get(thing)
        return 0 if number is None else 1 << number

    def _find(self, norm: Norm, stance: Stance, moves: list[Move]) -> Reach | None:
        index = self.index
        if not is_known(norm, index.situation.as_of, stance):
            return None
        if norm.given and judge(read_premise(norm.given), index.settled) is False:
            return None
        start, end = period_of(norm, index.window, index.situation.as_of)
        contexts = index.forest.mask(None if norm.contexts is None else names(norm.contexts))
        things = self._mask_target(norm.object)
        for move in moves:
            match move:
                case ExtendNorm():
                    end = max(end, add_days(move.by, 1))
                case NarrowNorm():
                    contexts |= index.forest.mask(names(move.contexts))
                case SubstituteObject():
                    things |= self._mask_target(Target(thing=move.thing))
                case _:
                    pass
        days = index.window.between(start, end)
        if not days:
            return None
        if norm.modality is Modality.MUST and norm.timing is not None:
            # Its due day may be moved, so it can reach to the end.
            days = index.window.between(start, None)
        return Reach(norm, self._mask_bearer(norm.bearer), things, contexts, days)

    def _mask_bearer(self, bearer: Bearer) -> int:
        if bearer not in self._masks_of_bearers:
            selected = select_actors(self.index, self._closures, bearer)
            self._masks_of_bearers[bearer] = self.actor_mask(selected)
        return self._masks_of_bearers[bearer]

    def _mask_target(self, target: Target) -> int:
        if target not in self._masks_of_targets:
            selected = select_things(self.index, self._closures, target)
            self._masks_of_targets[target] = self.thing_mask(selected)
        return self._masks_of_targets[target]


def _mask(bits: dict[str, int], identities: Iterable[str]) -> int:
    # Many single bits are set in a byte array; adding them one by one to a long integer would copy it each time.
    numbers = [bits.setdefault(identity, len(bits)) for identity in identities]
    if len(numbers) < 16:
        mask = 0
        for number in numbers:
            mask |= 1 << number
        return mask
    array = bytearray((len(bits) >> 3) + 1)
    for number in numbers:
        array[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(array, "little")
