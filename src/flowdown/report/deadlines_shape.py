"""Shapes clocks that run for other programs."""

from __future__ import annotations

from typing import Literal

from flowdown.base.canonical import digest
from flowdown.base.truth import Truth
from flowdown.reason.clock import Due
from flowdown.reason.deadlines import Deadlines
from flowdown.reason.running import RunningClock
from flowdown.report.deadlines_v1 import AddresseeV1, CheckedUntilV1, ClockV1, DeadlinesV1, DueV1, FieldV1


def shape_deadlines(deadlines: Deadlines) -> DeadlinesV1:
    """`flowdown.deadlines/1`."""
    return DeadlinesV1(
        "flowdown.deadlines/1",
        deadlines.as_of.isoformat(),
        deadlines.known_at.isoformat(),
        deadlines.order_digest,
        tuple(_clock(each) for each in deadlines.clocks),
        deadlines.idle,
        deadlines.notes,
        tuple(CheckedUntilV1(order, until.isoformat()) for order, until in deadlines.past_checked),
    )


def clock_id(clock: RunningClock) -> str:
    """A name for a clock that stays the same when its days change."""
    return digest([clock.order, clock.duty, clock.contract, clock.found]).removeprefix("sha256:")[:32]


def _clock(clock: RunningClock) -> ClockV1:
    applies: Literal["yes", "unknown"] = "yes" if clock.applies.truth is Truth.YES else "unknown"
    return ClockV1(
        id=clock_id(clock),
        order=clock.order,
        duty=clock.duty,
        title=clock.title,
        action=clock.action,
        contract=clock.contract,
        found=clock.found,
        what=clock.what,
        state=clock.state.value,
        event=clock.event,
        start=clock.start.iso if clock.start is not None else "",
        length=clock.length,
        due=_due(clock.due),
        assumed=_due(clock.assumed) if clock.assumed is not None else None,
        assumption=clock.assumption,
        met=clock.met.iso if clock.met is not None else "",
        is_late=clock.is_late,
        reference=clock.reference,
        applies=applies,
        why=clock.applies.named,
        clause=clock.applies.clause,
        asks=(*clock.applies.asks, *clock.asks),
        notes=clock.notes,
        is_open=clock.is_open,
        to=tuple(AddresseeV1(each.office, each.when, each.note, each.email, each.is_sure) for each in clock.to),
        fields=tuple(FieldV1(each.name, each.what, each.value, each.only_if_known) for each in clock.fields),
        fields_read=clock.fields_read,
        cites=clock.cites,
        quote=clock.quote,
        mark=clock.mark,
    )


def _due(due: Due) -> DueV1:
    earliest = due.earliest.isoformat() if due.earliest is not None else ""
    latest = due.latest.isoformat() if due.latest is not None else ""
    return DueV1(due.moment.iso if due.moment is not None else "", earliest, latest, due.convention, due.notes)
