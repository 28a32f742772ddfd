"""The reasoner: rules on every cluster and dispute of a situation under one stance, and remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flowdown.reason.cluster import Cluster, find_clusters
from flowdown.reason.conflicts import Conflict, Resolved, fold_incoherences, fold_occurrences, sort_conflicts
from flowdown.reason.grounds import Dispute, Weighing, find_disputes, weigh
from flowdown.reason.index import Index
from flowdown.reason.move import Move
from flowdown.reason.premise import Truths
from flowdown.reason.reach import Reaches
from flowdown.reason.relevance import Relevance
from flowdown.reason.ruling import Ruling, rule
from flowdown.reason.scene import Scene
from flowdown.reason.situation import Situation
from flowdown.reason.stance import Stance
from flowdown.reason.world import World, spread

SceneKey = tuple[tuple[tuple[str, bool], ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Clashes:
    """The conflicts that are left, the clashes that are settled, and whether everything was looked at."""

    conflicts: tuple[Conflict, ...]
    resolved: tuple[Resolved, ...]
    is_complete: bool


class Reasoner:
    """Answers about one situation under one stance; every answer is computed once."""

    def __init__(self, situation: Situation, stance: Stance, counterparties: Iterable[str] = ()) -> None:
        self.index = Index(situation)
        self.stance = stance
        self.counterparties = tuple(sorted(set(counterparties)))
        self.reaches = Reaches(self.index, stance)
        self.clusters = find_clusters(self.index, self.reaches)
        self.disputes = find_disputes(self.index, self.reaches.of)
        self.cluster_of: dict[str, Cluster] = {name: each for each in self.clusters for name in each.norms}
        self._scenes: dict[SceneKey, Scene] = {}
        self._rulings: dict[tuple[SceneKey, tuple[str, ...]], Ruling] = {}
        self._knowing: dict[str, Reasoner] = {}
        self._worlds: dict[tuple[tuple[str, ...], tuple[tuple[str, bool], ...]], tuple[list[World], bool]] = {}

    def knowing(self, counterparty: str | None) -> Reasoner:
        """A reasoner that tells this counterparty from all others, even if no norm names it."""
        if counterparty is None or counterparty in self.counterparties or counterparty in self.index.counterparties:
            return self
        if counterparty not in self._knowing:
            wider = (*self.counterparties, counterparty)
            self._knowing[counterparty] = Reasoner(self.index.situation, self.stance, wider)
        return self._knowing[counterparty]

    def scene(self, world: Truths, moves: Iterable[Move] = ()) -> Scene:
        """The scene of a world after some moves."""
        chosen = tuple(moves)
        key = self._key(world, chosen)
        if key not in self._scenes:
            self._scenes[key] = Scene(self.index, self.stance, world, chosen)
        return self._scenes[key]

    @staticmethod
    def _key(world: Truths, moves: Iterable[Move]) -> SceneKey:
        return tuple(sorted(world.items())), tuple(sorted(move.id for move in moves))

    def rule(self, cluster: Cluster, world: Truths, moves: tuple[Move, ...] = ()) -> Ruling:
        """The ruling on a cluster in a world after some moves."""
        key = (self._key(world, moves), cluster.norms)
        if key not in self._rulings:
            self._rulings[key] = rule(self.scene(world, moves), cluster, self.counterparties)
        return self._rulings[key]

    def weigh(self, dispute: Dispute, world: Truths, moves: tuple[Move, ...] = ()) -> Weighing:
        """What is left of a dispute in a world after some moves."""
        return weigh(self.scene(world, moves), dispute)

    def worlds_of_cluster(self, cluster: Cluster, moves: tuple[Move, ...] = ()) -> tuple[list[World], bool]:
        """The worlds that matter to a cluster, and whether none was left out."""
        relevance = Relevance(self.index, self.stance, moves)
        return spread(lambda world: relevance.of_cluster(cluster, world), {})

    def worlds_of_dispute(self, dispute: Dispute, moves: tuple[Move, ...] = ()) -> tuple[list[World], bool]:
        """The worlds that matter to a dispute, and whether none was left out."""
        relevance = Relevance(self.index, self.stance, moves)

        def next_fact(world: World) -> str | None:
            fact = relevance.of_effects(dispute.norms, world)
            # A narrower set may be the stronger one, so whom the norms pick matters then too.
            by_extent = "specialis" in self.index.situation.priority
            return fact or (relevance.of_norms(dispute.norms, world) if by_extent else None)

        return spread(next_fact, {})

    def worlds_of_norms(self, norms: Iterable[str], given: World) -> tuple[list[World], bool]:
        """The worlds, among those that `given` leaves, that matter to whom some norms bind or give way to."""
        wanted = tuple(norms)
        key = (wanted, tuple(sorted(given.items())))
        if key not in self._worlds:
            self._worlds[key] = self._spread_norms(wanted, given)
        return self._worlds[key]

    def _spread_norms(self, wanted: tuple[str, ...], given: World) -> tuple[list[World], bool]:
        relevance = Relevance(self.index, self.stance)
        clusters = {self.cluster_of[name].norms: self.cluster_of[name] for name in wanted if name in self.cluster_of}

        def next_fact(world: World) -> str | None:
            fact = relevance.of_norms(wanted, world)
            for cluster in clusters.values():
                fact = fact or relevance.of_cluster(cluster, world)
            return fact

        return spread(next_fact, given)

    def clashes(self) -> Clashes:
        """All conflicts and settled clashes, over all worlds."""
        window = self.index.window
        conflicts: list[Conflict] = []
        resolved: set[tuple[frozenset[str], str]] = set()
        complete = True
        for cluster in self.clusters:
            worlds, all_seen = self.worlds_of_cluster(cluster)
            rulings = [(world, self.rule(cluster, world)) for world in worlds]
            conflicts += fold_occurrences(window, ((world, ruling.occurrences) for world, ruling in rulings))
            resolved |= {settled for _, ruling in rulings for settled in ruling.resolved}
            complete = complete and all_seen and all(ruling.is_complete for _, ruling in rulings)
        for dispute in self.disputes:
            worlds, all_seen = self.worlds_of_dispute(dispute)
            weighed = [(world, self.weigh(dispute, world)) for world in worlds]
            conflicts += fold_incoherences(window, ((world, weighing.incoherences) for world, weighing in weighed))
            resolved |= {settled for _, weighing in weighed for settled in weighing.resolved}
            complete = complete and all_seen
        ordered = sorted((tuple(sorted(norms)), yields) for norms, yields in resolved)
        return Clashes(sort_conflicts(conflicts), tuple(Resolved(*each) for each in ordered), complete)

    def ill_founded(self) -> tuple[str, ...]:
        """The norms whose effect leads back to itself through `unless_norm`, on some day of some world."""
        found: set[str] = set()
        relevance = Relevance(self.index, self.stance)
        for name, norm in self.index.norms.items():
            if not (norm.unless_norm or norm.while_norm):
                continue
            next_fact = self._effect_question(relevance, name)
            if any(self.scene(world).unsettled(name) for world in spread(next_fact, {})[0]):
                found.add(name)
        return tuple(sorted(found))

    @staticmethod
    def _effect_question(relevance: Relevance, name: str) -> Callable[[World], str | None]:
        return lambda world: relevance.of_effects((name,), world)
