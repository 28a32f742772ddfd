"""The record of the search of SAM.gov for FASCSA orders, which comes again every three months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.clause import number_of
from flowdown.evidence.profile.discovery import moment_of
from flowdown.report.deadlines_page import say_moment
from flowdown.report.dossier.clocks import ClockTold, tell
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Blank, Paper, Sheet, Told, told
from flowdown.report.dossier.say import say_clause

_CLAUSE = "52.204-30"


@dataclass(frozen=True, slots=True)
class ReviewDone:
    """A review that was made."""

    id: str
    contract: str
    by: Told
    result: Told
    source: str


@dataclass(frozen=True, slots=True)
class Carrying:
    """A contract that carries the clause, and whether the search is due under it."""

    id: str
    clause: str
    role: str
    at: str


@dataclass(frozen=True, slots=True)
class SamContext:
    """The record."""

    clocks: tuple[ClockTold, ...]
    carrying: tuple[Carrying, ...]
    done: tuple[ReviewDone, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    clocks = tuple(tell(each) for each in facts.deadlines.clocks if each.action == "review")
    carrying = tuple(_carrying(facts, {each.contract for each in clocks}))
    if not clocks and not carrying:
        return Absent("no contract is known to carry FAR 52.204-30, under which SAM.gov is searched every three months")
    return (Sheet("sam-review", "Record of the SAM.gov review", SamContext(clocks, carrying, tuple(_done(facts)))),)


def _carrying(facts: Facts, due: set[str]) -> Iterator[Carrying]:
    for index, contract in enumerate(facts.profile.contracts):
        for place, clause in enumerate(contract.clauses if isinstance(contract.clauses, tuple) else ()):
            if number_of(clause.clause) == _CLAUSE:
                if contract.id in due:
                    role = "the search is due"
                elif isinstance(contract.tier, int) and contract.tier > 0:
                    role = "paragraph (c)(1) does not go into subcontracts: the search is not due by the clause, but inquiry and reports are"
                else:
                    role = "whether the search is due is not known: which version is it, and are we the prime?"
                yield Carrying(
                    contract.id, say_clause(clause), role, facts.stands_at(("contracts", index, "clauses", place))
                )


def _done(facts: Facts) -> Iterator[ReviewDone]:
    duties = {
        name
        for order in facts.orders
        for duty in order.duties
        if duty.action == "review"
        for name in (duty.id, f"{order.id}/{duty.id}", order.id)
    }
    zone = facts.profile.organisation.time_zone
    for index, review in enumerate(facts.profile.reviews):
        if review.duty in duties:
            moment = moment_of(review.on, zone)
            when = say_moment(moment) if moment is not None else "day not known"
            yield ReviewDone(
                when,
                review.contract or "all",
                told(review.by, "who searched"),
                told(review.note, "what was searched, and what was found"),
                facts.stands_at(("reviews", index)),
            )
    for entry in facts.log.entries if facts.log is not None else ():
        if entry.duty in duties and entry.duty:
            result = f"{entry.what}: {entry.result}" if entry.result else Blank(f"result of: {entry.what}")
            yield ReviewDone(
                entry.at[:10],
                entry.contract or "all",
                told(entry.by, "who searched"),
                result,
                f"entry {entry.number} of the log",
            )


PAPER = Paper(
    id="sam-review",
    title="Record of the SAM.gov review",
    for_whom="contracts",
    about="the dated record of the search for FASCSA orders, contract by contract, and when the next is due",
    rank=41,
    build=_build,
)
