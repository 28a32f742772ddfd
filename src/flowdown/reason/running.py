"""One clock of one duty in one setting: what started it, when it ends, to whom it goes, what is not known."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from flowdown.base.moment import Moment
from flowdown.reason.addressee import Addressee
from flowdown.reason.applicability import Applies
from flowdown.reason.clock import Due
from flowdown.reason.filled_field import FilledField


class State(StrEnum):
    """How a clock stands on the day asked about, in the order in which they are told."""

    OVERDUE = "overdue"
    RUNNING = "running"
    WAITING = "waiting"
    """It starts when the report before it is submitted."""
    NOT_KNOWN = "not-known"
    """When it started, or what starts it, is not known."""
    MET = "met"


_RANKS = {State.OVERDUE: 0, State.MET: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """A clock with everything that it rests on.

    `assumed` is when it would end under `assumption`, where it has not started, or what starts it is not known.
    `met` is when the duty was met. `applies` says why it is thought to bind there; where that is not known, its
    questions would settle it. `asks` are further questions. `event` is empty for a fixed day.
    """

    order: str
    duty: str
    title: str
    action: str
    subject: str
    contract: str
    found: str
    what: str
    event: str
    start: Moment | None
    length: str
    due: Due
    state: State
    applies: Applies
    assumed: Due | None = None
    assumption: str = ""
    met: Moment | None = None
    reference: str = ""
    is_late: bool = False
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_open: str = ""
    to: tuple[Addressee, ...] = ()
    fields: tuple[FilledField, ...] = ()
    fields_read: bool = True
    cites: str = ""
    quote: str = ""
    mark: str = ""
    source: str = ""
    follows: str = ""

    @property
    def name(self) -> str:
        """The duty's name among those of several orders."""
        return f"{self.order}/{self.duty}"

    @property
    def end(self) -> Due:
        """When it ends, as far as that can be told: under the assumption where it can be told under no other."""
        return self.assumed if self.assumed is not None and self.due.moment is None else self.due

    @property
    def rank(self) -> tuple[int, datetime.date, str, str, str, str]:
        """What comes first: what is overdue, then all that is not met by its day, as far as that can be told."""
        day = self.end.earliest or datetime.date.max
        return (_RANKS.get(self.state, 1), day, self.contract, self.order, self.duty, self.found)
