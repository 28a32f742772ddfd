"""Import documents of others into the store: each whole or not at all, each claim with its place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.errors import FlowdownError, Problems, Where
from flowdown.evidence.arriving.taken import Fate, Kind, Taken
from flowdown.evidence.reader import Refused, Unread, Violation
from flowdown.graph.errors import StoreError
from flowdown.graph.row import moment_of
from flowdown.graph.spool import Spool

if TYPE_CHECKING:
    from flowdown.evidence.arriving.arrivals import Arrival
    from flowdown.evidence.arriving.choose import Choice
    from flowdown.evidence.arriving.incoming import Incoming
    from flowdown.evidence.arriving.names import Names
    from flowdown.evidence.claim import Claim
    from flowdown.graph.store import Store

MOST_TOLD = 100
"""Violations and parts left out of one document that are kept with their words; of more, the number is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an import is to do."""

    paths: tuple[Path, ...]
    kind: str = ""
    about: str = ""
    strict: bool = False
    dry_run: bool = False


Watch: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a document, how many documents and how many claims there were so far."""
Target: TypeAlias = Path | str


def import_documents(
    wanted: Wanted,
    target: Target,
    moment: datetime.datetime,
    base: Path,
    cache: Path | None = None,
    watch: Watch | None = None,
) -> Iterator[Taken]:
    """Import every document under paths, one after another, and say of each what became of it.

    Nothing of a document is kept until all of it is. With `strict`, one that breaks a rule of its format is refused,
    unless the violation is slight.
    """
    from flowdown.catalogue import load
    from flowdown.evidence.arriving.arrivals import find_arrivals
    from flowdown.evidence.arriving.names import Names

    names = Names(load((), cache))
    documents = claims = 0
    with _Desk(target, wanted.dry_run) as desk:
        for found in find_arrivals(wanted.paths, base):
            if isinstance(found, Unread):
                taken = Taken(found.where.file, Fate.REFUSED, why=(Refused(found.says, found.where),), left_out=1)
            else:
                if watch:
                    watch(found.name, documents, claims)
                taken = _take(found, wanted, names, moment, desk)
            documents, claims = documents + 1, claims + taken.claims
            yield taken


def bring_documents(
    wanted: Wanted, target: Target, moment: datetime.datetime, base: Path, who: str, cache: Path | None = None
) -> tuple[Taken, ...]:
    """Import documents that somebody brought, and keep who; all of it is on the disk when this returns."""
    from flowdown.evidence.arriving.names import node
    from flowdown.graph import open_store
    from flowdown.pipeline.brought import vouch

    taken = tuple(import_documents(wanted, target, moment, base, cache))
    nodes = [node("document", each.name) for each in taken if each.fate is Fate.IMPORTED]
    if nodes and not wanted.dry_run:
        with open_store(target) as store:
            store.add(vouch(nodes, who, moment), moment)
    return taken


def _take(arrival: Arrival, wanted: Wanted, names: Names, moment: datetime.datetime, desk: _Desk) -> Taken:
    from flowdown.evidence.arriving.choose import choose_reader
    from flowdown.evidence.arriving.incoming import Incoming
    from flowdown.evidence.arriving.names import node

    try:
        choice = choose_reader(arrival.head, wanted.kind)
    except Refused as error:
        fate = Fate.REFUSED if arrival.is_asked_for else Fate.PASSED_OVER
        return Taken(arrival.name, fate, why=(error,), size=arrival.size)
    incoming = Incoming(
        arrival.name,
        node("document", arrival.name),
        arrival.file,
        arrival.revision,
        arrival.size,
        names,
        moment,
        wanted.about,
        choice.dialect,
        wanted.strict,
    )
    with Spool(moment_of(moment)) as spool:
        return _keep(arrival, choice, incoming, _Reading(spool), desk)


def _keep(arrival: Arrival, choice: Choice, incoming: Incoming, reading: _Reading, desk: _Desk) -> Taken:
    kind, dialect = choice.reader.id, choice.dialect
    try:
        _read(choice, incoming, reading)
    except Exception as error:
        return Taken(arrival.name, Fate.REFUSED, kind, dialect, why=_reasons(error, arrival.name), size=arrival.size)
    if incoming.strict and reading.grave:
        why = tuple(Refused(each.says, each.where) for each in reading.grave)
        return Taken(arrival.name, Fate.REFUSED, kind, dialect, broken=reading.broken, why=why, size=arrival.size)
    claims = reading.spool.count
    new = desk.keep(incoming, choice, reading)
    fate = Fate.CHECKED if new is None else Fate.IMPORTED if new else Fate.KNOWN
    return Taken(
        arrival.name,
        fate,
        kind,
        dialect,
        claims,
        new or 0,
        reading.broken,
        reading.left_out,
        tuple(reading.violations),
        tuple(reading.unread),
        size=arrival.size,
    )


