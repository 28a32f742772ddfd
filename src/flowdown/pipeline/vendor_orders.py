"""Say what the orders of the library mean on a day for somebody who uses a vendor, context by context."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.orders.context import ContextForest
from flowdown.orders.norm import Exemption, Names, Owners, Stay, Waiver, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.pipeline.customers import place_customers, read_customers
from flowdown.reason.citing import say_status
from flowdown.reason.court import Asked, Court
from flowdown.reason.decide import Session, leaves_of
from flowdown.reason.determination import Determination, Outcome, Position
from flowdown.reason.place import Bench, Place
from flowdown.reason.setting import Setting
from flowdown.reason.stage import BASES
from flowdown.reason.stance import Stance
from flowdown.reason.uses import Use
from flowdown.report.norm_words import plain, say_norm, say_relief
from flowdown.report.order_events import shape_last, shape_state
from flowdown.report.orders_v1 import (
    ContextV1,
    HeldReadingV1,
    OpenPointV1,
    OrderOnDayV1,
    PlacedV1,
    Stands,
    VendorOrdersV1,
)

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.orders.load import Library

_RANKING: tuple[Stands, ...] = ("forbidden", "conflict", "open", "required", "suspended", "free")


@dataclass(frozen=True, slots=True)
class VendorQuestion:
    """Which vendor, on which day, known when, under which stance, in which contexts, with which facts settled."""

    vendor: str
    as_of: datetime.date
    known_at: datetime.date
    stance: str = "in_force"
    contexts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    given: Mapping[str, bool] | None = None
    order_folders: tuple[Path, ...] = ()
    catalogues: tuple[Path, ...] = ()
    customers: Path | None = None
    """The profile whose customers are asked about: those of the vendor, or of whoever resells it."""


def find_vendor_orders(question: VendorQuestion, cache: Path | None = None) -> VendorOrdersV1:
    """`flowdown.vendor-orders/1`; raises `UnusableArgument` for a vendor, context, reading or fact that is none."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.orders.load import load as load_orders
    from flowdown.pipeline.check import read_as, settle

    catalogue = load_catalogue(question.catalogues, cache)
    library = load_orders(question.order_folders, cache)
    vendor = catalogue.vendor_of(question.vendor)
    if vendor is None:
        raise UnusableArgument(f"unknown vendor `{question.vendor}`", hint="see `flowdown vendors`")
    everything = tuple(library.orders.values())
    given = {**read_as(everything, question.readings), **settle(everything, question.given or {})}
    asked = Asked(question.as_of, question.known_at, Stance(question.stance), question.contexts, given)
    desk = _Desk(library, catalogue, asked, vendor.id)
    orders = tuple(told for order in everything if (told := desk.tell(order)) is not None)
    leaves = leaves_of(library, question.contexts)
    return VendorOrdersV1(
        "flowdown.vendor-orders/1",
        vendor.id,
        vendor.name,
        question.as_of,
        question.known_at,
        question.stance,
        tuple(_sum(leaf, desk.contexts.get(leaf, ""), orders) for leaf in leaves),
        orders,
        tuple(_limits(given, len(everything) - len(orders))),
        place_customers(read_customers(question.customers, catalogue), orders, leaves) if question.customers else (),
    )


def _limits(given: Mapping[str, bool], others: int) -> Iterator[str]:
    yield "It speaks of a use that is assumed, not seen, under a contract of which nothing is said."
    for name in sorted(given):
        yield f"Assumed, as you said, and not checked: {name} is {str(given[name]).lower()}."
    if others:
        yield f"{others} more order{'' if others == 1 else 's'} of the library {'does' if others == 1 else 'do'} not name this vendor."


def _sum(leaf: str, name: str, orders: Sequence[OrderOnDayV1]) -> ContextV1:
    """The worst that any ban says there, and which orders say what."""
    by: dict[str, set[str]] = {}
    for order in orders:
        for norm in order.norms:
            if leaf in norm.contexts:
                by.setdefault(norm.stands, set()).add(order.order)
    stands = next(word for word in _RANKING if word in by or word == "free")
    told = {word: tuple(sorted(by.get(word, ()))) for word in ("forbidden", "open", "suspended")}
    return ContextV1(leaf, name, stands, told["forbidden"], told["open"], told["suspended"])


