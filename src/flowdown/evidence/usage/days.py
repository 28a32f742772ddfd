"""Reads the day out of the moments that logs write."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T\d{4}")
_CLF = re.compile(r"(\d{1,2})/([A-Z][a-z]{2})/(\d{4})")
_C = re.compile(r"(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) +(\d{1,2}) [\d:]{5,8} (?:[A-Z]+ )?(\d{4})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,12})?")
_MONTHS = {each: number for number, each in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_FIRST, _LAST = datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)


def day_of(moment: object) -> datetime.date | None:
    """The day of a moment: ISO 8601, as web servers or `ctime` write it, or seconds (milli-, micro-, nano-) since 1970.

    Numbers are days of UTC, all else days as written. None for what is none of these, or lies outside 1990 to 2099.
    """
    if isinstance(moment, bool) or moment is None:
        return None
    return _day_of(str(moment)[:64].strip(' "[]'))


@lru_cache(maxsize=8192)
def _day_of(text: str) -> datetime.date | None:
    day = None
    try:
        if found := _ISO.match(text) or _BASIC.match(text):
            day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _CLF.match(text):
            day = datetime.date(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
        elif found := _C.match(text):
            day = datetime.date(int(found[3]), _MONTHS.get(found[1], 0), int(found[2]))
        elif found := _AMERICAN.match(text):
            day = datetime.date(int(found[3]), int(found[1]), int(found[2]))
        elif _NUMBER.fullmatch(text):
            day = _day_since_1970(float(text))
    except (ValueError, OverflowError, OSError):
        return None
    return day if day is not None and _FIRST <= day < _LAST else None


def _day_since_1970(number: float) -> datetime.date:
    while number > 1e11:
        number /= 1000
    return datetime.datetime.fromtimestamp(number, datetime.UTC).date()
