"""Puts clocks together that are one to a reader: the same duty, find and day, in several contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flowdown.reason.running import RunningClock
from flowdown.report.page import Line, line, span
from flowdown.report.words import listed


@dataclass(frozen=True, slots=True)
class ClockGroup:
    """Clocks of one duty that end on one day and stand alike, each in a contract of its own."""

    clocks: tuple[RunningClock, ...]

    @property
    def first(self) -> RunningClock:
        """The one that stands for all."""
        return self.clocks[0]

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts, in the order of their clocks."""
        return tuple(dict.fromkeys(each.contract for each in self.clocks))

    def lines(self, say: Callable[[RunningClock], Iterable[Line]]) -> Iterator[Line]:
        """What is said of each, once; before what is said of some only stand their contracts."""
        said: dict[Line, list[str]] = {}
        for clock in self.clocks:
            for each in dict.fromkeys(say(clock)):
                said.setdefault(each, []).append(clock.contract)
        for told, contracts in said.items():
            if len(contracts) == len(self.clocks):
                yield told
            else:
                yield line(span(f"{listed(tuple(contracts))}: "), *told)


def group_clocks(clocks: Iterable[RunningClock]) -> tuple[ClockGroup, ...]:
    """The groups, in the order of their first clocks."""
    groups: dict[tuple[object, ...], list[RunningClock]] = {}
    for each in clocks:
        groups.setdefault(_key(each), []).append(each)
    return tuple(ClockGroup(tuple(group)) for group in groups.values())


def _key(clock: RunningClock) -> tuple[object, ...]:
    ends = (clock.due.moment, clock.due.earliest, clock.due.latest, clock.end.moment)
    return (clock.name, clock.found, clock.what, clock.state, clock.applies.truth, clock.met, clock.is_late, *ends)
