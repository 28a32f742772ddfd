"""Who is affiliated: one directs the other, or a third directs both."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.base.period import Days, Window
from flowdown.evidence.predicate import Predicate
from flowdown.graph.history import Answer, History
from flowdown.graph.ownership import CONTROL, OwnershipTest, find_owned
from flowdown.graph.row import Row
from flowdown.graph.spread import spread


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The affiliates of somebody by their days; below each who directs it, and below itself, who is directed."""

    window: Window
    who: str
    days: Mapping[str, Days]
    below: Mapping[str, Answer]

    def on(self, day: datetime.date) -> frozenset[str]:
        """The affiliates on a day."""
        bit = self.window.only(day)
        return frozenset(node for node, days in self.days.items() if days & bit)

    def witness(self, node: str, day: datetime.date) -> tuple[Row, ...]:
        """The claims that show that a node is an affiliate on a day; empty if it is none."""
        bit = self.window.only(day)
        for head, answer in self.below.items():
            if head != self.who and not answer.days.get(self.who, 0) & bit:
                continue
            if node == head or answer.days.get(node, 0) & bit:
                to_self = answer.witness(self.who, day) if head != self.who else ()
                to_node = answer.witness(node, day) if node != head else ()
                return tuple(dict.fromkeys((*to_self, *to_node)))
        return ()


def find_affiliates(history: History, who: str, test: OwnershipTest = CONTROL) -> Affiliation:
    """Everyone whom somebody directs, who directs it, and whom those direct."""
    name = history.identity.name(who)
    arcs: dict[str, list[tuple[str, Row, Days]]] = defaultdict(list)
    for tie in history.ties((Predicate.OWNS, Predicate.CONTROLS)):
        arcs[tie.object].append((tie.subject, tie.row, tie.days))
    above = spread(history.window, [name], arcs).days
    below = {name: find_owned(history, [name], test).answer}
    for head in above:
        answer = find_owned(history, [head], test).answer
        if name in answer.days:
            below[head] = answer
    days: dict[str, Days] = defaultdict(int)
    for head, answer in below.items():
        when = history.window.all if head == name else answer.days[name]
        days[head] |= when
        for node, held in answer.days.items():
            if held & when:
                days[node] |= held & when
    del days[name]
    return Affiliation(history.window, name, dict(sorted(days.items())), below)
