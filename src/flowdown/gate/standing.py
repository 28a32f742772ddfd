"""How the sightings of a run stand: which count, which were there before, which somebody waives."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flowdown.gate.shift import GAINS, Direction, Shift
from flowdown.gate.waiver import Waiver
from flowdown.scan.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Waived:
    """A sighting with the waiver that covers it."""

    sighting: Sighting
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts in a run, and what is set apart and why.

    `against` says in words what was compared with (empty: with nothing); then only what came since counts. `base` is
    the commit, `files` how many files changed, `beside` how many unchanged ones were read with them. `ended` are
    sightings whose waiver is over: they count. `unused` are waivers that cover nothing that was seen.
    """

    against: str = ""
    base: str = ""
    shifts: tuple[Shift, ...] = ()
    files: int = 0
    beside: int = 0
    is_part: bool = False
    waived: tuple[Waived, ...] = ()
    ended: tuple[Waived, ...] = ()
    unused: tuple[Waiver, ...] = ()
    set_apart: int = 0
    """Answers of a check that rest on nothing that the change brings, and are not shown."""
    _came: frozenset[Sighting] = field(default=frozenset(), repr=False)
    _waived: frozenset[Sighting] = field(default=frozenset(), repr=False)

    def counts(self, sighting: Sighting) -> bool:
        """Whether a sighting counts: nobody waives it, and it is new where something was compared with."""
        return sighting not in self._waived and (not self.against or sighting in self._came)

    def is_new(self, sighting: Sighting) -> bool:
        """Whether a sighting came since what was compared with."""
        return sighting in self._came

    def is_waived(self, sighting: Sighting) -> bool:
        """Whether a waiver that still holds covers a sighting."""
        return sighting in self._waived

    def restrict(self, only: frozenset[str]) -> Standing:
        """What concerns these vendors, and what is not determined."""
        return replace(
            self,
            shifts=tuple(shift for shift in self.shifts if shift.vendor is None or shift.vendor in only),
            waived=tuple(each for each in self.waived if each.waiver.vendor in only),
            ended=tuple(each for each in self.ended if each.waiver.vendor in only),
            unused=tuple(each for each in self.unused if each.vendor in only),
            _came=frozenset(each for each in self._came if each.vendor is None or each.vendor in only),
        )

    def gained(self) -> tuple[Shift, ...]:
        """The shifts by which the tree depends on more, as far as anything of them counts."""
        return tuple(
            shift
            for shift in self.shifts
            if shift.direction in GAINS and any(self.counts(sighting) for sighting in shift.came)
        )


def stand(
    sightings: Iterable[Sighting],
    waivers: Sequence[Waiver],
    day: datetime.date,
    shifts: tuple[Shift, ...] = (),
    *,
    against: str = "",
    base: str = "",
    files: int = 0,
    beside: int = 0,
    is_part: bool = False,
) -> Standing:
    """Sort sightings by the waivers that hold on a day and by the shifts of a comparison."""
    by_vendor: dict[tuple[str, str | None], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        by_vendor[waiver.tree, waiver.vendor].append(waiver)
    waived: list[Waived] = []
    ended: list[Waived] = []
    used: set[Waiver] = set()
    for sighting in sightings:
        covering = [each for each in by_vendor.get((sighting.tree, sighting.vendor), ()) if each.covers(sighting)]
        used.update(covering)
        holding = [waiver for waiver in covering if not waiver.has_ended(day)]
        if holding:
            waived.append(Waived(sighting, max(holding, key=lambda waiver: waiver.until)))
        elif covering:
            ended.append(Waived(sighting, max(covering, key=lambda waiver: waiver.until)))
    came = (each for shift in shifts if shift.direction is not Direction.REMOVED for each in shift.came)
    # A part of a tree shows only some of what waivers cover, so nothing can be said of the rest.
    unused = () if is_part else tuple(waiver for waiver in waivers if waiver not in used)
    return Standing(
        against,
        base,
        shifts,
        files,
        beside,
        is_part,
        tuple(waived),
        tuple(ended),
        unused,
        _came=frozenset(came),
        _waived=frozenset(each.sighting for each in waived),
    )
