"""Relevance: a disputed fact that still matters to some norms in a partly known world."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.orders.norm import Names, Norm, Owners, names
from flowdown.reason.closure import Reached
from flowdown.reason.cluster import Cluster
from flowdown.reason.index import Index
from flowdown.reason.move import Move
from flowdown.reason.premise import judge, open_facts, read_premise
from flowdown.reason.scene import Scene
from flowdown.reason.select import select_actors, select_things
from flowdown.reason.situation import Contains, DerivedFrom, Owns, Relation, Supplies
from flowdown.reason.stance import Stance
from flowdown.reason.world import World


class Relevance:
    """Looks for facts that still matter, for one stance and set of moves."""

    def __init__(self, index: Index, stance: Stance, moves: tuple[Move, ...] = ()) -> None:
        self._index = index
        self._stance = stance
        self._moves = moves

    def of_cluster(self, cluster: Cluster, world: World) -> str | None:
        """A fact on which what comes of the cluster may still depend."""
        if not self._index.disputed:
            return None
        fact = self.of_norms(cluster.norms, world)
        if fact is None:
            truths = {**self._index.settled, **world}
            for given in (*(link.given for link in cluster.links), *(lead.given for lead in cluster.lead_times)):
                fact = fact or _first_open(given, truths)
        return fact

    def of_effects(self, norms: Iterable[str], world: World) -> str | None:
        """A fact on which the days of effect of one of the norms may still depend."""
        if not self._index.disputed:
            return None
        scene = Scene(self._index, self._stance, world, self._moves)
        truths = {**self._index.settled, **world}
        return _first(self._of_effect(scene, name, truths, set()) for name in norms)

    def of_norms(self, norms: Iterable[str], world: World) -> str | None:
        """A fact on which whom one of the norms binds, and when, may still depend."""
        if not self._index.disputed:
            return None
        scene = Scene(self._index, self._stance, world, self._moves)
        truths = {**self._index.settled, **world}
        return _first(self._of_norm(scene, name, truths) for name in norms)

    def _of_norm(self, scene: Scene, name: str, truths: World) -> str | None:
        fact = self._of_effect(scene, name, truths, set())
        if fact is not None or scene.period(name) is None:
            return fact
        norm, index = scene.norm(name), self._index
        instruments = (*norm.exceptions, *index.waivers_of.get(name, ()), *index.stays_of.get(name, ()))
        fact = _first(_first_open(each.given, truths) for each in instruments)
        return fact or self._of_bearer(norm, truths) or self._of_object(norm, truths)

    def _of_effect(self, scene: Scene, name: str, truths: World, seen: set[str]) -> str | None:
        if name in seen:
            return None
        seen.add(name)
        norm, index = scene.norm(name), self._index
        fact = _first_open(norm.given, truths)
        if fact is not None:
            return fact
        if scene.period(name) is None:
            return None
        for stay in index.stays_of.get(name, ()):
            fact = fact or _first_open(stay.given, truths)
        for replacer in index.replacers_of.get(name, ()):
            fact = fact or self._of_replacer(replacer, truths)
        for other in (*names(norm.while_norm), *names(norm.unless_norm)):
            fact = fact or self._of_effect(scene, other, truths, seen)
        return fact

    def _of_replacer(self, replacer: str, truths: World) -> str | None:
        index = self._index
        fact = _first_open(index.norms[replacer].given, truths)
        for stay in index.stays_of.get(replacer, ()):
            fact = fact or _first_open(stay.given, truths)
        return fact

    def _of_bearer(self, norm: Norm, truths: World) -> str | None:
        bearer, index = norm.bearer, self._index
        if bearer.supplier_of is None and bearer.owned_by is None:
            return None
        certain, possible = index.closures(truths), index.closures(truths, assume_open=True)
        if certain is possible or select_actors(index, certain, bearer) == select_actors(index, possible, bearer):
            return None
        if bearer.supplier_of is not None:
            reached = {**certain.suppliers(bearer.supplier_of, bearer.tiers), bearer.supplier_of: index.window.all}
            return self._next_relation(reached, truths, (Supplies,), bearer.tiers is None)
        at_least = 50.0 if bearer.at_least is None else bearer.at_least
        return self._next_relation(certain.owned(names(bearer.owned_by), at_least), truths, (Owns,))

    def _of_object(self, norm: Norm, truths: World) -> str | None:
        target, index = norm.object, self._index
        certain, possible = index.closures(truths), index.closures(truths, assume_open=True)
        if certain is possible or select_things(index, certain, target) == select_things(index, possible, target):
            return None
        if isinstance(target.made_by, Owners):
            at_least = 50.0 if target.made_by.at_least is None else target.made_by.at_least
            makers = certain.owned(names(target.made_by.owned_by), at_least)
            if makers != possible.owned(names(target.made_by.owned_by), at_least):
                return self._next_relation(makers, truths, (Owns,))
        kinds: tuple[type[Relation], ...] = ()
        kinds += (DerivedFrom,) if target.derivatives else ()
        kinds += (Contains,) if target.containers else ()
        return self._next_relation(select_things(index, certain, target), truths, kinds)

    def _next_relation(
        self, reached: Reached, truths: World, kinds: tuple[type[Relation], ...], only_new: bool = True
    ) -> str | None:
        """A fact that would add a hop to what is surely reached; one exists if more may be reached.

        Where hops are counted, a new hop to somebody who is reached already may be a shorter way.
        """
        index = self._index
        for number in index.premised_relations:
            relation = index.situation.relations[number]
            if isinstance(relation, kinds) and judge(index.relation_premises[number], truths) is None:
                before, after = _hop(relation)
                days = index.relation_days[number] & reached.get(before, 0)
                if days & ~reached.get(after, 0) if only_new else days:
                    return open_facts(index.relation_premises[number], truths)[0]
        return None


def _hop(relation: Relation) -> tuple[str, str]:
    match relation:
        case Supplies():
            return relation.customer, relation.supplier
        case Owns():
            return relation.owner, relation.owned
        case DerivedFrom():
            return relation.base, relation.model
        case Contains():
            return relation.part, relation.whole


def _first_open(given: Names, truths: World) -> str | None:
    if not given:
        return None
    facts = open_facts(read_premise(given), truths)
    return facts[0] if facts else None


def _first(facts: Iterable[str | None]) -> str | None:
    return next((fact for fact in facts if fact is not None), None)
