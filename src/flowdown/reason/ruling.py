"""A ruling: what comes of one cluster in one scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowdown.base.period import Days
from flowdown.reason.alike import Classes, sort_alike
from flowdown.reason.assemble import Assembly, Place
from flowdown.reason.cluster import Cluster
from flowdown.reason.component import Component, Demand
from flowdown.reason.kind import Classifier, Kind, Via
from flowdown.reason.label import Labelling
from flowdown.reason.minimal import Budget
from flowdown.reason.plain import PlainAssembly
from flowdown.reason.scene import Cell, Scene
from flowdown.reason.spot import Spot
from flowdown.reason.strength import Strength
from flowdown.reason.theory import build_theory

QUESTIONS = 120_000
"""Questions that may be put to a solver for one component."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """One member of a clash, told apart from others by norm, cells and days."""

    norm: str
    spot: Spot
    demand: Demand
    days: Days
    due: Days


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A conflict as it occurs in one place of one world."""

    norms: frozenset[str]
    kind: Kind
    via: Via | None
    actors: frozenset[str]
    days: Days
    links: frozenset[str]
    members: tuple[Demanded, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The conflicts of a cluster in a scene, who gave way where, and whether everything was looked at."""

    occurrences: tuple[Occurrence, ...]
    resolved: frozenset[tuple[frozenset[str], str]]
    is_complete: bool
    classes: Classes
    given_way: Mapping[tuple[str, Place], Days]

    def given_way_in(self, norm: str, cell: Cell) -> Days:
        """The days on which the norm has given way in this cell; every day for a duty with a due day."""
        classes = self.classes
        actor, action, thing, leaf, toward = cell
        if actor not in classes.actor_class or thing not in classes.thing_class:
            return 0
        place = Place(classes.actor_class[actor], action, classes.thing_class[thing], classes.leaf_class[leaf], toward)
        return self.given_way.get((norm, place), 0)


def rule(scene: Scene, cluster: Cluster, counterparties: Iterable[str] = ()) -> Ruling:
    """Rule on a cluster: find its clashes, who gives way, and what kind of conflict is left."""
    classes = sort_alike(scene, cluster, counterparties)
    strength = Strength(scene)
    occurrences: list[Occurrence] = []
    resolved: set[tuple[frozenset[str], str]] = set()
    given_way: dict[tuple[str, Place], Days] = {}
    complete = True
    assembly = (PlainAssembly if cluster.is_plain else Assembly)(scene, cluster, classes)
    for component, places in assembly.components():
        budget = Budget(QUESTIONS)
        theory = build_theory(component)
        try:
            labelling = Labelling(component, theory, list(theory.minimal_sets(budget)), strength)
            complete = complete and not budget.is_spent
            occurrences += _occur(component, labelling, classes, places)
            resolved |= {
                (labelling.norms_of(clash.members), clash.yields)
                for clash in labelling.resolved()
                if clash.yields is not None
            }
        finally:
            theory.close()
        for number in labelling.labels.given_way:
            instance = component.instances[number]
            days = scene.index.window.all if instance.demand is Demand.DUE else instance.days
            for place in (place for cell in instance.cells for place in places[cell]):
                key = (instance.norm, place)
                given_way[key] = given_way.get(key, 0) | days
    return Ruling(tuple(occurrences), frozenset(resolved), complete, classes, given_way)


def _occur(
    component: Component, labelling: Labelling, classes: Classes, places: tuple[tuple[Place, ...], ...]
) -> Iterable[Occurrence]:
    classifier = Classifier(component, labelling.labels.given_way)
    for clash in labelling.conflicts():
        kind, via = classifier.classify(clash.members)
        instances = [component.instances[number] for number in sorted(clash.members)]
        every_day = [each for each in instances if each.demand is not Demand.DUE]
        days = 0
        for instance in every_day or instances:
            days |= instance.days
        cells = {cell for instance in instances for cell in instance.cells}
        acting = {place.actor for cell in cells for place in places[cell]}
        actors = frozenset(name for actor in acting for name in classes.actors[actor].members)
        members = tuple(_demanded(component, number) for number in sorted(clash.members))
        links = _links_between(component, cells) if via is Via.MEANS or kind is Kind.TIMING else frozenset()
        yield Occurrence(labelling.norms_of(clash.members), kind, via, actors, days, links, members)


def _demanded(component: Component, number: int) -> Demanded:
    instance = component.instances[number]
    cell = component.cells[instance.cells[0]]
    return Demanded(
        instance.norm,
        Spot(cell.actor, tuple(component.cells[each].thing for each in instance.cells), cell.leaf, cell.toward),
        instance.demand,
        instance.days,
        component.parts[instance.due].days if instance.demand is Demand.DUE else 0,
    )


def _links_between(component: Component, cells: set[int]) -> frozenset[str]:
    """The links on a way from one of the cells to another."""
    before, after = _reach(component, cells, False), _reach(component, cells, True)
    return frozenset(
        step.link for step in component.steps if step.link is not None and step.doing in after and step.needs in before
    )


def _reach(component: Component, cells: set[int], forward: bool) -> set[int]:
    seen = set(cells)
    grown = True
    while grown:
        grown = False
        for step in component.steps:
            source, target = (step.doing, step.needs) if forward else (step.needs, step.doing)
            if source in seen and target not in seen:
                seen.add(target)
                grown = True
    return seen
