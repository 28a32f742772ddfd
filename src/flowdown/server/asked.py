"""What a request may ask: the parameters that every page, and every listing, takes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BeforeValidator, WithJsonSchema

LONGEST = 300
"""Characters of a parameter, at most."""
USUAL_SIZE, MOST_ROWS = 50, 500
_FIRST, _LAST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


def _read_day(text: object) -> object:
    """A day as YYYY-MM-DD and in no other form, within the years that orders speak of; empty for none."""
    if text is None or text == "" or isinstance(text, datetime.date):
        return text or None
    try:
        day = datetime.date.fromisoformat(str(text))
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not _FIRST <= day <= _LAST:
        raise ValueError("a day is written YYYY-MM-DD, from 2000 to 2100")
    return day


Day = Annotated[
    datetime.date | None,
    BeforeValidator(_read_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}),
]
"""A day of a query, or none."""
Word = Annotated[str, Query(max_length=LONGEST)]
"""A word of a query; empty for any."""


@dataclass(frozen=True)
class Asked:
    """What every page takes."""

    as_of: Annotated[Day, Query(description="the day asked about, YYYY-MM-DD (default: today)")] = None
    stance: Annotated[Literal["in_force", "as_threatened"], Query(description="whether threatened orders count")] = (
        "in_force"
    )
    format: Annotated[
        Literal["html", "json", "csv"], Query(description="a page for people, JSON, or its table as CSV")
    ] = "html"
    done: Annotated[str, Query(max_length=40, description="the act that was just done, to be told above the page")] = ""


@dataclass(frozen=True)
class ListAsked(Asked):
    """What every listing takes besides."""

    q: Annotated[str, Query(max_length=LONGEST, description="only rows in which this text stands")] = ""
    sort: Annotated[str, Query(max_length=40, description="a column, with `-` before it for the other way")] = ""
    page: Annotated[int, Query(ge=1, le=1_000_000, description="which page, from 1")] = 1
    size: Annotated[int, Query(ge=1, le=MOST_ROWS, description="rows of a page")] = USUAL_SIZE
