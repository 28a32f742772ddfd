"""How each order stands on the day, what it was before, and what follows for the firm; with a drawing over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from flowdown.orders.order import Order
from flowdown.report.dossier.answers import ORDER, TERMS, Stands
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.meets import answers_by_order, later_orders, met_orders
from flowdown.report.dossier.paper import Absent, Drawing, Paper, Sheet
from flowdown.report.dossier.say import status_of
from flowdown.report.norm_words import plain
from flowdown.report.order_events import events_of
from flowdown.report.timeline_svg import draw_timeline
from flowdown.report.words import mark_words

_MOST_DRAWN = 10
_WIDTH = 960


@dataclass(frozen=True, slots=True)
class EventTold:
    """Something that happened to an order."""

    id: str
    day: str
    status: str
    what: str
    by: str
    mark: str


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order on the day. `follows` says what it means for which contracts."""

    id: str
    title: str
    citation: str
    binds: str
    status: str
    followed_until: str
    is_past: bool
    follows: tuple[str, ...]
    events: tuple[EventTold, ...]


@dataclass(frozen=True, slots=True)
class OtherOrder:
    """An order that meets nothing of the firm's."""

    id: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class StatusContext:
    """The sheet."""

    orders: tuple[OrderTold, ...]
    others: tuple[OtherOrder, ...]
    drawn: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    follows, reached = _follows(facts), met_orders(facts)
    met = [each for each in facts.orders if each.id in reached]
    met.sort(
        key=lambda each: (
            each.id.startswith(TERMS),
            min((rank for rank, _ in follows.get(each.id, ())), default=99),
            each.id,
        )
    )
    orders = tuple(_tell(facts, each, tuple(words for _, words in follows.get(each.id, ()))) for each in met)
    others = tuple(OtherOrder(each.id, each.title, status_of(facts, each)) for each in facts.orders if each not in met)
    drawn = tuple(each.id for each in met if not each.id.startswith(TERMS) and each.status)[:_MOST_DRAWN]
    if len(facts.orders) <= _MOST_DRAWN:
        drawn = tuple(each.id for each in facts.orders)
    lanes = tuple(lane for name in drawn for lane in facts.timeline.lanes if lane.order == name)
    drawings = {}
    if lanes:
        alt = f"The states of {', '.join(drawn)} over time, as the tables below tell them."
        drawings["status-over-time"] = Drawing(draw_timeline(replace(facts.timeline, lanes=lanes), _WIDTH), alt)
    return (Sheet("status-sheet", "Status sheet", StatusContext(orders, others, drawn), drawings),)


def _follows(facts: Facts) -> dict[str, list[tuple[int, str]]]:
    """What each order that meets something means, in which contracts, the worst first."""
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for order, where in answers_by_order(facts).items():
        for how in ORDER:
            found = [subject for subject, stands in where.items() if stands is how]
            if found and how is not Stands.FREE:
                told[order].append((ORDER.index(how), f"{how.value}: {', '.join(found)}"))
    for each in later_orders(facts):
        verb = "will reach" if each.is_sure else "may reach"
        told[each.order].append((ORDER.index(Stands.OPEN), f"{verb} {each.vendor} in {each.where} from {each.from_}"))
    return told


def _tell(facts: Facts, order: Order, follows: tuple[str, ...]) -> OrderTold:
    events = tuple(
        EventTold(
            f"{event.day.isoformat()} {event.status}",
            event.day.isoformat(),
            plain(event.status),
            event.what,
            event.by,
            mark_words(event.mark),
        )
        for event in events_of(order, facts.check.known_at)
        if event.day <= facts.as_of
    )
    return OrderTold(
        order.id,
        order.title,
        order.citation,
        order.addressee,
        status_of(facts, order),
        order.checked_until.isoformat(),
        facts.as_of > order.checked_until,
        follows,
        events,
    )


PAPER = Paper(
    id="status-sheet",
    title="Status sheet",
    for_whom="everybody",
    about="how each order stands on the day, its history by court and date, and what follows for which contract",
    rank=15,
    build=_build,
)
