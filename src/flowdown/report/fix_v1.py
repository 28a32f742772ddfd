"""`flowdown.fix/1`: the edits of a fix and what they leave, for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowdown.fix.patch import write_patch
from flowdown.fix.way import Fix


@dataclass(frozen=True, slots=True)
class FixEditV1:
    """One literal replaced. Edits with the same `group` (not empty) are made all or not at all."""

    path: str
    line: int
    kind: str
    old: str
    new: str
    group: str


@dataclass(frozen=True, slots=True)
class FixLeftV1:
    """A place that is left to people; `why` is one of a closed set of words, `words` says it in a line."""

    path: str
    line: int
    kind: str
    value: str
    why: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixV1:
    """The mechanical part of a way out. `patch` is what `git apply` takes; bytes that are not UTF-8 are escaped in it.

    `bars` are orders that forbid the target itself (then nothing is made), `doubts` those that may.
    """

    schema: Literal["flowdown.fix/1"] = "flowdown.fix/1"
    tree: str
    leaving: tuple[str, ...]
    orders: tuple[str, ...]
    target: str
    target_name: str
    target_vendor: str
    edits: tuple[FixEditV1, ...]
    not_made: tuple[FixLeftV1, ...]
    follow: tuple[str, ...]
    bars: tuple[str, ...]
    doubts: tuple[str, ...]
    is_written: bool
    patch: str


def shape_fix(fix: Fix) -> FixV1:
    """The fix as other programs read it."""
    return FixV1(
        tree=fix.tree,
        leaving=fix.leaving,
        orders=fix.orders,
        target=fix.target,
        target_name=fix.target_name,
        target_vendor=fix.target_vendor,
        edits=tuple(
            FixEditV1(each.path, each.line, each.kind.value, each.old, each.new, each.group) for each in fix.edits
        ),
        not_made=tuple(
            FixLeftV1(each.path, each.line, each.kind, each.value, each.why.value, each.words) for each in fix.not_made
        ),
        follow=fix.follow,
        bars=fix.bars,
        doubts=fix.doubts,
        is_written=fix.is_written,
        patch=write_patch(fix.changes).decode("utf-8", "backslashreplace"),
    )
