"""Classes of actors, things and contexts that a cluster's norms, carve-outs and links cannot tell apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from flowdown.base.period import Days, each
from flowdown.orders.norm import Names, names
from flowdown.reason.cluster import Cluster
from flowdown.reason.move import Move, SuspendNorm
from flowdown.reason.scene import Scene

# INVARIANT: whatever holds of one member of a class holds of every other, after any set of the open moves that only
# suspend; moves that reshape a norm get classes of their own, as they are made for the scene that has them.


@dataclass(frozen=True, slots=True)
class Alike:
    """Members that nothing tells apart, the first standing for all, and the norms that pick them."""

    members: tuple[str, ...]
    picked_by: int

    @property
    def first(self) -> str:
        """The member that stands for the class."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a cluster in a scene; norms are bits in the order of `norms`."""

    norms: tuple[str, ...]
    actors: tuple[Alike, ...]
    things: tuple[Alike, ...]
    leaves: tuple[Alike, ...]
    """Leaves are told by their number, written as text."""
    counterparties: tuple[str | None, ...]
    actor_class: Mapping[str, int]
    thing_class: Mapping[str, int]
    leaf_class: Mapping[int, int]


def sort_alike(scene: Scene, cluster: Cluster, counterparties: Iterable[str] = ()) -> Classes:
    """Sort what the cluster touches into classes; `counterparties` are further ones that will be asked about."""
    living = tuple(name for name in cluster.norms if scene.effect(name))
    moves = [move for move in scene.index.situation.moves if isinstance(move, SuspendNorm) and move.norm in living]
    actors = _Marks()
    things = _Marks()
    for number, name in enumerate(living):
        effect = scene.effect(name)
        actors.pick(number, scene.actors(name), effect)
        things.pick(number, scene.things(name), effect)
        for place, carved in enumerate(scene.carve_outs(name)):
            actors.mark(carved.actors, (number, place))
            things.mark(carved.things, (number, place))
        for thing in scene.norm(name).object.any_of or ():
            things.single(thing)
    for move in moves:
        actors.mark(_some(move.actors), move.id)
        things.mark(_some(move.things), move.id)
    for link in cluster.links:
        for act in (link.doing, link.needs):
            actors.single(act.actor)
            things.single(act.thing)
    for place, lead in enumerate(cluster.lead_times):
        actors.mark(_some(lead.actor), ("lead", place))
        things.mark(_some(lead.thing), ("lead", place))
    actor_classes, thing_classes = actors.classes(), things.classes()
    leaf_classes = _sort_leaves(scene, cluster, living, moves)
    return Classes(
        living,
        actor_classes,
        thing_classes,
        leaf_classes,
        _list_counterparties(scene, cluster, living, moves, counterparties),
        {name: number for number, alike in enumerate(actor_classes) for name in alike.members},
        {name: number for number, alike in enumerate(thing_classes) for name in alike.members},
        {int(name): number for number, alike in enumerate(leaf_classes) for name in alike.members},
    )


class _Marks:
    """The marks that tell names apart, gathered name by name."""

    def __init__(self) -> None:
        self._marks: dict[str, list[Hashable]] = {}
        self._picked: dict[str, int] = {}

    def pick(self, number: int, picked: Mapping[str, Days], effect: Days) -> None:
        for name, days in picked.items():
            on = days & effect
            if on:
                self._marks.setdefault(name, []).append((number, on))
                self._picked[name] = self._picked.get(name, 0) | 1 << number

    def mark(self, marked: Iterable[str] | None, mark: Hashable) -> None:
        for name in marked or ():
            if name in self._marks:
                self._marks[name].append(mark)

    def single(self, name: str) -> None:
        self._marks.setdefault(name, []).append(("single", name))

    def classes(self) -> tuple[Alike, ...]:
        found: dict[tuple[Hashable, ...], list[str]] = {}
        for name in sorted(self._marks):
            found.setdefault(tuple(self._marks[name]), []).append(name)
        return tuple(Alike(tuple(members), self._picked.get(members[0], 0)) for members in found.values())


def _some(value: Names | None) -> tuple[str, ...] | None:
    return None if value is None else names(value)


def _sort_leaves(
    scene: Scene, cluster: Cluster, living: tuple[str, ...], moves: list[SuspendNorm]
) -> tuple[Alike, ...]:
    forest = scene.index.forest
    masks = [scene.contexts(name) for name in living]
    for name in living:
        masks += [carved.contexts for carved in scene.carve_outs(name) if carved.contexts is not None]
    masks += [forest.mask(names(move.contexts)) for move in moves if move.contexts is not None]
    for link in cluster.links:
        if link.contexts is not None:
            masks.append(forest.mask(names(link.contexts)))
        if link.needs.context is not None:
            # Another context's day is tied to this one's, so each leaf must stand for itself alone.
            masks += [1 << leaf for leaf in range(len(forest.leaves))]
    found: dict[tuple[int, ...], list[str]] = {}
    for leaf in range(len(forest.leaves)):
        found.setdefault(tuple(mask >> leaf & 1 for mask in masks), []).append(str(leaf))
    return tuple(
        Alike(tuple(members), sum(1 << number for number in range(len(living)) if masks[number] >> int(members[0]) & 1))
        for members in found.values()
    )


def _list_counterparties(
    scene: Scene, cluster: Cluster, living: tuple[str, ...], moves: list[SuspendNorm], asked: Iterable[str]
) -> tuple[str | None, ...]:
    named: set[str | None] = set(asked)
    for name in living:
        named.add(scene.norm(name).toward)
        for carved in scene.carve_outs(name):
            named |= carved.toward or frozenset()
    for move in moves:
        named |= set(names(move.toward))
    for link in cluster.links:
        named |= {link.doing.toward, link.needs.toward}
    return (None, *sorted(name for name in named if name is not None))


def moves_on(moves: Iterable[Move], norms: Iterable[str]) -> tuple[Move, ...]:
    """The moves that name one of the norms."""
    wanted = set(norms)
    return tuple(move for move in moves if move.norm in wanted)


def leaves_of(mask: int) -> tuple[int, ...]:
    """The leaves of a mask."""
    return tuple(each(mask))
