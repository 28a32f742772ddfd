"""Say what changed of orders between two days: states, norms that begin or cease to have effect, duties, and by what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.orders.norm import names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.citing import say_status
from flowdown.reason.court import Asked, Court, is_ban
from flowdown.reason.decide import Session, leaves_of
from flowdown.reason.determination import Position
from flowdown.reason.place import Bench
from flowdown.reason.setting import Setting
from flowdown.reason.stance import Stance
from flowdown.report.norm_words import plain, say_given
from flowdown.report.order_events import events_of
from flowdown.report.orders_v1 import DatedActV1, NormChangeV1, OrderChangesV1, OrderChangeV1

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.orders.load import Library

Date = datetime.date
_WORDS = {
    Position.FORBIDDEN: "forbids",
    Position.REQUIRED: "requires",
    Position.DUE: "requires",
    Position.PERMITTED: "permits",
    Position.FREE: "has no effect",
    Position.UNDETERMINED: "open",
    Position.CONFLICT: "conflict",
}


@dataclass(frozen=True, slots=True)
class ChangeQuestion:
    """Which orders, between which days, known when, under which stance."""

    orders: tuple[str, ...]
    start: Date
    end: Date
    known_at: Date
    stance: str = "in_force"
    order_folders: tuple[Path, ...] = ()
    catalogues: tuple[Path, ...] = ()


def find_changes(question: ChangeQuestion, cache: Path | None = None) -> OrderChangesV1:
    """`flowdown.order-changes/1`; raises `UnusableArgument` for an unknown order or days in the wrong order."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.orders.load import load as load_orders
    from flowdown.pipeline.check import choose

    if question.end < question.start:
        raise UnusableArgument("`--to` is before `--from`")
    library = load_orders(question.order_folders)
    orders = choose(library, question.orders)
    catalogue = load_catalogue(question.catalogues, cache)
    told = [_change(order, library, catalogue, question) for order in orders]
    return OrderChangesV1(
        "flowdown.order-changes/1",
        question.start,
        question.end,
        question.known_at,
        tuple(each for each in told if _has_changed(each)),
        tuple(each.order for each in told if not _has_changed(each)),
    )


def _has_changed(change: OrderChangeV1) -> bool:
    return bool(change.events or change.norms or change.acts)


def _change(order: Order, library: Library, catalogue: Catalogue, question: ChangeQuestion) -> OrderChangeV1:
    start, end, known_at = question.start, question.end, question.known_at
    return OrderChangeV1(
        order.id,
        order.title,
        say_status(order, start, known_at),
        say_status(order, end, known_at),
        tuple(event for event in events_of(order, known_at) if start < event.day <= end),
        tuple(_norms(order, library, catalogue, question)),
        tuple(sorted(_acts(order, question), key=lambda each: each.day)),
        end > order.checked_until,
    )


def _norms(order: Order, library: Library, catalogue: Catalogue, question: ChangeQuestion) -> Iterator[NormChangeV1]:
    """The norms whose position differs between the days, contexts with the same change together."""
    stance = Stance(question.stance)
    before, after = (
        _positions(order, library, catalogue, Asked(day, question.known_at, stance))
        for day in (question.start, question.end)
    )
    for norm in order.norms:
        groups: dict[tuple[str, str], list[str]] = {}
        for leaf in leaves_of(library, ()):
            old, new = before.get((norm.id, leaf), "has no effect"), after.get((norm.id, leaf), "has no effect")
            if old != new:
                groups.setdefault((old, new), []).append(leaf)
        for (old, new), leaves in groups.items():
            yield NormChangeV1(norm.id, tuple(leaves), old, new, norm.cites, norm.mark)


def _positions(order: Order, library: Library, catalogue: Catalogue, asked: Asked) -> dict[tuple[str, str], str]:
    """What each norm does in each context on a day, under a contract of which nothing is said."""
    session = Session(library, catalogue, asked)
    found: dict[tuple[str, str], str] = {}
    for leaf in leaves_of(library, ()):
        bench = Bench(leaf, Setting(leaf, (leaf,), is_open=True), ())
        court = session.court(order, leaf, session.applies(order, bench))
        for norm in court.norms:
            found[norm.id, leaf] = _WORDS[_position(order, court, norm)]
    return found


def _position(order: Order, court: Court, norm: OrderNorm) -> Position:
    if is_ban(norm) and court.objects(norm):
        return court.ban(norm)
    standing = court.duty(norm)
    return standing.position if f"{order.id}/{norm.id}" in standing.because else Position.FREE


def _acts(order: Order, question: ChangeQuestion) -> Iterator[DatedActV1]:
    """What begins, ends or falls due after the first day and up to the second, as the file dates it."""
    known_at = question.known_at
    for act in (*_of_norms(order, known_at), *_of_reliefs(order, known_at), *_of_duties(order), *_of_dates(order)):
        if question.start < act.day <= question.end:
            yield act


def _of_norms(order: Order, known_at: Date) -> Iterator[DatedActV1]:
    for norm in order.norms:
        if norm.issued is not None and norm.issued > known_at:
            continue
        name = f"norm `{norm.id}`"
        for day, words in ((norm.from_, "takes effect"), (norm.to, "ends"), (norm.withdrawn, "is withdrawn")):
            if day is not None:
                yield DatedActV1(day, f"{name} {words}", norm.cites, norm.mark)
        for exception in norm.exceptions:
            what = f"the exception of {name}{_about(exception.note, say_given(exception.given))}"
            yield from _span(exception.from_, exception.to, what, norm.cites, norm.mark)


def _of_reliefs(order: Order, known_at: Date) -> Iterator[DatedActV1]:
    for kind, acts in (("stay", order.stays), ("waiver", order.waivers)):
        for act in acts:
            if act.issued is not None and act.issued > known_at:
                continue
            of = ", ".join(f"`{name}`" for name in names(act.of))
            what = f"the {kind} of {of} by {act.by}{_about(act.note, say_given(act.given))}"
            yield from _span(act.from_ or act.issued, act.to, what, act.cites, "")


def _of_duties(order: Order) -> Iterator[DatedActV1]:
    for duty in order.duties:
        name = f"the duty `{duty.id}`"
        yield from _span(duty.from_, None, name, duty.cites, duty.mark)
        if duty.to_day is not None:
            yield DatedActV1(duty.to_day, f"{name} holds for the last day", duty.cites, duty.mark)
        if duty.clock is not None and duty.clock.by is not None:
            yield DatedActV1(duty.clock.by, f"{name} is due", duty.cites, duty.mark)


def _of_dates(order: Order) -> Iterator[DatedActV1]:
    for date in order.dates:
        note = f": {date.note}" if date.note else ""
        yield DatedActV1(date.day, f"date of the kind {plain(date.kind.value)}{note}", order.citation, date.mark)


def _span(start: Date | None, end: Date | None, what: str, cites: str, mark: str) -> Iterator[DatedActV1]:
    if start is not None:
        yield DatedActV1(start, f"{what} begins", cites, mark)
    if end is not None:
        yield DatedActV1(end, f"{what} has ended", cites, mark)


def _about(*parts: str) -> str:
    told = [part.strip() for part in parts if part.strip()]
    return f" ({'; '.join(told)})" if told else ""
