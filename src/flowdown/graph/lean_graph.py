"""What leans on what on one day, as arrays: for each node what it leans on, what leans on it, and its alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flowdown.graph.names import Names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int32]
    Places: TypeAlias = NDArray[np.int64]


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

        low = self.first[rows]
        counts = self.first[rows + 1] - low
        # The place of each member: where its list starts, less what stands before it here.
        places = np.repeat(low - np.cumsum(counts) + counts, counts)
        places += np.arange(len(places))
        return self.to[places], counts


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

    `group` is 0 for what is needed for itself, else the number of a group's word; `need` is how many of it must stay.
    """

    from_: Numbers
    to: Numbers
    group: Numbers
    need: Numbers


@dataclass(frozen=True, slots=True)
class LeanGraph:
    """The graph of a day. `one` leads from the number of a name to that of the name which stands for its node.

    `down` and `up` hold every arc, `alone` those up from what is needed for itself; `groups` are the alternatives.
    """

    names: Names
    one: Numbers
    down: Table
    up: Table
    alone: Table
    groups: Groups | None

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
        return len(self.down.to)


def build_graph(names: Names, one: Numbers, arcs: Arcs) -> LeanGraph:
    """The graph of these arcs; what is told several times counts once, what leans on itself does not count."""
    count = len(names)
    from_, to = one[arcs.from_], one[arcs.to]
    is_arc = from_ != to
    down = build_table(from_[is_arc], to[is_arc], count)
    up = _turn(down, count)
    is_member = arcs.group > 0
    if not is_member.any():
        return LeanGraph(names, one, down, up, up, None)
    is_alone = is_arc & ~is_member
    alone = build_table(to[is_alone], from_[is_alone], count)
    chosen = is_arc & is_member
    groups = _group(from_[chosen], to[chosen], arcs.group[chosen], arcs.need[chosen], count)
    return LeanGraph(names, one, down, up, alone, groups)


def build_table(rows: Numbers, to: Numbers, count: int) -> Table:
    """Pairs as a table, each once."""
    import numpy as np

    wide = max(count, 1)
    keys = rows.astype(np.int64)
    keys *= wide
    keys += to
    keys.sort()
    if len(keys):
        is_new = np.empty(len(keys), dtype=bool)
        is_new[0] = True
        np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
        if not is_new.all():
            keys = keys[is_new]
        del is_new
    first = _starts(np.floor_divide(keys, wide, dtype=np.int64), count)
    keys %= wide
    return Table(first, keys.astype(np.int32))


def _starts(rows: Places, count: int) -> Places:
    import numpy as np

    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=first[1:])
    return first


def _turn(table: Table, count: int) -> Table:
    """The same pairs the other way round."""
    import numpy as np

    rows = np.repeat(np.arange(len(table.first) - 1, dtype=np.int32), np.diff(table.first))
    return build_table(table.to, rows, count)


def _group(subject: Numbers, member: Numbers, word: Numbers, need: Numbers, count: int) -> Groups:
    """Groups by subject and word. Where claims differ about `need`, the highest counts."""
    import numpy as np

    keys = subject.astype(np.int64) * (int(word.max(initial=0)) + 1) + word
    unique, number = np.unique(keys, return_inverse=True)
    of = np.empty(len(unique), dtype=np.int32)
    of[number] = subject
    needs = np.ones(len(unique), dtype=np.int32)
    np.maximum.at(needs, number, need)
    members = _pairs(number.astype(np.int32), member, len(unique), count)
    slack = np.maximum(np.diff(members.first) - needs, 0).astype(np.int32)
    return Groups(of, slack, members, _turn_to(members, count))


def _pairs(rows: Numbers, to: Numbers, count: int, wide: int) -> Table:
    return _narrow(build_table(rows, to, max(count, wide)), count)


def _turn_to(table: Table, count: int) -> Table:
    wide = max(count, len(table.first) - 1)
    return _narrow(_turn(table, wide), count)


def _narrow(table: Table, count: int) -> Table:
    """The table without its empty last rows."""
    return Table(table.first[: count + 1], table.to)
