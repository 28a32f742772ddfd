"""Determinations in plain sentences."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from flowdown.orders.norm import Modality, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.determination import Outcome, Position
from flowdown.reason.place import Stated
from flowdown.scan.sighting import STRENGTHS, Sighting
from flowdown.scan.trace import TraceKind

_MODAL = {
    Modality.MUST: "requires",
    Modality.MUST_NOT: "forbids",
    Modality.MAY: "permits",
    Modality.NEED_NOT: "frees from",
}


def say(
    norm: OrderNorm,
    position: Position,
    outcome: Outcome,
    seen: str,
    as_of: datetime.date,
    where: str,
    known_at: datetime.date | None = None,
    relief: str = "",
) -> str:
    """One sentence: what the norm says there on that day, and what was seen (`say_seen`; empty for nothing).

    `relief` names the acts, outside the norm itself, that may suspend it on that day.
    """
    what = f"{norm.cites} {_MODAL[norm.modality]} it in {where}"
    match outcome:
        case Outcome.BREACH:
            since = f" since {norm.from_.isoformat()}" if norm.from_ is not None else ""
            return f"{what}{since}, and it is used: {seen}"
        case Outcome.EXEMPT:
            return f"{what}, but {_relief(norm, as_of, relief)} covers the use that is seen: {seen}"
        case Outcome.UNDETERMINED if seen and position is not Position.FORBIDDEN:
            return f"whether {norm.cites} reaches this use in {where} depends on what is open; it is used: {seen}"
        case Outcome.UNDETERMINED:
            forbids = "forbids" if position is Position.FORBIDDEN else "may forbid"
            return (
                f"no use was seen of what {norm.cites} {forbids} in {where}, "
                "but what was read does not suffice to say that there is none"
            )
        case Outcome.CLEAR if position is Position.FORBIDDEN:
            return f"no use was seen of what {norm.cites} forbids in {where}"
        case Outcome.CLEAR if position is Position.UNDETERMINED:
            return f"no use was seen of what {norm.cites} may forbid in {where}"
        case Outcome.CLEAR:
            return _not_forbidden(norm, as_of, where, known_at)


def say_stated(places: Mapping[str, Stated], norm: OrderNorm, order: Order) -> str:
    """What is stated of the purpose or owner of what is used, as far as the norm hangs on it; empty for nothing."""
    wanted = {word.removeprefix("not ").strip() for word in (*names(norm.given), norm.object.purpose)}
    points = [point for point in order.open_points if point.id in wanted]
    told = []
    for name, stated in places.items():
        settled = [(point, stated.settle(point)) for point in points]
        met = sorted(
            {each.value for point, truth in settled if truth for each in stated.used_for & set(point.purposes)}
        )
        if met:
            told.append(f"{name} is used for {', '.join(met)}, as you state")
        elif any(truth is False and point.purposes for point, truth in settled):
            told.append(f"{name} is used for none of that, as you state")
        if any(truth is not None and point.owners for point, truth in settled):
            told.append(f"{name} belongs to: {stated.owner}, as you state")
    return "; ".join(told)


def _not_forbidden(norm: OrderNorm, as_of: datetime.date, where: str, known_at: datetime.date | None) -> str:
    if norm.issued is not None and known_at is not None and known_at < norm.issued:
        return f"as known on {known_at.isoformat()}, nothing of the kind had been issued"
    if norm.from_ is not None and as_of < norm.from_:
        return f"{norm.cites} takes effect on {norm.from_.isoformat()} only"
    if norm.to is not None and as_of >= norm.to:
        return f"{norm.cites} ended on {norm.to.isoformat()}"
    if norm.withdrawn is not None and norm.withdrawn <= min(as_of, known_at or as_of):
        return f"{norm.cites} has had no effect since {norm.withdrawn.isoformat()}"
    if norm.given:
        return (
            f"{norm.cites} has no effect in {where} on this day: its condition is not met, "
            "or it does not reach what is used"
        )
    return f"{norm.cites} does not forbid what is used in {where} on this day"


_TELLING = (
    TraceKind.CALL,
    TraceKind.MODEL_ID,
    TraceKind.WEIGHTS,
    TraceKind.CLIENT,
    TraceKind.ENDPOINT,
    TraceKind.RESOURCE,
    TraceKind.IMAGE,
    TraceKind.ACTION,
    TraceKind.CLI,
)
"""Kinds of evidence that say most by themselves, first; the others follow."""


def _telling(sighting: Sighting) -> int:
    return _TELLING.index(sighting.kind) if sighting.kind in _TELLING else len(_TELLING)


def say_seen(sightings: Sequence[Sighting], others: Sequence[str] = (), *, with_tree: bool = False) -> str:
    """What was seen: the most telling line, how many more there are, and what is stated of other places."""
    told = ", ".join(others)
    if not sightings:
        return told
    return _lines(sightings, with_tree) + (f"; {told}" if told else "")


def _lines(sightings: Sequence[Sighting], with_tree: bool) -> str:
    ordered = sorted(sightings, key=lambda each: (STRENGTHS.index(each.strength), _telling(each), each.order))
    first = ordered[0]
    vendors = ", ".join(sorted({sighting.vendor or "" for sighting in sightings}))
    rest = len({(each.place.path, each.place.line) for each in sightings}) - 1
    where = f"{first.tree}/{first.place.path}" if with_tree else first.place.path
    more = f" and {rest} more {'line' if rest == 1 else 'lines'}" if rest else ""
    return f"{vendors} ({first.basis.value}, {first.strength.value}) at {where}:{first.place.line}{more}"


def _relief(norm: OrderNorm, as_of: datetime.date, acts: str) -> str:
    """The exceptions written into a norm that run on a day, with their last day; else what else may suspend it."""
    running = [
        each
        for each in norm.exceptions
        if (each.from_ is None or each.from_ <= as_of) and (each.to is None or as_of < each.to)
    ]
    if not running:
        return acts or "a waiver or stay"
    told = []
    for each in running:
        last = f" (through {(each.to - datetime.timedelta(days=1)).isoformat()})" if each.to is not None else ""
        told.append((each.note or "an exception") + last)
    return " or ".join(told)


def say_relief(order: Order, norm: OrderNorm, as_of: datetime.date) -> str:
    """The waivers and stays of an order that suspend a norm on a day, by what they cite."""
    acts = [
        f"{kind} ({act.cites or act.id.replace('_', ' ')})"
        for kind, group in (("a stay by a court", order.stays), ("a waiver", order.waivers))
        for act in group
        if norm.id in names(act.of) and (act.from_ is None or act.from_ <= as_of) and (act.to is None or as_of < act.to)
    ]
    return " or ".join(acts)


def say_assumed(given: Mapping[str, bool]) -> tuple[str, ...]:
    """The facts that the asker stated and nobody checked."""
    return tuple(
        f"Assumed, as you said, and not checked: {name} is {str(given[name]).lower()}." for name in sorted(given)
    )


def say_limits(orders: Sequence[Order], as_of: datetime.date, *, has_profile: bool = False) -> tuple[str, ...]:
    """What an answer does not say."""
    unseen = "nothing of accounts, devices and suppliers that were not looked at."
    limits = (
        [
            "It takes from the profile what serves which contract and what is in each, speaks of that and of the code and "
            f"configuration that was read, and says {unseen}"
        ]
        if has_profile
        else [
            f"It speaks of the code and configuration that was read, and says {unseen}",
            "Whether this tree serves the context asked about is taken from the question.",
        ]
    )
    limits.extend(
        f"{order.id} was followed until {order.checked_until.isoformat()} only; "
        f"what happened between then and {as_of.isoformat()} is not known here."
        for order in orders
        # Of a whole organisation the page says it once for all orders.
        if as_of > order.checked_until and not has_profile
    )
    return tuple(limits)
