"""A place that a scan could not read, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that was there and was not read, or not to its end.

    `line` is where reading stopped (0 = the whole file or folder); `detector` names who could not read it (empty =
    the walker or the reader); `may_carry` lists the vendors whose traces it could have held (empty = any).
    `tree` is the id of the tree that `path` is relative to.
    """

    path: str
    reason: str
    line: int = 0
    detector: str = ""
    may_carry: tuple[str, ...] = ()
    tree: str = ""
