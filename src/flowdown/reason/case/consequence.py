"""Consequences: what the norms mean for each actor, on which days, and by which chain."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base.period import Days, each
from flowdown.orders.norm import Modality, Norm
from flowdown.reason.answer import find_due
from flowdown.reason.case.phrase import (
    describe_modal,
    describe_relation,
    describe_status,
    describe_target,
    listed,
    period,
    quote,
    word,
)
from flowdown.reason.reasoner import Clashes, Reasoner
from flowdown.reason.scene import Scene
from flowdown.reason.spot import Spot
from flowdown.reason.trace import trace_bond

ACTORS_LIMIT = 200
"""Actors that are looked at; a larger case is asked about by `--ask`."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one norm means for one actor."""

    text: str
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What all norms mean for one actor."""

    actor: str
    norms: tuple[Bound, ...]
    conflicts: tuple[int, ...]
    """Numbers of the conflicts that tie the actor down."""


def consequences(reasoner: Reasoner, clashes: Clashes) -> tuple[list[Consequence], list[str]]:
    """What the norms mean for each actor that one of them binds, and the actors that none binds."""
    found: list[Consequence] = []
    free: list[str] = []
    for actor in reasoner.index.actors[:ACTORS_LIMIT]:
        norms = tuple(_bounds(reasoner, clashes, actor))
        numbers = tuple(number for number, conflict in enumerate(clashes.conflicts, 1) if actor in conflict.actors)
        if norms or numbers:
            found.append(Consequence(actor, norms, numbers))
        else:
            free.append(actor)
    return found, free


def _bounds(reasoner: Reasoner, clashes: Clashes, actor: str) -> Iterator[Bound]:
    for name in reasoner.reaches.of:
        worlds, _ = reasoner.worlds_of_norms((name,), {})
        by_world = [(world, _days_bound(reasoner.scene(world), name, actor)) for world in worlds]
        reached = [(world, days) for world, days in by_world if days]
        if not reached:
            continue
        world, days = max(reached, key=lambda pair: (pair[1].bit_count(), sorted(pair[0].items())))
        scene = reasoner.scene(world)
        if_so = ""
        if len({days for _, days in by_world}) > 1:
            facts = sorted({fact for world, _ in by_world for fact in world})
            if_so = f", in some worlds (it depends on {listed(facts)})"
        bound = _describe(scene, clashes, name, actor, days)
        yield dataclasses.replace(bound, text=bound.text + if_so)


def _days_bound(scene: Scene, name: str, actor: str) -> Days:
    """The days on which the norm binds the actor in some cell."""
    if not scene.effect(name) & scene.actors(name).get(actor, 0):
        return 0
    alternatives = scene.norm(name).object.any_of
    choices = [alternatives] if alternatives is not None else [(thing,) for thing in scene.things(name)]
    toward = scene.norm(name).toward
    days = 0
    for leaf in each(scene.contexts(name)):
        for things in choices:
            days |= scene.days(name, Spot(actor, things, leaf, toward))
    return days


def _describe(scene: Scene, clashes: Clashes, name: str, actor: str, days: Days) -> Bound:
    norm = scene.norm(name)
    window = scene.index.window
    text = f"{describe_modal(norm)} {word(norm.action)} {describe_target(norm.object)}"
    if norm.toward is not None:
        text += f" toward {norm.toward}"
    text += f" {_where(scene, norm)}"
    due = _due(scene, norm, actor)
    if norm.timing is not None:
        text += f", once, by {due}" if due else " (not owed: no due day on which it binds)"
    else:
        text += f", {listed(period(*span) for span in window.periods(days))}"
    status = describe_status(norm)
    source = f"[{name}{': ' + status if status else ''}; {quote(norm)}]"
    notes = []
    bond = trace_bond(scene, name, actor, window.hull(days)[0])
    if bond is not None and bond.relations:
        notes.append(f"Because {'; '.join(describe_relation(relation) for relation in bond.relations)}.")
    for settled in clashes.resolved:
        if settled.yields == name:
            others = [other for other in settled.norms if other != name]
            notes.append(f"Gives way to {listed(others)} where they meet.")
    return Bound(text, source, tuple(notes))


def _where(scene: Scene, norm: Norm) -> str:
    leaves = [scene.index.forest.leaves[leaf] for leaf in each(scene.contexts(norm.id))]
    if leaves == list(scene.index.forest.leaves):
        if len(leaves) == 1:
            return "anywhere"
        everywhere = "any context" if norm.modality is not Modality.MUST else "every context"
        return f"in {everywhere} ({listed(leaves)})"
    return f"in {listed(leaves)}"


def _due(scene: Scene, norm: Norm, actor: str) -> str:
    alternatives = norm.object.any_of
    choices = [alternatives] if alternatives is not None else [(thing,) for thing in scene.things(norm.id)]
    dues = {
        find_due(scene, norm.id, Spot(actor, things, leaf, norm.toward))
        for things in choices
        for leaf in each(scene.contexts(norm.id))
    }
    return listed(str(due) for due in sorted(due for due in dues if due is not None))
