"""Answers: the position of an act, who is bound, and when a duty is due."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.base.period import each
from flowdown.orders.norm import Modality
from flowdown.reason.position import Position
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.scene import Cell, Scene
from flowdown.reason.spot import Spot
from flowdown.reason.world import World

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Act:
    """An act that is asked about; a context that has others within it stands for its leaves, None for every leaf."""

    actor: str
    action: str
    thing: str
    day: Date
    context: str | None = None
    toward: str | None = None


@dataclass(frozen=True, slots=True)
class InWorld:
    """The position in one world, with the norms that make it so."""

    world: World
    position: Position
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The position of an act, the norms that make it so, and the facts it depends on."""

    position: Position
    """UNDETERMINED if worlds differ in it."""
    because: tuple[str, ...]
    """The norms that make it so in any world."""
    depends_on: tuple[str, ...]
    """Disputed facts on which position or norms depend."""
    worlds: tuple[InWorld, ...]

    @property
    def is_settled(self) -> bool:
        """True if both the position and the norms are the same in all worlds."""
        return len({(each.position, each.because) for each in self.worlds}) == 1


def find_standing(reasoner: Reasoner, act: Act, given: Mapping[str, bool] | None = None) -> Standing:
    """The position of an act in every world that `given` leaves possible."""
    assumed = {**(given or {})}
    reasoner = reasoner.knowing(act.toward)
    leaves = reasoner.index.forest.mask(None if act.context is None else (act.context,))
    candidates = [
        name
        for name, reach in reasoner.reaches.of.items()
        if reach.norm.action == act.action and reach.contexts & leaves and reach.norm.object.any_of is None
    ]
    worlds, _ = reasoner.worlds_of_norms(candidates, assumed)
    answers = []
    for world in worlds:
        position, because = _Judge(reasoner, world, act, candidates).judge(leaves)
        answers.append(InWorld(world, position, because))
    answers.sort(key=lambda answer: sorted(answer.world.items()))
    positions = {answer.position for answer in answers}
    settled = len({(answer.position, answer.because) for answer in answers}) == 1
    return Standing(
        positions.pop() if len(positions) == 1 else Position.UNDETERMINED,
        tuple(sorted({name for answer in answers for name in answer.because})),
        () if settled else tuple(sorted(_deciding_facts(answers) - set(assumed))),
        tuple(answers),
    )


def _deciding_facts(answers: list[InWorld]) -> set[str]:
    """The facts in whose value alone two worlds with different answers can differ; all if none does alone."""
    facts = {fact for answer in answers for fact in answer.world}
    deciding: set[str] = set()
    for place, one in enumerate(answers):
        for other in answers[place + 1 :]:
            if (one.position, one.because) != (other.position, other.because):
                apart = {fact for fact, value in one.world.items() if other.world.get(fact, value) is not value}
                if len(apart) == 1:
                    deciding |= apart
    return deciding or facts


_ORDER = (Position.CONFLICT, Position.FORBIDDEN, Position.REQUIRED, Position.DUE, Position.PERMITTED)


