"""The finished answer: the edits that are made, what is left, what follows, and what the orders say of the alternative."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.fix.edit import Edit, NotMade
from flowdown.fix.put import Change


@dataclass(frozen=True, slots=True)
class Fix:
    """`changes` are the files as they were and as they are to be; `bars` and `doubts` are what orders say of the target."""

    tree: str
    leaving: tuple[str, ...]
    target: str
    target_name: str
    target_vendor: str
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    not_made: tuple[NotMade, ...]
    follow: tuple[str, ...]
    orders: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    is_written: bool = False
