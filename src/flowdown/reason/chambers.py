"""Shares reasoners, and what they answered, among courts that differ in nothing that bears on a norm."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from flowdown.base.truth import Truth
from flowdown.orders.load import Library
from flowdown.orders.norm import names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.answer import Act, Standing, find_standing
from flowdown.reason.lower import fact_of, name_of, term_of
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.stage import Universe, build_situation
from flowdown.reason.stance import Stance
from flowdown.reason.uses import Use

Date = datetime.date
Given: TypeAlias = tuple[tuple[str, bool], ...]
ChamberKey: TypeAlias = tuple[tuple[str, ...], str, frozenset[str], bool, tuple[tuple[str, Truth], ...]]


class Chamber:
    """One reasoner about some norms, and what it answered."""

    def __init__(self, reasoner: Reasoner, universe: Universe) -> None:
        self.reasoner = reasoner
        self._universe = universe
        self._standings: dict[tuple[Act, Given], Standing] = {}
        self._objects: dict[str, frozenset[Use]] = {}
        self._first_alike = self._sort_alike()

    def standing(self, act: Act, given: Mapping[str, bool] | None = None) -> Standing:
        """The position of an act; asked once for all things that these norms cannot tell apart."""
        asked = replace(act, thing=self._first_alike.get(act.thing, act.thing))
        key = (asked, tuple(sorted((given or {}).items())))
        if key not in self._standings:
            self._standings[key] = find_standing(self.reasoner, asked, given)
        return self._standings[key]

    def objects(self, name: str, norm: OrderNorm) -> frozenset[Use]:
        """The uses that a norm, with every open point granted, would speak of."""
        if name not in self._objects:
            reaches = self.reasoner.reaches
            reach = reaches.of.get(name)
            mask = reach.things if reach is not None else 0
            counted = frozenset(norm.counted)
            self._objects[name] = frozenset(
                use
                for use in self._universe.things
                if (use.product or use.basis in counted) and reaches.bit_of(use.thing) & mask
            )
        return self._objects[name]

    def _sort_alike(self) -> dict[str, str]:
        """For each thing the first one that these norms treat as they treat it, in every world.

        A vendor's own things are picked by who made them and on which basis. Whoever is held by others, or holds some,
        may be picked in some worlds only; and what is named, or made by others, stands for itself.
        """
        situation, reaches = self.reasoner.index.situation, self.reasoner.reaches
        named = {thing for norm in situation.norms for each in norm.exceptions for thing in names(each.things)}
        named |= {thing for waiver in situation.waivers for thing in names(waiver.things)}
        named |= {thing for stay in situation.stays for thing in names(stay.things)}
        masks = tuple({reach.things for reach in reaches.of.values()})
        firsts: dict[tuple[str, tuple[bool, ...]], str] = {}
        found: dict[str, str] = {}
        for thing, held in self._universe.own:
            if thing not in named:
                bit = reaches.bit_of(thing)
                picked = tuple([mask & bit != 0 for mask in masks])
                found[thing] = firsts.setdefault((held, picked), thing)
        return found


class Chambers:
    """The chambers of one run: one for each set of norms with the same facts of a contract that bear on them."""

    def __init__(
        self, library: Library, as_of: Date, known_at: Date, stance: Stance, settled: Mapping[str, bool] | None
    ) -> None:
        self._library = library
        self._days = (as_of, known_at)
        self._stance = stance
        self._settled = settled
        self._chambers: dict[ChamberKey, Chamber] = {}
        self.asked_with: dict[str, frozenset[str]] = {}
        """The norms that are asked about together with each."""

    def chamber(
        self,
        orders: Sequence[Order],
        universe: Universe,
        kind: str,
        facts: Mapping[str, Truth],
        among: frozenset[str],
        *,
        has_relief: bool,
    ) -> Chamber:
        """The one about these norms of some orders; without relief, as if nothing suspended any."""
        bearing = {
            fact_of(order, term)
            for order in orders
            for norm in order.norms
            if name_of(order, norm.id) in among and (term := term_of(norm.bearer)) is not None
        }
        known = {fact: truth for fact, truth in facts.items() if fact in bearing}
        key = (tuple(order.id for order in orders), kind, among, has_relief, tuple(sorted(known.items())))
        if key not in self._chambers:
            situation = build_situation(
                orders,
                self._library,
                universe,
                kind,
                *self._days,
                facts=known,
                settled=self._settled,
                has_relief=has_relief,
                only=among,
            )
            self._chambers[key] = Chamber(Reasoner(situation, self._stance), universe)
        return self._chambers[key]
