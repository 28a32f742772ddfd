"""Takes the claims of a day out of the segments of a store, and says which rows are left to be read one by one."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import TELLING, TURNED, each_of, write_list
from flowdown.graph.gathering import PLAIN, Gathering
from flowdown.graph.known import Sayings
from flowdown.graph.row import Row
from flowdown.graph.segment import SPAN, Column, Segment, unpack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers, Places

_TURNED = frozenset(TURNED)
_WITH_ALL = (Predicate.VALUED.value, Predicate.DESCRIBED.value)


@dataclass(frozen=True, slots=True)
class Left:
    """What the segments did not give: runs of places (first, last; None: to the end), and single places.

    The claims at `moved` places are to be read like those of the runs, those at `doubtful` ones to be looked at one by one.
    """

    runs: tuple[tuple[int, int | None], ...]
    moved: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What decides whether a claim counts: the day, the moment, what is said of claims and documents, and who opposes."""

    on: str
    last_moment: str
    sayings: Sayings
    opposed: frozenset[tuple[str, str, str]]
    moved: Places
    said: Places
    """The places of the claims of which something is said."""


def take_segments(
    backend: Backend,
    gathering: Gathering,
    day: datetime.date,
    last_moment: str,
    sayings: Sayings,
    opposing: Iterable[Row],
) -> Left:
    """Take in everything that the segments tell of a day, by the same rules as `day_query.ask_arcs`."""
    segments = backend.segments()
    first = next(segments, None)
    if first is None:
        return Left(((1, None),))
    opposed = frozenset((row.subject, row.predicate, row.object) for row in opposing)
    moved = _places(backend.read("SELECT place FROM moved ORDER BY place"))
    statement = f"SELECT rowid FROM claim WHERE id IN {each_of(backend.dialect)} ORDER BY rowid"
    said = _places(backend.read(statement, (write_list(sayings.ids),)) if sayings.ids else ())
    asked = _Asked(day.isoformat(), last_moment, sayings, opposed, moved, said)
    taken, doubtful = list[int](), list[int]()
    for number, body in itertools.chain([first], segments):
        try:
            segment = unpack(number, body)
        except ValueError:
            continue
        doubtful += _take(gathering, segment, asked)
        taken.append(number)
    held = moved[_isin(moved - 1, taken)]
    return Left(tuple(_runs_without(sorted(taken))), tuple(held.tolist()), tuple(doubtful))


def _places(rows: Iterable[Sequence[Any]]) -> Places:
    import numpy as np

    return np.fromiter((place for (place,) in rows), np.int64)


def _isin(offsets: Places, taken: Sequence[int]) -> NDArray[np.bool_]:
    import numpy as np

    return np.isin(offsets // SPAN, np.array(taken, dtype=np.int64))


def _runs_without(taken: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    """The runs of places that no segment of these numbers holds."""
    start = 1
    for number in taken:
        if start <= number * SPAN:
            yield start, number * SPAN
        start = (number + 1) * SPAN + 1
    yield start, None


def _take(gathering: Gathering, segment: Segment, asked: _Asked) -> list[int]:
    """Take in one segment; the places of what is in doubt."""
    import numpy as np

    stands = _which(segment.recorded_at, lambda moment: moment <= asked.last_moment)
    stands &= _which(segment.valid_from, lambda day: day <= asked.on)
    stands &= _which(segment.valid_until, lambda day: not day or day > asked.on)
    stands &= ~_among(segment.places, asked.moved)
    doubt = stands & _find_doubt(segment, asked)
    stands &= ~doubt
    tells_more = _which(segment.qualifiers, lambda text: any(word in text for word in TELLING))
    is_plain = stands & ~tells_more & _which(segment.predicate, PLAIN.__contains__)
    _lean(gathering, segment, is_plain)
    special = np.flatnonzero(stands & ~is_plain)
    lines = zip(
        segment.subject[special].tolist(),
        segment.predicate.numbers[special].tolist(),
        segment.object[special].tolist(),
        segment.qualifiers.numbers[special].tolist(),
        tells_more[special].tolist(),
        strict=True,
    )
    names, predicates, qualifiers = segment.names, segment.predicate.words, segment.qualifiers.words
    for subject, predicate_, object_, how, tells in lines:
        predicate = predicates[predicate_]
        detail = qualifiers[how] if tells or predicate in _WITH_ALL else "[]"
        gathering.add(names[subject], predicate, names[object_], detail, is_disputed=False)
    found: list[int] = segment.places[doubt].tolist()
    return found


def _which(column: Column, test: Callable[[Any], bool]) -> NDArray[np.bool_]:
    """For which claims the test is true of the value in this column."""
    import numpy as np

    is_so = np.fromiter(map(test, column.words), bool, len(column.words))
    if is_so.all() or not is_so.any():
        return np.full(len(column.numbers), bool(is_so.all()))
    return is_so[column.numbers]


def _among(places: Places, chosen: Places) -> NDArray[np.bool_]:
    """Which places of a segment are chosen; both are in order."""
    import numpy as np

    if len(places):
        low, high = np.searchsorted(chosen, (places[0], places[-1] + 1))
        if low < high:
            return np.isin(places, chosen[low:high])
    return np.zeros(len(places), dtype=bool)


def _find_doubt(segment: Segment, asked: _Asked) -> NDArray[np.bool_]:
    """What another claim or reading may take back or dispute."""
    import numpy as np

    documents, standing = asked.sayings.documents, asked.sayings.standing
    doubt = _which(segment.source, lambda pair: pair[0] in documents and pair not in standing)
    doubt |= _among(segment.places, asked.said)
    if not asked.opposed:
        return doubt
    names, predicates = segment.names, segment.predicate.words
    ends = tuple(
        np.fromiter((name in chosen for name in names), bool, len(names))
        for chosen in ({each[0] for each in asked.opposed}, {each[2] for each in asked.opposed})
    )
    for at in np.flatnonzero(ends[0][segment.subject] & ends[1][segment.object]).tolist():
        predicate = predicates[segment.predicate.numbers[at]]
        if (names[segment.subject[at]], predicate, names[segment.object[at]]) in asked.opposed:
            doubt[at] = True
    return doubt


def _lean(gathering: Gathering, segment: Segment, chosen: NDArray[np.bool_]) -> None:
    """Take in the plain arcs among the claims of a segment."""
    import numpy as np

    subject, object_ = segment.subject, segment.object
    is_turned = _which(segment.predicate, _TURNED.__contains__)
    if not chosen.all():
        subject, object_, is_turned = subject[chosen], object_[chosen], is_turned[chosen]
    is_used = np.zeros(len(segment.names), dtype=bool)
    is_used[subject] = True
    is_used[object_] = True
    numbers: Numbers = np.zeros(len(segment.names), dtype=np.int32)
    numbers[is_used] = gathering.number(tuple(itertools.compress(segment.names, is_used.tolist())))
    subject, object_ = numbers[subject], numbers[object_]
    if is_turned.any():
        subject, object_ = np.where(is_turned, object_, subject), np.where(is_turned, subject, object_)
    gathering.lean(subject, object_)
