"""Awards and subawards, gathered from rows: each once, however many actions and reports there are of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from flowdown.evidence.awards import columns as c
from flowdown.evidence.awards.columns import Cells, pick, pick_amount, pick_code, pick_day, pick_name

_SHORT = 8
"""Numbers of fewer characters are those of orders, unique only under their contract."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A firm that is paid, as a row names it, and the parent that the row gives it."""

    name: str = ""
    uei: str = ""
    duns: str = ""
    cage: str = ""
    country: str = ""
    parent_name: str = ""
    parent_uei: str = ""
    parent_duns: str = ""


@dataclass(slots=True)
class Award:
    """One award. `total` is what is obligated in all, `actions` what the actions in the document add up to."""

    piid: str
    parent: str
    place: str
    key: str = ""
    description: str = ""
    kind: str = ""
    agency: str = ""
    sub_agency: str = ""
    office: str = ""
    awarded: datetime.date | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    total: Decimal | None = None
    actions: Decimal | None = None
    current: Decimal | None = None
    potential: Decimal | None = None
    as_of: datetime.date | None = None
    recipients: dict[Recipient, str] = field(default_factory=dict)
    """With the place where each is named."""

    @property
    def name(self) -> str:
        """What it is known by."""
        return f"{self.parent}/{self.piid}" if self.parent and len(self.piid) < _SHORT else self.piid


@dataclass(slots=True)
class Subaward:
    """One subaward of a prime award to one firm."""

    prime: Award
    number: str
    recipient: Recipient
    place: str
    description: str = ""
    amount: Decimal | None = None
    first: datetime.date | None = None


@dataclass(slots=True)
class Awards:
    """The awards of a document."""

    awards: dict[tuple[str, str], Award] = field(default_factory=dict)
    subawards: dict[tuple[str, str, Recipient], Subaward] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """Keys of the actions and reports that were counted."""
    left_out: list[str] = field(default_factory=list)
    """Places of rows that name no award."""


def gather(rows: Iterable[tuple[str, Cells]]) -> Awards:
    """The awards that rows tell of, each row with its place."""
    found = Awards()
    for place, cells in rows:
        if is_subaward(cells):
            _take_subaward(found, place, cells)
        else:
            _take_award(found, place, cells)
    return found


def is_subaward(cells: Iterable[str]) -> bool:
    """True for the headings of a subaward."""
    names = frozenset(cells)
    return not names.isdisjoint((*c.SUB_AMOUNT, *c.SUB_NUMBER)) and not names.isdisjoint(c.SUB_NAME)


def _award(found: Awards, place: str, key: str, piid: str, parent: str) -> Award | None:
    told, told_parent = c.split_key(key)
    piid, parent = piid or told, parent or told_parent
    if not piid:
        found.left_out.append(place)
        return None
    award = found.awards.setdefault((piid, parent), Award(piid, parent, place))
    award.key = award.key or key
    return award


def _take_award(found: Awards, place: str, cells: Cells) -> None:
    award = _award(found, place, pick(cells, c.AWARD_KEY), pick(cells, c.PIID), pick(cells, c.PARENT))
    if award is None:
        return
    day = pick_day(cells, c.ACTION_DAY)
    is_latest = award.as_of is None or (day is not None and day >= award.as_of)
    if is_latest:
        award.as_of = day or award.as_of
    _describe(award, cells, is_latest)
    for name, headings in (("total", c.TOTAL), ("current", c.CURRENT), ("potential", c.POTENTIAL)):
        amount = pick_amount(cells, headings)
        if amount is not None and (is_latest or getattr(award, name) is None):
            setattr(award, name, amount)
    action, key = pick_amount(cells, c.ACTION), pick(cells, c.ACTION_KEY)
    if action is not None and (not key or key not in found.seen):
        found.seen.add(key)
        award.actions = (award.actions or Decimal(0)) + action
    recipient = Recipient(
        pick_name(cells, c.NAME),
        pick(cells, c.UEI).upper(),
        pick(cells, c.DUNS),
        pick(cells, c.CAGE).upper(),
        pick_code(cells, c.COUNTRY),
        pick_name(cells, c.PARENT_NAME),
        pick(cells, c.PARENT_UEI).upper(),
        pick(cells, c.PARENT_DUNS),
    )
    if recipient.name or recipient.uei:
        award.recipients.setdefault(recipient, place)


