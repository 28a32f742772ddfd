"""Decides orders: the position of each norm in each setting, put to the evidence of the places that serve it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowdown.base.errors import UnusableArgument
from flowdown.base.truth import Truth, any_of
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.contract import Contract
from flowdown.orders.context import ContextForest
from flowdown.orders.duty import Duty
from flowdown.orders.load import Library
from flowdown.orders.norm import PartyTo, names
from flowdown.orders.order import Order
from flowdown.reason.applicability import Applies, find_applies
from flowdown.reason.chambers import Chambers
from flowdown.reason.citing import cite
from flowdown.reason.court import Asked, Court
from flowdown.reason.determination import Check, Determination
from flowdown.reason.free_uses import find_free_uses
from flowdown.reason.lower import fact_of, term_of, terms_of
from flowdown.reason.merge import merge_leaves
from flowdown.reason.order_conflicts import find_order_conflicts
from flowdown.reason.phrasing import say_assumed, say_limits
from flowdown.reason.place import Bench
from flowdown.reason.rulings import rule_on
from flowdown.reason.setting import Setting, settings_of
from flowdown.reason.stage import Universe, survey
from flowdown.scan.sighting import Coverage

CourtKey = tuple[str, str, tuple[str, ...]]


def decide(
    orders: Sequence[Order],
    library: Library,
    catalogue: Catalogue,
    benches: Sequence[Bench],
    asked: Asked,
    coverage: Coverage,
    contracts: Sequence[Contract] = (),
) -> Check:
    """Put orders to settings and what is seen in the places that serve them."""
    session = Session(library, catalogue, asked, contracts)
    determinations = [
        determination for bench in benches for order in orders for determination in session.determine(order, bench)
    ]
    determinations.sort(key=lambda each: (each.order, each.norm, each.subject, each.context))
    return Check(
        as_of=asked.as_of,
        known_at=asked.known_at,
        stance=asked.stance,
        determinations=tuple(determinations),
        cited=tuple(cite(order, norm, asked.as_of, asked.known_at) for order in orders for norm in order.norms),
        conflicts=find_order_conflicts(orders, library, catalogue, asked, session.known_of_company(orders)),
        checked_until=tuple((order.id, order.checked_until) for order in orders),
        is_past_checked=tuple(order.id for order in orders if asked.as_of > order.checked_until),
        coverage=coverage,
        free=find_free_uses(orders, benches, determinations, session.may_have_to_report) if contracts else (),
        order_digest=library.digest,
        with_duties=tuple(order.id for order in orders if any(_may_bind_us(duty) for duty in order.duties)),
        limits=(*say_assumed(asked.given or {}), *say_limits(orders, asked.as_of, has_profile=bool(contracts))),
    )


def _may_bind_us(duty: Duty) -> bool:
    """Whether a duty is one of contractors, or of everybody."""
    bearer = duty.bearer
    return term_of(bearer) is not None or bool(bearer.all) or bearer.kind == "contractor"


def leaves_of(library: Library, contexts: Sequence[str]) -> tuple[str, ...]:
    """The leaf contexts under some contexts (all for none); raises `UnusableArgument` for a context that is none."""
    known = {context.id for context in library.contexts}
    for context in contexts:
        if context not in known:
            raise UnusableArgument(f"unknown context `{context}`", hint=f"one of {', '.join(sorted(known))}")
    forest = ContextForest.of(library.contexts)
    mask = forest.mask(contexts or None)
    return tuple(leaf for index, leaf in enumerate(forest.leaves) if mask >> index & 1)


class Session:
    """One run: courts are built once for all settings that are alike to an order."""

    def __init__(
        self, library: Library, catalogue: Catalogue, asked: Asked, contracts: Sequence[Contract] = ()
    ) -> None:
        self.library = library
        self.catalogue = catalogue
        self.asked = asked
        self.contracts = contracts
        self._courts: dict[CourtKey, Court] = {}
        self._chambers = Chambers(library, asked.as_of, asked.known_at, asked.stance, asked.given)
        self._universes: dict[str, tuple[tuple[Order, ...], Universe]] = {}
        self._of_company: dict[str, Applies] = {}
        self._terms: dict[str, tuple[tuple[Order, str, PartyTo], ...]] = {}

    def determine(self, order: Order, bench: Bench) -> Iterator[Determination]:
        """The determinations of an order for one setting, one for each norm that speaks of it there."""
        applies = self.applies(order, bench)
        per_leaf = {
            leaf: tuple(rule_on(self.court(order, leaf, applies), bench, applies)) for leaf in bench.setting.every_leaf
        }
        yield from next(iter(per_leaf.values())) if len(per_leaf) == 1 else merge_leaves(order, bench, per_leaf)

    def applies(self, order: Order, bench: Bench) -> dict[str, Applies]:
        """What is known of each term of the order's bearers, by the name of its fact."""
        if order.id not in self._terms:
            near = (order, *self._universe(order)[0])
            self._terms[order.id] = tuple((each, fact, term) for each in near for fact, term in terms_of(each))
        return {fact: self._put(fact, term, bench.setting, each) for each, fact, term in self._terms[order.id]}

    def may_have_to_report(self, order: Order, bench: Bench) -> bool:
        """Whether some duty of the order obliges, or may oblige, to report a find in this setting."""
        duties = [duty for duty in order.duties if duty.action == "report" and _may_bind_us(duty)]
        if not duties:
            return False
        forest, applies = ContextForest.of(self.library.contexts), self.applies(order, bench)
        here = forest.mask(bench.setting.every_leaf)
        for duty in duties:
            term = term_of(duty.bearer)
            binds = term is None or applies[fact_of(order, term)].truth is not Truth.NO
            if binds and forest.mask(names(duty.contexts) if duty.contexts is not None else None) & here:
                return True
        return False

    def known_of_company(self, orders: Sequence[Order]) -> dict[str, Truth]:
        """Each term of the orders' bearers, put to all contracts: whether any brings it."""
        settings = settings_of(self.contracts)[: len(self.contracts)]
        return {
            fact: any_of(self._put(fact, term, setting, order).truth for setting in settings)
            for order in (orders if self.contracts else ())
            for fact, term in terms_of(order)
        }

    def _put(self, fact: str, term: PartyTo, setting: Setting, order: Order) -> Applies:
        """A term put to a setting; what reaches the whole company is the same in each that is known."""
        if term.reach != "company" or setting.is_open:
            return find_applies(term, setting, self.contracts, order, self.asked.as_of)
        if fact not in self._of_company:
            self._of_company[fact] = find_applies(term, setting, self.contracts, order, self.asked.as_of)
        return self._of_company[fact]

    def court(self, order: Order, leaf: str, applies: dict[str, Applies]) -> Court:
        """The order in a leaf context, with these facts of a contract."""
        key = (order.id, leaf, tuple(each.truth.value for each in applies.values()))
        if key not in self._courts:
            related, universe = self._universe(order)
            facts = {fact: each.truth for fact, each in applies.items()}
            self._courts[key] = Court(order, related, self.library, universe, leaf, facts, self.asked, self._chambers)
        return self._courts[key]

    def _universe(self, order: Order) -> tuple[tuple[Order, ...], Universe]:
        if order.id not in self._universes:
            related = tuple(self.library.orders[name] for name in related_to(order) if name in self.library.orders)
            self._universes[order.id] = (related, survey((order, *related), self.catalogue))
        return self._universes[order.id]


def related_to(order: Order) -> tuple[str, ...]:
    """The orders whose norms this one's rest on or give way to: those that it names."""
    named = set(order.related)
    for norm in order.norms:
        for group in (norm.while_norm, norm.unless_norm, norm.overrides, norm.replaces):
            named |= {name.partition("/")[0] for name in names(group) if "/" in name}
        named |= {word.removeprefix("not ").partition("/")[0] for word in names(norm.given) if "/" in word}
    return tuple(sorted(named - {order.id}))
