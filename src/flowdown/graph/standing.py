"""How one claim stands: what is said of it, and whether it counts on a day."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flowdown.graph.known import Held, Known
from flowdown.graph.row import Row


class Standing(StrEnum):
    """Whether a claim counts."""

    FIRM = "firm"
    DISPUTED = "disputed"
    DENIAL = "denial"
    """It stands, and says that something is not so."""
    RETRACTED = "retracted"
    """Taken back."""
    SUPERSEDED = "superseded"
    """Set aside by a newer reading of its document."""
    NOT_THEN = "not-then"
    """It stands, but not for that day."""
    NOT_YET_KNOWN = "not-yet-known"
    """Recorded later than the moment of knowledge."""
    SAYING = "saying"
    """Said of claims or documents, not of the world."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim as it stands; `against` are the claims that dispute it."""

    row: Row
    standing: Standing
    against: tuple[str, ...] = ()


def place(known: Known, row: Row, as_of: datetime.date | None, last_moment: str) -> Placed:
    """How a claim stands on a day, or on any; `known` is what was known of it at the last moment that counts."""
    if row.recorded_at > last_moment:
        return Placed(row, Standing.NOT_YET_KNOWN)
    if row.id in known.retracted:
        return Placed(row, Standing.RETRACTED)
    if any(each.id == row.id for each in known.sayings):
        return Placed(row, Standing.SAYING)
    held = [each for each in (*known.held, *known.denials) if each.row.id == row.id]
    return place_held(held, as_of) if held else Placed(row, Standing.SUPERSEDED)


def place_all(known: Known, as_of: datetime.date | None) -> Iterator[Placed]:
    """Every claim of the world that stands, as it does on a day or on any."""
    for all_ in (known.held, known.denials):
        for _, group in itertools.groupby(all_, lambda held: held.row.id):
            yield place_held(list(group), as_of)


def place_held(held: list[Held], as_of: datetime.date | None) -> Placed:
    """How a claim stands, from its periods."""
    row, against = held[0].row, tuple(sorted({name for each in held for name in each.against}))
    day = as_of.toordinal() if as_of else None
    on = [each for each in held if day is None or each.from_ <= day < each.until]
    if not on:
        return Placed(row, Standing.NOT_THEN, against)
    if row.stance == "denies":
        return Placed(row, Standing.DENIAL)
    is_disputed = any(each.disputed if day is None else each.is_disputed_on(day) for each in on)
    return Placed(row, Standing.DISPUTED if is_disputed else Standing.FIRM, against)
