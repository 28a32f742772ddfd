"""Tells one state of a store from another: a digest of all that was ever put into it, in its order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.graph.row import Row

_RECORDED_AT = Row._fields.index("recorded_at")


@dataclass(frozen=True, slots=True)
class State:
    """What a store is known by: two stores of one state hold the same claims. `newest` is its latest moment."""

    digest: str
    newest: str


EMPTY = State("", "")


class Passing:
    """Rows on their way into a store; `after` is the state once all of them are in it."""

    def __init__(self, before: State, rows: Iterable[tuple[str, ...]]) -> None:
        self._rows = rows
        self._digest = hashlib.sha256(before.digest.encode())
        self._newest = before.newest

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        for row in self._rows:
            # A row of another store may hold what is no text.
            self._digest.update("\0".join(map(str, row)).encode("utf-8", "surrogatepass") + b"\1")
            self._newest = max(self._newest, str(row[_RECORDED_AT]))
            yield row

    @property
    def after(self) -> State:
        """The state with all rows that passed."""
        return State(self._digest.hexdigest(), self._newest)
