"""What leans on what on one day, as arrays: for each node what it leans on, what leans on it, and its alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flowdown.graph.names import Names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csc_array, csr_array

    Numbers: TypeAlias = NDArray[np.int32]
    Places: TypeAlias = NDArray[np.int64]


_MANY = 500_000
_INT32 = 1 << 31
SPARED = 0
"""The `need` of an arc to something that is used, and that whoever uses it can do without."""


@dataclass(frozen=True, slots=True)
class Table:
    """Lists of numbers, one for each row: that of row n is in `to` from `first[n]` to `first[n + 1]`, sorted."""

    first: Places
    to: Numbers

    def of(self, row: int) -> Numbers:
        """The list of one row."""
        return self.to[self.first[row] : self.first[row + 1]]

    def gather(self, rows: Numbers) -> tuple[Numbers, Places]:
        """The lists of several rows one after the other, and how long each is."""
        import numpy as np

        low = self.first.take(rows)
        counts = self.first.take(rows + 1)
        counts -= low
        # The place of each member: where its list starts, less what stands before it here.
        places = np.repeat(low - np.cumsum(counts) + counts, counts)
        places += np.arange(len(places))
        return self.to.take(places), counts


@dataclass(frozen=True, slots=True)
class Groups:
    """Alternatives: `subject[g]` falls when more than `slack[g]` of the `members` of group g do; `of` leads from a member."""

    subject: Numbers
    slack: Numbers
    members: Table
    of: Table


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs as they are told, by the numbers of names: from what leans to what it leans on.

    `group` is 0 for what is needed for itself, else the number of a group's word; `need` is how many of it must stay, or
    `SPARED` for what is used and not needed. They are told of the first arcs; the rest, of which they are not, is needed
    for itself.
    """

    from_: Numbers
    to: Numbers
    group: Numbers
    need: Numbers


@dataclass(frozen=True, slots=True)
class LeanGraph:
    """The graph of a day. `one` leads from the number of a name to that of the name which stands for its node.

    `down` and `up` hold every arc of need, `alone` those up from what is needed for itself; `groups` are the alternatives.
    `spared` holds the arcs down and up of use without need, None if there are none: what leans by them is reached, and stays.
    """

    names: Names
    one: Numbers
    down: Table
    up: Table
    alone: Table
    groups: Groups | None
    spared: tuple[Table, Table] | None = None

    def index(self, name: str) -> int | None:
        """The number of a node, under whatever name; None if nothing is known of it."""
        found = self.names.index(name)
        return None if found is None else int(self.one[found])

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.names)

    @property
    def arcs(self) -> int:
        """How many arcs there are."""
        return len(self.down.to) + (len(self.spared[0].to) if self.spared else 0)

    def below(self, nodes: Numbers, *, by_need: bool = False) -> tuple[Numbers, Numbers]:
        """What these nodes lean on or (not `by_need`) use, and for each of it the node that does."""
        import numpy as np

        to, counts = self.down.gather(nodes)
        by = np.repeat(nodes, counts)
        if by_need or self.spared is None:
            return to, by
        more, counts = self.spared[0].gather(nodes)
        return np.concatenate((to, more)), np.concatenate((by, np.repeat(nodes, counts)))


def build_graph(names: Names, one: Numbers, arcs: Arcs) -> LeanGraph:
    """The graph of these arcs; what is told several times counts once, what leans on itself does not count."""
    import numpy as np

    count = len(names)
    from_, to = one[arcs.from_], one[arcs.to]
    is_arc = from_ != to
    is_spared = np.flatnonzero(arcs.need == SPARED)
    spared = None
    if is_spared.size:
        wanted = is_spared[is_arc[is_spared]]
        spared_down = build_table(from_[wanted], to[wanted], count, count)
        spared = spared_down, _turn(spared_down, count)
        is_arc[is_spared] = False
    if not is_arc.all():
        from_, to = from_[is_arc], to[is_arc]
    down = build_table(from_, to, count, count)
    up = _turn(down, count)
    is_told = is_arc[: len(arcs.group)]
    group, need = arcs.group[is_told], arcs.need[is_told]
    if not group.any():
        return LeanGraph(names, one, down, up, up, None, spared)
    chosen = np.flatnonzero(group)
    is_alone = np.ones(len(to), dtype=bool)
    is_alone[chosen] = False
    alone = build_table(to[is_alone], from_[is_alone], count, count)
    groups = _group(from_[chosen], to[chosen], group[chosen], need[chosen], count)
    return LeanGraph(names, one, down, up, alone, groups, spared)


def build_table(rows: Numbers, to: Numbers, count: int, wide: int) -> Table:
    """Pairs as a table of so many rows, each once; what is in the lists is less than `wide`."""
    import numpy as np

    if len(rows) >= _MANY:
        from scipy.sparse import coo_array

        # Counted, not sorted: five times as fast, but loading it takes as long as sorting half a million.
        matrix = coo_array((np.ones(len(rows), dtype=np.int8), (rows, to)), shape=(count, wide)).tocsr()
        return _as_table(matrix)
    wide = max(wide, 1)
    keys = rows.astype(np.int64) * wide + to
    keys.sort()
    if len(keys):
        is_new = np.ones(len(keys), dtype=bool)
        np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
        keys = keys[is_new]
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys // wide, minlength=count), out=first[1:])
    return Table(first, (keys % wide).astype(np.int32))


def _turn(table: Table, wide: int) -> Table:
    """The same pairs the other way round, in `wide` rows."""
    import numpy as np

    count = len(table.first) - 1
    if len(table.to) >= _MANY:
        from scipy.sparse import csr_array

        ones = np.ones(len(table.to), dtype=np.int8)
        first = table.first.astype(np.int32) if len(table.to) < _INT32 else table.first
        return _as_table(csr_array((ones, table.to, first), shape=(count, wide)).tocsc())
    return build_table(table.to, np.repeat(np.arange(count, dtype=np.int32), np.diff(table.first)), wide, count)


def _as_table(matrix: csr_array | csc_array) -> Table:
    import numpy as np

    return Table(matrix.indptr.astype(np.int64, copy=False), matrix.indices.astype(np.int32, copy=False))


def _group(subject: Numbers, member: Numbers, word: Numbers, need: Numbers, count: int) -> Groups:
    """Groups by subject and word. Where claims differ about `need`, the highest counts."""
    import numpy as np

    keys = subject.astype(np.int64) * (int(word.max(initial=0)) + 1) + word
    unique, number = np.unique(keys, return_inverse=True)
    of = np.empty(len(unique), dtype=np.int32)
    of[number] = subject
    needs = np.ones(len(unique), dtype=np.int32)
    np.maximum.at(needs, number, need)
    members = build_table(number.astype(np.int32), member, len(unique), count)
    slack = np.maximum(np.diff(members.first) - needs, 0).astype(np.int32)
    return Groups(of, slack, members, _turn(members, count))
