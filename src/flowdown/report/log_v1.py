"""`flowdown.log/1`: the inquiry log, for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class LogEntryV1:
    """One search. `details` hold what was read: trees with revisions, digests, orders, outcome counts."""

    number: int
    at: str
    act: str
    what: str
    by: str
    result: str
    duty: str
    contract: str
    details: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class LogV1:
    """The last entries of the log, how many there are in all, the digest of the last, and every fault of the chain."""

    schema: Literal["flowdown.log/1"]
    entries: tuple[LogEntryV1, ...]
    total: int
    head: str
    faults: tuple[str, ...]