def _describe(award: Award, cells: Cells, is_latest: bool) -> None:
    texts = (
        ("description", pick(cells, c.DESCRIPTION)),
        ("kind", pick_name(cells, c.KIND)),
        ("agency", pick_name(cells, c.AGENCY)),
        ("sub_agency", pick_name(cells, c.SUB_AGENCY)),
        ("office", pick_name(cells, c.OFFICE)),
    )
    for name, text in texts:
        if text and (is_latest or not getattr(award, name)):
            setattr(award, name, text)
    # The days of a modification are not those of the award.
    is_base = not pick(cells, c.MODIFICATION).strip("0")
    awarded = pick_day(cells, c.AWARDED) or (pick_day(cells, c.BASE_DAY) if is_base else None)
    starts = pick_day(cells, c.STARTS) or (pick_day(cells, c.BASE_STARTS) if is_base else None)
    award.awarded = _earliest(award.awarded, awarded)
    award.starts = _earliest(award.starts, starts)
    ends = pick_day(cells, c.ENDS)
    if ends and (is_latest or award.ends is None):
        award.ends = ends


def _earliest(*days: datetime.date | None) -> datetime.date | None:
    return min((day for day in days if day), default=None)


def _take_subaward(found: Awards, place: str, cells: Cells) -> None:
    key, piid = pick(cells, c.PRIME_KEY), pick(cells, c.PRIME_PIID)
    prime = _award(found, place, key, piid, pick(cells, c.PRIME_PARENT))
    if prime is None:
        return
    prime.agency = prime.agency or pick_name(cells, c.PRIME_AGENCY)
    prime.sub_agency = prime.sub_agency or pick_name(cells, c.PRIME_SUB_AGENCY)
    prime.office = prime.office or pick_name(cells, c.PRIME_OFFICE)
    prime.description = prime.description or pick(cells, c.PRIME_DESCRIPTION)
    prime.total = prime.total if prime.total is not None else pick_amount(cells, c.PRIME_TOTAL)
    prime.awarded = prime.awarded or pick_day(cells, c.PRIME_AWARDED)
    prime.starts = prime.starts or pick_day(cells, c.PRIME_STARTS)
    prime.ends = prime.ends or pick_day(cells, c.PRIME_ENDS)
    recipient = Recipient(
        pick(cells, c.PRIME_NAME),
        pick(cells, c.PRIME_UEI).upper(),
        pick(cells, c.PRIME_DUNS),
        "",
        pick(cells, c.PRIME_COUNTRY),
        pick(cells, c.PRIME_PARENT_NAME),
        pick(cells, c.PRIME_PARENT_UEI).upper(),
        pick(cells, c.PRIME_PARENT_DUNS),
    )
    if recipient.name or recipient.uei:
        prime.recipients.setdefault(recipient, place)
    _take_report(found, prime, place, cells)


def _take_report(found: Awards, prime: Award, place: str, cells: Cells) -> None:
    recipient = Recipient(
        pick(cells, c.SUB_NAME),
        pick(cells, c.SUB_UEI).upper(),
        pick(cells, c.SUB_DUNS),
        "",
        pick(cells, c.SUB_COUNTRY),
        pick(cells, c.SUB_PARENT_NAME),
        pick(cells, c.SUB_PARENT_UEI).upper(),
        pick(cells, c.SUB_PARENT_DUNS),
    )
    if not (recipient.name or recipient.uei):
        found.left_out.append(place)
        return
    number, day = pick(cells, c.SUB_NUMBER), pick_day(cells, c.SUB_DAY)
    amount = pick_amount(cells, c.SUB_AMOUNT)
    sub = found.subawards.setdefault((prime.name, number, recipient), Subaward(prime, number, recipient, place))
    sub.description = sub.description or pick(cells, c.SUB_DESCRIPTION)
    sub.first = _earliest(sub.first, day)
    # The same report is told again on every page; reports of later amounts add up.
    report = f"{prime.name} {number} {recipient.uei or recipient.name} {pick(cells, c.SUB_REPORT)} {day} {amount}"
    if amount is not None and report not in found.seen:
        found.seen.add(report)
        sub.amount = (sub.amount or Decimal(0)) + amount


def all_recipients(found: Awards) -> Iterator[tuple[Recipient, str]]:
    """Every firm that is paid, with the first place where it is named."""
    seen: set[Recipient] = set()
    for award in found.awards.values():
        for recipient, place in award.recipients.items():
            if recipient not in seen:
                seen.add(recipient)
                yield recipient, place
    for sub in found.subawards.values():
        if sub.recipient not in seen:
            seen.add(sub.recipient)
            yield sub.recipient, sub.place
