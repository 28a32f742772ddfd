"""What single nodes lean on, step by step, with the claims that say so: read from the store, and nothing else is."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flowdown.base.collector import hold_collector
from flowdown.evidence.predicate import SHAPES, Family, Leaning, Shape
from flowdown.graph.backend import Backend
from flowdown.graph.identity import Identity, identify
from flowdown.graph.known import Known
from flowdown.graph.neighbourhood import read_along
from flowdown.graph.row import Row

WALKED = (Family.DEPENDENCE, Family.OWNERSHIP)
"""The families whose claims lean one way: who depends leans on what it depends on, who is owned on its owner."""


class Lean(NamedTuple):
    """A claim by which something leans on `to`."""

    to: str
    row: Row
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Below:
    """What leans on what on a day, by the names that stand for nodes: firm claims first, then by name and id."""

    leans: Mapping[str, tuple[Lean, ...]]
    identity: Identity

    def of(self, node: str) -> tuple[Lean, ...]:
        """What a node leans on, under whatever name."""
        return self.leans.get(self.identity.name(node), ())

    def claims(self) -> Iterator[Lean]:
        """Every one."""
        for leans in self.leans.values():
            yield from leans

    def nodes(self) -> frozenset[str]:
        """Everything that leans or is leant on."""
        return frozenset(self.leans).union(lean.to for lean in self.claims())


def read_below(backend: Backend, starts: Iterable[str], last_moment: str, families: Iterable[Family] = WALKED) -> Known:
    """Every claim on any way down from the starts, on any day, as it was known at a moment."""
    turned = _directions(families)
    straight = (predicate for predicate, is_turned in turned.items() if not is_turned)
    back = (predicate for predicate, is_turned in turned.items() if is_turned)
    return read_along(backend, starts, last_moment, tuple(straight), tuple(back))


@hold_collector()
def lean(
    known: Known, day: datetime.date, families: Iterable[Family] = WALKED, *, with_disputed: bool = False
) -> Below:
    """What is known, as it is on a day. `with_disputed` joins also nodes of which it is disputed whether they are one."""
    turned, on = _directions(families), day.toordinal()
    identity = identify(known, with_disputed=with_disputed)
    name = identity.name
    found: dict[str, list[Lean]] = defaultdict(list)
    for held in known.held:
        row = held.row
        if row.predicate in turned and held.from_ <= on < held.until:
            one, other = name(row.subject), name(row.object)
            if turned[row.predicate]:
                one, other = other, one
            found[one].append(Lean(other, row, bool(held.disputed) and held.is_disputed_on(on)))
    leans = {node: tuple(sorted(each, key=_order) if len(each) > 1 else each) for node, each in found.items()}
    return Below(leans, identity)


def _order(lean: Lean) -> tuple[bool, str, str]:
    return lean.is_disputed, lean.to, lean.row.id


def _directions(families: Iterable[Family]) -> dict[str, bool]:
    """The predicates of these families; true where the object leans on the subject."""
    wanted = frozenset(families)
    return {each.value: _is_turned(shape) for each, shape in SHAPES.items() if shape.family in wanted}


def _is_turned(shape: Shape) -> bool:
    return shape.leaning is Leaning.OBJECT or shape.family is Family.OWNERSHIP
