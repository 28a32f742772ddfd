"""One order in one setting: what each of its norms says of a use there."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.base.truth import Truth
from flowdown.orders.context import ContextForest
from flowdown.orders.load import Library
from flowdown.orders.norm import Modality, Names, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.answer import Act, Standing, find_deadlines
from flowdown.reason.chambers import Chamber, Chambers
from flowdown.reason.determination import Outcome, Position, Reading
from flowdown.reason.lower import ANYTHING, US, name_of, qualified, term_of
from flowdown.reason.place import NOTHING_STATED, Stated
from flowdown.reason.stage import Universe
from flowdown.reason.stance import Stance
from flowdown.reason.uses import Use


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: on which day, known when, under which stance, in which contexts, with which facts settled."""

    as_of: datetime.date
    known_at: datetime.date
    stance: Stance = Stance.IN_FORCE
    contexts: tuple[str, ...] = ()
    given: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a norm says of a use that is seen; `is_forbidden_anyway`: another norm forbids it in any case."""

    use: Use
    position: Position
    outcome: Outcome
    standing: Standing
    is_forbidden_anyway: bool = False

    @property
    def because(self) -> tuple[str, ...]:
        """The norms that it rests on: those of every world where it is settled, else those of any."""
        if self.outcome is Outcome.UNDETERMINED:
            return self.standing.because
        worlds = self.standing.worlds
        always = tuple(name for name in self.standing.because if all(name in each.because for each in worlds))
        return always or self.standing.because


class Court:
    """An order, with those that it speaks of, in one leaf context with what is known of the contract there."""

    def __init__(
        self,
        order: Order,
        related: Sequence[Order],
        library: Library,
        universe: Universe,
        leaf: str,
        facts: Mapping[str, Truth],
        asked: Asked,
        chambers: Chambers | None = None,
    ) -> None:
        self.order = order
        self.orders = (order, *related)
        self.leaf = leaf
        self.where = next((each.brief for each in library.contexts if each.id == leaf), leaf.replace("_", " "))
        self.kind = library.kind_in(leaf)
        self.asked = asked
        self.facts = facts
        self._universe = universe
        self._library = library
        self._forest = ContextForest.of(library.contexts)
        self._bit = self._forest.mask((leaf,))
        self._chambers = chambers or Chambers(library, asked.as_of, asked.known_at, asked.stance, asked.given)
        self._chamber_of: dict[tuple[str, bool], Chamber] = {}
        self._verdicts: dict[tuple[Use, str, Stated], Verdict] = {}
        self._bans: dict[str, Position] = {}
        self._past_due: dict[str, datetime.date | None] = {}
        self._readings: dict[tuple[str, Use, Stated], tuple[Reading, ...]] = {}
        self.norms: tuple[OrderNorm, ...] = tuple(
            norm
            for norm in order.norms
            if self.speaks_here(norm.contexts) and self._binds(norm) and self._is_of_the_day(norm)
        )

    def _chamber(self, norm: OrderNorm, *, has_relief: bool) -> Chamber:
        """Answers about a norm with those that bear on it; without relief, as if nothing suspended any."""
        key = (norm.id, has_relief)
        if key not in self._chamber_of:
            self._chamber_of[key] = self._chambers.chamber(
                self.orders, self._universe, self.kind, self.facts, self._among(norm), has_relief=has_relief
            )
        return self._chamber_of[key]

    def speaks_here(self, contexts: Names | None) -> bool:
        """Whether some contexts (None: every one) hold this one."""
        return bool(self._forest.mask(names(contexts) if contexts is not None else None) & self._bit)

    def _binds(self, norm: OrderNorm) -> bool:
        bearer = norm.bearer
        if term_of(bearer) is not None:
            return self.kind == "contractor"
        return bool(bearer.all) or bearer.kind == self.kind or US in names(bearer.actor)

    def _is_of_the_day(self, norm: OrderNorm) -> bool:
        """Whether a merely threatened norm matters to the question: only under the stance that counts it."""
        return norm.status.value == "in_force" or self.asked.stance is Stance.AS_THREATENED

    def objects(self, norm: OrderNorm) -> frozenset[Use]:
        """The uses that the norm, with every open point granted and no relief, would speak of."""
        return self._chamber(norm, has_relief=False).objects(name_of(self.order, norm.id), norm)

    def standing(
        self,
        norm: OrderNorm,
        thing: str,
        given: Mapping[str, bool] | None = None,
        day: datetime.date | None = None,
    ) -> Standing:
        """The position of the norm's act on a thing there, on the day asked about unless another one is given."""
        act = Act(US, norm.action, thing, day or self.asked.as_of, self.leaf)
        return self._chamber(norm, has_relief=True).standing(act, given)

    def _among(self, norm: OrderNorm) -> frozenset[str]:
        """The norms to ask about together: this one, and those without which its position could be told wrong.

        A ban or duty is asked with the permissions that are stronger, a ban with those that hold just where it does not,
        and with a duty that hangs on no premise. No ban makes another one give way: to ask all norms of an
        order at once would only multiply the worlds of their open points.
        """
        name, known = name_of(self.order, norm.id), self._chambers.asked_with
        if name not in known:
            near = {
                name_of(order, each.id)
                for order in self.orders
                for each in order.norms
                if each is norm or self._bears_on(each, norm, is_own=order is self.order)
            }
            known[name] = self._with_supports(near)
        return known[name]

    def _with_supports(self, near: set[str]) -> frozenset[str]:
        """The norms with those on whose effect theirs depends."""
        while True:
            supports: set[str] = set()
            for order in self.orders:
                for norm in order.norms:
                    replaced = set(names(qualified(order, norm.replaces)))
                    if name_of(order, norm.id) in near:
                        supports |= replaced
                        supports |= {
                            *names(qualified(order, norm.while_norm)),
                            *names(qualified(order, norm.unless_norm)),
                        }
                    elif replaced & near:
                        supports.add(name_of(order, norm.id))
            if supports <= near:
                return frozenset(near)
            near = near | supports

    def _bears_on(self, other: OrderNorm, norm: OrderNorm, *, is_own: bool) -> bool:
        if is_ban(norm) and is_ban(other):
            return is_own and bool({_negated(word) for word in names(norm.given)} & set(names(other.given)))
        if other.modality in (Modality.MAY, Modality.NEED_NOT):
            return bool(names(other.overrides)) or self._rank(other) > self._rank(norm)
        return is_ban(norm) is not is_ban(other) and not names(other.given)

    def _rank(self, norm: OrderNorm) -> float:
        return next((each.rank for each in self._library.authorities if each.id == norm.authority), 0)

    def settled_by(self, stated: Stated) -> dict[str, bool]:
        """The open points that what is stated of a place settles."""
        if stated == NOTHING_STATED:
            return {}
        points = (
            (name_of(order, point.id), stated.settle(point)) for order in self.orders for point in order.open_points
        )
        asked = self.asked.given or {}
        return {fact: truth for fact, truth in points if truth is not None and fact not in asked}

    def verdict(self, norm: OrderNorm, use: Use, stated: Stated = NOTHING_STATED) -> Verdict:
        """What the norm means for a use that is seen where something is stated of its purpose."""
        key = (use, norm.id, stated)
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(norm, use, self.settled_by(stated))
        return self._verdicts[key]

    def _judge(self, norm: OrderNorm, use: Use, given: Mapping[str, bool]) -> Verdict:
        name = name_of(self.order, norm.id)
        standing = self.standing(norm, use.thing, given)
        forbidden = [
            world for world in standing.worlds if world.position is Position.FORBIDDEN and name in world.because
        ]
        if standing.position is Position.CONFLICT:
            return Verdict(use, Position.CONFLICT, Outcome.UNDETERMINED, standing)
        if forbidden and len(forbidden) == len(standing.worlds):
            return Verdict(use, Position.FORBIDDEN, Outcome.BREACH, standing)
        if forbidden and standing.position is Position.FORBIDDEN:
            # It is forbidden in every world, by one norm or another: one of them tells it, and the others need not.
            always = set.intersection(*(set(world.because) for world in standing.worlds))
            if always or name != standing.because[0]:
                return Verdict(use, Position.UNDETERMINED, Outcome.UNDETERMINED, standing, is_forbidden_anyway=True)
            return Verdict(use, Position.FORBIDDEN, Outcome.BREACH, standing)
        if forbidden:
            others = [each for each in self.norms if is_ban(each) and each.action == norm.action and each is not norm]
            anyway = any(self._bans_in_any_case(each, use, given) for each in others)
            return Verdict(use, Position.UNDETERMINED, Outcome.UNDETERMINED, standing, anyway)
        act = Act(US, norm.action, use.thing, self.asked.as_of, self.leaf)
        strict = self._chamber(norm, has_relief=False).standing(act, given)
        if any(world.position is Position.FORBIDDEN and name in world.because for world in strict.worlds):
            return Verdict(use, Position.PERMITTED, Outcome.EXEMPT, standing)
        free = standing.position in (Position.PERMITTED, Position.FREE)
        return Verdict(use, standing.position if free else Position.FREE, Outcome.CLEAR, standing)

    def _bans_in_any_case(self, norm: OrderNorm, use: Use, given: Mapping[str, bool]) -> bool:
        """Whether the norm, which counts this use, forbids the same act in every world."""
        if use not in self.objects(norm):
            return False
        name = name_of(self.order, norm.id)
        return all(
            world.position is Position.FORBIDDEN and name in world.because
            for world in self.standing(norm, use.thing, given).worlds
        )

    def ban(self, norm: OrderNorm) -> Position:
        """FORBIDDEN if the norm bans all of its objects in every world, UNDETERMINED in some, FREE in none."""
        if norm.id not in self._bans:
            name = name_of(self.order, norm.id)
            standings = [self.standing(norm, use.thing) for use in sorted(self.objects(norm)) if not use.is_derived]
            told = [
                each
                for each in standings
                if any(name in world.because and world.position is Position.FORBIDDEN for world in each.worlds)
            ]
            always = all(world.position is Position.FORBIDDEN for each in told for world in each.worlds)
            self._bans[norm.id] = Position.FREE if not told else Position.FORBIDDEN if always else Position.UNDETERMINED
        return self._bans[norm.id]

    def duty(self, norm: OrderNorm, day: datetime.date | None = None) -> Standing:
        """The position of an act that a norm requires, on the first of its objects."""
        things = [use.thing for use in sorted(self.objects(norm))]
        return self.standing(norm, things[0] if things else ANYTHING, None, day)

    def past_due(self, norm: OrderNorm) -> datetime.date | None:
        """The day on which a duty was due, if that has passed; None for one that runs, or never was."""
        if norm.timing is None:
            return None
        if norm.id not in self._past_due:
            per_world = find_deadlines(self._chamber(norm, has_relief=True).reasoner, name_of(self.order, norm.id), US)
            days = [day for world in per_world for day in world if day is not None and day < self.asked.as_of]
            self._past_due[norm.id] = max(days, default=None)
        return self._past_due[norm.id]

    def readings(self, norm: OrderNorm, verdict: Verdict, stated: Stated = NOTHING_STATED) -> tuple[Reading, ...]:
        """What would follow if an open point were one way or the other, everything else left open."""
        key = (norm.id, verdict.use, stated)
        if key not in self._readings:
            self._readings[key] = tuple(self._read(norm, verdict, self.settled_by(stated)))
        return self._readings[key]

    def _read(self, norm: OrderNorm, verdict: Verdict, given: Mapping[str, bool]) -> Iterator[Reading]:
        name = name_of(self.order, norm.id)
        premises = {name_of(self.order, word.removeprefix("not ").strip()) for word in names(norm.given)}
        for order in self.orders:
            for point in order.open_points:
                fact = name_of(order, point.id)
                if fact not in verdict.standing.depends_on:
                    continue
                pair: list[Reading] = []
                sides = ((True, point.if_true, point.held_by), (False, point.if_false, point.denied_by))
                for truth, says, held_by in sides:
                    standing = self.standing(norm, verdict.use.thing, {**given, fact: truth})
                    outcome = self._outcome_of(standing, name, is_premise=bool(norm.given) and fact in premises)
                    pair.append(Reading(f"{fact}={'yes' if truth else 'no'}", says or point.claim, held_by, outcome))
                if len({reading.outcome for reading in pair}) > 1:
                    yield from pair

    @staticmethod
    def _outcome_of(standing: Standing, name: str, *, is_premise: bool) -> Outcome:
        forbidden = [name in world.because and world.position is Position.FORBIDDEN for world in standing.worlds]
        if all(forbidden):
            return Outcome.BREACH
        if any(forbidden):
            return Outcome.UNDETERMINED
        return Outcome.CLEAR if is_premise else Outcome.EXEMPT


def _negated(premise: str) -> str:
    return premise.removeprefix("not ").strip() if premise.startswith("not ") else f"not {premise}"


def is_ban(norm: OrderNorm) -> bool:
    """Whether the norm forbids."""
    return norm.modality is Modality.MUST_NOT
