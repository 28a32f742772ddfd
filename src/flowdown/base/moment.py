"""Moments as people state them: a day, perhaps a time of day, perhaps the zone in which it was that time."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from dataclasses import dataclass, replace

from flowdown.base.errors import UnusableArgument, clip

Date = datetime.date
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?P<offset>Z|[+-]\d\d:\d\d)?"
    r"(?: ?\[?(?P<zone>[A-Za-z][A-Za-z0-9_+/-]*)\]?)?)?\Z"
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):(?P<minutes>\d\d)\Z")
_HINT = "as 2026-07-03, 2026-07-03T16:00, 2026-07-03T16:00-04:00 or 2026-07-03T16:00 America/New_York"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with a time of day if that is known, and the zone of that time if that is known.

    `zone` is a name of the time-zone database (`America/New_York`) or an offset (`-04:00`).
    """

    day: Date
    time: datetime.time | None = None
    zone: str = ""

    @property
    def instant(self) -> datetime.datetime | None:
        """The one instant that is meant; None where the time or the zone is not known."""
        zone = zone_of(self.zone)
        if self.time is None or zone is None:
            return None
        return datetime.datetime.combine(self.day, self.time, zone)

    @property
    def iso(self) -> str:
        """As ISO 8601 writes it, with the offset where the zone is known."""
        instant = self.instant
        if instant is not None:
            return instant.isoformat(timespec="minutes")
        if self.time is None:
            return self.day.isoformat()
        return datetime.datetime.combine(self.day, self.time).isoformat(timespec="minutes")

    def in_zone(self, zone: str) -> Moment:
        """The same instant as a clock of another zone shows it; itself where it is no known instant."""
        instant, other = self.instant, zone_of(zone)
        return self if instant is None or other is None else moment_at(instant.astimezone(other), zone)

    def with_zone(self, zone: str) -> Moment:
        """The same time of day, read in this zone if none was said."""
        return replace(self, zone=zone) if self.time is not None and not self.zone else self


def moment_at(time: datetime.datetime, zone: str) -> Moment:
    """A time of a zone's clock as a moment, to the minute."""
    return Moment(time.date(), time.time().replace(second=0, microsecond=0, fold=time.fold), zone)


def parse_moment(text: str) -> Moment:
    """Read a moment. Raises `UnusableArgument` for what is none."""
    match = _MOMENT.match(text.strip())
    try:
        if match is None:
            raise ValueError
        day = Date.fromisoformat(match["day"])
        time = datetime.time.fromisoformat(match["time"]) if match["time"] else None
    except ValueError:
        raise UnusableArgument(f"`{clip(text)}` is no day or time", hint=_HINT) from None
    offset = "+00:00" if match["offset"] == "Z" else match["offset"] or ""
    zone = match["zone"] or offset
    if zone and zone_of(zone) is None:
        raise UnusableArgument(f"`{clip(zone)}` is no time zone", hint="as `America/New_York`")
    moment = Moment(day, time, zone)
    if match["zone"] and offset and (instant := Moment(day, time, offset).instant) != moment.instant:
        assert instant is not None
        raise UnusableArgument(f"`{clip(text)}` names an offset that {zone} does not have then", hint=_HINT)
    return moment


def zone_of(name: str) -> datetime.tzinfo | None:
    """A time zone by its name or offset; None for one that is not known."""
    if match := _OFFSET.match(name):
        length = datetime.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        if length >= datetime.timedelta(hours=24):
            return None
        return datetime.timezone(-length if match["sign"] == "-" else length)
    if not name or name == "unknown":
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
