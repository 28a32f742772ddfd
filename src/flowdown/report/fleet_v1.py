"""Version 1 of what is told of a fleet in our JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import Outcome
from flowdown.scan.sighting import Strength


@dataclass(frozen=True, slots=True)
class FailureV1:
    """A tree that could not be scanned, why, and how often that was tried."""

    tree: str
    place: str
    why: str
    tries: int


@dataclass(frozen=True, slots=True)
class SweepV1:
    """What one sweep did.

    Trees read (`scanned`), with a content that was read before (`known`), not looked at (`unchanged`), workers lost,
    and seconds by the clock.
    """

    scanned: int
    known: int
    unchanged: int
    lost: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SlowV1:
    """A tree that took long: seconds by the clock and of a processor."""

    tree: str
    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class UnreadV1:
    """A tree of which something is not known, or that is not where it should be, and why."""

    tree: str
    why: str


@dataclass(frozen=True, slots=True)
class StoreV1:
    """What one sweep wrote into a store of claims.

    Trees written, claims that were new and that were there, trees that were there as they are (`unchanged`), and those
    that are not in it, with why. `away` are the seconds in which it could not be reached; `fault` why it was given up.
    """

    place: str
    trees: int
    new: int
    known: int
    unchanged: int
    missing: tuple[UnreadV1, ...]
    away: float
    fault: str


@dataclass(frozen=True, slots=True)
class FleetV1:
    """How it stands with a fleet.

    `changed` counts done trees that are not any more as they were when they were scanned, `untold` those of which only a
    sweep can tell (a revision such as `HEAD~3`), `outdated` those that another catalogue or version saw and that the next
    sweep reads again (null: not asked). `sweep` is
    null where none was run. `refused` are the lines of the list that are unusable; `beside` the files that lie in no
    tree. `stopped` says why a sweep ended early, `tables` why the tables are not those of this sweep (empty: they are).
    """

    schema: Literal["flowdown.fleet/1"]
    trees: int
    done: int
    failed: int
    waiting: int
    changed: int | None
    untold: int | None
    outdated: int | None
    files: int
    bytes: int
    sightings: int
    gaps: int
    trees_with_gaps: int
    sweep: SweepV1 | None
    failures: tuple[FailureV1, ...]
    slowest: tuple[SlowV1, ...]
    refused: tuple[str, ...]
    beside: tuple[str, ...]
    stopped: str
    tables: str
    store: StoreV1 | None


@dataclass(frozen=True, slots=True)
class FleetUseV1:
    """What one tree has of a vendor, the strongest first; `place` is the first of its places."""

    tree: str
    vendor: str
    basis: Basis
    strength: Strength
    routes: tuple[str, ...]
    uses: int
    mentions: int
    place: str


@dataclass(frozen=True, slots=True)
class FleetImpactV1:
    """Which trees of a fleet use a vendor.

    `using` and `mentioning` have traces; `without` have none and were read wholly, as far as the vendor's traces can
    lie there; `unread` could have some that were not read.
    """

    schema: Literal["flowdown.fleet-impact/1"]
    vendors: tuple[str, ...]
    trees: int
    contents: int
    """Different contents among the trees that use it."""
    using: tuple[FleetUseV1, ...]
    mentioning: tuple[FleetUseV1, ...]
    without: int
    unread: tuple[UnreadV1, ...]


@dataclass(frozen=True, slots=True)
class FleetOutcomeV1:
    """One outcome of an order in one context, and the trees that have it."""

    order: str
    context: str
    outcome: Outcome
    number: int
    trees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FleetCheckV1:
    """What orders mean for the trees of a fleet; `unread` are those of which nothing is known, `decided` contents."""

    schema: Literal["flowdown.fleet-check/1"]
    as_of: str
    known_at: str
    stance: str
    trees: int
    decided: int
    outcomes: tuple[FleetOutcomeV1, ...]
    unread: tuple[UnreadV1, ...]


@dataclass(frozen=True, slots=True)
class FleetClaimsV1:
    """What was prepared of the documents of a fleet.

    Trees of documents (`places`), those read now (`read`), documents whose claims were taken, those that no reader knows,
    claims in all and each once. `store` is where they were put (empty: nowhere), `new` how many it did not have. `refused`
    are documents, `failures` whole trees, `unusable` lines of the list; repositories are left to a sweep.
    """

    schema: Literal["flowdown.fleet-claims/1"]
    places: int
    read: int
    documents: int
    passed_over: int
    claims: int
    distinct: int
    store: str
    new: int
    refused: tuple[UnreadV1, ...]
    failures: tuple[FailureV1, ...]
    unusable: tuple[str, ...]
    repositories: int
    seconds: float
