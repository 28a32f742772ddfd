"""A waiver: who lets a use of a vendor stand at a place, why, and until when."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from flowdown.base.errors import Where
from flowdown.scan.glob import translate
from flowdown.scan.sighting import Sighting

STATEMENT = "flowdown.yaml"
"""The file at a tree's root that holds what its owners say of it."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver. It counts up to and including `until`, and says nothing of what an order permits.

    `pattern` is a path, or a glob in which `*` stays in its folder and `**/` stands for any folders; `line` 0 is the
    whole file. `where` is the place at which the waiver itself is written.
    """

    vendor: str
    pattern: str
    line: int
    reason: str
    who: str
    until: datetime.date
    where: Where
    tree: str = ""

    def covers(self, sighting: Sighting) -> bool:
        """Whether a sighting lies under this waiver, whatever the day."""
        if sighting.vendor != self.vendor or sighting.tree != self.tree:
            return False
        if self.line and sighting.place.line != self.line:
            return False
        return self.pattern == sighting.place.path or _matches(self.pattern, sighting.place.path)

    def has_ended(self, day: datetime.date) -> bool:
        """Whether the waiver no longer counts on this day."""
        return day > self.until


_NEVER = re.compile(rb"(?!)")


def _matches(pattern: str, path: str) -> bool:
    return _compiled(pattern).match(path.encode("utf-8", "surrogateescape")) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[bytes]:
    """A pattern as an ignore file's line is read: a bare name is meant wherever it lies, a folder with all in it."""
    text = pattern.encode("utf-8", "surrogateescape")
    is_path = b"/" in text.rstrip(b"/")
    if text.endswith(b"/"):
        text += b"**"
    expression = translate(text.removeprefix(b"/"), is_path=is_path or text.endswith(b"/**"))
    if expression is None:
        return _NEVER
    return re.compile(expression if is_path else rb"(?:[^\n]*/)?" + expression)
