"""Closures over relations, day by day: indirect suppliers, owned actors, derived and containing things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from flowdown.base.period import Days
from flowdown.orders.norm import Bearer, Target
from flowdown.reason.situation import Contains, DerivedFrom, Owns, Relation, Supplies

Reached = Mapping[str, Days]
"""Who or what is reached, and on which days; nothing with no day."""


class Closures:
    """The closures over a fixed set of relations with their days; computed once each."""

    def __init__(self, every_day: Days, relations: Iterable[tuple[Relation, Days]]) -> None:
        self.every_day = every_day
        self.suppliers_of: dict[str, list[tuple[str, Days]]] = defaultdict(list)
        self.stakes_in: dict[str, list[tuple[str, Decimal, Days]]] = defaultdict(list)
        self.owned_by: dict[str, set[str]] = defaultdict(set)
        self.derived: dict[str, list[tuple[str, Days]]] = defaultdict(list)
        self.wholes: dict[str, list[tuple[str, Days]]] = defaultdict(list)
        for relation, days in relations:
            if days:
                self._add(relation, days)
        self.selected_actors: dict[Bearer, Reached] = {}
        self.selected_things: dict[Target, Reached] = {}
        self._suppliers: dict[tuple[str, int | None], Reached] = {}
        self._owned: dict[tuple[tuple[str, ...], float], Reached] = {}

    def _add(self, relation: Relation, days: Days) -> None:
        match relation:
            case Supplies():
                self.suppliers_of[relation.customer].append((relation.supplier, days))
            case Owns():
                # Shares are added exactly: three times 16.7 is 50.1, not a float near it.
                self.stakes_in[relation.owned].append((relation.owner, Decimal(str(relation.percent)), days))
                self.owned_by[relation.owner].add(relation.owned)
            case DerivedFrom():
                self.derived[relation.base].append((relation.model, days))
            case Contains():
                self.wholes[relation.part].append((relation.whole, days))

    def suppliers(self, customer: str, tiers: int | None) -> Reached:
        """Everyone from whom a chain of at most `tiers` hops leads to the customer, without the customer."""
        key = (customer, tiers)
        if key not in self._suppliers:
            self._suppliers[key] = self._reach_suppliers(customer, tiers)
        return self._suppliers[key]

    def _reach_suppliers(self, customer: str, tiers: int | None) -> Reached:
        seen: dict[str, Days] = {customer: self.every_day}
        frontier: dict[str, Days] = dict(seen)
        hops = 0
        while frontier and (tiers is None or hops < tiers):
            following: dict[str, Days] = {}
            for buyer, days in frontier.items():
                for supplier, held in self.suppliers_of.get(buyer, ()):
                    # A day seen before was reached by no more hops, so it need not be followed again.
                    fresh = days & held & ~seen.get(supplier, 0)
                    if fresh:
                        seen[supplier] = seen.get(supplier, 0) | fresh
                        following[supplier] = following.get(supplier, 0) | fresh
            frontier = following
            hops += 1
        del seen[customer]
        return seen

    def owned(self, roots: tuple[str, ...], at_least: float) -> Reached:
        """The roots, and everyone in whom members of the set together hold at least that percentage."""
        key = (roots, at_least)
        if key not in self._owned:
            self._owned[key] = self._reach_owned(roots, Decimal(str(at_least)))
        return self._owned[key]

    def _reach_owned(self, roots: tuple[str, ...], at_least: Decimal) -> Reached:
        members = dict.fromkeys(roots, self.every_day)
        waiting = sorted({owned for root in roots for owned in self.owned_by.get(root, ())})
        while waiting:
            grown: set[str] = set()
            for owned in waiting:
                fresh = self._days_held(owned, members, at_least) & ~members.get(owned, 0)
                if fresh:
                    members[owned] = members.get(owned, 0) | fresh
                    grown.add(owned)
            waiting = sorted({owned for owner in grown for owned in self.owned_by.get(owner, ())})
        return members

    def _days_held(self, owned: str, members: Mapping[str, Days], at_least: Decimal) -> Days:
        """The days on which the members' shares in `owned` add up to the percentage."""
        totals: dict[Decimal, Days] = {}
        for owner, percent, held in self.stakes_in[owned]:
            days = held & members.get(owner, 0)
            rest = days
            grown: dict[Decimal, Days] = {}
            for total, on in totals.items():
                rest &= ~on
                for sum_, part in ((total + percent, on & days), (total, on & ~days)):
                    if part:
                        grown[sum_] = grown.get(sum_, 0) | part
            if rest:
                grown[percent] = grown.get(percent, 0) | rest
            totals = grown
        enough = 0
        for total, on in totals.items():
            if total >= at_least:
                enough |= on
        return enough

    def reach_things(self, start: Reached, derivatives: bool, containers: bool) -> Reached:
        """The things, what is derived from them and what contains them, as far as asked for."""
        seen = dict(start)
        if not derivatives and not containers:
            return seen
        frontier = dict(seen)
        while frontier:
            following: dict[str, Days] = {}
            for thing, days in frontier.items():
                hops = self.derived.get(thing, []) if derivatives else []
                for other, held in hops + (self.wholes.get(thing, []) if containers else []):
                    fresh = days & held & ~seen.get(other, 0)
                    if fresh:
                        seen[other] = seen.get(other, 0) | fresh
                        following[other] = following.get(other, 0) | fresh
            frontier = following
        return seen
