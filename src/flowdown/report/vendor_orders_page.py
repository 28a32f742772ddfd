"""Lays out for people what the orders of the library mean on a day for somebody who uses a vendor."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.report.norm_words import plain
from flowdown.report.orders_v1 import (
    ContextV1,
    CustomerOnDayV1,
    OpenPointV1,
    OrderOnDayV1,
    PlacedV1,
    Reached,
    Stands,
    VendorOrdersV1,
)
from flowdown.report.page import (
    Block,
    Column,
    Line,
    Page,
    Paragraph,
    Point,
    Points,
    Quotation,
    Section,
    Span,
    Table,
    Tone,
    line,
    span,
)
from flowdown.report.words import NO_ADVICE, listed, mark_words

_TONES: dict[Stands, Tone] = {
    "forbidden": Tone.BREACH,
    "conflict": Tone.BREACH,
    "open": Tone.UNDETERMINED,
    "required": Tone.UNDETERMINED,
    "suspended": Tone.EXEMPT,
    "free": Tone.CLEAR,
}
_STANCES = {
    "in_force": "counting what is in force",
    "as_threatened": "counting what is in force and what is only threatened",
}
MEANINGS = (
    "forbidden: an order forbids it on this day; suspended: one would, but an exception, waiver or stay covers it; "
    "open: it depends on the questions below; required: something has to be done; free: no order of these speaks there"
)


def lay_out_vendor_orders(sheet: VendorOrdersV1) -> Page:
    """The dated sheet of a vendor: the sum over all orders, then each order with its reasons."""
    asked = f"{sheet.name} ({sheet.vendor}) on {sheet.as_of.isoformat()}, as known on {sheet.known_at.isoformat()}"
    blocks: list[Block] = [Paragraph(line(span(asked, Tone.STRONG), f", {_STANCES[sheet.stance]}."))]
    late = [order for order in sheet.orders if order.past_checked]
    blocks += [Paragraph(line(span(_late(order, sheet), Tone.WARNING))) for order in late]
    if not sheet.orders:
        blocks.append(Paragraph(line("No order of the library speaks of this vendor.")))
    else:
        blocks.append(_statuses(sheet))
        blocks.extend(_customers(sheet))
        blocks.append(_summary(sheet))
        blocks += [_order(order) for order in sheet.orders]
    limits = tuple(Point(line(limit)) for limit in sheet.limits)
    blocks.append(Section(line("What this sheet does not say"), (Points(limits),)))
    blocks.append(Paragraph(line(span(NO_ADVICE, Tone.FAINT))))
    return Page(tuple(blocks), f"Orders about {sheet.name} on {sheet.as_of.isoformat()}")


def _late(order: OrderOnDayV1, sheet: VendorOrdersV1) -> str:
    until = order.checked_until.isoformat()
    return f"Warning: {order.order} was followed up to {until} only; what happened until {sheet.as_of.isoformat()} is not counted."


def _statuses(sheet: VendorOrdersV1) -> Section:
    """One line an order: its state on the day, and since when."""
    points = []
    for order in sheet.orders:
        state = order.state
        words = f"{plain(state.status)} since {state.day.isoformat()}" if state else "no step known by then"
        points.append(Point(line(span(order.order, Tone.VALUE), "  ", span(words, Tone.STRONG), f"  {order.title}")))
    return Section(line("Status of each order on that day"), (Points(tuple(points)),))


def _customers(sheet: VendorOrdersV1) -> Iterator[Section]:
    """The customers by what the orders mean for them, and how far what is said of an order can go."""
    for reached, title in _REACHED.items():
        chosen = [each for each in sheet.customers if each.reached == reached]
        if chosen:
            points = tuple(_customer(each, sheet) for each in chosen)
            yield Section(line(f"{title} ({len(chosen)})"), (Points(points),))
    if sheet.customers:
        words = (
            "What can be said to them of an order is what stands under it below: its words with their source, the contexts "
            "where it forbids, those where it says nothing of a use, and what is open, with who reads it how. Whether a "
            "customer's own contract carries a clause, only the customer knows."
        )
        yield Section(line("What can be said"), (Paragraph(line(words)),))


def _customer(customer: CustomerOnDayV1, sheet: VendorOrdersV1) -> Point:
    names = {each.context: each.name for each in sheet.contexts}
    under = []
    for use in customer.uses:
        by = f" by {listed(use.orders)}" if use.orders else ""
        under.append(line(f"{names.get(use.context) or plain(use.context)}: ", _badge(use.stands), by))
    under += [line(f"to be settled: {asks}") for asks in dict.fromkeys(customer.questions)]
    return Point(line(span(customer.name or customer.id, Tone.STRONG)), tuple(under))


_REACHED: dict[Reached, str] = {
    "forbidden": "Customers who may not use it",
    "in-part": "Customers who may not use it everywhere",
    "not-known": "Customers of whom it cannot be told",
    "free": "Customers whom no order keeps from using it",
}


def _summary(sheet: VendorOrdersV1) -> Section:
    columns = (Column("where"), Column("for somebody who uses it there"), Column("by which orders"))
    rows = tuple(
        (line(each.name or plain(each.context)), line(_badge(each.stands)), _by(each)) for each in sheet.contexts
    )
    return Section(line("Where somebody uses it"), (Table(columns, rows), Paragraph(line(span(MEANINGS, Tone.FAINT)))))


def _badge(stands: Stands) -> Span:
    return span(stands, _TONES[stands])


def _by(each: ContextV1) -> Line:
    told = [
        f"{word} by {listed(orders)}"
        for word, orders in (("forbidden", each.forbidden_by), ("open", each.open_by), ("suspended", each.suspended_by))
        if orders
    ]
    return line("; ".join(told))


def _order(order: OrderOnDayV1) -> Section:
    blocks: list[Block] = [Paragraph(line(span("Status: ", Tone.STRONG), f"{order.status}."))]
    if order.state is not None:
        by = f", by {order.state.by}" if order.state.by else ""
        blocks.append(Paragraph(line(span(f"{mark_words(order.state.mark)}{by}", Tone.FAINT))))
    blocks.append(Paragraph(line(span("Binds: ", Tone.STRONG), f"{order.binds}.")))
    if order.on_vendor:
        points = tuple(Point(line(words)) for words in order.on_vendor)
        blocks.append(Section(line("On the vendor itself"), (Points(points),)))
    blocks += [each for norm in order.norms for each in _norm(norm)]
    if order.reaches_nobody_in:
        names = listed(tuple(plain(leaf) for leaf in order.reaches_nobody_in))
        blocks.append(Paragraph(line(span("Says nothing of a use in: ", Tone.STRONG), f"{names}.")))
    if order.readings:
        blocks.append(Section(line("Readings, by name"), (Points(tuple(_readings(order))),)))
    if order.open_points:
        points = tuple(_open_point(point) for point in order.open_points)
        blocks.append(Section(line("Open points"), (Points(points),)))
    return Section(line(span(order.order, Tone.VALUE), f"  {order.title}"), tuple(blocks))


def _norm(norm: PlacedV1) -> Iterator[Block]:
    where = listed(tuple(plain(leaf) for leaf in norm.contexts))
    yield Points((Point(line(span(norm.norm, Tone.STRONG), f"  {norm.act}"), badge=_badge(norm.stands)),))
    notes = [line(f"In {where}.")]
    notes += [line(reason) for reason in norm.because]
    notes += [line("to be settled: ", question) for question in norm.questions]
    notes.append(line(span(f"Evidence: {mark_words(norm.mark)}", Tone.FAINT)))
    yield Quotation(line(norm.cites), line(f"“{norm.quote}”"), tuple(notes))


def _readings(order: OrderOnDayV1) -> Iterator[Point]:
    for each in order.readings:
        takes = f"takes {listed(tuple(f'`{word}`' for word in each.given))}; {mark_words(each.mark)}"
        yield Point(
            line(span(each.id, Tone.STRONG), f"  {each.says}"),
            (line(f"held by {each.held_by}"), line(span(takes, Tone.FAINT))),
        )


def _open_point(point: OpenPointV1) -> Point:
    under = [line(f"If so: {point.if_true or 'not stated'}. If not: {point.if_false or 'not stated'}.")]
    sides = [f"{word} by {who}" for word, who in (("held", point.held_by), ("denied", point.denied_by)) if who]
    if sides:
        under.append(line("; ".join(sides)))
    head = line(span(point.id, Tone.STRONG), f"  {point.asks}", span(f"  [{point.status}; {point.mark}]", Tone.FAINT))
    return Point(head, tuple(under))
