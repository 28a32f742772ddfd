"""Assembly of a cluster's components in a scene: cells, what joins them, and the norms' demands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flowdown.base.period import Days, each
from flowdown.orders.norm import Modality, names
from flowdown.reason.alike import Classes
from flowdown.reason.cluster import Cluster, Groups
from flowdown.reason.component import Component, Demand
from flowdown.reason.divide import Draft, divide
from flowdown.reason.scene import Cell, Scene
from flowdown.reason.spot import Spot


class Place(NamedTuple):
    """A cell in terms of classes: it stands for all cells of its actor, thing and leaf class."""

    actor: int
    action: str
    thing: int
    leaf: int
    toward: str | None


@dataclass(slots=True)
class Claim:
    """A norm's demand on one place, or on alternatives, with its days."""

    norm: str
    demand: Demand
    places: tuple[Place, ...]
    days: Days
    due: Days = 0
    start: Days = 0


@dataclass(slots=True)
class Ground:
    """Everything gathered for a cluster before it is split."""

    duties: list[Claim] = field(default_factory=list)
    others: dict[Place, list[Claim]] = field(default_factory=dict)
    steps: dict[tuple[Place, Place, str | None], Days] = field(default_factory=dict)
    barred: dict[Place, Days] = field(default_factory=dict)


