"""Who is affiliated: one directs the other, or a third directs both."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.base.period import Days, Window
from flowdown.evidence.predicate import Predicate
from flowdown.graph.history import Answer, History
from flowdown.graph.ownership import CONTROL, Ownership, OwnershipTest, find_owned, gather_stakes
from flowdown.graph.row import Row
from flowdown.graph.spread import spread


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The affiliates of somebody by their days; below each who directs it, and below itself, who is directed."""

    window: Window
    who: str
    days: Mapping[str, Days]
    below: Mapping[str, Answer]
    open_: tuple[Ownership, ...]
    """What everyone above and itself hold, with the claims that leave it open."""

    def on(self, day: datetime.date) -> frozenset[str]:
        """The affiliates on a day."""
        bit = self.window.only(day)
        return frozenset(node for node, days in self.days.items() if days & bit)

    def hops(self, node: str, day: datetime.date) -> int:
        """How many claims show that a node is an affiliate on a day; 0 if it is none."""
        return len(self.witness(node, day))

    def witness(self, node: str, day: datetime.date) -> tuple[Row, ...]:
        """The claims that show that a node is an affiliate on a day; empty if it is none."""
        for head, answer in self.below.items():
            identity = answer.identity
            if identity.name(node) == identity.name(self.who):
                return ()
            is_own = head == identity.name(self.who)
            above = () if is_own else answer.witness(self.who, day)
            below = answer.witness(node, day)
            if (is_own or above) and (below or identity.name(node) == head):
                return tuple(dict.fromkeys((*above, *below)))
        return ()


def find_affiliates(history: History, who: str, test: OwnershipTest = CONTROL) -> Affiliation:
    """Everyone whom somebody directs, who directs it, and whom those direct."""
    name = history.identity.name(who)
    arcs: dict[str, list[tuple[str, Row, Days]]] = defaultdict(list)
    for tie in history.ties((Predicate.OWNS, Predicate.CONTROLS)):
        arcs[tie.object].append((tie.subject, tie.row, tie.days))
    stakes = gather_stakes(history)
    looked = {name: find_owned(history, [who], test, stakes)}
    for head in spread(history, [name], arcs).days:
        looked[head] = find_owned(history, [head], test, stakes)
    below = {head: each.answer for head, each in looked.items() if head == name or name in each.answer.days}
    days: dict[str, Days] = defaultdict(int)
    for head, answer in below.items():
        when = history.window.all if head == name else answer.days[name]
        days[head] |= when
        for node, held in answer.days.items():
            days[node] |= held & when
    del days[name]
    return Affiliation(
        history.window, who, {node: held for node, held in sorted(days.items()) if held}, below, tuple(looked.values())
    )
