"""Conflicts among the real orders about one vendor: what one demands and another one bars, or cannot be held together."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from flowdown.base.truth import Truth
from flowdown.catalogue.catalogue import Catalogue
from flowdown.orders.link import OrderLink
from flowdown.orders.load import Library
from flowdown.orders.norm import Modality
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.conflicts import Conflict
from flowdown.reason.court import Asked
from flowdown.reason.determination import OrderConflict
from flowdown.reason.lower import US, given_of, name_of, terms_of
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.situation import Actor, Doing, Link, Need, Situation
from flowdown.reason.stage import build_situation, survey
from flowdown.reason.stance import Stance


def find_order_conflicts(
    orders: Sequence[Order], library: Library, catalogue: Catalogue, asked: Asked, facts: Mapping[str, Truth]
) -> tuple[OrderConflict, ...]:
    """The conflicts that concern the day asked about, for every two orders that speak of one vendor.

    `facts` are what is known of the organisation's contracts; what is not among them stays open.
    """
    found = [
        conflict
        for pair in combinations(orders, 2)
        if _may_clash(pair, asked)
        for conflict in _of_pair(pair, library, catalogue, asked, facts)
    ]
    found += [
        conflict
        for order in orders
        if _has_both((order,), asked)
        for conflict in _of_pair((order,), library, catalogue, asked, facts)
    ]
    unique = {(each.norms, each.kind): each for each in found}
    return tuple(unique[key] for key in sorted(unique))


def _may_clash(pair: tuple[Order, Order], asked: Asked) -> bool:
    """Two orders that name a vendor both, one of which demands something that the other could bar, or hold untrue."""
    one, other = pair
    if not set(one.vendors) & set(other.vendors):
        return False
    return any(
        _live(first, asked, Modality.MUST)
        and (_live(second, asked, Modality.MUST_NOT) or _live_findings(second, asked))
        for first, second in ((one, other), (other, one))
    )


def _has_both(orders: Sequence[Order], asked: Asked) -> bool:
    return all(
        any(_live(order, asked, modality) for order in orders) for modality in (Modality.MUST, Modality.MUST_NOT)
    )


def _live(order: Order, asked: Asked, modality: Modality) -> list[OrderNorm]:
    return [norm for norm in order.norms if norm.modality is modality and _is_live(norm, asked)]


def _live_findings(order: Order, asked: Asked) -> list[OrderNorm]:
    return [norm for norm in order.norms if norm.findings and _is_live(norm, asked)]


def _is_live(norm: OrderNorm, asked: Asked) -> bool:
    counts = norm.status.value == "in_force" or (
        norm.status.value == "threatened" and asked.stance is Stance.AS_THREATENED
    )
    known = norm.issued is None or norm.issued <= asked.known_at
    begun = norm.from_ is None or norm.from_ <= asked.as_of
    return counts and known and begun and not (norm.to is not None and norm.to <= asked.as_of)


def _of_pair(
    orders: tuple[Order, ...], library: Library, catalogue: Catalogue, asked: Asked, facts: Mapping[str, Truth]
) -> Iterator[OrderConflict]:
    reasoner = Reasoner(situation_of(orders, library, catalogue, asked, facts), asked.stance)
    day = reasoner.index.window.only(asked.as_of)
    for conflict in reasoner.clashes().conflicts:
        if conflict.days & day:
            yield _told(conflict, orders)


def situation_of(
    orders: tuple[Order, ...], library: Library, catalogue: Catalogue, asked: Asked, facts: Mapping[str, Truth]
) -> Situation:
    """The orders alone, as the case engine takes them: one actor for each kind that they bind, and the vendors."""
    universe = survey(orders, catalogue)
    known = {fact: facts.get(fact, Truth.UNKNOWN) for order in orders for fact, _ in terms_of(order)}
    situation = build_situation(
        orders, library, universe, "contractor", asked.as_of, asked.known_at, facts=known, settled=asked.given
    )
    kinds = {norm.bearer.kind for order in orders for norm in order.norms if norm.bearer.kind} | {"contractor"}
    actors = [each for each in situation.actors if each.id != US]
    return dataclasses.replace(
        situation,
        actors=(*(Actor(id=kind, kind=kind) for kind in sorted(kinds)), *actors),
        links=tuple(_link(order, link) for order in orders for link in order.links),
        incompatible_findings=tuple(pair for order in orders for pair in order.incompatible_findings),
    )


def _link(order: Order, link: OrderLink) -> Link:
    doing, needs = link.doing, link.needs
    return Link(
        id=name_of(order, link.id),
        doing=Doing(actor=doing.actor, action=doing.action, thing=doing.thing, toward=doing.toward),
        needs=Need(
            actor=needs.actor, action=needs.action, thing=needs.thing, toward=needs.toward, context=needs.context
        ),
        contexts=link.contexts,
        given=given_of(order, link.given),
    )


def _told(conflict: Conflict, orders: Sequence[Order]) -> OrderConflict:
    points = {name_of(order, point.id): point.claim for order in orders for point in order.open_points}
    when = tuple(
        "; ".join(
            f"{'' if truth else 'it is not so that: '}{points.get(fact, fact).strip().rstrip('.')}"
            for fact, truth in condition
        )
        for condition in conflict.when or ()
    )
    return OrderConflict(
        norms=conflict.norms,
        kind=conflict.kind.value + (f", by {conflict.via.value}" if conflict.via is not None else ""),
        actors=conflict.actors,
        from_=conflict.from_,
        to=conflict.to - datetime.timedelta(days=1),
        when=when,
        says=_words(conflict),
    )


def _words(conflict: Conflict) -> str:
    listed = " and ".join(conflict.norms)
    if conflict.is_obeyable:
        held = "; ".join(f"{norm} rests on “{word.replace('_', ' ')}”" for norm, word in conflict.says)
        return f"{listed} can each be obeyed, but no one position justifies both: {held}"
    who = ", ".join(actor.replace("_", " ") for actor in conflict.actors)
    how = {"timing": "in time", "practical": "as one needs a step that the other bars"}.get(conflict.kind.value, "")
    return f"{listed} cannot be obeyed together{f' {how}' if how else ''}; it ties down {who}"
