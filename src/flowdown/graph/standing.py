"""How one claim stands: what is said of it, and whether it counts on a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from flowdown.graph.known import Held, Known
from flowdown.graph.row import Row


class Standing(StrEnum):
    """Whether a claim counts."""

    FIRM = "firm"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    """Taken back, denied by itself, or out of date since a newer reading of its document."""
    NOT_THEN = "not-then"
    """It stands, but not for that day."""
    SAYING = "saying"
    """Said of claims or documents, not of the world."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim as it stands; `against` are the claims that dispute it."""

    row: Row
    standing: Standing
    against: tuple[str, ...] = ()


def place(known: Known, row: Row, as_of: datetime.date | None) -> Placed:
    """How a claim stands on a day, or on any."""
    held = [each for each in known.held if each.row.id == row.id]
    if not held:
        return Placed(row, Standing.RETRACTED)
    return place_held(held, as_of)


def place_held(held: list[Held], as_of: datetime.date | None) -> Placed:
    """How a claim stands, from its periods."""
    row, against = held[0].row, tuple(sorted({name for each in held for name in each.against}))
    day = as_of.toordinal() if as_of else None
    on = [each for each in held if day is None or each.from_ <= day < each.until]
    if not on:
        return Placed(row, Standing.NOT_THEN, against)
    is_disputed = any(each.disputed if day is None else each.is_disputed_on(day) for each in on)
    return Placed(row, Standing.DISPUTED if is_disputed else Standing.FIRM, against)