class _Desk:
    """One vendor, put to one order after the other."""

    def __init__(self, library: Library, catalogue: Catalogue, asked: Asked, vendor: str) -> None:
        self.asked = asked
        self.vendor = vendor
        self.leaves = leaves_of(library, asked.contexts)
        self.contexts = {context.id: context.name for context in library.contexts}
        self._forest = ContextForest.of(library.contexts)
        self._session = Session(library, catalogue, asked)

    def tell(self, order: Order) -> OrderOnDayV1 | None:
        """What an order says of the vendor; None where it does not speak of it."""
        placed = tuple(self._placed(order))
        on_vendor = tuple(
            say_norm(norm, self.contexts) for norm in order.norms if self.vendor in names(norm.bearer.actor)
        )
        if not (self.vendor in order.vendors or on_vendor or placed):
            return None
        asked = self.asked
        reached = {leaf for each in placed for leaf in each.contexts}
        return OrderOnDayV1(
            order.id,
            order.title,
            order.citation,
            say_status(order, asked.as_of, asked.known_at),
            shape_state(order, asked.as_of, asked.known_at),
            shape_last(order, asked.as_of, asked.known_at),
            order.addressee,
            asked.as_of > order.checked_until,
            order.checked_until,
            placed,
            on_vendor,
            tuple(leaf for leaf in self.leaves if leaf not in reached),
            tuple(HeldReadingV1(each.id, each.says, each.held_by, each.given, each.mark) for each in order.readings),
            tuple(
                OpenPointV1(
                    each.id,
                    each.asks,
                    each.status,
                    each.if_true,
                    each.if_false,
                    each.held_by,
                    each.denied_by,
                    each.mark,
                )
                for each in order.open_points
            ),
        )

    def _placed(self, order: Order) -> Iterator[PlacedV1]:
        """Each norm that speaks of a use of the vendor, contexts with the same answer together."""
        groups: dict[PlacedV1, list[str]] = {}
        for leaf in self.leaves:
            setting = Setting(leaf, (leaf,), is_open=True)
            bench = Bench(leaf, setting, (Place("use", "a use", self._uses(order)),))
            court = self._session.court(order, leaf, self._session.applies(order, bench))
            if not any(self._is_about(court, norm) for norm in court.norms):
                continue
            for determination in self._session.determine(order, bench):
                placed = self._place(order, court, determination)
                if placed is not None:
                    groups.setdefault(placed, []).append(leaf)
        for placed, leaves in groups.items():
            yield PlacedV1(
                placed.norm,
                tuple(leaves),
                placed.stands,
                placed.act,
                placed.cites,
                placed.quote,
                placed.mark,
                placed.because,
                placed.questions,
            )

    def _uses(self, order: Order) -> Mapping[Use, tuple[()]]:
        products = {
            word.partition("/")[2]
            for norm in order.norms
            for word in names(norm.object.product)
            if word.partition("/")[0] == self.vendor
        }
        named = [Use(self.vendor, "", False, product) for product in sorted(products)]
        return dict.fromkeys([*(Use(self.vendor, basis) for basis in BASES), *named], ())

    def _is_about(self, court: Court, norm: OrderNorm) -> bool:
        """Whether the norm's object can be the vendor's, or it has none and the order names the vendor."""
        makers = names(_makers(norm))
        if self.vendor in makers or self.vendor in {word.partition("/")[0] for word in names(norm.object.product)}:
            return True
        if norm.object.anything:
            return self.vendor in court.order.vendors
        held = any(self.vendor in (each.owner, each.owned) for each in court.order.holdings)
        by_share = norm.object.holds_at_least is not None or isinstance(norm.object.made_by, Owners)
        return (held or by_share) and any(use.vendor == self.vendor for use in court.objects(norm))

    def _place(self, order: Order, court: Court, determination: Determination) -> PlacedV1 | None:
        norm = next((each for each in order.norms if f"{order.id}/{each.id}" == determination.norm), None)
        if norm is None:
            return self._rule(order, determination)
        if not self._is_about(court, norm):
            return None
        stands = _stands(determination)
        return PlacedV1(
            norm.id,
            (),
            stands,
            say_norm(norm, self.contexts),
            norm.cites,
            norm.quote,
            norm.mark,
            tuple(self._because(order, norm, court.leaf, stands, determination)),
            tuple(each.asks for each in determination.questions if not each.id.startswith(("act:", "done:"))),
        )

    def _rule(self, order: Order, determination: Determination) -> PlacedV1 | None:
        """A rule that is not formalised; None for the answer that no norm speaks there."""
        rule = next((each for each in order.unformalised if f"{order.id}/{each.id}" == determination.norm), None)
        if rule is None or self.vendor not in order.vendors:
            return None
        why = (f"not formalised: {rule.why}",)
        return PlacedV1(rule.id, (), "open", plain(rule.id), rule.cites, rule.quote, rule.mark, why, ())

    def _because(
        self, order: Order, norm: OrderNorm, leaf: str, stands: str, determination: Determination
    ) -> Iterator[str]:
        """Why it stands so: what suspends it, which reading would decide it, or since when it forbids."""
        if stands == "free":
            yield determination.says
        if stands in ("suspended", "open"):
            yield from self._reliefs(order, norm, leaf)
        for reading in determination.readings:
            held = f" (held by {reading.held_by})" if reading.held_by else ""
            fact, _, truth = reading.id.rpartition("=")
            follows = _FOLLOWS[reading.outcome]
            yield (
                f"if `{fact.partition('/')[2]}` is {truth == 'yes'}".lower() + f": {reading.says}; then {follows}{held}"
            )
        if stands == "forbidden" and norm.from_ is not None:
            yield f"in effect since {norm.from_.isoformat()}"

    def _reliefs(self, order: Order, norm: OrderNorm, leaf: str) -> Iterator[str]:
        """The exceptions, waivers and stays that run on the day there."""
        for kind, acts in (("stay", order.stays), ("waiver", order.waivers)):
            for act in acts:
                if norm.id in names(act.of) and self._runs(act, leaf):
                    yield f"{kind} by {act.by} ({act.cites or act.id}), {say_relief(act, self.contexts)}"
        for exception in norm.exceptions:
            if self._runs(exception, leaf):
                yield f"exception: {say_relief(exception, self.contexts)}"

    def _runs(self, act: Stay | Waiver | Exemption, leaf: str) -> bool:
        day, issued = self.asked.as_of, getattr(act, "issued", None)
        begun = act.from_ is None or act.from_ <= day
        known = issued is None or issued <= self.asked.known_at
        mask = self._forest.mask((leaf,))
        there = act.contexts is None or bool(self._forest.mask(names(act.contexts)) & mask)
        return begun and known and there and (act.to is None or day < act.to)


_FOLLOWS = {
    Outcome.BREACH: "it is forbidden",
    Outcome.EXEMPT: "an exception, waiver or stay covers it",
    Outcome.CLEAR: "it is not forbidden by this",
    Outcome.UNDETERMINED: "it stays open",
}


def _makers(norm: OrderNorm) -> Names | None:
    target = norm.object
    makers = target.made_by or target.developed_by or target.provided_by
    return makers.owned_by if isinstance(makers, Owners) else makers


def _stands(determination: Determination) -> Stands:
    match determination.position, determination.outcome:
        case (_, Outcome.BREACH) | (Position.FORBIDDEN, Outcome.UNDETERMINED):
            return "forbidden"
        case (Position.CONFLICT, _):
            return "conflict"
        case (_, Outcome.EXEMPT):
            return "suspended"
        case (Position.REQUIRED | Position.DUE, _):
            return "required"
        case (_, Outcome.UNDETERMINED):
            return "open"
    return "free"
