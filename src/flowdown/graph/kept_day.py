"""Keeps the day of a large store as arrays in the user's cache, so that the next question need not read the store."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowdown import __version__
from flowdown.base.content import digest_of_folders
from flowdown.base.kept_file import drop_old, map_kept, write_kept
from flowdown.graph.backend import Backend
from flowdown.graph.day_rows import DayRows, read_day
from flowdown.graph.gathering import Told
from flowdown.graph.identity import Clash, Identity
from flowdown.graph.names import Names
from flowdown.graph.row import Row

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import LeanGraph

LEAST = 200_000
"""Arcs; fewer are read from the store as fast."""
_KEPT = 2
_WIDE, _NARROW = "int64", "int32"


def read_whole_day(backend: Backend, day: datetime.date, last_moment: str, cache: Path | None = None) -> DayRows:
    """The whole day as `read_day` tells it; with a `cache` folder, from there if it was read before and nothing is new.

    The state of the store, the day, what was known, and the code that reads it decide which is the right one.
    """
    with backend.snapshot():
        state = backend.state() if cache is not None else None
        if cache is None or state is None:
            return read_day(backend, day, last_moment)
        # Whatever is later than the last claim is the same moment.
        known = min(last_moment, state.newest)
        count = backend.read("SELECT max(rowid) FROM claim")[0][0]
        code = digest_of_folders(((Path(__file__).parent, ".py"),), __version__, cache)
        words = (state.digest, str(count), day.isoformat(), known, code)
        key = hashlib.sha256("\0".join(words).encode()).hexdigest()[:40]
        file = cache / f"day-{key}.bin"
        if kept := _recall(file, key):
            return kept
        read = read_day(backend, day, last_moment)
    if len(read.firm.to) >= LEAST and write_kept(file, key, *_pack(read)):
        drop_old(cache, "day-*.bin", _KEPT)
        # What is in the file needs no memory twice.
        return _recall(file, key) or read
    return read


def _pack(day: DayRows) -> Iterator[bytes | memoryview]:
    """A length, what is told in words, then the arrays, each at a multiple of eight."""
    graph = day.graph()
    arrays = [*_arrays_of(graph), day.ends.reshape(-1)]
    if day.has_disputed:
        for arcs in (day.firm, day.disputed):
            arrays += [arcs.from_, arcs.to, arcs.group, arcs.need]
    words = {
        "text": len(day.names.text),
        "lengths": [len(array) for array in arrays],
        "groups": graph.groups is not None,
        "spared": graph.spared is not None,
        "disputed": day.has_disputed,
        "beside": day.beside,
        "identity": _write_identity(day.identity),
        "loose": _write_identity(day.loose),
    }
    told = json.dumps(words).encode()
    yield len(told).to_bytes(8, "little")
    for part in (told, day.names.text, *(array.data.cast("B") if array.size else b"" for array in arrays)):
        yield part
        yield bytes(-len(part) % 8)


def _arrays_of(graph: LeanGraph) -> list[Any]:
    tables = [graph.down, graph.up]
    found = [graph.names.ends, graph.one]
    if graph.groups is not None:
        tables += [graph.alone, graph.groups.members, graph.groups.of]
        found += [graph.groups.subject, graph.groups.slack]
    tables += graph.spared or ()
    return [*found, *(column for table in tables for column in (table.first, table.to))]


class _Parts:
    """The parts of a file, one after another."""

    def __init__(self, body: memoryview, start: int) -> None:
        self._body, self._at = body, start

    def take(self, size: int) -> memoryview:
        part = self._body[self._at : self._at + size]
        self._at += size + -size % 8
        return part


def _recall(file: Path, key: str) -> DayRows | None:
    body = map_kept(file, key)
    if body is None:
        return None
    import numpy as np

    from flowdown.graph.lean_graph import Arcs, Groups, LeanGraph, Table

    size = int.from_bytes(body[:8], "little")
    parts = _Parts(body, 8)
    words = json.loads(bytes(parts.take(size)))
    text = parts.take(words["text"])
    lengths = iter(words["lengths"])

    def column(kind: str = _NARROW) -> Any:
        return np.frombuffer(parts.take(next(lengths) * np.dtype(kind).itemsize), dtype=kind)

    def table() -> Table:
        return Table(column(_WIDE), column())

    names, one = Names(text, column(_WIDE)), column()
    marks = (column(), column()) if words["groups"] else None
    down, up = table(), table()
    alone, groups = (table(), Groups(*marks, table(), table())) if marks else (up, None)
    spared = (table(), table()) if words["spared"] else None
    ends = column().reshape(-1, 2)
    firm, disputed = (
        Arcs(*(column() if words["disputed"] else np.zeros(0, dtype=np.int32) for _ in range(4))) for _ in range(2)
    )
    return DayRows(
        names,
        firm,
        disputed,
        tuple(Told(*each) for each in words["beside"]),
        ends,
        _read_identity(words["identity"]),
        _read_identity(words["loose"]),
        LeanGraph(names, one, down, up, alone, groups, spared),
    )


def _write_identity(identity: Identity) -> object:
    clashes = [(clash.nodes, clash.reason, clash.rows) for clash in identity.clashes]
    return [dict(identity.names), dict(identity.judgements), identity.contested, clashes]


def _read_identity(told: Sequence[Any]) -> Identity:
    names, judgements, contested, clashes = told
    return Identity(
        names,
        {name: _read_rows(rows) for name, rows in judgements.items()},
        tuple(map(tuple, contested)),
        tuple(Clash(tuple(nodes), reason, _read_rows(rows)) for nodes, reason, rows in clashes),
    )


def _read_rows(rows: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    return tuple(Row(*row) for row in rows)
