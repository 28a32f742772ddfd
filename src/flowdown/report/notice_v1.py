"""What changed for an organisation, as its people and other programs are told: `flowdown.notice/1`, `flowdown.watch/1`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "use", "order", "deadline"]


@dataclass(frozen=True, slots=True)
class TouchedV1:
    """Which of our own contracts (`own-business` among them), suppliers and systems a change touches, and whose products."""

    contracts: tuple[str, ...]
    suppliers: tuple[str, ...]
    systems: tuple[str, ...]
    vendors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeV1:
    """One change. `id` is the same however often it is told.

    Of an answer, `before` and `after` are outcomes, empty where the norm did not speak of it. Of a use (`norm` is the vendor) they
    are `used` and `not seen`. Of an order they are its status in words. Of a deadline they are `running`, `due-soon`, `overdue`, `met`, `ended` or a day that moved; `due` is its day.
    """

    id: str
    kind: Kind
    order: str
    norm: str
    before: str
    after: str
    due: str
    says: str
    because: tuple[str, ...]
    touched: TouchedV1


@dataclass(frozen=True, slots=True)
class NoticeV1:
    """The changes since a day. `delivery` names one message to one receiver: the same, whenever it is sent again.

    `others` are orders whose status changed, too, and that touch nothing here; `past_checked` those that were not followed up to
    the day. `left_out` counts changes that this receiver did not ask for.
    """

    schema: Literal["flowdown.notice/1"]
    id: str
    delivery: str
    organisation: str
    organisation_id: str
    stance: str
    since: datetime.date | None
    as_of: datetime.date
    changes: tuple[ChangeV1, ...]
    left_out: int
    alike: int
    others: tuple[str, ...]
    past_checked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryV1:
    """A message to a receiver: `sent`, `waiting` to be tried again, or `refused` for good."""

    id: str
    notice: str
    channel: str
    receiver: str
    state: Literal["sent", "waiting", "refused"]
    tries: int
    next_try: str
    fault: str


@dataclass(frozen=True, slots=True)
class WatchV1:
    """One look. `is_first`: there was nothing to compare with. `deliveries` are those of this look and of looks before."""

    schema: Literal["flowdown.watch/1"]
    is_first: bool
    notice: NoticeV1
    deliveries: tuple[DeliveryV1, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutboxV1:
    """Every message that was or is to be sent, the oldest first."""

    schema: Literal["flowdown.outbox/1"]
    deliveries: tuple[DeliveryV1, ...]
