"""Version 1 of a page of the server in our JSON, where no other format of ours says the same."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListingV1:
    """Rows by column: texts, numbers, or lists of them; `total` of which those of one `page` are here."""

    id: str
    total: int
    page: int
    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ViewV1:
    """A page: what it is of, for which day and stance, its facts by name, its listings."""

    schema: Literal["flowdown.view/1"]
    page: str
    as_of: datetime.date
    stance: str
    facts: Mapping[str, object]
    listings: tuple[ListingV1, ...]
