"""Takes in what a store tells of a day, gives numbers to names, and puts arcs into arrays."""

from __future__ import annotations

import itertools
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.day_query import (
    BESIDE,
    CODE_ONLY,
    CONTRACTED,
    LEANING,
    SPARED_USES,
    TURNED,
    UNKNOWN,
    contract_in,
)
from flowdown.graph.lean_graph import SPARED
from flowdown.graph.names import Names, write_names

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Arcs, Numbers

_BATCH = 2000
_NO_NODE = (Predicate.VALUED.value, Predicate.DESCRIBED.value)
"""The objects of these are no nodes."""
PLAIN = frozenset(LEANING) - {Predicate.SUBCONTRACTOR_OF.value}
"""An arc and nothing more, if no qualifier says more."""
_TURNED = frozenset(TURNED)
_Line: TypeAlias = tuple[str, ...]
"""What `day_query.ask_arcs` asks for of one claim; the last two are mostly None."""


class Told(NamedTuple):
    """What is told beside the arcs: a predicate, its subject, its object, its qualifiers; `is_disputed` if somebody says no."""

    predicate: str
    subject: str
    object: str
    qualifiers: str
    is_disputed: bool


def ends_of(told: Told) -> tuple[str, ...]:
    """The nodes of what is told."""
    return (told.subject,) if told.predicate in _NO_NODE else (told.subject, told.object)


class Gathering:
    """Takes in claims, then gives the names in order and arcs by their numbers."""

    def __init__(self) -> None:
        self.beside: list[Told] = []
        # Names with their numbers, each new one with the next.
        self._numbers: dict[str, int] = defaultdict(itertools.count().__next__)
        self._words: dict[str, int] = defaultdict(itertools.count().__next__)
        self._words[""]
        self._plain: tuple[list[Numbers], list[Numbers]] = ([], [])
        # From, to, group and need of arcs.
        self._marked = tuple(array("i") for _ in range(4))
        self._open = tuple(array("i") for _ in range(4))

    def take(self, lines: Iterator[_Line]) -> list[str]:
        """Take in what `ask_arcs` asks for; the ids of what is to be looked at one by one."""
        doubtful: list[str] = []
        while batch := tuple(itertools.islice(lines, _BATCH)):
            subjects, predicates, objects, details, doubts = zip(*batch, strict=True)
            kinds = frozenset(predicates)
            if not kinds <= PLAIN or any(details) or any(doubts):
                plain = self._take_special(batch, doubtful)
                if not plain:
                    continue
                subjects, predicates, objects, details, doubts = zip(*plain, strict=True)
                kinds = frozenset(predicates)
            if kinds.isdisjoint(_TURNED):
                self.lean(self.number(subjects), self.number(objects))
                continue
            is_turned = [predicate in _TURNED for predicate in predicates]
            is_straight = [not each for each in is_turned]
            for low, high, chosen in ((subjects, objects, is_straight), (objects, subjects, is_turned)):
                ends = (self.number(tuple(itertools.compress(each, chosen))) for each in (low, high))
                self.lean(*ends)
        return doubtful

    def number(self, names: Sequence[str]) -> Numbers:
        """The numbers of names for `lean`; those that are new get one."""
        import numpy as np

        return np.fromiter(map(self._numbers.__getitem__, names), np.int32, len(names))

    def lean(self, from_: Numbers, to: Numbers) -> None:
        """Take in plain arcs."""
        for column, numbers in zip(self._plain, (from_, to), strict=True):
            column.append(numbers)

    def _take_special(self, batch: Sequence[_Line], doubtful: list[str]) -> list[_Line]:
        """Take in what is more than an arc, and the ids of what is in doubt; return the rest."""
        plain: list[_Line] = []
        for line in batch:
            subject, predicate, object_, detail, doubt = line
            if doubt is not None:
                doubtful.append(doubt)
            elif detail is None and predicate in PLAIN:
                plain.append(line)
            else:
                self.add(subject, predicate, object_, detail or "[]", is_disputed=False)
        return plain

    def add(self, subject: str, predicate: str, object_: str, qualifiers: str, *, is_disputed: bool) -> None:
        """Take in one claim that stands on the day."""
        if predicate in BESIDE:
            if predicate != Predicate.DESCRIBED or object_ == UNKNOWN:
                told = qualifiers if predicate in _NO_NODE else "[]"
                self.beside.append(Told(predicate, subject, object_, told, is_disputed))
            return
        # Code that is there goes on working when its maker is cut off.
        if predicate == Predicate.USES and CODE_ONLY in qualifiers:
            return
        if predicate == Predicate.SUBCONTRACTOR_OF and kind_of(subject) == kind_of(object_) == NodeKind.CONTRACT:
            self.beside.append(Told(predicate, subject, object_, qualifiers, is_disputed))
        into = self._open if is_disputed else self._marked
        contract, group, need = _read_mark(qualifiers)
        if predicate == Predicate.USES and any(each in qualifiers for each in SPARED_USES):
            group, need = "", SPARED
            if SPARED_USES[0] in qualifiers:
                self.beside.append(Told(Predicate.MAY_USE.value, subject, object_, "[]", is_disputed))
        elif predicate != Predicate.DEPENDS_ON:
            group, need = "", 1
        arcs = [(object_, subject) if predicate in _TURNED else (subject, object_)]
        if contract and predicate in CONTRACTED:
            arcs.append((contract, subject))
        for from_, to in arcs:
            values = (self._numbers[from_], self._numbers[to], self._words[group], need)
            for column, value in zip(into, values, strict=True):
                column.append(value)

    def finish(self, more: Iterable[str]) -> tuple[Names, Arcs, Arcs, Numbers]:
        """The names in order, `more` among them; the firm arcs and the disputed ones; two ends of all that is told beside.

        Nothing can be taken in after that: what was gathered makes room.
        """
        import numpy as np

        numbers = self._numbers
        for name in (*more, *(end for told in self.beside for end in ends_of(told))):
            numbers[name]
        names = sorted(numbers)
        ranks = np.empty(len(names), dtype=np.int32)
        order = np.fromiter(map(numbers.__getitem__, names), np.int32, len(names))
        ranks[order] = np.arange(len(names), dtype=np.int32)
        self.beside = sorted(set(self.beside))
        ends = np.full((len(self.beside), 2), -1, dtype=np.int32)
        for place, told in enumerate(self.beside):
            for side, name in enumerate(ends_of(told)):
                ends[place, side] = ranks[numbers[name]]
        numbers.clear()
        written = write_names(names)
        del names
        return written, _arcs(ranks, self._marked, self._plain), _arcs(ranks, self._open, ([], [])), ends


def _arcs(ranks: Numbers, marked: tuple[array[int], ...], plain: tuple[list[Numbers], list[Numbers]]) -> Arcs:
    """Arcs by the numbers of sorted names; the plain ones, without a group, come last."""
    import numpy as np

    from flowdown.graph.lean_graph import Arcs

    from_, to, group, need = (np.frombuffer(column, np.int32) if column else np.zeros(0, np.int32) for column in marked)
    return Arcs(ranks[np.concatenate((from_, *plain[0]))], ranks[np.concatenate((to, *plain[1]))], group, need)


@lru_cache(maxsize=8192)
def _read_mark(text: str) -> tuple[str, str, int]:
    """Contract, group and need of qualifiers."""
    pairs = dict(json.loads(text))
    need = pairs.get("need", "")
    return contract_in(pairs), pairs.get("group", ""), max(int(need), 1) if need.isdigit() else 1
