"""Finds days in running text, however forms and letters write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from flowdown.evidence.tables.cell import read_day

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY = re.compile(
    r"(?<![\w/-])(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<slashes>\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\d{1,2}-\d{4})"
    rf"|(?P<first>\d{{1,2}})[ -](?P<middle>{_MONTH})\.?[ ,-]{{1,2}}(?P<last>\d{{4}})"
    rf"|(?P<name>{_MONTH})\.? (?P<of>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<in>\d{{4}})"
    rf"|(?P<year>\d{{4}}) ?(?P<month>{_MONTH}) ?(?P<day>\d{{1,2}}))(?![\w/-])",
    re.IGNORECASE,
)


def days_in(text: str, start: int, end: int) -> Iterator[tuple[datetime.date, int]]:
    """Each day between two positions, with where it starts."""
    for match in DAY.finditer(text, start, end):
        if match["year"]:
            written = f"{match['day']} {match['month'][:3]} {match['year']}"
        elif match["first"]:
            written = f"{match['first']} {match['middle'][:3]} {match['last']}"
        elif match["name"]:
            written = f"{match['of']} {match['name'][:3]} {match['in']}"
        else:
            written = match[0]
        try:
            day = read_day(written)
        except ValueError:
            continue
        if day is not None:
            yield day, match.start()
