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
class Answer:
    """The nodes that a closure reaches, with their days and, for each, the claims that lead there.

    `steps[node]` are the days from which on or between which it was reached by these claims, earliest first.
    """

    window: Window
    days: Mapping[str, Days]
    steps: Mapping[str, tuple[Step, ...]]

    def on(self, day: datetime.date) -> frozenset[str]:
        """The nodes that are reached on a day."""
        bit = self.window.only(day)
        return frozenset(node for node, days in self.days.items() if days & bit)

    def witness(self, node: str, day: datetime.date) -> tuple[Row, ...]:
        """The claims that together show that a node is reached on a day, from the start to the node; each once.

        Empty for a node that is not reached, and for one that the question starts from.
        """
        bit = self.window.only(day)
        needed: dict[str, tuple[Row, ...]] = {}
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each in needed:
                continue
            step = next((step for step in self.steps.get(each, ()) if step.days & bit), None)
            needed[each] = step.rows if step else ()
            waiting.extend(step.through if step else ())
        ordered = [row for rows in reversed(needed.values()) for row in rows]
        return tuple(dict.fromkeys(ordered))

    def hops(self, node: str, day: datetime.date) -> int:
        """In how many steps a node is reached on a day; 0 for a start and for one that is not reached."""
        bit = self.window.only(day)
        step = next((step for step in self.steps.get(node, ()) if step.days & bit), None)
        return step.hops if step else 0


@dataclass(frozen=True, slots=True)
class Step:
    """How a node was reached: on these days, by these claims, through these nodes, in so many hops."""

    days: Days
    rows: tuple[Row, ...]
    through: tuple[str, ...]
    hops: int


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
    """The window that holds one day."""
    return Window(day, day + datetime.timedelta(days=1))
