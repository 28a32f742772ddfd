"""Every clock that runs, in one list for the wall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.report.dossier.clocks import ClockTold, gather, tell
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet
from flowdown.report.dossier.passing import ClauseOfContract, clauses_to_pass
from flowdown.report.dossier.say import capital


@dataclass(frozen=True, slots=True)
class OwedTold:
    """Where a report under a clause would go, with which fields; once for contracts that carry the same version."""

    id: str
    clause: str
    says: str
    to: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdleTold:
    """A duty that starts only when something is found or happens."""

    id: str
    title: str
    order: str
    cites: str


@dataclass(frozen=True, slots=True)
class DeadlinesContext:
    """What is due, and how it was counted. `idle` are duties that start only when something is found."""

    clocks: tuple[ClockTold, ...]
    table: tuple[ClockTold, ...]
    conventions: tuple[str, ...]
    ready: tuple[ClauseOfContract, ...]
    """What would have to be reported by which clause, if something were found."""
    owed: tuple[OwedTold, ...]
    idle: tuple[IdleTold, ...]
    notes: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    found = facts.deadlines
    if not found.clocks and not found.idle:
        return Absent("no duty with a clock binds, as far as the profile and the orders tell")
    clocks = tuple(map(tell, found.clocks))
    past = tuple(f"`{order}` was followed until {until.isoformat()} only" for order, until in found.past_checked)
    conventions = tuple(dict.fromkeys(each.convention for each in clocks if each.convention))
    ready = tuple(each for each in clauses_to_pass(facts) if each.reports)
    owed = tuple(dict.fromkeys(_owed(ready)))
    context = DeadlinesContext(
        clocks, gather(clocks), conventions, ready, owed, tuple(_idle(facts)), (*found.notes, *past)
    )
    return (Sheet("deadlines", "Deadlines", context),)


def _idle(facts: Facts) -> Iterator[IdleTold]:
    for name in facts.deadlines.idle:
        order = facts.order(name.partition("/")[0])
        for duty in order.duties if order is not None else ():
            if order is not None and name == f"{order.id}/{duty.id}":
                yield IdleTold(name, capital(duty.title), order.title, duty.cites)


def _owed(ready: Iterable[ClauseOfContract]) -> Iterator[OwedTold]:
    for each in ready:
        # How the clause came into a contract is no matter of where its reports go.
        clause = each.stands.partition(", added by")[0]
        for report in each.reports:
            title = report.says.partition(":")[0]
            yield OwedTold(f"{clause} {title}", clause, title, report.to, report.fields)


PAPER = Paper(
    id="deadlines",
    title="Deadlines",
    for_whom="whoever reports, reviews or certifies",
    about="every clock that runs: what is due, when, to whom, under which contract, and how it was counted",
    rank=10,
    build=_build,
)
