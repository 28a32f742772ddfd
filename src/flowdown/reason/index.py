"""An index over a situation: what every scene of it shares."""

from __future__ import annotations

import datetime
from collections import defaultdict

from flowdown.base.period import Days
from flowdown.orders.authority import Authority
from flowdown.orders.context import ContextForest
from flowdown.orders.norm import Norm, Stay, Waiver, names
from flowdown.reason.closure import Closures
from flowdown.reason.premise import Premise, Truths, judge, read_premise
from flowdown.reason.situation import FactStatus, Link, Situation

Date = datetime.date


class Index:
    """Look-ups over a situation that depend on no stance, world or move."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.window = situation.window
        self.forest = ContextForest.of(situation.contexts)
        self.authorities: dict[str, Authority] = {each.id: each for each in situation.authorities}
        self.norms: dict[str, Norm] = {norm.id: norm for norm in sorted(situation.norms, key=lambda norm: norm.id)}
        self.settled: dict[str, bool] = {
            fact.id: fact.status is FactStatus.ESTABLISHED
            for fact in situation.facts
            if fact.status is not FactStatus.DISPUTED
        }
        self.disputed: tuple[str, ...] = tuple(
            sorted(fact.id for fact in situation.facts if fact.status is FactStatus.DISPUTED)
        )
        self.actors_by_kind: dict[str, list[str]] = defaultdict(list)
        for actor in situation.actors:
            self.actors_by_kind[actor.kind].append(actor.id)
        self.actors: tuple[str, ...] = tuple(sorted(actor.id for actor in situation.actors))
        self.made_by: dict[str, list[str]] = defaultdict(list)
        self.kind_of_thing = {thing.id: thing.kind for thing in situation.things}
        for thing in situation.things:
            if thing.maker is not None:
                self.made_by[thing.maker].append(thing.id)
        self.relation_premises: tuple[Premise, ...] = tuple(read_premise(each.given) for each in situation.relations)
        self.relation_days: tuple[Days, ...] = tuple(
            self.window.between(each.from_, each.to) for each in situation.relations
        )
        self.premised_relations: tuple[int, ...] = tuple(
            number for number, premise in enumerate(self.relation_premises) if premise
        )
        self.stays_of: dict[str, list[Stay]] = defaultdict(list)
        self.waivers_of: dict[str, list[Waiver]] = defaultdict(list)
        self.replacers_of: dict[str, list[str]] = defaultdict(list)
        self.dependents_of: dict[str, list[str]] = defaultdict(list)
        self.counterparties: frozenset[str] = self._name_counterparties()
        self.link_nodes: dict[str, Link] = {
            f"\0link {number}": link
            for number, link in enumerate(sorted(situation.links, key=lambda link: link.id))
            if judge(read_premise(link.given), self.settled) is not False
        }
        self._closures: dict[tuple[bool, ...], Closures] = {}
        self._link_instruments()

    def _link_instruments(self) -> None:
        for stay in self.situation.stays:
            for stayed in names(stay.of):
                self.stays_of[stayed].append(stay)
        for waiver in self.situation.waivers:
            for waived in names(waiver.of):
                self.waivers_of[waived].append(waiver)
        for norm in self.norms.values():
            for replaced in names(norm.replaces):
                self.replacers_of[replaced].append(norm.id)
            for other in (*names(norm.while_norm), *names(norm.unless_norm)):
                self.dependents_of[other].append(norm.id)

    def _name_counterparties(self) -> frozenset[str]:
        named = {norm.toward for norm in self.norms.values()}
        for link in self.situation.links:
            named |= {link.doing.toward, link.needs.toward}
        return frozenset(name for name in named if name is not None)

    def rank(self, authority: str | None) -> float:
        """The rank of an authority; nobody ranks below everybody."""
        known = self.authorities.get(authority) if authority is not None else None
        return known.rank if known is not None else float("-inf")

    def issue_day(self, norm: Norm) -> Date:
        """The day on which dates of issue are compared."""
        return norm.issued or norm.from_ or Date.min

    def closures(self, truths: Truths, assume_open: bool = False) -> Closures:
        """The closures over the relations that hold; those whose premise is open hold only if assumed to."""
        held = tuple(
            (verdict if verdict is not None else assume_open)
            for verdict in (judge(self.relation_premises[number], truths) for number in self.premised_relations)
        )
        if held not in self._closures:
            absent = {number for number, holds in zip(self.premised_relations, held, strict=True) if not holds}
            self._closures[held] = Closures(
                self.window.all,
                (
                    (relation, self.relation_days[number])
                    for number, relation in enumerate(self.situation.relations)
                    if number not in absent
                ),
            )
        return self._closures[held]
