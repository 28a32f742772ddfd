"""Whether a duty binds in a setting, and whether something that was found is of its kind."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flowdown.base.truth import Truth, all_of
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.contract import Contract
from flowdown.orders.context import ContextForest
from flowdown.orders.duty import Duty, Event
from flowdown.orders.load import Library
from flowdown.orders.norm import Modality, Names, OrderBearer, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.applicability import Applies, find_applies
from flowdown.reason.court import Asked, Court
from flowdown.reason.lower import US, given_of, name_of, term_of
from flowdown.reason.premise import judge, open_facts, read_premise
from flowdown.reason.setting import Setting
from flowdown.reason.stage import survey
from flowdown.reason.stance import Stance

Date = datetime.date
_FOUND = frozenset({Event.IDENTIFICATION, Event.NOTIFICATION, Event.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Bound:
    """Whom and when something binds, as norms and duties alike say it."""

    bearer: OrderBearer
    contexts: Names | None
    given: Names
    from_: Date | None
    to: Date | None
    is_threatened: bool


def bound_of(duty: Duty) -> Bound:
    """Whom and when a duty binds."""
    # What a purpose hangs on is an open point of the order, as in its norms.
    purpose = (duty.about.purpose,) if duty.about is not None and duty.about.purpose else ()
    given = (*names(duty.given), *purpose)
    return Bound(duty.bearer, duty.contexts, given, duty.from_, duty.to_day, duty.status == "threatened")


class Bonds:
    """Puts duties of a library to settings; what is alike is asked once."""

    def __init__(self, library: Library, catalogue: Catalogue, asked: Asked, contracts: Sequence[Contract]) -> None:
        self._library = library
        self._catalogue = catalogue
        self._asked = asked
        self._contracts = contracts
        self._forest = ContextForest.of(library.contexts)
        self._objects: dict[tuple[str, str], frozenset[str]] = {}

    def binds(self, order: Order, bound: Bound, setting: Setting, day: Date) -> Applies:
        """Whether something binds the organisation in a setting on a day."""
        if bound.is_threatened and self._asked.stance is not Stance.AS_THREATENED:
            return Applies(Truth.NO, "it was only threatened")
        if (bound.from_ is not None and day < bound.from_) or (bound.to is not None and day >= bound.to):
            return Applies(Truth.NO, "it is not in force on that day")
        parts = [self._speaks(bound, setting), self._premises(order, bound)]
        if term := term_of(bound.bearer):
            parts.append(find_applies(term, setting, self._contracts, order, day))
        truth = all_of(part.truth for part in parts)
        told = [part for part in parts if part.why and (part.truth is truth or truth is Truth.YES)]
        asks = tuple(ask for part in parts if part.truth is Truth.UNKNOWN for ask in part.asks)
        clause = next((part.clause for part in parts if part.clause), "")
        is_open = truth is Truth.UNKNOWN
        points = tuple(point for part in parts for point in part.points) if is_open else ()
        return Applies(truth, "; ".join(part.why for part in told), asks if is_open else (), clause, points)

    def _speaks(self, bound: Bound, setting: Setting) -> Applies:
        """Whether the contexts and the bearer's kind are those of the setting."""
        mask = self._forest.mask(names(bound.contexts) if bound.contexts is not None else None)
        fits = [bool(mask & self._forest.mask((leaf,))) and self._is_one(bound, leaf) for leaf in setting.leaves]
        if all(fits):
            return Applies(Truth.YES, "")
        if not any(fits):
            return Applies(Truth.NO, "it does not speak of such work")
        asks = "for which kind of agency is the work?" if setting.contract is None else _ask_kind(setting)
        return Applies(Truth.UNKNOWN, "whether it speaks of such work is not known", (asks,))

    def _is_one(self, bound: Bound, leaf: str) -> bool:
        bearer, kind = bound.bearer, self._library.kind_in(leaf)
        if term_of(bearer) is not None:
            return kind == "contractor"
        return bool(bearer.all) or bearer.kind == kind or US in names(bearer.actor)

    def _premises(self, order: Order, bound: Bound) -> Applies:
        """What it takes to be so of the facts: open points of the order, and those that the asker settles."""
        premise = read_premise(given_of(order, bound.given))
        points = {name_of(order, point.id): point for point in order.open_points}
        known = {"established": True, "rejected": False}
        truths: dict[str, bool] = {name: known[point.status] for name, point in points.items() if point.status in known}
        truths |= self._asked.given or {}
        truth = Truth.of(judge(premise, truths))
        if truth is Truth.YES:
            return Applies(truth, "")
        open_ = open_facts(premise, truths)
        if truth is Truth.UNKNOWN:
            asks = tuple(points[fact].asks if fact in points else f"is `{fact}` so?" for fact in open_)
            return Applies(truth, "", asks, points=tuple(open_))
        lacking = [fact for fact, wanted in premise if truths.get(fact, wanted) is not wanted]
        return Applies(truth, f"it takes {' and '.join(f'`{fact}`' for fact in lacking)} to be otherwise")

    # -- what was found -------------------------------------------------------------------------------------------

    def is_about(self, order: Order, duty: Duty, maker: str | None, name: str) -> Applies:
        """Whether a find by a maker (a vendor's id; None: not known or no known vendor) is what the duty speaks of."""
        if duty.about is not None and duty.about.anything:
            return Applies(Truth.YES, "")
        if duty.about is None:
            return self._is_of_order(order, duty, maker, name)
        reached = self._reached(order, duty)
        return self._compare(reached, maker, name, order.id)

    def _is_of_order(self, order: Order, duty: Duty, maker: str | None, name: str) -> Applies:
        starts = duty.clock.after if duty.clock is not None else ()
        if not _FOUND & set(starts):
            return Applies(Truth.YES, "")
        if order.vendors:
            return self._compare(frozenset(order.vendors), maker, name, order.id)
        what = name or "what was found"
        return Applies(
            Truth.UNKNOWN,
            f"whether {what} is something of which it speaks is not said by the library",
            (f"is {what} something for which {order.citation} asks for this ({duty.title})?",),
        )

    def _compare(self, reached: frozenset[str], maker: str | None, name: str, order: str) -> Applies:
        known = ", ".join(sorted(reached)[:6]) + (" ..." if len(reached) > 6 else "")
        if maker is None:
            asks = f"is {name} one of, or an affiliate of, {known}?" if name else "whose product is it that was found?"
            return Applies(Truth.UNKNOWN, f"whether {order} speaks of it is not known", (asks,))
        vendor = self._catalogue.vendors.get(maker)
        if maker in reached:
            return Applies(Truth.YES, f"it speaks of {vendor.name if vendor is not None else maker}")
        kin = sorted({each.vendor for each in vendor.affiliates} & reached) if vendor is not None else []
        if kin:
            asks = f"is {maker}, by its tie to {', '.join(kin)}, one of those whom it covers?"
            return Applies(Truth.UNKNOWN, f"{maker} is tied to {', '.join(kin)}", (asks,))
        return Applies(Truth.NO, f"{order} does not speak of {maker}")

    def _reached(self, order: Order, duty: Duty) -> frozenset[str]:
        """The vendors whose things the duty speaks of: found as for a norm with the same object."""
        key = (order.id, duty.id)
        if key not in self._objects:
            assert duty.about is not None
            norm = OrderNorm(
                id=duty.id,
                modality=Modality.MUST,
                bearer=OrderBearer(kind="contractor"),
                action="use",
                object=duty.about,
                quote=duty.quote,
                source=duty.source,
                mark=duty.mark,
                bases=("model", "service", "device", "host", "library"),
            )
            alone = replace(order, norms=(norm,), waivers=(), stays=())
            universe = survey((alone,), self._catalogue)
            leaf = next(leaf for leaf in self._forest.leaves if self._library.kind_in(leaf) == "contractor")
            court = Court(alone, (), self._library, universe, leaf, {}, self._asked)
            self._objects[key] = frozenset(use.vendor for use in court.objects(norm))
        return self._objects[key]


def _ask_kind(setting: Setting) -> str:
    return f"is contract {setting.id} for defense, intelligence, a civilian agency, a state, or private?"
