"""Answers: the position of an act, who is bound, and when a duty is due."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flowdown.base.period import each
from flowdown.orders.norm import Modality
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.scene import Scene
from flowdown.reason.world import World

Date = datetime.date


class Position(StrEnum):
    """What the norms say of an act."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    DUE = "due"
    PERMITTED = "permitted"
    FREE = "free"
    CONFLICT = "conflict"
    UNDETERMINED = "undetermined"


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
        position, because = _judge(reasoner, reasoner.scene(world), world, act, candidates, leaves)
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


def _judge(
    reasoner: Reasoner, scene: Scene, world: World, act: Act, candidates: list[str], leaves: int
) -> tuple[Position, tuple[str, ...]]:
    """The position in one world: the first that fits in any of the leaves."""
    found: dict[Position, set[str]] = {}
    for leaf in each(leaves):
        position, because = _judge_leaf(reasoner, scene, world, act, candidates, leaf)
        found.setdefault(position, set()).update(because)
    for position in _ORDER:
        if position in found:
            return position, tuple(sorted(found[position]))
    return Position.FREE, ()


def _judge_leaf(
    reasoner: Reasoner, scene: Scene, world: World, act: Act, candidates: list[str], leaf: int
) -> tuple[Position, set[str]]:
    today = scene.index.window.only(act.day)
    duties: set[str] = set()
    bans: set[str] = set()
    running: set[str] = set()
    leaves: set[str] = set()
    for name in candidates:
        if not scene.days(name, act.actor, (act.thing,), leaf, act.toward) & today:
            continue
        if _has_given_way(reasoner, world, name, act, leaf, today):
            continue
        norm = scene.norm(name)
        match norm.modality:
            case Modality.MUST if norm.timing is None:
                duties.add(name)
            case Modality.MUST:
                due = find_due(scene, name, act.actor, (act.thing,), leaf, act.toward)
                if due is not None and act.day <= due:
                    running.add(name)
            case Modality.MUST_NOT:
                bans.add(name)
            case Modality.MAY | Modality.NEED_NOT:
                leaves.add(name)
    if duties and bans:
        return Position.CONFLICT, duties | bans
    for position, because in (
        (Position.FORBIDDEN, bans),
        (Position.REQUIRED, duties),
        (Position.DUE, running),
        (Position.PERMITTED, leaves),
    ):
        if because:
            return position, because
    return Position.FREE, set()


def _has_given_way(reasoner: Reasoner, world: World, name: str, act: Act, leaf: int, today: int) -> bool:
    cluster = reasoner.cluster_of.get(name)
    if cluster is None:
        return False
    ruling = reasoner.rule(cluster, world)
    return bool(ruling.has_given_way(name, act.actor, act.action, act.thing, leaf, act.toward) & today)


def find_due(
    scene: Scene, norm: str, actor: str, things: tuple[str, ...], leaf: int, toward: str | None
) -> Date | None:
    """The due day of a duty that is owed in this cell; None if it is not owed."""
    due = scene.due(norm, actor, things, leaf, toward)
    if due is None or not scene.days(norm, actor, things, leaf, toward) & scene.index.window.only(due):
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
        scene.days(norm, actor, things, leaf, toward) & today
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
            find_due(scene, norm, someone, things, leaf, toward)
            for someone in ((actor,) if actor is not None else scene.actors(norm))
            for things in _choices(scene, norm)
            for leaf in each(scene.contexts(norm))
        }
        found.append(tuple(sorted(due for due in dues if due is not None)))
    return tuple(found)
