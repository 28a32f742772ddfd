"""Version 1 of how things stand against a base, in our JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.gate.shift import Direction
from flowdown.gate.standing import Standing, Waived
from flowdown.gate.waiver import Waiver
from flowdown.report.sighting_v1 import SightingV1, shape_sighting
from flowdown.scan.sighting import Strength


@dataclass(frozen=True, slots=True)
class ShiftV1:
    """One vendor on one basis: how it moved, from what to what, and the sightings that came or went."""

    direction: Direction
    vendor: str | None
    basis: Basis
    before: Strength | None
    after: Strength | None
    came: tuple[SightingV1, ...]
    gone: tuple[SightingV1, ...]


@dataclass(frozen=True, slots=True)
class WaiverV1:
    """A waiver; `line` 0 is the whole file, `where` the place at which it is written."""

    vendor: str
    pattern: str
    line: int
    reason: str
    who: str
    until: datetime.date
    where: str


@dataclass(frozen=True, slots=True)
class WaivedV1:
    """A sighting with the waiver that covers it."""

    sighting: SightingV1
    waiver: WaiverV1


@dataclass(frozen=True, slots=True)
class StandingV1:
    """What counts and what is set apart: `part` where only a change was read; `ended` counts again."""

    against: str
    base: str
    files: int
    beside: int
    part: bool
    shifts: tuple[ShiftV1, ...]
    waived: tuple[WaivedV1, ...]
    ended: tuple[WaivedV1, ...]
    unused: tuple[WaiverV1, ...]
    set_apart: int


def shape_standing(standing: Standing | None) -> StandingV1 | None:
    """The standing as other programs read it; None where nothing was compared with or waived."""
    if standing is None:
        return None
    return StandingV1(
        against=standing.against,
        base=standing.base,
        files=standing.files,
        beside=standing.beside,
        part=standing.is_part,
        shifts=tuple(
            ShiftV1(
                shift.direction,
                shift.vendor,
                shift.basis,
                shift.before,
                shift.after,
                tuple(shape_sighting(each) for each in shift.came),
                tuple(shape_sighting(each) for each in shift.gone),
            )
            for shift in standing.shifts
        ),
        waived=tuple(_waived(each) for each in standing.waived),
        ended=tuple(_waived(each) for each in standing.ended),
        unused=tuple(_waiver(each) for each in standing.unused),
        set_apart=standing.set_apart,
    )


def _waived(each: Waived) -> WaivedV1:
    return WaivedV1(shape_sighting(each.sighting), _waiver(each.waiver))


def _waiver(each: Waiver) -> WaiverV1:
    return WaiverV1(each.vendor, each.pattern, each.line, each.reason, each.who, each.until, str(each.where))
