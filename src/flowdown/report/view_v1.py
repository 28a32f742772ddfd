"""Version 1 of what the server says in our JSON where no other format of ours does: a page, and why there is none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class ListingV1:
    """Rows by column: texts, numbers, or lists of them; `total` of which those of one `page` are here."""

    id: str
    total: int
    page: int
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ViewV1:
    """A page: what it is of, for which day and stance, its facts by name, its listings."""

    schema: Literal["flowdown.view/1"]
    page: str
    as_of: datetime.date
    stance: str
    facts: Mapping[str, Any]
    listings: tuple[ListingV1, ...]


@dataclass(frozen=True, slots=True)
class FaultV1:
    """Why there is no answer: an HTTP status, one line, and what may help."""

    schema: Literal["flowdown.fault/1"]
    status: int
    error: str
    hint: str
