"""Say what is in the order library, with sources and status on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from flowdown.orders.load import Library
from flowdown.orders.order import Order
from flowdown.reason.citing import say_status

_MARKS = {
    "P": "primary text read",
    "L": "legal writing",
    "N": "several news outlets",
    "S": "one secondary source",
    "U": "not read",
}


def load_library(folders: Sequence[Path] = ()) -> Library:
    """The built-in orders and those of more folders; raises `Problems` for broken files."""
    from flowdown.orders.load import load

    return load(folders)


def list_contexts() -> list[tuple[str, str]]:
    """Every context with its name in words."""
    from flowdown.orders.load import load_settings

    return [(context.id, context.name) for context in load_settings()[0]]


def list_orders(library: Library, as_of: datetime.date, known_at: datetime.date) -> list[tuple[str, str, str, str]]:
    """Rows of id, title, status on the day, and the day up to which the order was followed."""
    return [
        (order.id, order.title, say_status(order, as_of, known_at), order.checked_until.isoformat())
        for order in library.orders.values()
    ]


def describe_order(order: Order, as_of: datetime.date, known_at: datetime.date) -> str:
    """Everything that the library says of an order, as Markdown."""
    lines = [
        f"# {order.title}",
        "",
        f"`{order.id}` · {order.kind} · {order.citation} · {order.issuer}",
        "",
        order.about.strip(),
        "",
        f"**Status on {as_of.isoformat()}**, as known on {known_at.isoformat()}: {say_status(order, as_of, known_at)}.",
    ]
    if as_of > order.checked_until:
        lines.append(
            f"The library followed this order until {order.checked_until.isoformat()} only; "
            "later events are not known here."
        )
    lines += [
        "",
        f"- Binds: {order.addressee}",
        f"- Flow-down: {order.flow_down or 'not stated'}",
        f"- Reporting: {order.reporting or 'not stated'}",
    ]
    if order.waiver_note:
        lines.append(f"- Waiver: {order.waiver_note.strip()}")
    lines += ["", "## Norms", ""]
    for norm in order.norms:
        period = f"from {norm.from_ or 'the beginning'}" + (f" to {norm.to}" if norm.to else "")
        lines += [
            f"- **{norm.id}** ({norm.modality.value} {norm.action}, {period}, {norm.status.value}): “{norm.quote}”",
            f"  {norm.cites} [{norm.mark}: {_MARKS[norm.mark]}; source {norm.source}]"
            + (f" Note: {norm.note}" if norm.note else ""),
        ]
    lines += [
        f"- **{rule.id}** (not formalised: {rule.why}): “{rule.quote}” {rule.cites} [{rule.mark}]"
        for rule in order.unformalised
    ]
    lines += ["", "## Dates", ""]
    lines += [
        f"- {each.day.isoformat()} {each.kind.value} [{each.mark}]" + (f": {each.note}" if each.note else "")
        for each in sorted(order.dates, key=lambda each: (each.day, each.kind.value))
    ]
    lines += ["", "## Status history", ""]
    lines += [
        f"- {event.day.isoformat()} {event.status.value}"
        f"{' (' + event.by + ')' if event.by else ''}: {event.what} [{event.mark}]"
        for event in sorted(order.status, key=lambda event: event.day)
    ]
    if order.open_points:
        lines += ["", "## Open points", ""]
        for point in order.open_points:
            lines += [
                f"- **{point.id}** ({point.status}): {point.asks}",
                f"  If so: {point.if_true}. If not: {point.if_false}.",
            ]
    lines += ["", "## Sources", ""]
    lines += [
        f"- `{source.id}` {source.publisher}: {source.title} [{source.mark}: {_MARKS[source.mark]}]"
        + (f" {source.url}" if source.url else "")
        for source in order.sources
    ]
    if order.notes:
        lines += ["", "## Notes", "", *(f"- {note}" for note in order.notes)]
    return "\n".join(lines) + "\n"
