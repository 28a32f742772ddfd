"""A scene: a situation under one stance, in one world, after some moves; says whom each norm binds on which days."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flowdown.base.calendar import add_days
from flowdown.base.period import Days
from flowdown.orders.norm import Names, Norm, Target, names
from flowdown.reason.carve_out import CarveOut, carve
from flowdown.reason.closure import Closures, Reached
from flowdown.reason.effect import Condition, settle
from flowdown.reason.index import Index
from flowdown.reason.move import ExtendNorm, Move, NarrowNorm, SubstituteObject, SuspendNorm, WithdrawNorm
from flowdown.reason.premise import judge, read_premise
from flowdown.reason.select import select_actors, select_things
from flowdown.reason.spot import Spot
from flowdown.reason.stance import Stance
from flowdown.reason.term import due_day, is_known, period_of

Date = datetime.date


class Cell(NamedTuple):
    """What a norm binds: an actor's action on a thing, in a leaf context, toward a counterparty or none."""

    actor: str
    action: str
    thing: str
    leaf: int
    toward: str | None


class Scene:
    """Binding in one stance and world; everything is computed when first asked for."""

    def __init__(self, index: Index, stance: Stance, truths: Mapping[str, bool], moves: Iterable[Move] = ()) -> None:
        self.index = index
        self.stance = stance
        # A fact that is left open here matters to nobody who asks this scene; it is taken to be false.
        self.truths: dict[str, bool] = {**dict.fromkeys(index.disputed, False), **index.settled, **truths}
        self.moves = tuple(sorted(moves, key=lambda move: move.id))
        self.closures: Closures = index.closures(self.truths)
        self._moved = {move.norm for move in self.moves}
        self._norms: dict[str, Norm] = {}
        self._periods: dict[str, tuple[Date, Date] | None] = {}
        self._effects: dict[str, Days] = {}
        self._unsettled: dict[str, Days] = {}
        self._carved: dict[str, tuple[CarveOut, ...]] = {}
        self._actors: dict[str, Reached] = {}
        self._things: dict[str, Reached] = {}
        self._contexts: dict[str, int] = {}

    # -- the norm itself ------------------------------------------------------------------------------------------

    def norm(self, identity: str) -> Norm:
        """The norm as the moves leave it."""
        if identity not in self._norms:
            norm = self.index.norms[identity]
            self._norms[identity] = _reshape(norm, self.moves) if identity in self._moved else norm
        return self._norms[identity]

    def holds(self, given: Names) -> bool:
        """True if all of these premises are so in this world."""
        return not given or judge(read_premise(given), self.truths) is True

    def period(self, identity: str) -> tuple[Date, Date] | None:
        """The norm's own non-empty period, reaching beyond the window perhaps; None if it does not exist at all."""
        if identity not in self._periods:
            self._periods[identity] = self._find_period(identity)
        return self._periods[identity]

    def _find_period(self, identity: str) -> tuple[Date, Date] | None:
        norm, situation = self.index.norms[identity], self.index.situation
        if not is_known(norm, situation.as_of, self.stance) or not self.holds(norm.given):
            return None
        start, end = period_of(norm, situation.window, situation.as_of)
        for move in self._moves_on(identity):
            match move:
                case ExtendNorm():
                    end = max(end, add_days(move.by, 1))
                case WithdrawNorm(since=None):
                    return None
        if norm.withdrawn is not None and norm.withdrawn <= situation.as_of:
            # Only the norm's own end moves; the act that withdrew it stands.
            end = min(end, norm.withdrawn)
        for move in self._moves_on(identity):
            if isinstance(move, WithdrawNorm) and move.since is not None:
                end = min(end, move.since)
        return (start, end) if start < end else None

    def _moves_on(self, identity: str) -> list[Move]:
        return [move for move in self.moves if move.norm == identity] if identity in self._moved else []

    # -- when it has effect ---------------------------------------------------------------------------------------

    def effect(self, identity: str) -> Days:
        """The days on which the norm has effect, before exceptions, waivers and partial stays."""
        if identity not in self._effects:
            self._settle(identity)
        return self._effects[identity]

    def unsettled(self, identity: str) -> Days:
        """The days on which the norm's effect leads back to itself through `unless_norm`."""
        self.effect(identity)
        return self._unsettled.get(identity, 0)

    def _settle(self, identity: str) -> None:
        conditions: dict[str, Condition] = {}
        base: dict[str, Days] = {}
        waiting = [identity]
        while waiting:
            name = waiting.pop()
            if name in base:
                continue
            base[name] = self._base(name)
            norm = self.norm(name)
            if norm.while_norm or norm.unless_norm:
                conditions[name] = Condition(names(norm.while_norm), names(norm.unless_norm))
                waiting += (*conditions[name].while_norm, *conditions[name].unless_norm)
        if conditions:
            effects = settle(self.index.window, base, conditions)
            self._unsettled.update(effects.unsettled)
            base.update(effects.days)
        self._effects.update(base)

    def _base(self, identity: str) -> Days:
        """The days of the norm's period on which it is neither stayed as a whole nor replaced."""
        period = self.period(identity)
        if period is None:
            return 0
        days = self.index.window.between(*period) & ~self.stayed_as_a_whole(identity)
        for replacer in self.index.replacers_of.get(identity, ()):
            days &= ~self._replaced_by(replacer, identity)
        return days

    def stayed_as_a_whole(self, identity: str) -> Days:
        """The days on which a stay without any scope suspends the norm."""
        days = 0
        for stay in self._stays(identity):
            if stay.is_whole:
                days |= stay.days
        return days

    def _replaced_by(self, replacer: str, identity: str) -> Days:
        index = self.index
        period = self.period(replacer)
        old, new = index.norms[identity], index.norms[replacer]
        if period is None or index.issue_day(new) <= index.issue_day(old):
            return 0
        if index.rank(new.authority) < index.rank(old.authority):
            return 0
        return index.window.between(period[0], None) & ~self.stayed_as_a_whole(replacer)

    # -- what is taken away ---------------------------------------------------------------------------------------

    def carve_outs(self, identity: str) -> tuple[CarveOut, ...]:
        """The scopes and days in which the norm does not bind, empty ones left out."""
        if identity not in self._carved:
            found = [*self._exceptions(identity), *self._waivers(identity), *self._stays(identity)]
            self._carved[identity] = tuple(each for each in found if each.days)
        return self._carved[identity]

    def _exceptions(self, identity: str) -> Iterable[CarveOut]:
        for number, exemption in enumerate(self.index.norms[identity].exceptions):
            if self.holds(exemption.given):
                yield carve(self.index, f"exception {number + 1}", exemption)

    def _waivers(self, identity: str) -> Iterable[CarveOut]:
        norm, index = self.index.norms[identity], self.index
        for waiver in index.waivers_of.get(identity, ()):
            competent = index.rank(waiver.by) >= index.rank(norm.authority) or waiver.by in names(norm.waivable_by)
            if competent and self._is_issued(waiver.issued) and self.holds(waiver.given):
                yield carve(index, waiver.id, waiver)
        for move in self._moves_on(identity):
            if isinstance(move, SuspendNorm) and move.do == "waive":
                yield carve(index, move.id, move)

    def _stays(self, identity: str) -> Iterable[CarveOut]:
        index = self.index
        for stay in index.stays_of.get(identity, ()):
            court = index.authorities.get(stay.by)
            if court is not None and court.is_court and self._is_issued(stay.issued) and self.holds(stay.given):
                yield carve(index, stay.id, stay, stay.tolls)
        for move in self._moves_on(identity):
            if isinstance(move, SuspendNorm) and move.do == "stay":
                yield carve(index, move.id, move)

    def _is_issued(self, issued: Date | None) -> bool:
        return issued is None or issued <= self.index.situation.as_of

    # -- whom and what it picks -----------------------------------------------------------------------------------

    def actors(self, identity: str) -> Reached:
        """Whom the norm's bearer selects, and on which days of the window."""
        if identity not in self._actors:
            self._actors[identity] = select_actors(self.index, self.closures, self.norm(identity).bearer)
        return self._actors[identity]

    def things(self, identity: str) -> Reached:
        """What the norm's object selects, and on which days of the window."""
        if identity not in self._things:
            self._things[identity] = select_things(self.index, self.closures, self.norm(identity).object)
        return self._things[identity]

    def contexts(self, identity: str) -> int:
        """The leaves over which the norm is."""
        if identity not in self._contexts:
            contexts = self.norm(identity).contexts
            self._contexts[identity] = self.index.forest.mask(None if contexts is None else names(contexts))
        return self._contexts[identity]

    def reaches_toward(self, identity: str, toward: str | None) -> bool:
        """True if cells with this counterparty are the norm's."""
        norm = self.norm(identity)
        if norm.toward is None:
            return norm.modality != "must" or toward is None
        return norm.toward == toward

    def days(self, identity: str, spot: Spot) -> Days:
        """The days on which the norm binds there."""
        if not self.contexts(identity) >> spot.leaf & 1 or not self.reaches_toward(identity, spot.toward):
            return 0
        days = self.effect(identity) & self.actors(identity).get(spot.actor, 0)
        picked = self.things(identity)
        for thing in spot.things:
            days &= picked.get(thing, 0)
        if days:
            for carved in self.carve_outs(identity):
                if carved.covers(spot):
                    days &= ~carved.days
        return days

    def due(self, identity: str, spot: Spot) -> Date | None:
        """The due day of a duty there, within the window, whether or not it is owed."""
        extended = [move.by for move in self._moves_on(identity) if isinstance(move, ExtendNorm)]
        if extended:
            due = max(extended)
            return due if due < self.index.window.to else None
        tolling = [each for each in self.carve_outs(identity) if each.tolls and each.covers(spot)]

        def is_stayed(day: Date) -> bool:
            return any(each.from_ <= day < each.to for each in tolling)

        return due_day(self.norm(identity), self.index.window, is_stayed if tolling else None)

    def span(self, identity: str) -> Days:
        """The days from a duty's start to the end of the window."""
        period = self.period(identity)
        return 0 if period is None else self.index.window.between(period[0], None)


def _reshape(norm: Norm, moves: tuple[Move, ...]) -> Norm:
    """The norm with the contexts and the object that moves give it."""
    contexts: set[str] | None = None
    substitutes: set[str] = set()
    for move in moves:
        if isinstance(move, NarrowNorm) and move.norm == norm.id:
            listed = set(names(move.contexts))
            contexts = listed if contexts is None else contexts & listed
        elif isinstance(move, SubstituteObject) and move.norm == norm.id:
            substitutes |= set(names(move.thing))
    if contexts is not None:
        norm = dataclasses.replace(norm, contexts=tuple(sorted(contexts)))
    if substitutes:
        norm = dataclasses.replace(norm, object=Target(thing=tuple(sorted(substitutes))))
    return norm
