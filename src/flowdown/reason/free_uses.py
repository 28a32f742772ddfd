"""Uses that no order forbids, and what the orders say that speak of their vendor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.orders.norm import Owners, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.determination import Determination, FreeUse, Outcome
from flowdown.reason.lower import name_of
from flowdown.reason.place import Bench, Place
from flowdown.reason.uses import Use


@dataclass(frozen=True, slots=True)
class _Key:
    vendor: str
    places: tuple[str, ...]
    is_stated: bool
    answers: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]


_OF_VENDORS = "terms"
"""The kind of instruments that vendors make themselves: they are told apart."""
_APART = frozenset({"host", "library"})


@dataclass(frozen=True, slots=True)
class _Naming:
    """An order that names a vendor, and its norms that are about the vendor's things."""

    order: Order
    about: Mapping[str, OrderNorm]
    is_named: bool


def find_free_uses(
    orders: Sequence[Order],
    benches: Sequence[Bench],
    determinations: Sequence[Determination],
    has_to_report: Callable[[Order, Bench], bool],
) -> tuple[FreeUse, ...]:
    """Every vendor in use that no order forbids, excuses or may reach there; settings with the same answers together.

    `has_to_report` says whether an order may oblige to report a find in a setting.
    """
    laws = [order for order in orders if order.kind != _OF_VENDORS]
    ids = {order.id for order in laws}
    by_subject: dict[str, dict[str, list[Determination]]] = defaultdict(lambda: defaultdict(list))
    for each in determinations:
        if each.order in ids:
            by_subject[each.subject][each.order].append(each)
    naming: dict[str, tuple[_Naming, ...]] = {}
    found: dict[_Key, list[str]] = defaultdict(list)
    for bench in benches:
        told = by_subject.get(bench.subject, {})
        reporting = [order for order in laws if has_to_report(order, bench)]
        open_ = [each for group in told.values() for each in group if each.outcome is not Outcome.CLEAR and each.places]
        reached = {pair for each in open_ for pair in _evidence(each)}
        for vendor, places in _uses(bench.places).items():
            free = tuple(place for place in places if (vendor, place.id) not in reached)
            if free:
                if vendor not in naming:
                    naming[vendor] = tuple(name for order in laws if (name := _naming(order, vendor)) is not None)
                answers = tuple(
                    answer for name in naming[vendor] for answer in _answer(name, told.get(name.order.id, ()))
                )
                key = _Key(
                    vendor, tuple(place.name for place in free), _is_stated(free), answers, _named_in(reporting, vendor)
                )
                found[key].append(bench.subject)
    uses = (
        FreeUse(key.vendor, tuple(subjects), key.places, key.is_stated, key.answers, key.reports)
        for key, subjects in found.items()
    )
    return tuple(sorted(uses, key=lambda each: (not each.answers, not each.is_stated, each.vendor, each.subjects)))


def _named_in(orders: Sequence[Order], vendor: str) -> tuple[str, ...]:
    return tuple(order.id for order in orders if vendor in order.vendors)


def _uses(places: Sequence[Place]) -> Mapping[str, list[Place]]:
    """The vendors whose models, services or devices are used, with the places."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for vendor in sorted({use.vendor for use in place.uses if _counts(use)}):
            found[vendor].append(place)
    return found


def _counts(use: Use) -> bool:
    return use.basis not in _APART and not use.is_derived


def _is_stated(places: Sequence[Place]) -> bool:
    return all(not place.id.startswith("tree:") for place in places)


def _evidence(each: Determination) -> Iterator[tuple[str, str]]:
    """The vendors and places that an answer rests on."""
    vendors = {sighting.vendor for sighting in each.sightings} | {words.partition(":")[0] for words in each.stated}
    for place in each.places:
        for vendor in vendors:
            if vendor:
                yield vendor, place


def _naming(order: Order, vendor: str) -> _Naming | None:
    about = {name_of(order, norm.id): norm for norm in order.norms if vendor in _makers(norm)}
    return _Naming(order, about, vendor in order.vendors) if about or vendor in order.vendors else None


def _answer(naming: _Naming, told: Sequence[Determination]) -> Iterator[tuple[str, str]]:
    """What an order that names the vendor comes to there, by the norm that says best why it does not reach it."""
    order, about = naming.order, naming.about
    said = [each for each in told if each.says]
    for each in said:
        if each.norm in about and each.outcome is not Outcome.CLEAR:
            # Something of the vendor's may be there that was not seen.
            yield each.norm, each.says
            return
    own = [each for each in said if each.outcome is Outcome.CLEAR]
    for each in own:
        if each.norm in about and each.because and (condition := _condition(order, about[each.norm])):
            yield each.norm, condition
            return
    first = min(own, key=lambda each: (each.norm not in about, not each.because), default=None)
    if first is not None and (naming.is_named or first.norm in about):
        # What another norm says, of another vendor perhaps, is told of the order only.
        yield (first.norm if first.norm in about else order.id), first.says


def _condition(order: Order, norm: OrderNorm) -> str:
    """The premise on which a norm hangs, and which is taken not to be so."""
    for point in order.open_points:
        if point.status == "rejected" and point.id in names(norm.given):
            why = f" ({point.denied_by})" if point.denied_by else ""
            return f"{norm.cites} forbids it only under a condition: {point.claim.rstrip('.')}{why}"
    return ""


def _makers(norm: OrderNorm) -> frozenset[str]:
    target = norm.object
    makers = target.made_by or target.developed_by or target.provided_by
    named = names(makers.owned_by if isinstance(makers, Owners) else makers)
    return frozenset((*named, *(each.partition("/")[0] for each in names(target.product))))
