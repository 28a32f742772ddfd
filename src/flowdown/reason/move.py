"""Moves that are open to mend a conflict, each with its cost."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flowdown.base.errors import UnusableFile
from flowdown.orders.norm import Names

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNorm:
    """Take a norm back, altogether or from a day on."""

    id: str
    do: Literal["withdraw"] = "withdraw"
    norm: str
    cost: float
    since: Date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _check_cost(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendNorm:
    """Waive or stay a norm in a scope."""

    id: str
    do: Literal["waive", "stay"]
    norm: str
    cost: float
    actors: Names | None = None
    things: Names | None = None
    contexts: Names | None = None
    toward: Names | None = None
    from_: Date | None = None
    to: Date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _check_cost(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendNorm:
    """Give a duty a new due day."""

    id: str
    do: Literal["extend"] = "extend"
    norm: str
    cost: float
    by: Date
    note: str = ""

    def __post_init__(self) -> None:
        _check_cost(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowNorm:
    """Give a norm a new list of contexts."""

    id: str
    do: Literal["narrow"] = "narrow"
    norm: str
    cost: float
    contexts: Names
    note: str = ""

    def __post_init__(self) -> None:
        _check_cost(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteObject:
    """Give a norm another thing as its object."""

    id: str
    do: Literal["substitute"] = "substitute"
    norm: str
    cost: float
    thing: Names
    note: str = ""

    def __post_init__(self) -> None:
        _check_cost(self.cost)


Move: TypeAlias = WithdrawNorm | SuspendNorm | ExtendNorm | NarrowNorm | SubstituteObject


def _check_cost(cost: float) -> None:
    if not 0 <= cost < 1e12:
        raise UnusableFile("a cost is a number from 0 up")
