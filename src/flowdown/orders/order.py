"""A legal or contract order as its file states it: norms quoted and cited, dates of every kind, status, open points."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from flowdown.catalogue.purpose import Purpose
from flowdown.orders.duty import Duty, Event, HandDown, Mark, RivalReading
from flowdown.orders.link import OrderLink
from flowdown.orders.norm import Basis, Names, Norm, OrderBearer, OrderTarget, Stay, Waiver

Date = datetime.date


class DateKind(StrEnum):
    """What happened on a date; kinds are never mixed (orders-facts section 0)."""

    SIGNED = "signed"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    PUBLISHED = "published"
    RECEIVED = "received"
    COMMENTS_END = "comments-end"
    DEADLINE = "deadline"
    ENDS = "ends"


class StatusWord(StrEnum):
    """The states that instruments are seen in."""

    PROPOSED = "proposed"
    THREATENED = "threatened"
    ANNOUNCED = "announced"
    ISSUED = "issued"
    PUBLISHED = "published"
    IN_FORCE = "in-force"
    CHALLENGED = "challenged"
    STAY_DENIED = "stay-denied"
    ARGUED = "argued"
    STAYED = "stayed"
    ENJOINED = "enjoined"
    VACATED = "vacated"
    UPHELD = "upheld"
    MANDATE_WITHHELD = "mandate-withheld"
    RESCINDED = "rescinded"
    LIFTED = "lifted"
    PARTIALLY_LIFTED = "partially-lifted"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REPORTED = "reported"


_STEPS = frozenset(
    {
        StatusWord.CHALLENGED,
        StatusWord.STAY_DENIED,
        StatusWord.ARGUED,
        StatusWord.UPHELD,
        StatusWord.MANDATE_WITHHELD,
        StatusWord.REPORTED,
    }
)
"""Events that leave an order in the state that it was in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSource:
    """A document that an order's statements rest on, with the mark of how it was read.

    `verbatim`: it was read itself, and what rests on it quotes it word for word; of any other the words are a summary.
    """

    id: str
    publisher: str
    title: str
    mark: Mark
    url: str = ""
    date: Date | None = None
    read: Date | None = None
    note: str = ""
    verbatim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDate:
    """One date of an order, of one kind."""

    kind: DateKind
    day: Date
    source: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent:
    """Something that happened to an order: from that day on it has this status."""

    day: Date
    status: StatusWord
    what: str
    source: str
    mark: Mark
    by: str = ""

    @property
    def moves(self) -> bool:
        """Whether it puts the order into another state; a step leaves it in the one that it was in."""
        return self.status not in _STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """A point that the sources leave open, disputed or that only the reader's own facts settle.

    `status` is `established` or `rejected` where the library holds it to be so (with sources), else `disputed`.
    `asks` is the question that would settle it; `readings` say who holds what. `purposes`: it is so of a use that has one
    of these, and not of one of which it is stated that it has none. `owners`: likewise of equipment, by whose it is.
    """

    id: str
    claim: str
    asks: str
    status: Literal["established", "rejected", "disputed"] = "disputed"
    source: str = ""
    mark: Mark = "U"
    if_true: str = ""
    if_false: str = ""
    held_by: str = ""
    denied_by: str = ""
    purposes: tuple[Purpose, ...] = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNorm(Norm):
    """A norm with the words that it restates, where they stand, and which kinds of dependence they reach.

    `bases` are the bases (contracts.md section 1) on which a dependence counts as the norm's object; None: those that
    the object's own words tell (`OrderTarget`), else model, service and device. `asks` is what to ask about an act that
    no code or profile shows, as one question without its mark.
    """

    bearer: OrderBearer
    object: OrderTarget
    quote: str
    source: str
    mark: Mark
    bases: tuple[Basis, ...] | None = None
    asks: str = ""

    @property
    def counted(self) -> tuple[Basis, ...]:
        """The bases that count."""
        if self.bases is not None:
            return self.bases
        if self.object.developed_by is not None:
            return ("model", "service")
        if self.object.provided_by is not None:
            return ("service", "host", "device")
        return ("model", "service", "device")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unformalised:
    """A rule that the vocabulary cannot say yet: quoted, shown, UNDETERMINED from `from_` (else the order's own first day)."""

    id: str
    quote: str
    cites: str
    source: str
    mark: Mark
    why: str
    contexts: Names | None = None
    from_: Date | None = None
    to: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleContract:
    """The contract that an example is about. Lists count as complete unless they are said to be `open`.

    `of_defense` says of an intelligence agency whether it is an element of the Department of Defense.
    """

    clauses: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    solicited: Date | None = None
    awarded: Date | None = None
    role: Literal["prime", "subcontractor"] = "prime"
    open: bool = False
    of_defense: Literal["yes", "no", "unknown"] = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExample:
    """What must come out on a day for somebody who uses these vendors in a context, and because of which norm.

    `uses` holds vendor ids, `vendor:basis`, `vendor:derivative` or `vendor/product`. `given` settles open points for the
    example. Without a `contract`, nothing is known of the contract.
    """

    as_of: Date
    context: str
    uses: tuple[str, ...]
    outcome: Literal["BREACH", "CLEAR", "EXEMPT", "UNDETERMINED"]
    because: tuple[str, ...] = ()
    known_at: Date | None = None
    stance: Literal["in_force", "as_threatened"] = "in_force"
    given: tuple[str, ...] = ()
    reading: str = ""
    contract: ExampleContract | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExample:
    """What is due when something happens at a time (`2026-07-03T16:00`) under a contract: `duty: day or day and time`.

    `unknown` for a duty whose end cannot be told, `none` for one that has no clock there.
    """

    event: Event
    at: str | Date
    due: Mapping[str, str | Date]
    contract: ExampleContract | None = None
    context: str = ""
    given: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A share, funding or control that matters for the order's objects; `percent` as far as a source says it."""

    owner: str
    owned: str
    percent: float
    source: str
    mark: Mark
    note: str = ""
    given: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An instrument of law or contract about technology vendors.

    `links` say what an act that the order demands needs others to do; `incompatible_findings` name pairs of findings,
    of this order's norms or of another's, that cannot both be right about the same thing. What the file names must be
    there, and at least one source, one norm or duty, one example: `check_names` finds what is not.
    """

    id: str
    title: str
    citation: str
    kind: Literal[
        "statute",
        "regulation",
        "clause",
        "determination",
        "directive",
        "list",
        "notice",
        "contract",
        "terms",
        "court-order",
        "bill",
    ]
    issuer: str
    jurisdiction: str
    about: str
    addressee: str
    checked_until: Date
    sources: tuple[OrderSource, ...]
    dates: tuple[OrderDate, ...]
    status: tuple[StatusEvent, ...]
    norms: tuple[OrderNorm, ...] = ()
    unformalised: tuple[Unformalised, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    stays: tuple[Stay, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    holdings: tuple[Holding, ...] = ()
    vendors: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    hand_down: tuple[HandDown, ...] = ()
    readings: tuple[RivalReading, ...] = ()
    related: tuple[str, ...] = ()
    links: tuple[OrderLink, ...] = ()
    incompatible_findings: tuple[tuple[str, str], ...] = ()
    flow_down: str = ""
    waiver_note: str = ""
    reporting: str = ""
    notes: tuple[str, ...] = ()
    examples: tuple[OrderExample, ...] = ()
    clock_examples: tuple[ClockExample, ...] = ()

    def is_ruled_by(self, rule: Unformalised, day: Date) -> bool:
        """Whether a rule of this order may have effect on a day."""
        first = rule.from_ or min((event.day for event in self.status), default=day)
        return first <= day and not (rule.to is not None and rule.to <= day)

    def state_on(self, day: Date, known_at: Date) -> StatusEvent | None:
        """The last event up to `day`, known on `known_at`, that put the order into a state; None before the first."""
        return _last(event for event in self._known(day, known_at) if event.moves)

    def status_on(self, day: Date, known_at: Date) -> StatusEvent | None:
        """The last event up to `day` of those known on `known_at`; None before the first."""
        return _last(self._known(day, known_at))

    def _known(self, day: Date, known_at: Date) -> list[StatusEvent]:
        return [event for event in self.status if event.day <= min(day, known_at)]


def _last(events: Iterable[StatusEvent]) -> StatusEvent | None:
    """The last event; of several on one day, the one that stands last in the file."""
    ordered = sorted(events, key=lambda event: event.day)
    return ordered[-1] if ordered else None
