"""Labels: which instances give way in a component, strongest first (the grounded labelling of collective attacks)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowdown.reason.component import Component, Demand
from flowdown.reason.strength import Strength
from flowdown.reason.theory import Theory


@dataclass(frozen=True, slots=True)
class Clash:
    """Instances that cannot all stand: unsatisfiable demands, or a leave or relief against one demand."""

    members: frozenset[int]
    is_leave: bool
    """True for a leave against a ban or a relief against a duty; such a clash is never a conflict."""
    yields: str | None
    """The norm that is weaker than all the others, if there is one."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Which instances surely stand and which have given way; what the order leaves open is in neither."""

    standing: frozenset[int]
    given_way: frozenset[int]


class Labelling:
    """The clashes of a component and the labels they lead to."""

    def __init__(
        self, component: Component, theory: Theory, sets: Iterable[frozenset[int]], strength: Strength
    ) -> None:
        self._component = component
        self._theory = theory
        self._strength = strength
        self._at: dict[tuple[int, int], list[int]] | None = None
        self.clashes: list[Clash] = [
            Clash(members, False, strength.weakest(self.norms_of(members))) for members in sorted(sets, key=sorted)
        ]
        # A set that holds a smaller clash at the same cells and days is no clash, as long as the smaller one stands.
        self._blockable = {clash for clash in self.clashes if not self._is_minimal(clash.members, None)}
        self.clashes += self._leave_clashes()
        self.labels = self._label()

    def norms_of(self, members: Iterable[int]) -> frozenset[str]:
        """The norms of these instances."""
        return frozenset(self._component.instances[number].norm for number in members)

    # -- leaves and reliefs ---------------------------------------------------------------------------------------

    def _leave_clashes(self) -> list[Clash]:
        clashes: list[Clash] = []
        instances = self._component.instances
        bans: dict[tuple[int, int], list[int]] = {}
        reliefs: dict[tuple[int, int], dict[str, int]] = {}
        for number, instance in enumerate(instances):
            place = (instance.cells[0], instance.parts[0])
            if instance.demand is Demand.BAN:
                bans.setdefault(place, []).append(number)
            elif instance.demand is Demand.RELIEF:
                reliefs.setdefault(place, {})[instance.norm] = number
        for number, instance in enumerate(instances):
            if instance.demand is Demand.LEAVE:
                for ban in bans.get((instance.cells[0], instance.parts[0]), ()):
                    clashes.append(self._leave_clash({number, ban}))
            elif instance.demand in (Demand.DUTY, Demand.DUE):
                part = instance.parts[0] if instance.demand is Demand.DUTY else instance.due
                # Relief from a duty with alternatives must cover each of them.
                found = [reliefs.get((cell, part), {}) for cell in instance.cells]
                for norm in sorted(set(found[0]).intersection(*found[1:])):
                    clashes.append(self._leave_clash({number, *(each[norm] for each in found)}))
        return clashes

    def _leave_clash(self, members: set[int]) -> Clash:
        return Clash(frozenset(members), True, self._strength.weakest(self.norms_of(members)))

    # -- labels ---------------------------------------------------------------------------------------------------

    def _label(self) -> Labels:
        attacks = [(clash, *self._sides(clash)) for clash in self.clashes if clash.yields is not None]
        standing: set[int] = set()
        given_way: set[int] = set()
        attacked: dict[int, list[tuple[Clash, frozenset[int]]]] = {}
        for clash, weak, others in attacks:
            for number in weak:
                attacked.setdefault(number, []).append((clash, others))
        grown = True
        while grown:
            grown = False
            for number in range(len(self._component.instances)):
                if number not in standing and number not in given_way:
                    against = attacked.get(number, ())
                    if all(others & given_way or self._is_blocked(clash, standing) for clash, others in against):
                        standing.add(number)
                        grown = True
            for clash, weak, others in attacks:
                if not weak <= given_way and others <= standing and self._is_clash(clash, given_way):
                    given_way |= weak
                    grown = True
        return Labels(frozenset(standing - given_way), frozenset(given_way))

    def _sides(self, clash: Clash) -> tuple[frozenset[int], frozenset[int]]:
        weak = frozenset(number for number in clash.members if self._component.instances[number].norm == clash.yields)
        return weak, clash.members - weak

    def _is_clash(self, clash: Clash, given_way: set[int]) -> bool:
        """True if no smaller set of norms clashes at these cells and days among those that have not given way."""
        return clash not in self._blockable or self._is_minimal(clash.members, given_way)

    def _is_blocked(self, clash: Clash, standing: set[int]) -> bool:
        """True if a smaller set of norms surely clashes at these cells and days."""
        if clash not in self._blockable:
            return False
        return any(not self._theory.satisfies(sorted(rest & standing)) for rest in self._without_each(clash.members))

    def _is_minimal(self, members: frozenset[int], given_way: set[int] | None) -> bool:
        gone = given_way or set()
        return all(self._theory.satisfies(sorted(rest - gone)) for rest in self._without_each(members))

    def _without_each(self, members: frozenset[int]) -> list[set[int]]:
        """For each norm, all instances of the other norms at the cells and days of the set."""
        norms = self.norms_of(members)
        if len(norms) == 1:
            return []
        places: set[tuple[int, int]] = set()
        duties: set[int] = set()
        for number in members:
            instance = self._component.instances[number]
            if instance.demand is Demand.DUE:
                duties.add(number)
            else:
                places |= {(cell, instance.parts[0]) for cell in instance.cells}
        here = {number for place in places for number in self._standing_at().get(place, ())}
        here = {number for number in here if self._component.instances[number].norm in norms} | duties | set(members)
        return [{number for number in here if self._component.instances[number].norm != norm} for norm in sorted(norms)]

    def _standing_at(self) -> Mapping[tuple[int, int], list[int]]:
        """The every-day duties and bans by cell and part."""
        if self._at is None:
            self._at = {}
            for number, instance in enumerate(self._component.instances):
                if instance.demand in (Demand.DUTY, Demand.BAN):
                    for cell in instance.cells:
                        self._at.setdefault((cell, instance.parts[0]), []).append(number)
        return self._at

    # -- what comes of it -----------------------------------------------------------------------------------------

    def conflicts(self) -> list[Clash]:
        """The clashes of demands in which nobody gave way."""
        gone = self.labels.given_way
        return [
            clash
            for clash in self.clashes
            if not clash.is_leave and not clash.members & gone and self._is_clash(clash, set(gone))
        ]

    def resolved(self) -> list[Clash]:
        """The clashes in which the weakest gave way and no other did."""
        gone = self.labels.given_way
        found = []
        for clash in self.clashes:
            if clash.yields is not None:
                weak, others = self._sides(clash)
                if weak <= gone and not others & gone and self._is_clash(clash, set(gone - weak)):
                    found.append(clash)
        return found
