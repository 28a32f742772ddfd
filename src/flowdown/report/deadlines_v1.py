"""`flowdown.deadlines/1`: every clock that runs, for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DueV1:
    """When a clock ends: `at` is a day or, with its offset where the zone is known, a time; empty if not known.

    `earliest` and `latest` are the days on which it may fall.
    """

    at: str
    earliest: str
    latest: str
    convention: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddresseeV1:
    """An office to which it goes."""

    office: str
    when: str
    note: str
    email: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FieldV1:
    """A field of the report with what is known; `value` is empty where nothing is."""

    name: str
    what: str
    value: str
    only_if_known: bool


@dataclass(frozen=True, slots=True)
class ClockV1:
    """A clock of a duty in a contract. `applies`: whether the duty binds there; `asks` would settle what is open."""

    id: str
    order: str
    duty: str
    title: str
    action: str
    contract: str
    found: str
    what: str
    state: Literal["overdue", "running", "waiting", "not-known", "met"]
    event: str
    start: str
    length: str
    due: DueV1
    assumed: DueV1 | None
    assumption: str
    met: str
    is_late: bool
    reference: str
    applies: Literal["yes", "unknown"]
    why: str
    clause: str
    asks: tuple[str, ...]
    notes: tuple[str, ...]
    is_open: str
    to: tuple[AddresseeV1, ...]
    fields: tuple[FieldV1, ...]
    fields_read: bool
    cites: str
    quote: str
    mark: str


@dataclass(frozen=True, slots=True)
class CheckedUntilV1:
    """Until when an order was followed."""

    order: str
    until: str


@dataclass(frozen=True, slots=True)
class DeadlinesV1:
    """Every clock on a day. `idle` are duties whose clocks start only when something happens."""

    schema: Literal["flowdown.deadlines/1"]
    as_of: str
    known_at: str
    orders: str
    clocks: tuple[ClockV1, ...]
    idle: tuple[str, ...]
    notes: tuple[str, ...]
    past_checked: tuple[CheckedUntilV1, ...]
