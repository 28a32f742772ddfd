"""The form of an attestation: its statements, out of a table or a YAML file, and what is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowdown.base import strict_yaml
from flowdown.base.errors import Where
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import plain
from flowdown.evidence.claim import Stance
from flowdown.evidence.reader import Refused, Unread, Violation
from flowdown.evidence.tables.cell import read_day
from flowdown.evidence.usage.rows import read_rows

FORM = "flowdown.attestation/1"
WANTED = frozenset(("says", "vendor", "answer"))
"""The columns that a table of statements has at least."""
_COMMON = ("says", "uei", "cage", "about", "date", "validuntil", "signedby")
_OF_ONE = ("vendor", "answer", "scope", "question")
_FIELDS = frozenset((*_COMMON, *_OF_ONE))
_ANSWERS = {"yes": Stance.SUPPORTS, "no": Stance.DENIES, "unknown": Stance.DISPUTES}
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: somebody says that somebody uses a vendor (or does not, or does not know), within a scope.

    It was said on a day and is good until the end of another; `signed_by` says who signed, as written there.
    """

    place: str
    says: str
    vendor: str
    answer: Stance
    about: str = ""
    scope: str = ""
    question: str = ""
    signed_by: str = ""
    uei: str = ""
    cage: str = ""
    date: datetime.date | None = None
    valid_until: datetime.date | None = None


def read_statements(incoming: Incoming, is_table: bool) -> Iterator[Statement | Violation | Unread]:
    """Every statement of a document, and what breaks the form."""
    told: set[str] = set()
    for place, where, fields in _from_table(incoming) if is_table else _from_yaml(incoming):
        unknown = sorted(set(fields) - _FIELDS - told)
        told.update(unknown)
        for name in unknown:
            yield Violation(f"`{plain(name)[:60]}` is no part of an attestation", where)
        yield from _statement(place, where, fields)


def _statement(place: str, where: Where, fields: Mapping[str, str]) -> Iterator[Statement | Violation]:
    missing = [name for name in ("says", "vendor") if not fields.get(name)]
    answer = _ANSWERS.get(fields.get("answer", "").lower())
    if missing:
        yield Violation(f"it does not say `{missing[0]}`", where)
        return
    if answer is None:
        yield Violation(f"the answer is yes, no or unknown, not `{plain(fields.get('answer', ''))[:40]}`", where)
        return
    days: dict[str, datetime.date | None] = {}
    for name, shown in (("date", "date"), ("validuntil", "valid-until")):
        try:
            days[name] = read_day(fields.get(name, ""))
        except ValueError as error:
            days[name] = None
            yield Violation(f"{shown}: {error}", where)
    if days["date"] is None and not fields.get("date"):
        yield Violation("it does not say `date`", where)
    if days["date"] and days["validuntil"] and days["validuntil"] < days["date"]:
        yield Violation("valid-until lies before date", where)
        days["validuntil"] = None
    texts = {name: fields.get(name, "")[:_LONGEST] for name in ("says", "vendor", "about", "scope", "question")}
    signed = " ".join(word for word in fields.get("signedby", "").split() if "@" not in word)[:_LONGEST]
    ids = {name: fields.get(name, "")[:20] for name in ("uei", "cage")}
    yield Statement(
        place, answer=answer, signed_by=signed, date=days["date"], valid_until=days["validuntil"], **texts, **ids
    )


def _from_table(incoming: Incoming) -> Iterator[tuple[str, Where, Mapping[str, str]]]:
    for row in read_rows(incoming):
        yield row.place, incoming.where(row.place), row.cells


def _from_yaml(incoming: Incoming) -> Iterator[tuple[str, Where, Mapping[str, str]]]:
    document = strict_yaml.load(incoming.content(), incoming.name)
    whole = document.value
    statements = whole.get("statements") if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(statements, list):
        raise Refused("has no list `statements`", incoming.where())
    common = {_key(key): _text(value) for key, value in whole.items() if key not in ("form", "statements")}
    for number, each in enumerate(statements):
        where = document.where(("statements", number))
        own = each if isinstance(each, dict) else {}
        fields = common | {_key(key): _text(value) for key, value in own.items()}
        yield f"statements/{number}", where, fields


def _key(key: object) -> str:
    return str(key).replace("-", "").replace("_", "").lower()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or isinstance(value, dict | list) else str(value)