def _reasons(error: Exception, name: str) -> tuple[FlowdownError, ...]:
    if isinstance(error, Problems):
        return error.problems[:MOST_TOLD]
    if isinstance(error, StoreError):
        raise error
    if isinstance(error, FlowdownError):
        return (error,)
    if isinstance(error, RecursionError):
        return (Refused("is nested too deeply", Where(name)),)
    if isinstance(error, MemoryError):
        return (Refused("needs more memory than there is", Where(name)),)
    return (Refused(f"its reader failed on it ({type(error).__name__})", Where(name), "please report it"),)


@dataclass(slots=True)
class _Reading:
    """What a document said: its claims in a spool, and the first of what it breaks (what is `grave` apart) and of what was left out."""

    spool: Spool
    violations: list[Violation] = field(default_factory=list)
    grave: list[Violation] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    broken: int = 0
    left_out: int = 0

    def tell(self, each: Violation | Unread) -> None:
        """Keep a remark, and count it."""
        if isinstance(each, Violation):
            self.broken += 1
            if len(self.violations) < MOST_TOLD:
                self.violations.append(each)
            if not each.is_slight and len(self.grave) < MOST_TOLD:
                self.grave.append(each)
        else:
            self.left_out += 1
            if len(self.unread) < MOST_TOLD:
                self.unread.append(each)


def _read(choice: Choice, incoming: Incoming, reading: _Reading) -> None:
    from flowdown.evidence.examine import examine

    for each in choice.reader.read(incoming):
        if isinstance(each, Violation | Unread):
            reading.tell(each)
        elif faults := examine(each):
            reading.tell(Unread(faults[0], incoming.where(each.source.locator)))
        else:
            reading.spool.add(each)
    for violation in dict.fromkeys(incoming.faults):
        reading.tell(violation)


class _Desk:
    """Keeps documents in the store, or only reads them."""

    def __init__(self, target: Target, dry_run: bool) -> None:
        self._stack = ExitStack()
        self._target = target
        self._dry_run = dry_run
        self._store: Store | None = None

    def __enter__(self) -> _Desk:
        from flowdown.graph import open_store

        if not self._dry_run:
            self._store = self._stack.enter_context(open_store(self._target))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def keep(self, incoming: Incoming, choice: Choice, reading: _Reading) -> int | None:
        """Append everything that a document says, all or none; how many claims are new (None: nothing is kept)."""
        from flowdown.evidence.examine import examine
        from flowdown.evidence.sayings import read
        from flowdown.graph.reading import leave_out_known

        if self._store is None:
            return None
        was_read = read(incoming.node, incoming.revision, incoming.moment, choice.reader.mode)
        about = [each for each in _describe(incoming, choice, reading) if not examine(each)]
        for claim in (*about, *leave_out_known(self._store, (was_read,))):
            reading.spool.add(claim)
        return self._store.add_spool(reading.spool).new


def _describe(incoming: Incoming, choice: Choice, reading: _Reading) -> Iterator[Claim]:
    """What is said of the document itself: its kind, whether it conforms, what it breaks, what was not taken over."""
    from flowdown.evidence.predicate import Predicate

    def describe(of: str, text: str, locator: str = "") -> Claim:
        return incoming.claim(incoming.node, Predicate.DESCRIBED, f"text:{text}"[:900], locator, of=of)

    yield describe("kind", choice.dialect)
    if reading.broken:
        yield describe("conformance", "non-conforming")
    elif choice.reader.checks_schema:
        yield describe("conformance", "conforming")
    for violation in reading.violations:
        yield describe("violation", violation.says, _place(violation.where))
    for unread in reading.unread:
        yield describe("unread", unread.says, _place(unread.where))
    if reading.left_out > MOST_TOLD:
        yield describe("unread", f"{reading.left_out - MOST_TOLD} further parts")


def _place(where: Where) -> str:
    line = f"line {where.line}" if where.line else ""
    return " ".join(filter(None, (where.path, line)))


def list_kinds() -> tuple[Kind, ...]:
    """Every kind of document that a reader knows."""
    from flowdown.evidence.arriving.choose import load_readers

    return tuple(Kind(each.id, each.about, each.formats, each.tried_on) for each in load_readers().values())
