"""The relations of a kind with their days: what the closures run over."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowdown.base.period import Days, Window
from flowdown.evidence.predicate import Predicate
from flowdown.graph.identity import Identity, identify
from flowdown.graph.known import Held, Known
from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class Tie:
    """One claim as a tie of two nodes, named as judged to be one; `days` are those of the window on which it holds."""

    subject: str
    object: str
    row: Row
    days: Days


@dataclass(frozen=True, slots=True)
class Step:
    """How a node was reached: on these days, by these claims, through these nodes, in so many hops."""

    days: Days
    rows: tuple[Row, ...]
    through: tuple[str, ...]
    hops: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The nodes that a closure reaches, with their days and, for each, the claims that lead there.

    Nodes stand under the name of all that are judged to be one with them; they can be asked for under any.
    `starts` are the nodes that the question starts from, as they were called in it. `steps[node]` are the days from
    which on or between which it was reached by these claims, earliest first.
    """

    window: Window
    days: Mapping[str, Days]
    steps: Mapping[str, tuple[Step, ...]]
    identity: Identity
    starts: tuple[str, ...]

    def on(self, day: datetime.date) -> frozenset[str]:
        """The nodes that are reached on a day."""
        bit = self.window.only(day)
        return frozenset(node for node, days in self.days.items() if days & bit)

    def days_of(self, node: str) -> Days:
        """The days on which a node is reached, under whatever name."""
        return self.days.get(self.identity.name(node), 0)

    def witness(self, node: str, day: datetime.date) -> tuple[Row, ...]:
        """The claims that together show that a node is reached on a day, from the start to the node; each once.

        The judgements by which names are one come first. Empty for a node that is not reached,
        and for one that the question starts from.
        """
        bit = self.window.only(day)
        needed: dict[str, Step] = {}
        waiting = [self.identity.name(node)]
        while waiting:
            each = waiting.pop()
            step = None if each in needed else self._step(each, bit)
            if step:
                needed[each] = step
                waiting.extend(step.through)
        # A node is reached in more hops than those through which it is.
        rows = [
            row for _, step in sorted(needed.items(), key=lambda pair: (pair[1].hops, pair[0])) for row in step.rows
        ]
        if not rows:
            return ()
        named = [*self.starts, *(end for row in rows for end in (row.subject, row.object)), node]
        judgements = (each for name in named for each in self.identity.because(name))
        return tuple(dict.fromkeys((*judgements, *rows)))

    def hops(self, node: str, day: datetime.date) -> int:
        """In how many steps a node is reached on a day; 0 for a start and for one that is not reached."""
        step = self._step(self.identity.name(node), self.window.only(day))
        return step.hops if step else 0

    def _step(self, name: str, bit: Days) -> Step | None:
        return next((step for step in self.steps.get(name, ()) if step.days & bit), None)


class History:
    """What is known of a window of days; disputed ties count only `with_disputed`."""

    def __init__(self, known: Known, window: Window, *, with_disputed: bool = False) -> None:
        self.window = window
        self.with_disputed = with_disputed
        self.identity: Identity = identify(known, with_disputed=with_disputed)
        self._held: dict[str, list[Held]] = defaultdict(list)
        for held in known.held:
            self._held[held.row.predicate].append(held)

    def ties(self, predicates: Iterable[Predicate]) -> tuple[Tie, ...]:
        """The ties of these predicates that hold on some day of the window."""
        name = self.identity.name
        found = []
        for predicate in predicates:
            for held in self._held.get(predicate.value, ()):
                days = self.days_of(held)
                if days:
                    found.append(Tie(name(held.row.subject), name(held.row.object), held.row, days))
        return tuple(found)

    def count_disputed(self, predicates: Iterable[Predicate]) -> int:
        """How many claims of these predicates are disputed on some day of the window."""
        held = (each for predicate in predicates for each in self._held.get(predicate.value, ()))
        periods = ((each, low, high) for each in held for low, high in each.disputed)
        return len({each.row.id for each, low, high in periods if self._between(low, high)})

    def days_of(self, held: Held) -> Days:
        """The days of the window on which a claim counts."""
        days = self._between(held.from_, held.until)
        if not self.with_disputed:
            for low, high in held.disputed:
                days &= ~self._between(low, high)
        return days

    def _between(self, low: int, high: int) -> Days:
        start = self.window.from_.toordinal()
        low, high = max(0, low - start), min(self.window.length, high - start)
        return ((1 << high) - (1 << low)) if low < high else 0


def one_day(day: datetime.date) -> Window:
    """The window that holds one day; raises `OverflowError` for the last day that can be written."""
    return Window(day, day + datetime.timedelta(days=1))
