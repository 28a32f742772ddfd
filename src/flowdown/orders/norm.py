"""A norm: who must, must not, may or need not do what, where, when, by whose word.

The types have the shape of the files, so that `base.structure.decode` reads both case files and order files into them.
Case files keep the closed vocabulary of the scenarios; what real orders need beyond it (bearers by the clause of a
contract, objects by developer, product or purpose) stands in `OrderBearer` and `OrderTarget` at the end, and is put
into the scenarios' words for one contract by `reason.lower`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from flowdown.base.errors import UnusableFile

Date = datetime.date
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

Names: TypeAlias = str | tuple[str, ...]
"""One name or several, as files allow both."""


def names(value: Names | None) -> tuple[str, ...]:
    """The names as a tuple; empty for None."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


class Modality(StrEnum):
    """What a norm says of its action."""

    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    NEED_NOT = "need_not"


class NormStatus(StrEnum):
    """Whether a norm was issued, only announced, or taken back."""

    IN_FORCE = "in_force"
    THREATENED = "threatened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whom a norm binds: exactly one selector, less the `except` list."""

    actor: Names | None = None
    supplier_of: str | None = None
    tiers: int | None = None
    owned_by: Names | None = None
    at_least: float | None = None
    kind: str | None = None
    all: bool | None = None
    except_: Names = ()

    def __post_init__(self) -> None:
        self._check()

    def _selectors(self) -> dict[str, object]:
        return {
            "actor": self.actor,
            "supplier_of": self.supplier_of,
            "owned_by": self.owned_by,
            "kind": self.kind,
            "all": self.all,
        }

    def _check(self) -> None:
        selectors = self._selectors()
        if sum(selector is not None for selector in selectors.values()) != 1:
            raise UnusableFile(f"a bearer has exactly one of {', '.join(f'`{name}`' for name in selectors)}")
        if self.all is False:
            raise UnusableFile("`all` can only be true")
        if self.tiers is not None and self.supplier_of is None:
            raise UnusableFile("`tiers` goes with `supplier_of` only")
        if self.tiers is not None and self.tiers < 0:
            raise UnusableFile("`tiers` is below zero")
        if self.at_least is not None and self.owned_by is None:
            raise UnusableFile("`at_least` goes with `owned_by` only")
        _check_percentage(self.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """A set of makers: the named ones and everyone whom they own."""

    owned_by: Names
    at_least: float | None = None

    def __post_init__(self) -> None:
        _check_percentage(self.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a norm is about: each of some things, each thing of some makers, or at least one of some things."""

    thing: Names | None = None
    made_by: Names | Owners | None = None
    any_of: tuple[str, ...] | None = None
    derivatives: bool = False
    containers: bool = False

    def __post_init__(self) -> None:
        self._check()

    def _selectors(self) -> dict[str, object]:
        return {"thing": self.thing, "made_by": self.made_by, "any_of": self.any_of}

    def _check(self) -> None:
        selectors = self._selectors()
        if sum(selector is not None for selector in selectors.values()) != 1:
            raise UnusableFile(f"an object has exactly one of {', '.join(f'`{name}`' for name in selectors)}")
        if self.any_of is not None and (self.derivatives or self.containers):
            raise UnusableFile("`derivatives` and `containers` do not go with `any_of`")
        if self.any_of is not None and not self.any_of:
            raise UnusableFile("`any_of` names nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOfKinds(Target):
    """An object that only picks things of some kinds; no file writes it, `reason.lower` does."""

    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time in exactly one unit."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None

    def __post_init__(self) -> None:
        _check_one_unit(self.days, self.weeks, self.months, self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A due day counted from a day on."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    count: Literal["calendar", "business"] = "calendar"
    after: Date | None = None
    roll: Literal["next_business_day"] | None = None

    def __post_init__(self) -> None:
        _check_one_unit(self.days, self.weeks, self.months, self.years)
        if self.count == "business" and self.days is None:
            raise UnusableFile("business days are counted in `days`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """By when a duty must be met once."""

    by: Date | None = None
    within: Within | None = None

    def __post_init__(self) -> None:
        if (self.by is None) == (self.within is None):
            raise UnusableFile("a timing has exactly one of `by`, `within`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A carve-out written into a norm; all that is stated must match."""

    actors: Names | None = None
    things: Names | None = None
    contexts: Names | None = None
    toward: Names | None = None
    from_: Date | None = None
    to: Date | None = None
    given: Names = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the authority must hold to be so of a thing in order to issue the norm."""

    about: str
    says: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One operative rule, in the vocabulary of the case files."""

    id: str
    modality: Modality
    bearer: Bearer
    action: str
    object: Target
    toward: str | None = None
    contexts: Names | None = None
    from_: Date | None = None
    to: Date | None = None
    for_: Span | None = None
    timing: Timing | None = None
    authority: str | None = None
    cites: str = ""
    issued: Date | None = None
    status: NormStatus = NormStatus.IN_FORCE
    withdrawn: Date | None = None
    given: Names = ()
    exceptions: tuple[Exemption, ...] = ()
    replaces: Names = ()
    while_norm: Names = ()
    unless_norm: Names = ()
    overrides: Names = ()
    findings: tuple[Finding, ...] = ()
    waivable_by: Names = ()
    title: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.to is not None and self.for_ is not None:
            raise UnusableFile("a norm has `to` or `for`, not both")
        if self.modality is not Modality.MUST:
            if self.timing is not None:
                raise UnusableFile("only a `must` can have a `timing`")
            if self.object.any_of is not None:
                raise UnusableFile("only a `must` can have an object `any_of`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An act that suspends norms in a scope."""

    id: str
    of: Names
    by: str
    issued: Date | None = None
    from_: Date | None = None
    to: Date | None = None
    actors: Names | None = None
    things: Names | None = None
    contexts: Names | None = None
    toward: Names | None = None
    given: Names = ()
    cites: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A court's act that suspends norms in a scope, perhaps moving their due days."""

    id: str
    of: Names
    by: str
    issued: Date | None = None
    from_: Date | None = None
    to: Date | None = None
    actors: Names | None = None
    things: Names | None = None
    contexts: Names | None = None
    toward: Names | None = None
    given: Names = ()
    tolls: bool = False
    cites: str = ""
    note: str = ""


Basis: TypeAlias = Literal["model", "service", "host", "library", "device"]
"""The bases of a dependence (contracts.md section 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTo:
    """A contract by which somebody is bound: it carries a clause, in one of some versions, perhaps with an order.

    Without a `clause`, every contract is meant that is performed in the norm's contexts (a statute that needs no clause).

    `versions` are months (`2021-11`); without any, every version does. `order_listed`: this order has to be in the
    contract, either because it was issued by the day of the solicitation or because a modification added it
    (FAR 52.204-30(b), by the orders facts, section 3). `order_named`: the contract itself names it. `reach`: `contract`
    binds in the performance of that contract only, `company` binds the holder in everything it does.
    """

    clause: str = ""
    versions: tuple[str, ...] = ()
    alternate: str = ""
    order_listed: bool = False
    order_named: bool = False
    role: Literal["any", "prime", "subcontractor"] = "any"
    reach: Literal["contract", "company"] = "contract"

    def __post_init__(self) -> None:
        for version in self.versions:
            if not _MONTH.fullmatch(version):
                raise UnusableFile(f"`{version}` is no version of a clause", hint="write its month as 2021-11")
        if self.versions and not self.clause:
            raise UnusableFile("`versions` goes with `clause` only")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubcontractorOf:
    """A subcontractor under a contract of the bearer's, bound by what a paragraph of a clause hands down."""

    contract: str = "any"
    clause: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBearer(Bearer):
    """Whom a real order binds: as in case files, or by a contract."""

    party_to: PartyTo | None = None
    subcontractor_of: SubcontractorOf | None = None

    def _selectors(self) -> dict[str, object]:
        contracts = {"party_to": self.party_to, "subcontractor_of": self.subcontractor_of}
        return {**Bearer._selectors(self), **contracts}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTarget(Target):
    """What a real order is about: as in case files, or by developer, named product, or anything at all.

    `developed_by` is what somebody developed, wherever it is hosted (bases `model`, `service`). `holds_at_least` widens
    `developed_by`, `made_by` and `provided_by` to everybody in whom the named hold that many per cent. `provided_by`
    is what somebody sells or runs, whoever made it (bases `service`, `host`, `device`). `product` names products
    (`vendor/product`, perhaps with a version), `successor` those that come after them. `purpose` names the fact that
    has to hold of what it is used for, an open point of the order. `anything`: an act that has no such object.
    """

    developed_by: Names | None = None
    provided_by: Names | None = None
    product: Names | None = None
    anything: bool | None = None
    holds_at_least: float | None = None
    successor: bool = False
    purpose: str = ""

    def _selectors(self) -> dict[str, object]:
        more = {
            "developed_by": self.developed_by,
            "provided_by": self.provided_by,
            "product": self.product,
            "anything": self.anything,
        }
        return {**Target._selectors(self), **more}

    def __post_init__(self) -> None:
        self._check()
        _check_percentage(self.holds_at_least, "holds_at_least")
        if self.any_of is not None:
            raise UnusableFile("an order's object has no `any_of`", hint="write one norm for each")
        if self.thing is not None:
            raise UnusableFile("an order's object names makers or products, no `thing`")


def _check_percentage(percentage: float | None, name: str = "at_least") -> None:
    if percentage is not None and not 0 < percentage <= 100:
        raise UnusableFile(f"`{name}` is a percentage above 0 and up to 100")


def _check_one_unit(*amounts: int | None) -> None:
    given = [amount for amount in amounts if amount is not None]
    if len(given) != 1:
        raise UnusableFile("a span has exactly one of `days`, `weeks`, `months`, `years`")
    if given[0] < 0:
        raise UnusableFile("a span is below zero")
