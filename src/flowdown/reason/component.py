"""A component: cells whose behaviour hangs together, with the demands that norms make of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum

from flowdown.base.period import Days
from flowdown.reason.scene import Cell

Date = datetime.date


class Demand(Enum):
    """What an instance of a norm asks of behaviour."""

    DUTY = "duty"
    """Do it on every day (one of the cells, if there are alternatives)."""
    DUE = "due"
    """Do it on at least one day."""
    BAN = "ban"
    LEAVE = "leave"
    """May be done."""
    RELIEF = "relief"
    """Need not be done."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One norm's demand on some cells on days that nothing in the component tells apart."""

    norm: str
    demand: Demand
    cells: tuple[int, ...]
    """One cell, or the alternatives of a duty."""
    days: Days
    """The days on which it is in force; for a duty with a due day, the days that would meet it."""
    parts: tuple[int, ...]
    """The parts of the component's time that make up the days."""
    due: int = -1
    """The part of the due day."""


@dataclass(frozen=True, slots=True)
class Step:
    """Doing the one cell brings with it, or needs, doing the other, on some days."""

    doing: int
    needs: int
    days: Days
    link: str | None
    """The link that says so; None for an implied action."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Doing the one cell ends the other, from the same day on."""

    doing: int
    ended: int


@dataclass(frozen=True, slots=True)
class Part:
    """Days of the component that nothing in it tells apart; in time order where order matters."""

    days: Days
    slots: int
    """How many of these days need to be told apart to place what must be done at least once."""


@dataclass(frozen=True, slots=True)
class Component:
    """Cells with what joins them, their time in parts, and the instances of norms on them."""

    cells: tuple[Cell, ...]
    """Each cell stands for all cells of its classes."""
    parts: tuple[Part, ...]
    instances: tuple[Instance, ...]
    steps: tuple[Step, ...]
    endings: tuple[Ending, ...]
    barred: frozenset[tuple[int, int]]
    """Cells and parts in which a lead time rules the action out."""
    starts: tuple[Days, ...] = ()
    """Per instance, for a duty with a due day: the days from its start to the end of the window."""

    @property
    def is_ordered(self) -> bool:
        """True if the order of days matters."""
        return bool(self.endings)
