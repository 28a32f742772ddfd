"""Counts attempts, so that nobody guesses: by whom they are for, and by where they come from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.secret import digest, stamp

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database


class TooMany(FlowdownError):
    """Somebody tries too often; `wait` are the seconds after which it may be tried again."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message, hint=f"wait {wait // 60 or 1} minutes")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in so many seconds."""

    most: int
    seconds: int


FOR_PERSON = Limit(10, 900)
FROM_ADDRESS = Limit(50, 900)


def count_attempt(database: Database, limit: Limit, what: str, whose: str, now: datetime.datetime) -> None:
    """Count an attempt; raise `TooMany` where there were too many. Older ones are forgotten.

    What is written is a digest: what people type into the wrong field may be a password.
    """
    key = digest(f"{what}\0{whose}")
    since = stamp(now - datetime.timedelta(seconds=limit.seconds))
    with database.write() as run:
        # Counted and noted in one transaction, before anything is tried: else many at once would slip through.
        run("DELETE FROM attempt WHERE at < ?", (stamp(now - datetime.timedelta(days=1)),))
        run("INSERT INTO attempt (key, at) VALUES (?, ?)", (key, stamp(now)))
    ((count,),) = database.read("SELECT count(*) FROM attempt WHERE key = ? AND at >= ?", (key, since))
    if int(count) > limit.most:
        raise TooMany("too many attempts", limit.seconds)


def forgive(database: Database, what: str, whose: str) -> None:
    """Forget the attempts for somebody who got in."""
    with database.write() as run:
        run("DELETE FROM attempt WHERE key = ?", (digest(f"{what}\0{whose}"),))
