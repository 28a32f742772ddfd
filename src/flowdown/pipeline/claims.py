"""Keep and show claims: list, show, add, dispute, retract."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from flowdown.base.errors import Problems, UnusableArgument, clip
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.examine import examine
from flowdown.evidence.predicate import SHAPES, Family, Predicate
from flowdown.evidence.sayings import assess, retract, stamp
from flowdown.evidence.source import ClaimSource
from flowdown.graph.errors import UnsoundClaim
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed, Standing, place

Target: TypeAlias = Path | str
Moment: TypeAlias = datetime.datetime | datetime.date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims are listed: those that name the node, of this predicate, of this document; empty is any."""

    node: str = ""
    predicate: str = ""
    document: str = ""
    include_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Claims that are listed, how many there are in all, and how many are left out because they are disputed."""

    as_of: datetime.date | None
    known_at: Moment
    claims: tuple[Placed, ...]
    total: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim as it stands, and what is said of it."""

    as_of: datetime.date | None
    known_at: Moment
    claim: Placed
    sayings: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as somebody makes it by hand."""

    subject: str
    predicate: str
    object: str
    who: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    stance: str = "supports"
    confidence: float = 1.0
    said_by: tuple[str, ...] = ()
    document: str = ""
    revision: str = ""
    locator: str = ""


def list_claims(
    target: Target, wanted: Wanted, as_of: datetime.date | None, known_at: Moment, most: int = 0
) -> Listing:
    """The claims that stand on a day (None: on any), as known at a moment; those about claims only if asked for."""
    from flowdown.graph import open_store
    from flowdown.graph.neighbourhood import read_around
    from flowdown.graph.row import last_moment_of
    from flowdown.graph.standing import place_all

    is_about_claims = bool(wanted.predicate) and SHAPES[_predicate(wanted.predicate)].family is Family.ABOUT_CLAIMS
    with open_store(target, writes=False) as store:
        last = last_moment_of(known_at)
        known = read_around(store.backend, wanted.node, last) if wanted.node else store.known(known_at)
    sayings = (Placed(row, Standing.SAYING) for row in known.sayings)
    found = []
    disputed = 0
    for placed in sayings if is_about_claims else place_all(known, as_of):
        if placed.standing is Standing.NOT_THEN or not _is_wanted(placed.row, wanted):
            continue
        if placed.standing is Standing.DISPUTED and not wanted.include_disputed:
            disputed += 1
            continue
        found.append(placed)
    found.sort(key=lambda each: (each.row.subject, each.row.predicate, each.row.object, each.row.id))
    return Listing(as_of, known_at, tuple(found[: most or None]), len(found), disputed)


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    return (
        wanted.node in ("", row.subject, row.object)
        and wanted.predicate in ("", row.predicate)
        and wanted.document in ("", row.document)
    )


def show_claim(target: Target, identity: str, as_of: datetime.date | None, known_at: Moment) -> Shown:
    """One claim, how it stands, and every claim about it."""
    from flowdown.graph import open_store
    from flowdown.graph.neighbourhood import read_around
    from flowdown.graph.row import last_moment_of

    last = last_moment_of(known_at)
    with open_store(target, writes=False) as store:
        row = store.find(identity)
        said = tuple(each for each in store.saying_of(row.id) if each.recorded_at <= last)
        placed = place(read_around(store.backend, row.subject, last), row, as_of, last)
    return Shown(as_of, known_at, placed, said)


def add_statement(target: Target, statement: Statement, moment: datetime.datetime) -> tuple[Claim, bool]:
    """Keep what somebody states; return the claim, and whether it is new. Raises `Problems` for what cannot be said."""
    from flowdown.graph import open_store

    claim = _state(statement, moment)
    if faults := examine(claim):
        # Before a store is made for it, and without a place: it stands on the command line.
        raise Problems(UnsoundClaim(fault) for fault in faults)
    with open_store(target) as store:
        return claim, bool(store.add([claim], moment).new)


def _state(statement: Statement, moment: datetime.datetime) -> Claim:
    who, predicate = name_person(statement.who), _predicate(statement.predicate)
    if SHAPES[predicate].family is Family.ABOUT_CLAIMS:
        raise UnusableArgument(f"`{predicate}` is said of claims", hint="use `claims dispute` or `claims retract`")
    source = ClaimSource(
        statement.document or who,
        statement.revision,
        statement.locator or ("" if statement.document else stamp(moment)),
    )
    subject, object_ = statement.subject, statement.object
    if SHAPES[predicate].family is Family.IDENTITY:
        subject, object_ = sorted((subject, object_))
    return Claim(
        subject,
        predicate,
        object_,
        source,
        tuple(sorted(statement.qualifiers)),
        statement.valid_from,
        statement.valid_until,
        Stance(statement.stance),
        statement.confidence,
        (who, *statement.said_by),
    )


def take_stance(
    target: Target, identity: str, who: str, stance: str, reason: str, moment: datetime.datetime
) -> tuple[Claim, Row]:
    """Keep that somebody supports, disputes or denies a claim; return that, and the claim it is about."""
    from flowdown.graph import open_store

    with open_store(target) as store:
        row = store.find(identity)
        claim = assess(row.id, name_person(who), Stance(stance), reason, moment)
        store.add([claim], moment)
    return claim, row


def take_back(target: Target, identity: str, who: str, reason: str, moment: datetime.datetime) -> tuple[Claim, Row]:
    """Keep that somebody takes a claim back; return that, and the claim it is about."""
    from flowdown.graph import open_store

    with open_store(target) as store:
        row = store.find(identity)
        claim = retract(row.id, name_person(who), reason, moment)
        store.add([claim], moment)
    return claim, row


def name_person(who: str) -> str:
    """The node of a person by its name."""
    if not who.strip():
        raise UnusableArgument("who says so?", hint="give `--by NAME`")
    return who if ":" in who else f"person:{who}"


def read_qualifiers(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`NAME=VALUE` words as qualifiers."""
    pairs: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UnusableArgument(f"`{clip(word)}` is not written NAME=VALUE")
        if name in pairs:
            raise UnusableArgument(f"`{clip(name)}` is given twice")
        pairs[name] = value
    return tuple(sorted(pairs.items()))


def _predicate(word: str) -> Predicate:
    import difflib

    for each in Predicate:
        if each.value == word:
            return each
    near = difflib.get_close_matches(word, list(Predicate), 1)
    hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(Predicate)}"
    raise UnusableArgument(f"no claim says `{clip(word)}`", hint=hint)
