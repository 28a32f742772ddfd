"""A claim as a row of the store."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flowdown.base.errors import clip
from flowdown.evidence.claim import Claim, Stance, claim_from, content_of, digest_content
from flowdown.evidence.predicate import Predicate
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
        except (LookupError, ValueError, TypeError):
            raise unreadable(self.id) from None


def unreadable(identity: str) -> StoreError:
    """What is said of a row that no claim of this program gives."""
    return StoreError(f"`{clip(identity)}` says what this program does not know", hint="run `flowdown claims fsck`")


COLUMNS = ", ".join(Row._fields)
_PREDICATES, _STANCES = frozenset(map(str, Predicate)), frozenset(map(str, Stance))


def row_of(values: Sequence[str]) -> Row:
    """A row as the database gives it; raises `StoreError` for what no claim of this program gives.

    A store may come from anybody: nobody after this need ask whether a text is one, or a day is one.
    """
    try:
        # Joining is the fastest way to ask whether all are texts.
        "".join(values)
        is_sound = values[2] in _PREDICATES and values[7] in _STANCES
        if values[8] != "1.0":
            is_sound = is_sound and 0 < float(values[8]) <= 1
        if values[4] != "[]":
            _check_pairs(values[4])
        if values[9] != "[]":
            _check_names(values[9])
        if values[5]:
            ordinal(values[5])
        if values[6]:
            ordinal(values[6])
        ordinal(values[13][:10])
    except (TypeError, ValueError, RecursionError):
        is_sound = False
    if not is_sound:
        raise unreadable(str(values[0]))
    return Row._make(values)


@functools.lru_cache(maxsize=65536)
def ordinal(day: str) -> int:
    """The ordinal of a day written YYYY-MM-DD."""
    return datetime.date.fromisoformat(day).toordinal()


@functools.lru_cache(maxsize=8192)
def _check_pairs(text: str) -> None:
    """Raise `ValueError` for what are no qualifiers."""
    pairs = json.loads(text)
    if not isinstance(pairs, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise ValueError
    _check_texts(each for pair in pairs for each in pair)


@functools.lru_cache(maxsize=8192)
def _check_names(text: str) -> None:
    """Raise `ValueError` for what is no attribution."""
    names = json.loads(text)
    if not isinstance(names, list):
        raise ValueError
    _check_texts(names)


def _check_texts(texts: Iterable[object]) -> None:
    """Raise `ValueError` for what is no text."""
    if not all(isinstance(each, str) for each in texts):
        raise ValueError


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
