"""Duties with a clock: what must be reported, reviewed, certified or answered, by when, to whom, with which fields."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from flowdown.base.errors import UnusableFile
from flowdown.orders.norm import Names, OrderBearer, OrderTarget

Date = datetime.date
Mark = Literal["P", "L", "N", "S", "U"]
"""How well a statement was read: P primary text, L legal writing, N several outlets, S one secondary, U not read."""


class Event(StrEnum):
    """What starts a clock."""

    IDENTIFICATION = "identification"
    NOTIFICATION = "notification"
    SUBMISSION = "submission"
    """The first report was submitted: starts the clock of the second."""
    AWARD = "award"
    MODIFICATION = "modification"
    NEW_ORDER = "new-order"
    RECEIPT = "receipt"
    """An order (such as a rated order) was received."""
    DELAY = "delay"
    INCIDENT = "incident"
    UNKNOWN = "unknown"
    """What starts it was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A length of time in exactly one unit, counted from an event or from a day.

    Hours run on, nights and weekends included, in the time zone of the office. Days and business days are counted from
    the day after the event; business days leave out Saturdays, Sundays and US federal holidays as observed. The texts
    define neither (orders facts, section 14.4): this is the convention used, and every answer says so. `is_open` says
    what of it the sources leave open. `at` is a time of day (`17:01`) with `by`.
    """

    hours: int | None = None
    days: int | None = None
    business_days: int | None = None
    months: int | None = None
    by: Date | None = None
    at: str = ""
    time_zone: str = ""
    after: tuple[Event, ...] = ()
    after_day: Date | None = None
    repeats: bool = False
    is_open: str = ""

    def __post_init__(self) -> None:
        lengths = [each for each in (self.hours, self.days, self.business_days, self.months) if each is not None]
        if len(lengths) + (self.by is not None) != 1:
            raise UnusableFile("a clock has exactly one of `hours`, `days`, `business_days`, `months`, `by`")
        if any(length < 1 for length in lengths):
            raise UnusableFile("a clock runs for at least one unit")
        if lengths and not self.after and self.after_day is None:
            raise UnusableFile("a clock needs the event that starts it (`after`) or a day (`after_day`)")
        if self.repeats and self.months is None:
            raise UnusableFile("what comes again is counted in `months`")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """One thing that a report has to say."""

    name: str
    what: str = ""
    only_if_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom it goes; `when` says for which contracts."""

    office: str
    when: Literal["always", "defense", "not-defense", "indefinite-delivery"] = "always"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that has to be done by a day or hour, in the words that say so.

    `follows` is the duty whose submission starts this one's clock. `about` is what has to be found for it to start; none
    where it starts without. `fields_read` is false where the list of fields was not read in the text itself.
    """

    id: str
    title: str
    action: Literal["report", "notify", "inquire", "review", "certify", "remove", "answer", "flow-down", "disclose"]
    bearer: OrderBearer
    quote: str
    cites: str
    source: str
    mark: Mark
    clock: Clock | None = None
    about: OrderTarget | None = None
    follows: str = ""
    fields: tuple[ReportField, ...] = ()
    fields_read: bool = True
    to: tuple[Recipient, ...] = ()
    contexts: Names | None = None
    given: Names = ()
    from_: Date | None = None
    to_day: Date | None = None
    status: Literal["in_force", "threatened"] = "in_force"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandDown:
    """Whether one paragraph of a clause goes into subcontracts, and what goes with it."""

    paragraph: str
    passes: Literal["yes", "no", "open"]
    what: str
    source: str
    mark: Mark
    clause: str = ""
    to: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalReading:
    """One way to read an order, by name: who holds it, and which open points it settles."""

    id: str
    says: str
    held_by: str
    given: tuple[str, ...]
    source: str
    mark: Mark
