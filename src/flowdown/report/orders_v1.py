"""Version 1 of what is said of orders, in our JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flowdown.orders.order import Order

Date = datetime.date
Stands: TypeAlias = Literal["forbidden", "open", "suspended", "required", "conflict", "free"]
"""What a norm means for somebody who uses the vendor. `suspended`: an exception, waiver or stay covers it."""
Phase: TypeAlias = Literal["not-yet", "in-force", "halted", "ended"]
"""What a state comes to."""


@dataclass(frozen=True, slots=True)
class OrderFaultV1:
    """What is wrong, and where: line and column from 1, 0 where not known; the path into the file."""

    line: int
    column: int
    path: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class OrderFileV1:
    """A file that was validated; `order` is the id in it."""

    file: str
    order: str
    valid: bool
    examples: int
    faults: tuple[OrderFaultV1, ...]


@dataclass(frozen=True, slots=True)
class OrderFilesV1:
    """Files that were validated."""

    schema: Literal["flowdown.order-files/1"]
    files: tuple[OrderFileV1, ...]


@dataclass(frozen=True, slots=True)
class EventV1:
    """Something that happened to an order; `moves` is false for a step that leaves it in the state that it was in."""

    day: Date
    status: str
    what: str
    by: str
    mark: str
    source: str
    moves: bool


@dataclass(frozen=True, slots=True)
class OrderShownV1:
    """An order as its file has it, with its status on a day. `past_checked`: the day is later than it was followed."""

    schema: Literal["flowdown.order/1"]
    as_of: Date
    known_at: Date
    status: str
    state: EventV1 | None
    last_step: EventV1 | None
    past_checked: bool
    order: Order


@dataclass(frozen=True, slots=True)
class PeriodV1:
    """A time in one state; `to` is the first day after it, null where none is known."""

    state: str
    phase: Phase
    from_: Date
    to: Date | None
    event: EventV1


@dataclass(frozen=True, slots=True)
class LaneV1:
    """One order over time."""

    order: str
    title: str
    checked_until: Date
    periods: tuple[PeriodV1, ...]
    steps: tuple[EventV1, ...]


@dataclass(frozen=True, slots=True)
class TimelineV1:
    """Some orders over time."""

    schema: Literal["flowdown.order-timeline/1"]
    as_of: Date
    known_at: Date
    lanes: tuple[LaneV1, ...]


@dataclass(frozen=True, slots=True)
class HeldReadingV1:
    """One way to read it: who holds it, and which open points it settles."""

    id: str
    says: str
    held_by: str
    given: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class OpenPointV1:
    """A question that is open, with what follows from either answer and who holds which."""

    id: str
    asks: str
    status: str
    if_true: str
    if_false: str
    held_by: str
    denied_by: str
    mark: str


@dataclass(frozen=True, slots=True)
class PlacedV1:
    """What a norm means, in some contexts, for somebody who uses the vendor there."""

    norm: str
    contexts: tuple[str, ...]
    stands: Stands
    act: str
    cites: str
    quote: str
    mark: str
    because: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderOnDayV1:
    """An order that concerns the vendor, on the day."""

    order: str
    title: str
    citation: str
    status: str
    state: EventV1 | None
    last_step: EventV1 | None
    binds: str
    past_checked: bool
    checked_until: Date
    norms: tuple[PlacedV1, ...]
    on_vendor: tuple[str, ...]
    reaches_nobody_in: tuple[str, ...]
    readings: tuple[HeldReadingV1, ...]
    open_points: tuple[OpenPointV1, ...]


@dataclass(frozen=True, slots=True)
class ContextV1:
    """The sum over all orders in one context."""

    context: str
    name: str
    stands: Stands
    forbidden_by: tuple[str, ...]
    open_by: tuple[str, ...]
    suspended_by: tuple[str, ...]


Reached: TypeAlias = Literal["forbidden", "in-part", "not-known", "free"]
"""Whether a customer may use the vendor nowhere, not everywhere, not told, or wherever it does."""


@dataclass(frozen=True, slots=True)
class CustomerUseV1:
    """What the orders say of a use in one context, the vendor's own terms left out."""

    context: str
    stands: Stands
    orders: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerOnDayV1:
    """A customer of the vendor, where it uses it, and what would settle what is open of it."""

    id: str
    name: str
    reached: Reached
    uses: tuple[CustomerUseV1, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VendorOrdersV1:
    """What the orders of the library mean on a day for somebody who uses a vendor."""

    schema: Literal["flowdown.vendor-orders/1"]
    vendor: str
    name: str
    as_of: Date
    known_at: Date
    stance: str
    contexts: tuple[ContextV1, ...]
    orders: tuple[OrderOnDayV1, ...]
    limits: tuple[str, ...]
    customers: tuple[CustomerOnDayV1, ...] = ()


@dataclass(frozen=True, slots=True)
class NormChangeV1:
    """A norm whose position in some contexts is not what it was."""

    norm: str
    contexts: tuple[str, ...]
    before: str
    after: str
    cites: str
    mark: str


@dataclass(frozen=True, slots=True)
class DatedActV1:
    """Something in the file that begins, ends or falls due between the two days."""

    day: Date
    what: str
    cites: str
    mark: str


@dataclass(frozen=True, slots=True)
class OrderChangeV1:
    """What changed of one order between the two days."""

    order: str
    title: str
    before: str
    after: str
    events: tuple[EventV1, ...]
    norms: tuple[NormChangeV1, ...]
    acts: tuple[DatedActV1, ...]
    past_checked: bool


@dataclass(frozen=True, slots=True)
class OrderChangesV1:
    """What changed between two days, `from` not counted and `to` counted."""

    schema: Literal["flowdown.order-changes/1"]
    from_: Date
    to: Date
    known_at: Date
    changed: tuple[OrderChangeV1, ...]
    unchanged: tuple[str, ...]
