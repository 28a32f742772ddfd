"""Writes down who did what, when, from where; the database refuses to change or delete it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.server.accounts.secret import make_id, stamp

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database, Run

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, or that somebody tried in vain."""

    at: str
    person: str
    way: str
    act: str
    object: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: in which organisation, how they came in (`session`, `token ID`, `link`), from where."""

    organisation: str
    person: str
    way: str
    address: str = ""


def note(run: Run, doer: Doer, act: str, object_: str, now: datetime.datetime, remark: str = "") -> None:
    """Write a deed within the transaction that does it."""
    values = (doer.organisation, stamp(now), doer.person, doer.way, act, object_, remark, doer.address)
    run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (make_id(), *(each[:_LONGEST] for each in values)))


def list_deeds(database: Database, organisation: str, most: int = 10_000) -> tuple[Deed, ...]:
    """What was done in an organisation, the newest first."""
    statement = (
        "SELECT at, person, way, act, object, note, address FROM audit WHERE organisation = ?"
        f" ORDER BY at DESC, id LIMIT {int(most)}"
    )
    return tuple(Deed(*row) for row in database.read(statement, (organisation,)))
