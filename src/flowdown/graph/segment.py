"""Claims of a run of places in a store by columns: as bytes that are kept beside them, and as arrays of numbers."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Numbers, Places

SPAN = 1 << 16
"""The places that a segment covers: that of number n those from n * SPAN + 1 to (n + 1) * SPAN."""
PACKED = "rowid, subject, object, predicate, qualifiers, valid_from, valid_until, document, revision, recorded_at"
"""The columns of a claim that are packed."""
_WORDS = ("predicate", "qualifiers", "valid_from", "valid_until", "source", "recorded_at")
_ENTRY, _BATCH = 8, 2000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the different values in it, and for each claim the number of its own."""

    words: tuple[Any, ...]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Segment:
    """Claims by columns. `places` are their places in the store; `subject` and `object` are numbers of `names`.

    The words of `source` are pairs of a document and a revision, those of the other columns texts.
    """

    places: Places
    names: tuple[str, ...]
    subject: Numbers
    object: Numbers
    predicate: Column
    qualifiers: Column
    valid_from: Column
    valid_until: Column
    source: Column
    recorded_at: Column


def pack(number: int, rows: Iterator[tuple[Any, ...]]) -> bytes:
    """The segment of this number as bytes, from rows of the columns `PACKED`."""
    import numpy as np

    places: list[Places] = []
    names = _Numbering()
    subject: list[Places] = []
    object_: list[Places] = []
    rest: list[tuple[_Numbering, list[Places]]] = [(_Numbering(), []) for _ in _WORDS]
    # A few rows at a time stay in the processor's cache.
    while batch := tuple(itertools.islice(rows, _BATCH)):
        place, subjects, objects, *words, documents, revisions, moments = zip(*batch, strict=True)
        places.append(np.fromiter(place, np.int64, len(batch)) - (number * SPAN + 1))
        subject.append(names.number(subjects))
        object_.append(names.number(objects))
        columns = (*words, tuple(zip(documents, revisions, strict=True)), moments)
        for (numbering, numbers), column in zip(rest, columns, strict=True):
            numbers.append(numbering.number_few(column))
    ordered, rank = names.in_order()
    parts = [
        (SPAN, places),
        (len(ordered), [rank[each] for each in subject]),
        (len(ordered), [rank[each] for each in object_]),
    ]
    parts += [(len(numbering), numbers) for numbering, numbers in rest]
    told = {"claims": sum(map(len, places)), "names": ordered}
    told |= {name: numbering.words for name, (numbering, _) in zip(_WORDS, rest, strict=True)}
    head = json.dumps(told, ensure_ascii=False).encode()
    narrow = (part.astype(_width(size)).tobytes() for size, some in parts if size > 1 for part in some)
    return b"".join((len(head).to_bytes(_ENTRY, "little"), head, *narrow))


class _Numbering:
    """Gives the different values of a column numbers, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = defaultdict(itertools.count().__next__)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def words(self) -> list[Hashable]:
        """The values by number."""
        return list(self._numbers)

    def number(self, column: Sequence[Hashable]) -> Places:
        """The number of each value."""
        import numpy as np

        return np.fromiter(map(self._numbers.__getitem__, column), np.int64, len(column))

    def number_few(self, column: Sequence[Hashable]) -> Places:
        """The same, faster for a column of one value."""
        import numpy as np

        if column.count(column[0]) == len(column):
            return np.full(len(column), self._numbers[column[0]])
        return self.number(column)

    def in_order(self) -> tuple[list[Any], Places]:
        """The values, sorted, and by the number of each its place among them."""
        import numpy as np

        words: list[Any] = sorted(cast(dict[str, int], self._numbers))
        rank = np.empty(len(words), dtype=np.int64)
        rank[self.number(words)] = np.arange(len(words))
        return words, rank


def _width(count: int) -> str:
    """The narrowest type that numbers so many values."""
    return "<u1" if count <= 1 << 8 else "<u2" if count <= 1 << 16 else "<u4"


def unpack(number: int, body: bytes) -> Segment:
    """The segment of this number; raises `ValueError` for what is none."""
    import numpy as np

    start = _ENTRY + int.from_bytes(body[:_ENTRY], "little")
    try:
        told = json.loads(body[_ENTRY:start])
        count, names = int(told["claims"]), _texts(told["names"])
        words: dict[str, tuple[Any, ...]] = {name: _texts(told[name]) for name in _WORDS if name != "source"}
        words["source"] = _pairs(told["source"])
    except (LookupError, TypeError, RecursionError):
        raise ValueError("no segment of claims") from None
    if not 0 <= count <= SPAN:
        raise ValueError("no segment of claims")
    columns = _Columns(body, start, count)
    places = columns.take(SPAN).astype(np.int64) + (number * SPAN + 1)
    subject, object_ = columns.take(len(names)), columns.take(len(names))
    rest = [Column(words[name], columns.take(len(words[name]))) for name in _WORDS]
    if not columns.is_at_end:
        raise ValueError("more than a segment of claims")
    return Segment(places, names, subject, object_, *rest)


class _Columns:
    """The numbers in the bytes of a segment, one column after another."""

    def __init__(self, body: bytes, start: int, count: int) -> None:
        self._body, self._at, self._count = body, start, count

    def take(self, size: int) -> Numbers:
        """The next column, of numbers below `size`."""
        import numpy as np

        if size <= 1:
            if self._count and not size:
                raise ValueError("a number without a value")
            return np.zeros(self._count, dtype=np.int32)
        found = np.frombuffer(self._body, _width(size), self._count, self._at)
        self._at += found.nbytes
        if int(found.max(initial=0)) >= size:
            raise ValueError("a number without a value")
        return found.astype(np.int32)

    @property
    def is_at_end(self) -> bool:
        """True if nothing is left."""
        return self._at == len(self._body)


def _texts(values: Any) -> tuple[str, ...]:
    """A list of texts; raises `TypeError` for anything else."""
    if not isinstance(values, list):
        raise TypeError
    # Joining is the fastest way to ask whether all are texts.
    "".join(values)
    return tuple(values)


def _pairs(values: Any) -> tuple[tuple[str, ...], ...]:
    """A list of pairs of texts; raises `TypeError` for anything else."""
    pairs = tuple(map(_texts, values))
    if any(len(each) != 2 for each in pairs):
        raise TypeError
    return pairs


def rows_of(segment: Segment) -> Iterator[tuple[Any, ...]]:
    """What was packed, in its order."""
    names = segment.names
    columns = [
        segment.places.tolist(),
        *([names[at] for at in numbers.tolist()] for numbers in (segment.subject, segment.object)),
    ]
    for name in _WORDS:
        column: Column = getattr(segment, name)
        columns.append([column.words[at] for at in column.numbers.tolist()])
    for *before, source, moment in zip(*columns, strict=True):
        yield (*before, *source, moment)
