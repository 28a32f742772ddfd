"""The duties of one order in one setting, and the clocks that something which happened starts there."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowdown.base.moment import Moment
from flowdown.base.truth import Truth, all_of
from flowdown.evidence.profile.contract import Contract
from flowdown.orders.duty import Clock, Duty, Event
from flowdown.orders.order import Order, StatusWord
from flowdown.reason.addressee import addressees
from flowdown.reason.applicability import Applies
from flowdown.reason.clock import Due, find_due, say_length
from flowdown.reason.court import Asked
from flowdown.reason.duty_bond import Bonds, Bound, bound_of
from flowdown.reason.filled_field import fill
from flowdown.reason.lower import term_of
from flowdown.reason.occurrence import Met, Occurrence
from flowdown.reason.running import RunningClock, State
from flowdown.reason.setting import Setting
from flowdown.reason.stance import Stance

Date = datetime.date

_ENDED = frozenset({StatusWord.VACATED, StatusWord.RESCINDED, StatusWord.EXPIRED, StatusWord.LIFTED})
_HELD = frozenset({StatusWord.STAYED, StatusWord.ENJOINED, StatusWord.SUSPENDED, StatusWord.PARTIALLY_LIFTED})
_NOT_YET = frozenset({StatusWord.PROPOSED, StatusWord.THREATENED})
OF_CONTRACTS = frozenset({Event.AWARD, Event.MODIFICATION})
"""The events of a contract itself: the profile says when they were."""


class Docket:
    """The duties of one order in one setting."""

    def __init__(self, order: Order, setting: Setting, bonds: Bonds, asked: Asked) -> None:
        self.order = order
        self.setting = setting
        self.contract: Contract | None = setting.contract
        self.bonds = bonds
        self.asked = asked
        zone = self.contract.office.time_zone if self.contract is not None else ""
        self.zone = "" if zone == "unknown" else zone

    # -- what was found -------------------------------------------------------------------------------------------

    def of_find(self, found: Occurrence) -> Iterator[RunningClock]:
        """The clocks that something which happened starts here."""
        concerns = self._concerns(found)
        if concerns.truth is Truth.NO:
            return
        told: dict[str, RunningClock] = {}
        for duty in sorted(self.order.duties, key=lambda each: bool(each.follows)):
            clock = duty.clock
            if clock is None or clock.repeats or not set(clock.after) - OF_CONTRACTS:
                continue
            first = told.get(duty.follows)
            running = self._follow(duty, clock, found, first) if duty.follows else self._start(duty, clock, found)
            if running is None:
                continue
            applies = self.applies(bound_of(duty), self._day_of(running.start, first), duty, found)
            applies = _both(applies, concerns)
            if applies.truth is not Truth.NO:
                told[duty.id] = replace(running, applies=applies)
        yield from told.values()

    def _day_of(self, start: Moment | None, first: RunningClock | None) -> Date:
        """The day on which it has to bind: that on which its clock, or that of the report before it, started."""
        if first is not None and first.start is not None:
            return first.start.day
        return start.day if start is not None else self.asked.as_of

    def _concerns(self, found: Occurrence) -> Applies:
        if self.setting.is_open or self.setting.id in found.contracts:
            return Applies(Truth.YES, "")
        if self.setting.id in found.perhaps:
            where = found.discovery.where or found.what or "what happened"
            asks = f"does {where} concern contract {self.setting.id}?"
            return Applies(Truth.UNKNOWN, f"whether {where} concerns {self.setting.id} is not known", (asks,))
        return Applies(Truth.NO, "it concerns other contracts")

    def applies(self, bound: Bound, day: Date, duty: Duty | None = None, found: Occurrence | None = None) -> Applies:
        """Whether something binds here on a day and, with a duty and a find, whether it is of what the duty speaks."""
        applies = _both(self.bonds.binds(self.order, bound, self.setting, day), self._standing(bound, day))
        if applies.truth is Truth.NO or duty is None or found is None:
            return applies
        if self.contract is not None and isinstance(self.contract.ends, Date) and day > self.contract.ends:
            return Applies(Truth.NO, f"{self.contract.id} ended on {self.contract.ends.isoformat()}")
        return _both(applies, self.bonds.is_about(self.order, duty, found.maker or None, found.maker_name))

    def _standing(self, bound: Bound, day: Date) -> Applies:
        """Whether the order stands: what is in a contract binds by the contract, whatever became of the order."""
        event = self.order.state_on(max(day, self.asked.as_of), self.asked.known_at)
        status = event.status if event is not None else None
        if status in _NOT_YET and self.asked.stance is not Stance.AS_THREATENED:
            return Applies(Truth.NO, f"the order is only {status}")
        if term_of(bound.bearer) is not None or event is None:
            return Applies(Truth.YES, "")
        said = f"the order is {event.status.value.replace('-', ' ')} since {event.day.isoformat()}"
        if status in _ENDED:
            return Applies(Truth.NO, said)
        if status in _HELD:
            return Applies(Truth.UNKNOWN, said, (f"does {self.order.id} reach you although {said}?",))
        return Applies(Truth.YES, "")

    def _start(self, duty: Duty, clock: Clock, found: Occurrence) -> RunningClock | None:
        """The clock as the find starts it; None where nothing of what happened does."""
        started = {event: found.moments[event] for event in clock.after if event in found.moments}
        known = [(moment, event) for event, moment in started.items() if moment is not None]
        done = self._met(duty, found.met)
        if known:
            start, event = min(known, key=lambda each: (each[0].day, each[0].time or datetime.time()))
            due = find_due(clock, start, self.zone)
            doubts = tuple(self._ask_when(each, found) for each, moment in started.items() if moment is None)
            return self.clock(duty, clock, found, event, start, due, done, asks=doubts)
        if started:
            event = next(iter(started))
            due, asks = find_due(clock, None, self.zone), tuple(self._ask_when(each, found) for each in started)
            return self.clock(duty, clock, found, event, None, due, done, asks=asks)
        moments = [(moment, event) for event, moment in found.moments.items() if moment is not None]
        if Event.UNKNOWN not in clock.after or not moments:
            return None
        start, event = min(moments, key=lambda each: (each[0].day, each[0].time or datetime.time()))
        return replace(
            self.clock(duty, clock, found, Event.UNKNOWN, None, find_due(clock, None, self.zone), done),
            assumed=find_due(clock, start, self.zone),
            assumption=f"if {event.value} on {_say(start)} starts it",
            asks=(f"what starts the {say_length(clock)} of {duty.cites}? (the text was not read)",),
        )

    def _follow(self, duty: Duty, clock: Clock, found: Occurrence, first: RunningClock | None) -> RunningClock | None:
        """The clock of what follows on a report: from its submission, or as it would be."""
        if first is None:
            return None
        done = self._met(duty, found.met)
        if first.met is not None:
            due = find_due(clock, first.met, self.zone)
            return self.clock(duty, clock, found, Event.SUBMISSION, first.met, due, done)
        if first.state is State.MET:
            asks = (f"when was {first.duty} on {found.what or found.id} submitted?",)
            return self.clock(duty, clock, found, Event.SUBMISSION, None, find_due(clock, None, self.zone), done, asks)
        waiting = self.clock(duty, clock, found, Event.SUBMISSION, None, find_due(clock, None, self.zone), done)
        if done is None:
            waiting = replace(waiting, state=State.WAITING)
        if first.end.moment is None:
            return waiting
        sent = max(first.end.moment.day, self.asked.as_of)
        is_last = sent == first.end.moment.day
        before = first.title.split(",", 1)[0]
        how = "its last day" if is_last else "the day asked about"
        assumed = find_due(clock, Moment(sent), self.zone)
        return replace(
            waiting, assumed=assumed, assumption=f"if the {before} is submitted on {sent.isoformat()}, {how}"
        )

    def _ask_when(self, event: Event, found: Occurrence) -> str:
        name = found.what or found.id
        if event is Event.IDENTIFICATION:
            return f"when was {name} identified?"
        return f"when were you told of {name}?" if event is Event.NOTIFICATION else f"when was the {event.value}?"

    def _ask_above(self, duty: Duty) -> tuple[str, ...]:
        """The clauses say where a prime reports; a subcontract may say something else."""
        contract = self.contract
        if contract is None or not isinstance(contract.tier, int) or contract.tier == 0 or not duty.to:
            return ()
        whom = contract.customer if isinstance(contract.customer, str) and contract.customer != "unknown" else ""
        return (
            f"does {contract.id}, a subcontract, have you report to {whom or 'your customer'} instead, or as well?",
        )

    # -- what they share ------------------------------------------------------------------------------------------

    def _met(self, duty: Duty, met: Sequence[Met]) -> Met | None:
        return next((each for each in met if each.is_of(self.order, duty, self.setting.id)), None)

    def state_of(self, due: Due, done: Met | None) -> State:
        """How a clock stands on the day asked about."""
        if done is not None:
            return State.MET
        if due.moment is None:
            return State.NOT_KNOWN
        return State.OVERDUE if due.moment.day < self.asked.as_of else State.RUNNING

    def clock(
        self,
        duty: Duty,
        clock: Clock,
        found: Occurrence,
        event: Event,
        start: Moment | None,
        due: Due,
        done: Met | None,
        asks: tuple[str, ...] = (),
    ) -> RunningClock:
        """A clock of a duty here; whether the duty applies is still to be said."""
        zone = (f"in which time zone is the contracting office of contract {self.setting.id}?",)
        shown = start.with_zone(self.zone).in_zone(clock.time_zone or self.zone) if start is not None else None
        return RunningClock(
            order=self.order.id,
            duty=duty.id,
            title=duty.title,
            action=duty.action,
            subject=self.setting.subject,
            contract=self.setting.id,
            found=found.id,
            what=found.what,
            event=event.value,
            start=shown,
            length=say_length(clock),
            due=due,
            state=self.state_of(due, done),
            applies=Applies(Truth.YES, ""),
            met=done.at if done is not None else None,
            reference=done.reference if done is not None else "",
            is_late=done is not None and is_after(done.at, due),
            asks=(*asks, *(zone if due.asks_for_zone and self.contract is not None else ()), *self._ask_above(duty)),
            notes=(duty.note,) if duty.note else (),
            is_open=clock.is_open,
            to=addressees(duty.to, self.contract),
            fields=fill(duty.fields, self.contract, found if found.id else None),
            fields_read=duty.fields_read,
            cites=duty.cites,
            quote=duty.quote,
            mark=duty.mark,
            source=duty.source,
            follows=duty.follows,
        )


def is_after(moment: Moment | None, due: Due) -> bool:
    """Whether something came after the last moment that was in time, for sure."""
    if moment is None or due.moment is None or due.latest is None:
        return False
    if due.moment.time is None or moment.time is None:
        return moment.day > due.latest
    end, came = due.moment.instant, moment.instant
    if end is None or came is None:
        return (moment.day, moment.time) > (due.latest, due.moment.time)
    return came > end and due.is_exact


def _both(one: Applies, other: Applies) -> Applies:
    truth = all_of((one.truth, other.truth))
    told = [each.why for each in (one, other) if each.why and (each.truth is truth or truth is Truth.YES)]
    asks = (*one.asks, *other.asks) if truth is Truth.UNKNOWN else ()
    points = (*one.points, *other.points) if truth is Truth.UNKNOWN else ()
    return Applies(truth, "; ".join(told), tuple(dict.fromkeys(asks)), one.clause or other.clause, points)


def _say(moment: Moment) -> str:
    return moment.iso.replace("T", " ")