class Assembly:
    """Builds the components of one cluster in one scene."""

    def __init__(self, scene: Scene, cluster: Cluster, classes: Classes) -> None:
        self.scene = scene
        self.cluster = cluster
        self.classes = classes
        self.traits = scene.index.situation.actions
        self._by_modality = {
            modality: sum(
                1 << number for number, name in enumerate(classes.norms) if scene.norm(name).modality is modality
            )
            for modality in Modality
        }

    def components(self) -> Iterator[tuple[Component, tuple[tuple[Place, ...], ...]]]:
        """The components in which something can clash, each with the places that its cells stand for."""
        ground = Ground()
        places: dict[Place, None] = {}
        for place in self._contested():
            places[place] = None
        for duty in self._duties():
            ground.duties.append(duty)
            places.update(dict.fromkeys(duty.places))
        self._follow(places, ground)
        for place in places:
            ground.others[place] = self._others_on(place)
            barred = self._barred(place)
            if barred:
                ground.barred[place] = barred
        yield from self._split(list(places), ground)

    # -- what norms ask -------------------------------------------------------------------------------------------

    def _contested(self) -> Iterator[Place]:
        """The places with a leave against a ban, or a relief against a duty."""
        bans, leaves = self._by_modality[Modality.MUST_NOT], self._by_modality[Modality.MAY]
        duties, reliefs = self._by_modality[Modality.MUST], self._by_modality[Modality.NEED_NOT]
        if not (bans and leaves) and not (duties and reliefs):
            return
        for actor, thing, leaf, picked in self._boxes():
            if not (picked & bans and picked & leaves) and not (picked & duties and picked & reliefs):
                continue
            for action in sorted({self.scene.norm(self.classes.norms[number]).action for number in each(picked)}):
                for toward in self.classes.counterparties:
                    yield Place(actor, action, thing, leaf, toward)

    def _boxes(self) -> Iterator[tuple[int, int, int, int]]:
        """The classes of actors, things and leaves that some norm picks together, with these norms."""
        classes = self.classes
        for actor, someone in enumerate(classes.actors):
            for thing, something in enumerate(classes.things):
                both = someone.picked_by & something.picked_by
                if both:
                    for leaf, somewhere in enumerate(classes.leaves):
                        if both & somewhere.picked_by:
                            yield actor, thing, leaf, both & somewhere.picked_by

    def _duties(self) -> Iterator[Claim]:
        for number in each(self._by_modality[Modality.MUST]):
            name = self.classes.norms[number]
            norm = self.scene.norm(name)
            alternatives = norm.object.any_of
            for actor, someone in enumerate(self.classes.actors):
                if not someone.picked_by >> number & 1:
                    continue
                for leaf, somewhere in enumerate(self.classes.leaves):
                    if not somewhere.picked_by >> number & 1:
                        continue
                    choices: Iterable[tuple[int, ...]]
                    if alternatives is not None:
                        choices = [tuple(self.classes.thing_class[thing] for thing in dict.fromkeys(alternatives))]
                    else:
                        choices = [
                            (thing,)
                            for thing, something in enumerate(self.classes.things)
                            if something.picked_by >> number & 1
                        ]
                    for things in choices:
                        claim = self._duty(name, actor, things, leaf)
                        if claim is not None:
                            yield claim

    def _duty(self, name: str, actor: int, things: tuple[int, ...], leaf: int) -> Claim | None:
        scene, norm = self.scene, self.scene.norm(name)
        someone, somewhere = self.classes.actors[actor].first, int(self.classes.leaves[leaf].first)
        something = tuple(self.classes.things[thing].first for thing in things)
        spot = Spot(someone, something, somewhere, norm.toward)
        days = scene.days(name, spot)
        if not days:
            return None
        places = tuple(Place(actor, norm.action, thing, leaf, norm.toward) for thing in things)
        if norm.timing is None:
            return Claim(name, Demand.DUTY, places, days)
        window = scene.index.window
        due = scene.due(name, spot)
        if due is None or not days & window.only(due):
            return None
        start = scene.span(name)
        until = window.between(None, window.day(window.index(due) + 1))
        return Claim(name, Demand.DUE, places, start & until, window.only(due), start)

    def _others_on(self, place: Place) -> list[Claim]:
        """The bans, leaves and reliefs on a place."""
        classes = self.classes
        picked = classes.actors[place.actor].picked_by & classes.things[place.thing].picked_by
        picked &= classes.leaves[place.leaf].picked_by & ~self._by_modality[Modality.MUST]
        cell = self.cell(place)
        spot = Spot(cell.actor, (cell.thing,), cell.leaf, cell.toward)
        claims = []
        for number in each(picked):
            name = classes.norms[number]
            norm = self.scene.norm(name)
            if norm.action == place.action:
                days = self.scene.days(name, spot)
                if days:
                    claims.append(Claim(name, _DEMANDS[norm.modality], (place,), days))
        return claims

    def cell(self, place: Place) -> Cell:
        """The cell that stands for a place."""
        classes = self.classes
        return Cell(
            classes.actors[place.actor].first,
            place.action,
            classes.things[place.thing].first,
            int(classes.leaves[place.leaf].first),
            place.toward,
        )

    # -- how the world joins places -------------------------------------------------------------------------------

    def _follow(self, places: dict[Place, None], ground: Ground) -> None:
        """Add the places that duties lead to by implied actions and links."""
        waiting = [place for duty in ground.duties for place in duty.places]
        seen = set(waiting)
        while waiting:
            place = waiting.pop()
            for other, days, link in self._steps_from(place):
                if days:
                    key = (place, other, link)
                    ground.steps[key] = ground.steps.get(key, 0) | days
                    if other not in seen:
                        seen.add(other)
                        places[other] = None
                        waiting.append(other)

    def _steps_from(self, place: Place) -> Iterator[tuple[Place, Days, str | None]]:
        scene, classes = self.scene, self.classes
        window, forest = scene.index.window, scene.index.forest
        if place.action in self.traits:
            for action in names(self.traits[place.action].implies):
                yield place._replace(action=action), window.all, None
        leaf = int(classes.leaves[place.leaf].first)
        for link in self.cluster.links:
            doing, needs = link.doing, link.needs
            if (doing.action, doing.toward) != (place.action, place.toward):
                continue
            if classes.actor_class[doing.actor] != place.actor or classes.thing_class[doing.thing] != place.thing:
                continue
            mask = forest.mask(None if link.contexts is None else names(link.contexts))
            if not mask >> leaf & 1 or not scene.holds(link.given):
                continue
            days = window.between(link.from_, link.to)
            actor, thing = classes.actor_class[needs.actor], classes.thing_class[needs.thing]
            leaves = (
                [place.leaf]
                if needs.context is None
                else [classes.leaf_class[each_leaf] for each_leaf in each(forest.mask((needs.context,)))]
            )
            for there in leaves:
                yield Place(actor, needs.action, thing, there, needs.toward), days, link.id

    def _barred(self, place: Place) -> Days:
        """The days before the end of a lead time."""
        days = 0
        cell, window = self.cell(place), self.scene.index.window
        for lead in self.cluster.lead_times:
            if (
                lead.action == cell.action
                and (lead.actor is None or cell.actor in names(lead.actor))
                and (lead.thing is None or cell.thing in names(lead.thing))
                and self.scene.holds(lead.given)
            ):
                ready = (lead.from_ or window.from_).toordinal() + lead.days
                length = max(0, min(window.length, ready - window.from_.toordinal()))
                days |= (1 << length) - 1
        return days

    # -- splitting ------------------------------------------------------------------------------------------------

    def _split(self, places: list[Place], ground: Ground) -> Iterator[tuple[Component, tuple[tuple[Place, ...], ...]]]:
        numbers = {place: str(number) for number, place in enumerate(places)}
        groups = Groups()
        for place in places:
            groups.find(numbers[place])
        for doing, needs, _ in ground.steps:
            groups.join(numbers[doing], numbers[needs])
        for duty in ground.duties:
            for place in duty.places[1:]:
                groups.join(numbers[duty.places[0]], numbers[place])
        endings = list(self._endings(places))
        for doing, ended in endings:
            groups.join(numbers[doing], numbers[ended])
        duties: dict[str, list[Claim]] = {}
        for duty in ground.duties:
            duties.setdefault(groups.find(numbers[duty.places[0]]), []).append(duty)
        steps: dict[str, list[tuple[Place, Place, str | None, Days]]] = {}
        for (doing, needs, link), days in ground.steps.items():
            steps.setdefault(groups.find(numbers[doing]), []).append((doing, needs, link, days))
        ended_in: dict[str, list[tuple[Place, Place]]] = {}
        for doing, ended in endings:
            ended_in.setdefault(groups.find(numbers[doing]), []).append((doing, ended))
        for group, members in groups.members().items():
            here = tuple(places[int(number)] for number in members)
            draft = Draft(
                tuple(self.cell(place) for place in here),
                {place: number for number, place in enumerate(here)},
                [*duties.get(group, ()), *(claim for place in here for claim in ground.others[place])],
                steps.get(group, []),
                ended_in.get(group, []),
                {place: ground.barred[place] for place in here if place in ground.barred},
            )
            component = divide(self.scene, draft)
            if component is not None:
                yield component, tuple((place,) for place in here)

    def _endings(self, places: list[Place]) -> Iterator[tuple[Place, Place]]:
        boxes: dict[tuple[int, int, int], list[Place]] = {}
        for place in places:
            boxes.setdefault((place.actor, place.thing, place.leaf), []).append(place)
        for together in boxes.values():
            for doing in together:
                if doing.action in self.traits:
                    ends = names(self.traits[doing.action].ends)
                    for ended in together:
                        if ended.action in ends:
                            yield doing, ended


_DEMANDS = {Modality.MUST_NOT: Demand.BAN, Modality.MAY: Demand.LEAVE, Modality.NEED_NOT: Demand.RELIEF}
