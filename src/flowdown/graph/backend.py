"""What a database must offer to keep claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from flowdown.graph.state import State

NAMES_OF_TABLES = ("claim", "store")


class Backend(Protocol):
    """An open database. Statements are written with `?` for parameters; every fault is a `StoreError`."""

    dialect: str

    def has_tables(self) -> bool:
        """True if a store is in the database."""

    def has_other_tables(self) -> bool:
        """True if something else is in it."""

    def run_script(self, statements: str) -> None:
        """Run several statements in one transaction."""

    def insert(self, rows: Iterable[tuple[str, ...]]) -> int:
        """Put rows into `claim`, all or none, and return how many are new once they are safely on the disk.

        A row that is there keeps the earlier of the two moments.
        """

    def state(self) -> State | None:
        """What the content is known by; None where that is not told."""

    def segments(self) -> Iterator[tuple[int, bytes]]:
        """The number and the bytes of every segment of claims that can be believed; none where none are kept."""

    def find_false_segments(self) -> list[str]:
        """What is wrong with segments, one line each."""

    def pack(self) -> None:
        """Write the segments that are missing."""

    def read(self, statement: str, parameters: Sequence[str] = ()) -> list[tuple[str, ...]]:
        """Every row that a query gives."""

    def stream(self, statement: str, parameters: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """The rows that a query gives, without holding them all."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, every read sees the same state; one within another is part of it."""

    def find_damage(self) -> list[str]:
        """What the database itself finds wrong with its files."""

    def close(self) -> None:
        """Close the database."""
