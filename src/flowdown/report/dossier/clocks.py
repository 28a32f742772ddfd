"""Puts a running clock into the words of papers: when it ends, to whom it goes, with which fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flowdown.base.truth import Truth
from flowdown.reason.clock import Due
from flowdown.reason.running import RunningClock, State
from flowdown.report.deadlines_page import say_moment
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Blank, Told
from flowdown.report.dossier.say import capital
from flowdown.report.words import mark_words

REPORTS = ("report", "notify")
"""The actions of duties that are met by sending something."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office to which it goes."""

    office: str
    note: str
    email: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FieldTold:
    """A field of a report with what is known."""

    name: str
    what: str
    value: Told


@dataclass(frozen=True, slots=True)
class ClockTold:
    """A clock as papers say it. `binds`: for sure; `is_conditional`: that is not known, or what starts it was not read."""

    id: str
    title: str
    order: str
    contract: str
    found: str
    what: str
    state: str
    due: Told
    perhaps: str
    binds: bool
    is_conditional: bool
    start: str
    length: str
    to: tuple[Office, ...]
    fields: tuple[FieldTold, ...]
    fields_read: bool
    cites: str
    quote: str
    mark: str
    why: str
    clause: str
    asks: tuple[str, ...]
    notes: tuple[str, ...]
    convention: str


def tell(clock: RunningClock) -> ClockTold:
    """A clock as papers say it."""
    end = clock.end
    return ClockTold(
        f"{clock.name} / {clock.contract}{f' / {clock.found}' if clock.found else ''}",
        capital(clock.title),
        clock.order,
        clock.contract,
        clock.found,
        clock.what,
        "met" if clock.state is State.MET else clock.state.value.replace("-", " "),
        say_moment(end.moment) if end.moment is not None else Blank(f"when {clock.title} is due"),
        _perhaps(clock, end),
        clock.applies.truth is Truth.YES,
        clock.applies.truth is not Truth.YES or (clock.due.moment is None and clock.assumed is not None),
        capital(_start(clock)),
        clock.length,
        tuple(
            Office(each.office, "; ".join(filter(None, (each.when, each.note))), each.email, each.is_sure)
            for each in clock.to
        ),
        tuple(_fields(clock)),
        clock.fields_read,
        clock.cites,
        clock.quote,
        mark_words(clock.mark),
        _why(clock),
        clock.applies.clause,
        tuple(dict.fromkeys(map(capital, (*clock.applies.asks, *clock.asks)))),
        tuple(dict.fromkeys(map(capital, (*end.notes, *clock.notes, *((clock.is_open,) if clock.is_open else ()))))),
        end.convention,
    )


def _perhaps(clock: RunningClock, end: Due) -> str:
    """Under which condition the day holds; empty if it is sure."""
    told = []
    if clock.due.moment is None and clock.assumed is not None and clock.assumption:
        told.append(clock.assumption)
    if not end.is_exact and end.earliest is not None and end.latest is not None and end.earliest != end.latest:
        told.append(f"perhaps {end.earliest.isoformat()} to {end.latest.isoformat()}")
    if clock.applies.truth is not Truth.YES:
        told.append("if it binds")
    return "; ".join(told)


def _why(clock: RunningClock) -> str:
    """Why it binds, or may: an open fact is asked for in words, so that its name says nothing more here."""
    told = "it hangs on what is to be settled" if clock.applies.points else ""
    return "; ".join(filter(None, (clock.applies.why, told)))


def _start(clock: RunningClock) -> str:
    if not clock.event:
        return "a fixed day"
    if clock.event == "unknown":
        return f"{clock.length}; what starts them was not read in the text"
    when = f" on {say_moment(clock.start)}" if clock.start is not None else ""
    return f"{clock.length} after {clock.event}{when}"


def _fields(clock: RunningClock) -> Iterator[FieldTold]:
    for each in clock.fields:
        what = f"{each.name}, if known" if each.only_if_known else each.name
        yield FieldTold(each.name, each.what, each.value or Blank(what))


def apart(clocks: Sequence[RunningClock]) -> tuple[RunningClock, ...]:
    """Clocks without those that differ only by the way in which one duty comes to bind, if it does: one act meets them.

    They are of one order, contract, action and find, end together, and are called alike up to a comma.
    """
    groups: dict[tuple[object, ...], list[RunningClock]] = {}
    for each in clocks:
        name, is_open = each.title.rpartition(", ")[0] or each.title, each.applies.truth is not Truth.YES
        key = (each.order, each.contract, each.action, each.found, name, each.state, each.end.moment, each.follows)
        groups.setdefault(key if is_open else (each.name, each.contract, each.found, id(each)), []).append(each)
    return tuple(
        group[0] if len(group) == 1 else replace(group[0], title=group[0].title.rpartition(", ")[0])
        for group in groups.values()
    )


def gather(clocks: Sequence[ClockTold]) -> tuple[ClockTold, ...]:
    """Clocks that would be told alike but for the contract, as one that names them all, with the reasons of each."""
    groups: dict[tuple[object, ...], list[ClockTold]] = {}
    for each in clocks:
        due = each.due if isinstance(each.due, str) else each.due.to_be_filled_in
        key = (due, each.perhaps, each.title, each.what, each.state, each.binds, tuple(to.office for to in each.to))
        groups.setdefault(key, []).append(each)
    return tuple(
        replace(
            group[0],
            contract=", ".join(dict.fromkeys(each.contract for each in group)),
            why="; ".join(dict.fromkeys(part for each in group for part in each.why.split("; ") if part)),
            asks=tuple(dict.fromkeys(ask for each in group for ask in each.asks)),
            notes=tuple(dict.fromkeys(note for each in group for note in each.notes)),
        )
        for group in groups.values()
    )


def of_finds(facts: Facts) -> tuple[RunningClock, ...]:
    """The clocks of reports that something found has started, or may have.

    Of those of one order, contract and find that end together, one that perhaps binds adds nothing to one that does:
    the same report goes out.
    """
    reports = [each for each in facts.deadlines.clocks if each.found and each.action in REPORTS]
    sure = {_key(each) for each in reports if each.applies.truth is Truth.YES}
    return tuple(each for each in reports if each.applies.truth is Truth.YES or _key(each) not in sure)


def _key(clock: RunningClock) -> tuple[object, ...]:
    return clock.order, clock.contract, clock.found, clock.length, bool(clock.follows)