class _Judge:
    """Judges an act in one world, over the norms that could bear on it."""

    def __init__(self, reasoner: Reasoner, world: World, act: Act, candidates: list[str]) -> None:
        self._reasoner = reasoner
        self._world = world
        self._act = act
        self._candidates = candidates
        self._scene = reasoner.scene(world)
        self._today = self._scene.index.window.only(act.day)

    def judge(self, leaves: int) -> tuple[Position, tuple[str, ...]]:
        """The first position that fits in any of the leaves."""
        found: dict[Position, set[str]] = {}
        for leaf in each(leaves):
            position, because = self._judge_leaf(leaf)
            found.setdefault(position, set()).update(because)
        for position in _ORDER:
            if position in found:
                return position, tuple(sorted(found[position]))
        return Position.FREE, ()

    def _judge_leaf(self, leaf: int) -> tuple[Position, set[str]]:
        spot = Spot(self._act.actor, (self._act.thing,), leaf, self._act.toward)
        standing: dict[Position, set[str]] = {position: set() for position in _ORDER}
        for name in self._candidates:
            position = self._say(name, spot)
            if position is not None:
                standing[position].add(name)
        if standing[Position.REQUIRED] and standing[Position.FORBIDDEN]:
            return Position.CONFLICT, standing[Position.REQUIRED] | standing[Position.FORBIDDEN]
        for position in _ORDER:
            if standing[position]:
                return position, standing[position]
        return Position.FREE, set()

    def _say(self, name: str, spot: Spot) -> Position | None:
        """What one norm says of the act; None if it does not bind there or has given way."""
        scene = self._scene
        if not scene.days(name, spot) & self._today or self._has_given_way(name, spot):
            return None
        norm = scene.norm(name)
        match norm.modality:
            case Modality.MUST if norm.timing is None:
                return Position.REQUIRED
            case Modality.MUST:
                due = find_due(scene, name, spot)
                return Position.DUE if due is not None and self._act.day <= due else None
            case Modality.MUST_NOT:
                return Position.FORBIDDEN
            case Modality.MAY | Modality.NEED_NOT:
                return Position.PERMITTED

    def _has_given_way(self, name: str, spot: Spot) -> bool:
        cluster = self._reasoner.cluster_of.get(name)
        if cluster is None:
            return False
        cell = Cell(spot.actor, self._act.action, spot.things[0], spot.leaf, spot.toward)
        return bool(self._reasoner.rule(cluster, self._world).given_way_in(name, cell) & self._today)


def find_due(scene: Scene, norm: str, spot: Spot) -> Date | None:
    """The due day of a duty that is owed there; None if it is not owed."""
    due = scene.due(norm, spot)
    if due is None or not scene.days(norm, spot) & scene.index.window.only(due):
        return None
    return due


def find_bound(reasoner: Reasoner, norm: str, day: Date, given: Mapping[str, bool] | None = None) -> tuple[str, ...]:
    """Everybody whom the norm binds in at least one cell on that day, in some world that `given` leaves possible."""
    bound: set[str] = set()
    if norm in reasoner.reaches.of:
        worlds, _ = reasoner.worlds_of_norms((norm,), {**(given or {})})
        for world in worlds:
            scene = reasoner.scene(world)
            today = scene.index.window.only(day)
            for actor, days in scene.actors(norm).items():
                if actor not in bound and days & today and _is_bound(scene, norm, actor, today):
                    bound.add(actor)
    return tuple(sorted(bound))


def _is_bound(scene: Scene, norm: str, actor: str, today: int) -> bool:
    choices = _choices(scene, norm)
    towards: set[str | None] = {scene.norm(norm).toward}
    if scene.norm(norm).modality is not Modality.MUST and None in towards:
        # No carve-out that names counterparties reaches the cell without one.
        towards = {None}
    return any(
        scene.days(norm, Spot(actor, things, leaf, toward)) & today
        for leaf in each(scene.contexts(norm))
        for things in choices
        for toward in towards
    )


def _choices(scene: Scene, norm: str) -> list[tuple[str, ...]]:
    alternatives = scene.norm(norm).object.any_of
    return [tuple(alternatives)] if alternatives is not None else [(thing,) for thing in scene.things(norm)]


def find_deadlines(
    reasoner: Reasoner, norm: str, actor: str | None, given: Mapping[str, bool] | None = None
) -> tuple[tuple[Date | None, ...], ...]:
    """Per world, the due days of a duty over the cells of its bearer (of every bearer for None); none if not owed."""
    if norm not in reasoner.reaches.of:
        return ((),)
    worlds, _ = reasoner.worlds_of_norms((norm,), {**(given or {})})
    found = []
    for world in worlds:
        scene = reasoner.scene(world)
        toward = scene.norm(norm).toward
        dues = {
            find_due(scene, norm, Spot(someone, things, leaf, toward))
            for someone in ((actor,) if actor is not None else scene.actors(norm))
            for things in _choices(scene, norm)
            for leaf in each(scene.contexts(norm))
        }
        found.append(tuple(sorted(due for due in dues if due is not None)))
    return tuple(found)
