"""A situation: everything that a question about norms is asked of, as one immutable value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from flowdown.base.period import Window
from flowdown.orders.authority import Authority
from flowdown.orders.context import Context
from flowdown.orders.norm import Names, Norm, Stay, Waiver
from flowdown.reason.move import Move

Date = datetime.date


class FactStatus(StrEnum):
    """What is known of a claim."""

    ESTABLISHED = "established"
    REJECTED = "rejected"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who can act."""

    id: str
    kind: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that is acted on."""

    id: str
    kind: str = ""
    maker: str | None = None
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """A supplier and its customer."""

    type: Literal["supplies"] = "supplies"
    supplier: str
    customer: str
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owns:
    """An owner's share in another actor."""

    type: Literal["owns"] = "owns"
    owner: str
    owned: str
    percent: float
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFrom:
    """A model made from another one."""

    type: Literal["derived_from"] = "derived_from"
    model: str
    base: str
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """A product and a part of it."""

    type: Literal["contains"] = "contains"
    whole: str
    part: str
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


Relation: TypeAlias = Supplies | Owns | DerivedFrom | Contains


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says so, and whether they assert or deny."""

    who: str
    position: Literal["asserts", "denies"] = "asserts"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A claim, what is known of it, and the chains by which it reached us, outermost first."""

    id: str
    status: FactStatus
    claim: str = ""
    sources: tuple[tuple[Attribution, ...], ...] = ()
    amount: Mapping[str, object] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What doing an action brings with it."""

    implies: Names = ()
    ends: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An act that needs another one."""

    actor: str
    action: str
    thing: str
    toward: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The act that is needed, in the same context unless it names one."""

    actor: str
    action: str
    thing: str
    toward: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """On a day on which the first is done, the second must be done too."""

    id: str
    doing: Doing
    needs: Need
    contexts: Names | None = None
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTime:
    """An action that cannot be done before some days have passed."""

    action: str
    days: int
    actor: Names | None = None
    thing: Names | None = None
    from_: Date | None = None
    given: Names = ()
    id: str = ""
    note: str = ""


Criterion: TypeAlias = Literal["superior", "specialis", "posterior"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who is involved, what is known, which norms and other instruments there are, and which moves are open."""

    as_of: Date
    window: Window
    contexts: tuple[Context, ...] = ()
    authorities: tuple[Authority, ...] = ()
    actors: tuple[Actor, ...] = ()
    things: tuple[Thing, ...] = ()
    relations: tuple[Relation, ...] = ()
    actions: Mapping[str, Traits] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    norms: tuple[Norm, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    stays: tuple[Stay, ...] = ()
    links: tuple[Link, ...] = ()
    lead_times: tuple[LeadTime, ...] = ()
    incompatible_findings: tuple[tuple[str, str], ...] = ()
    priority: tuple[Criterion, ...] = ("superior",)
    moves: tuple[Move, ...] = ()
