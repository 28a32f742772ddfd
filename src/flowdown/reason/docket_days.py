"""The clocks that run whether or not anything was found: what comes again, and fixed days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowdown.base.moment import Moment
from flowdown.base.period import Window
from flowdown.base.truth import Truth
from flowdown.orders.duty import Clock, Duty, Event
from flowdown.orders.norm import Modality
from flowdown.orders.order import OrderNorm
from flowdown.reason.clock import Due, find_due
from flowdown.reason.docket import OF_CONTRACTS, Docket
from flowdown.reason.duty_bond import Bound, bound_of
from flowdown.reason.lower import term_of
from flowdown.reason.occurrence import Met, Occurrence, clause_since
from flowdown.reason.running import RunningClock, State
from flowdown.reason.term import due_day

Date = datetime.date
_NOTHING = Occurrence("", "", {})


def of_days(docket: Docket, met: Sequence[Met]) -> Iterator[RunningClock]:
    """The clocks that run whether or not anything was found."""
    if _is_over(docket):
        return
    of_duties: list[RunningClock] = []
    for duty in docket.order.duties:
        clock = duty.clock
        if clock is None:
            continue
        bound = bound_of(duty)
        day = max(docket.asked.as_of, bound.from_ or docket.asked.as_of)
        if not (clock.by or clock.after_day or clock.repeats or OF_CONTRACTS & set(clock.after)):
            continue
        applies = docket.applies(bound, day)
        if applies.truth is not Truth.NO:
            of_duties.append(replace(_dated(docket, duty, clock, met), applies=applies))
    yield from of_duties
    for norm in docket.order.norms:
        if norm.modality is Modality.MUST and norm.timing is not None:
            # What a duty says with office and fields, a norm of the same words and day only repeats.
            yield from (each for each in _of_norm(docket, norm, met) if not any(_same(each, it) for it in of_duties))


def _same(one: RunningClock, other: RunningClock) -> bool:
    return one.quote == other.quote and one.due.moment == other.due.moment


def _is_over(docket: Docket) -> bool:
    contract = docket.contract
    return contract is not None and isinstance(contract.ends, Date) and contract.ends < docket.asked.as_of


def idle_duties(docket: Docket) -> Iterator[str]:
    """The duties that may bind here, and whose clocks start only when something happens."""
    for duty in docket.order.duties:
        clock, bound = duty.clock, bound_of(duty)
        is_dated = clock is None or clock.by is not None or clock.after_day is not None or clock.repeats
        if is_dated or duty.follows or (clock is not None and OF_CONTRACTS & set(clock.after)):
            continue
        if docket.applies(bound, docket.asked.as_of).truth is not Truth.NO:
            yield f"{docket.order.id}/{duty.id}"


def _dated(docket: Docket, duty: Duty, clock: Clock, met: Sequence[Met]) -> RunningClock:
    done = [each for each in met if each.is_of(docket.order, duty, docket.setting.id) and each.at is not None]
    last = max(done, key=lambda each: each.at.day if each.at is not None else Date.min, default=None)
    if clock.repeats and last is not None and last.at is not None:
        due = find_due(clock, last.at, docket.zone)
        running = docket.clock(duty, clock, _NOTHING, Event.UNKNOWN, last.at, due, None)
        return replace(running, event="the last time")
    start, event = _contract_start(docket, duty, clock)
    due = find_due(clock, start, docket.zone)
    is_fixed = clock.by is not None or clock.after_day is not None
    running = docket.clock(duty, clock, _NOTHING, event, start, due, None if clock.repeats else last)
    asks = running.asks
    if due.moment is None:
        asks = (*asks, _ask_start(docket, clock))
    notes = running.notes
    if running.state is State.OVERDUE:
        notes = (*notes, "nothing says that it was done: if it was, write it under `reviews`")
    shown = "" if is_fixed else event.value if OF_CONTRACTS & set(clock.after) else "the last time"
    return replace(running, event=shown, asks=asks, notes=notes)


def _ask_start(docket: Docket, clock: Clock) -> str:
    if not OF_CONTRACTS & set(clock.after):
        return "when was this last done?"
    return f"when was {docket.setting.id} awarded{', or this last done' if clock.repeats else ''}?"


def _contract_start(docket: Docket, duty: Duty, clock: Clock) -> tuple[Moment | None, Event]:
    contract, term = docket.contract, term_of(duty.bearer)
    has_clause = contract is not None and term is not None and term.clause
    since = clause_since(contract, term.clause) if has_clause and contract and term else None
    if Event.MODIFICATION in clock.after and since is not None:
        return since, Event.MODIFICATION
    if contract is not None and isinstance(contract.awarded, Date) and Event.AWARD in clock.after:
        # A clause that came into the contract later binds from then on only.
        if since is not None and since.day > contract.awarded:
            return since, Event.MODIFICATION
        return Moment(contract.awarded), Event.AWARD
    return None, next((each for each in clock.after if each in OF_CONTRACTS), Event.AWARD)


def _of_norm(docket: Docket, norm: OrderNorm, met: Sequence[Met]) -> Iterator[RunningClock]:
    """A duty that a norm states with a day."""
    is_threatened = norm.status.value == "threatened"
    bound = Bound(norm.bearer, norm.contexts, norm.given, norm.from_, norm.to, is_threatened)
    applies = docket.applies(bound, max(docket.asked.as_of, norm.from_ or docket.asked.as_of))
    if applies.truth is Truth.NO or norm.timing is None:
        return
    within = norm.timing.within
    has_start = within is None or within.after is not None or norm.from_ is not None
    day = due_day(norm, Window(Date.min, Date.max), None) if has_start else None
    due = Due(Moment(day) if day is not None else None, "a day that the norm states", day, day)
    done = next((each for each in met if each.is_of(docket.order, norm.id, docket.setting.id)), None)
    yield RunningClock(
        order=docket.order.id,
        duty=norm.id,
        title=norm.title or norm.quote,
        action=norm.action,
        subject=docket.setting.subject,
        contract=docket.setting.id,
        found="",
        what="",
        event="",
        start=None,
        length="",
        due=due,
        state=docket.state_of(due, done),
        applies=applies,
        met=done.at if done is not None else None,
        cites=norm.cites,
        quote=norm.quote,
        mark=norm.mark,
        source=norm.source,
    )
