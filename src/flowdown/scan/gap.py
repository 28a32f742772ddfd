"""Something a scan could not read: where, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A place that could carry a trace and was not read.

    `detector` is the detector that claims the file (empty if none does); `may_carry` the ids of the vendors
    whose keywords were seen there, empty when that is not known.
    """

    path: str
    reason: str
    line: int = 0
    detector: str = ""
    may_carry: tuple[str, ...] = ()
