"""Expectations: what a case file says must come out, and the questions that it thereby asks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.reason.stance import Stance

Date = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedConflict:
    """A conflict that must be reported."""

    norms: tuple[str, ...]
    kind: Literal["timing", "practical", "direct", "joint"]
    via: Literal["means", "grounds"] | None = None
    actors: tuple[str, ...]
    from_: Date
    to: Date
    when: tuple[Mapping[str, bool], ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBound:
    """Whom a norm must bind on a day."""

    norm: str
    day: Date
    given: Mapping[str, bool] | None = None
    actors: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStatus:
    """The position that an act must have, and by which norms."""

    actor: str
    action: str
    thing: str
    context: str | None = None
    toward: str | None = None
    day: Date
    given: Mapping[str, bool] | None = None
    is_: Literal["conflict", "forbidden", "required", "due", "permitted", "free", "depends"] | None = None
    by: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDeadline:
    """When a duty must be due."""

    norm: str
    actor: str | None = None
    given: Mapping[str, bool] | None = None
    due: Date | Literal["not owed", "depends"] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedResolved:
    """A clash that must be settled."""

    norms: tuple[str, ...]
    yields: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedRepairs:
    """The cheapest repairs that there must be."""

    cost: float | Literal["none"] | None
    sets: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must come out under one stance; a list that is None is not looked at."""

    view: Stance = Stance.IN_FORCE
    note: str = ""
    conflicts: tuple[ExpectedConflict, ...] | None = None
    bound: tuple[ExpectedBound, ...] = ()
    status: tuple[ExpectedStatus, ...] = ()
    deadlines: tuple[ExpectedDeadline, ...] = ()
    resolved: tuple[ExpectedResolved, ...] | None = None
    ill_founded: tuple[str, ...] | None = None
    repairs: ExpectedRepairs | Literal["none"] | None = None
