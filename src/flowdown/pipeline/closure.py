"""Answer who is reached from a node: owned, affiliated, supplying, made from it or of what it is made."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.base.period import Days, Window, first
from flowdown.evidence.predicate import Predicate
from flowdown.graph.row import Row
from flowdown.pipeline.claims import Moment, Target

if TYPE_CHECKING:
    from flowdown.graph.affiliates import Affiliation
    from flowdown.graph.history import Answer, History
    from flowdown.graph.ownership import Ownership
    from flowdown.graph.reached import Closure, Reached

_LONGEST = 36_525
"""The most days that are answered at once."""
_ENOUGH = {
    "half": "at least half of",
    "majority": "more than half of",
    "fifth": "at least a fifth of",
    "control": "more than half of, or directs",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which nodes, for a day or every day `through` another; `test`, `contract`, `tiers` where they fit."""

    kind: str
    nodes: tuple[str, ...]
    as_of: datetime.date
    known_at: Moment
    through: datetime.date | None = None
    include_disputed: bool = False
    test: str = ""
    contract: str = ""
    tiers: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Who is reached, by which way of showing it, and what leaves it open."""

    question: str
    answer: Answer | Affiliation
    predicates: tuple[Predicate, ...]
    against: tuple[Row, ...] = ()
    unknown: tuple[Row, ...] = ()


def find_closure(target: Target, asked: Asked) -> Closure:
    """Who is reached. Raises for a node of which nothing is known."""
    from flowdown.graph import open_store
    from flowdown.graph.history import History
    from flowdown.graph.reached import Closure
    from flowdown.pipeline.graph import unknown_node

    window = _window(asked)
    with open_store(target, writes=False) as store:
        known = store.known(asked.known_at)
    nodes = known.nodes()
    for node in asked.nodes:
        if node not in nodes:
            raise unknown_node(node, nodes)
    history = History(known, window, with_disputed=asked.include_disputed)
    found = CLOSURES[asked.kind](history, asked)
    days = found.answer.days
    reached = [_reach(found.answer, node, held) for node, held in days.items()]
    reached.sort(key=lambda each: (each.hops, each.node))
    disputed = 0 if asked.include_disputed else history.count_disputed(found.predicates)
    return Closure(
        asked.kind,
        asked.nodes,
        found.question,
        asked.as_of,
        asked.through,
        asked.known_at,
        asked.include_disputed,
        tuple(reached),
        disputed,
        found.against,
        found.unknown,
    )


def _window(asked: Asked) -> Window:
    last = asked.through or asked.as_of
    if last < asked.as_of:
        raise UnusableArgument(f"`--through {last.isoformat()}` is before `--as-of {asked.as_of.isoformat()}`")
    if last == datetime.date.max:
        raise UnusableArgument(f"`{last.isoformat()}` is after the last day that can be asked about")
    if (last - asked.as_of).days >= _LONGEST:
        raise UnusableArgument(
            "these are more days than can be answered at once", hint="ask for a hundred years at most"
        )
    return Window(asked.as_of, last + datetime.timedelta(days=1))


def _reach(answer: Answer | Affiliation, node: str, days: Days) -> Reached:
    from flowdown.graph.reached import Reached

    day = answer.window.day(first(days))
    return Reached(node, answer.hops(node, day), answer.window.periods(days), answer.witness(node, day))


def _owned(history: History, asked: Asked) -> _Found:
    from flowdown.graph.ownership import TESTS, find_owned

    name = asked.test or "half"
    found = find_owned(history, asked.nodes, TESTS[name])
    holds = "together hold" if len(asked.nodes) > 1 else "holds"
    question = f"What {_named(asked.nodes)} {holds}, level by level, {_ENOUGH[name]}"
    return _Found(question, found.answer, (Predicate.OWNS, Predicate.CONTROLS), *_open(found))


def _open(*found: Ownership) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The claims that contradict each other, and those without a share."""
    against = dict.fromkeys(row for each in found for tale in each.contradictions for row in tale.rows)
    return tuple(against), tuple(dict.fromkeys(row for each in found for row in each.unknown))


def _affiliates(history: History, asked: Asked) -> _Found:
    from flowdown.graph.affiliates import find_affiliates
    from flowdown.graph.ownership import TESTS

    answer = find_affiliates(history, _only(asked), TESTS[asked.test or "control"])
    question = f"Affiliates of {_named(asked.nodes)} (test: {asked.test or 'control'})"
    return _Found(question, answer, (Predicate.OWNS, Predicate.CONTROLS), *_open(*answer.open_))


def _suppliers(history: History, asked: Asked) -> _Found:
    from flowdown.graph.supply import find_suppliers

    answer = find_suppliers(history, _only(asked), contract=asked.contract, tiers=asked.tiers)
    question = f"Who supplies {_named(asked.nodes)} or works under it"
    if asked.contract:
        question += f", for contract {clip(asked.contract)}"
    return _Found(question, answer, (Predicate.SUPPLIES, Predicate.SUBCONTRACTOR_OF))


def _descendants(history: History, asked: Asked) -> _Found:
    from flowdown.graph.lineage import find_descendants

    question = f"What was made from {_named(asked.nodes)} or contains it"
    return _Found(question, find_descendants(history, asked.nodes), (Predicate.DERIVES_FROM, Predicate.CONTAINS))


def _ancestors(history: History, asked: Asked) -> _Found:
    from flowdown.graph.lineage import find_ancestors

    question = f"From what {_named(asked.nodes)} was made, and what it contains"
    return _Found(question, find_ancestors(history, asked.nodes), (Predicate.DERIVES_FROM, Predicate.CONTAINS))


def _only(asked: Asked) -> str:
    if len(asked.nodes) != 1:
        raise UnusableArgument(f"`graph {asked.kind}` takes one node")
    return asked.nodes[0]


def _named(nodes: tuple[str, ...]) -> str:
    return ", ".join(map(clip, nodes))


CLOSURES: Mapping[str, Callable[[History, Asked], _Found]] = {
    "owned": _owned,
    "affiliates": _affiliates,
    "suppliers": _suppliers,
    "descendants": _descendants,
    "ancestors": _ancestors,
}
"""Every closure that can be asked for, by its name."""
