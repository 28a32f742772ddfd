"""Carve-outs: what exceptions, waivers and stays take away from a norm, and in which scope."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol

from flowdown.base.period import Days
from flowdown.orders.norm import Names, names
from flowdown.reason.index import Index
from flowdown.reason.spot import Spot

Date = datetime.date


class Scope(Protocol):
    """What exceptions, waivers, stays and moves have in common; what is absent restricts nothing."""

    @property
    def actors(self) -> Names | None:
        """Whom it is for."""

    @property
    def things(self) -> Names | None:
        """What it is about."""

    @property
    def contexts(self) -> Names | None:
        """Where it applies."""

    @property
    def toward(self) -> Names | None:
        """Toward whom."""

    @property
    def from_(self) -> Date | None:
        """Since when."""

    @property
    def to(self) -> Date | None:
        """Until when, exclusive."""


@dataclass(frozen=True, slots=True)
class CarveOut:
    """Cells and days that a norm does not bind."""

    by: str
    actors: frozenset[str] | None
    things: frozenset[str] | None
    contexts: int | None
    toward: frozenset[str] | None
    days: Days
    from_: Date
    to: Date
    tolls: bool = False

    @property
    def is_whole(self) -> bool:
        """True if it spares no cell."""
        return self.actors is None and self.things is None and self.contexts is None and self.toward is None

    def covers(self, spot: Spot) -> bool:
        """True if the spot is in scope, with each of its things."""
        return (
            (self.actors is None or spot.actor in self.actors)
            and (self.things is None or all(thing in self.things for thing in spot.things))
            and (self.contexts is None or bool(self.contexts >> spot.leaf & 1))
            and (self.toward is None or spot.toward in self.toward)
        )


def carve(index: Index, by: str, scope: Scope, tolls: bool = False) -> CarveOut:
    """The carve-out of a scope."""
    window = index.window
    return CarveOut(
        by,
        _set(scope.actors),
        _set(scope.things),
        None if scope.contexts is None else index.forest.mask(names(scope.contexts)),
        _set(scope.toward),
        window.between(scope.from_, scope.to),
        scope.from_ or window.from_,
        scope.to or window.to,
        tolls,
    )


def _set(value: Names | None) -> frozenset[str] | None:
    return None if value is None else frozenset(names(value))
