"""Lays out a profile that was read: what it holds, what it leaves open, what could not be checked."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence

from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.open_point import OpenPoint
from flowdown.evidence.profile.profile import Profile, StatedProfile
from flowdown.report.page import (
    Block,
    Column,
    Line,
    Page,
    Paragraph,
    Point,
    Points,
    Section,
    Span,
    Table,
    Tone,
    line,
    span,
)
from flowdown.report.profile_shape import count_sections
from flowdown.report.words import count, listed

_SHOWN = 4
"""Questions of one contract that are shown at first."""
_MOST = 20
"""Contracts, and things with open questions, that are shown at first."""


def lay_out_profile(
    stated: StatedProfile, points: Sequence[OpenPoint], claims: int, new: int | None, *, shows_all: bool
) -> Page:
    """A profile for people."""
    profile = stated.profile
    blocks: list[Block] = [Paragraph(_lead(profile)), Paragraph(_kept(claims, new, len(points)))]
    if profile.contracts:
        blocks.append(Section(line("Contracts"), _contracts(profile, points, shows_all)))
    if points:
        blocks.append(Section(line("Not known yet"), _open(stated, points, shows_all)))
    if stated.notes:
        notes = Points(tuple(Point(line(note)) for note in stated.notes))
        blocks.append(Section(line("Taken as it is written, not checked"), (notes,)))
    return Page(tuple(blocks))


def say_counts(profile: Profile) -> str:
    """How many there are of everything, in words."""
    counts = tuple(_counted(number, section) for section, number in count_sections(profile).items() if number)
    return listed(counts) if counts else "nothing but a name yet"


def _lead(profile: Profile) -> Line:
    us = profile.organisation
    return line(span(us.name or us.id, Tone.STRONG), f": {say_counts(profile)}.")


_ONE = {
    "people": "person",
    "equipment": "device",
    "ownership": "holding",
    "repositories": "repository",
    "vendors": "vendor in use",
    "discoveries": "discovery",
}
_MANY = {
    "people": "people",
    "equipment": "devices",
    "ownership": "holdings",
    "repositories": "repositories",
    "vendors": "vendors in use",
}


def _counted(number: int, section: str) -> str:
    word = _ONE.get(section, section.removesuffix("s")) if number == 1 else _MANY.get(section, section)
    return f"{number} {word}"


def _kept(claims: int, new: int | None, open_: int) -> Line:
    kept = "" if new is None else f" and kept, {count(new, 'new claim')}" if new else " and kept; nothing is new"
    sure = claims - open_
    return line(
        f"The file is sound. It was read as {count(sure, 'statement')} and {count(open_, 'open question')}{kept}."
    )


def _contracts(profile: Profile, points: Sequence[OpenPoint], shows_all: bool) -> tuple[Block, ...]:
    columns = (
        Column("contract"),
        Column("for"),
        Column("tier", is_number=True),
        Column("awarded"),
        Column("ends"),
        Column("clauses", is_number=True),
        Column("open", is_number=True),
    )
    open_: dict[str, int] = defaultdict(int)
    for point in points:
        open_[point.subject] += 1
    shown = profile.contracts if shows_all else profile.contracts[:_MOST]
    rows = tuple(_row(each, open_[f"contract:{each.id}"]) for each in shown)
    return Table(columns, rows), *_rest(len(profile.contracts) - len(shown), "contract")


def _rest(left: int, noun: str) -> tuple[Block, ...]:
    """How many are not shown."""
    return (Paragraph(line(span(f"and {count(left, noun)} more (`--all`)", Tone.FAINT))),) if left else ()


def _row(contract: Contract, open_: int) -> tuple[Line, ...]:
    whom = contract.customer if isinstance(contract.customer, str) and contract.customer else contract.agency
    kind = "" if contract.agency_kind == "unknown" else f" ({contract.agency_kind})"
    clauses = len(contract.clauses) if isinstance(contract.clauses, tuple) else None
    return (
        line(span(contract.id, Tone.STRONG)),
        line(f"{whom if isinstance(whom, str) and whom else '?'}{kind}"),
        line(str(contract.tier) if isinstance(contract.tier, int) else "?"),
        line(_day(contract.awarded)),
        line(_day(contract.ends)),
        line("?" if clauses is None else str(clauses)),
        line(span(str(open_), Tone.UNDETERMINED) if open_ else "0"),
    )


def _day(day: object) -> str:
    return day.isoformat() if isinstance(day, datetime.date) else "?"


def _open(stated: StatedProfile, points: Sequence[OpenPoint], shows_all: bool) -> tuple[Block, ...]:
    lead = "An answer that hangs on one of these stays undetermined. Write what you find out into the file."
    by_subject: dict[str, list[OpenPoint]] = defaultdict(list)
    for point in points:
        by_subject[point.subject].append(point)
    blocks: list[Block] = [Paragraph(line(lead))]
    subjects = list(by_subject.values())
    for asked in subjects if shows_all else subjects[:_MOST]:
        shown = asked if shows_all else asked[:_SHOWN]
        asked_of = [Point(line(_sentence(each.asks), " ", _place(stated, each))) for each in shown]
        if len(asked) > len(shown):
            asked_of.append(Point(line(span(f"and {len(asked) - len(shown)} more (`--all`)", Tone.FAINT))))
        blocks.append(Points(tuple(asked_of)))
    left = 0 if shows_all else sum(map(len, subjects[_MOST:]))
    return *blocks, *_rest(left, "question")


def _sentence(asks: str) -> str:
    return asks[:1].upper() + asks[1:]


def _place(stated: StatedProfile, point: OpenPoint) -> Span:
    where = stated.document.where(point.path)
    return span(f"{where.file}:{where.line}", Tone.PLACE)
