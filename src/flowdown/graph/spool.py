"""Holds the rows of a document until all of it was read: few in memory, the rest in a file that nobody else sees."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO

from flowdown.evidence.claim import Claim
from flowdown.graph.row import write_row

BATCH = 50_000
"""Rows that are held in memory."""


class Spool:
    """Rows of claims, recorded at one moment; close it."""

    def __init__(self, moment: str) -> None:
        self.count = 0
        """The claims, each once as far as they stand near each other."""
        self._moment = moment
        self._rows: dict[str, tuple[str, ...]] = {}
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, claim: Claim) -> None:
        """Hold a claim that was examined."""
        row = write_row(claim, self._moment)
        if row[0] in self._rows:
            return
        self._rows[row[0]] = row
        self.count += 1
        if len(self._rows) >= BATCH:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="flowdown-")  # noqa: SIM115 - closed with the spool
            marshal.dump([*self._rows.values()], self._file)
            self._rows = {}

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Every row, in the order in which they came."""
        if self._file is not None:
            end = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < end:
                # What is read here was written by this process, into a file without a name.
                yield from marshal.load(self._file)
            self._file.seek(end)
        yield from self._rows.values()
