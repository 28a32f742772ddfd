"""Finds the times in which a tree used a vendor, from the files that could show it: as few of them are looked at as will do."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flowdown.catalogue.kinds import Basis
from flowdown.scan.alone import Use
from flowdown.scan.git_history import Commit
from flowdown.scan.sighting import STRENGTHS, Strength
from flowdown.scan.trace import TraceKind

_STILL = 1 << 60


class Stay(NamedTuple):
    """A content that lay at a path, and between which commits: by places in the list of commits.

    `start` -1: before the first of them; `end` -1: still.
    """

    path: str
    blob: str
    start: int
    end: int


class _Shown(NamedTuple):
    stay: Stay
    use: Use


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit at which a vendor came or went, and the place; without a commit: before all that was looked at."""

    commit: str
    time: int
    path: str
    line: int
    kind: TraceKind
    value: str


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a tree used a vendor without a break; `left` is None while it does.

    `basis` and `strength` are those of the places by which it is told.
    """

    vendor: str
    basis: Basis
    strength: Strength
    entered: Moment
    left: Moment | None


Look = Callable[[Stay], Use | None]
"""Says of one content at its path by which use it shows the vendor."""


def find_periods(
    vendor: str, stays: Iterable[Stay], commits: Sequence[Commit], look: Look, place: Look
) -> Iterator[Period]:
    """All periods of one vendor, from all contents that could show it.

    `look` may answer for a content with what it knows of one that is alike; `place` tells where it really stands.
    """
    run: list[_Shown] = []
    end = -1
    for shown in _cover(stays, look):
        if run and end < shown.stay.start:
            yield _period(vendor, run, commits, place)
            run = []
        end = _end(shown.stay)
        run.append(shown)
    if run:
        yield _period(vendor, run, commits, place)


def _cover(stays: Iterable[Stay], look: Look) -> Iterator[_Shown]:
    """A chain of contents that show a vendor, each there when the last one goes, as far as there are such.

    Of those that are there the one that stays longest is looked at first: if it shows the vendor, nothing else needs
    to be looked at before it goes.
    """
    waiting = sorted(stays, key=lambda stay: (stay.start, -_end(stay), stay.path))
    there: list[tuple[int, int, str, Stay]] = []
    at = 0
    now = -1
    while at < len(waiting) or there:
        if not there and waiting[at].start > now:
            now = waiting[at].start
        while at < len(waiting) and waiting[at].start <= now:
            stay = waiting[at]
            heapq.heappush(there, (-_end(stay), stay.start, stay.path, stay))
            at += 1
        longest = heapq.heappop(there)[3]
        if _end(longest) <= now:
            there.clear()  # all others went before
            continue
        use = look(longest)
        if use is not None:
            yield _Shown(longest, use)
            now = _end(longest)
            if now == _STILL:
                return
        elif not there and at < len(waiting):
            now = max(now, waiting[at].start)


def _end(stay: Stay) -> int:
    return stay.end if stay.end >= 0 else _STILL


def _period(vendor: str, run: Sequence[_Shown], commits: Sequence[Commit], place: Look) -> Period:
    first, last = run[0], run[-1]
    strength = min((shown.use.strength for shown in run), key=STRENGTHS.index)
    start = first.stay.start
    entered = _moment(first, commits[start] if start >= 0 else Commit("", 0, ""), place)
    left = _moment(last, commits[last.stay.end], place) if last.stay.end >= 0 else None
    return Period(vendor, first.use.basis, strength, entered, left)


def _moment(shown: _Shown, commit: Commit, place: Look) -> Moment:
    use = place(shown.stay) or shown.use
    return Moment(commit.id, commit.time, shown.stay.path, use.line, use.kind, use.value)
