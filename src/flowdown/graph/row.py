"""A claim as a row of the store."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from flowdown.evidence.claim import Claim, claim_from, content_of, digest_content
from flowdown.evidence.sayings import stamp
from flowdown.graph.errors import StoreError


class Row(NamedTuple):
    """The columns of table `claim`, in their order."""

    id: str
    subject: str
    predicate: str
    object: str
    qualifiers: str
    valid_from: str
    valid_until: str
    stance: str
    confidence: str
    attribution: str
    document: str
    revision: str
    locator: str
    recorded_at: str

    @property
    def claim(self) -> Claim:
        """The claim in it; raises `StoreError` where it says what this program does not know."""
        try:
            return claim_from(self[1:13])
        except (ValueError, TypeError):
            raise unreadable(self.id) from None


def unreadable(identity: str) -> StoreError:
    """What is said of a row that no claim of this program gives."""
    return StoreError(f"`{identity}` says what this program does not know", hint="run `flowdown claims fsck`")


COLUMNS = ", ".join(Row._fields)


def write_row(claim: Claim, recorded_at: str) -> tuple[str, ...]:
    """The row of a claim; a plain tuple, since this is done very often."""
    content = content_of(claim)
    return (digest_content(content), *content, recorded_at)


def moment_of(when: datetime.datetime | datetime.date) -> str:
    """A moment as it stands in the store; a day alone is its first moment, in UTC."""
    if isinstance(when, datetime.datetime):
        return stamp(when)
    return f"{when.isoformat()}T00:00:00.000000Z"


def last_moment_of(when: datetime.datetime | datetime.date) -> str:
    """The last moment that counts as known: the moment itself, or the end of the day, in UTC."""
    if isinstance(when, datetime.datetime):
        return stamp(when)
    return f"{when.isoformat()}T23:59:59.999999Z"
