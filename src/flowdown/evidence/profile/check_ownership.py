"""Examines who owns whom: no share above the whole, nobody owned only by itself."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal

from flowdown.base.strict_yaml import Path
from flowdown.evidence.profile.check import Desk, firms_of
from flowdown.evidence.profile.party import Holding
from flowdown.evidence.profile.profile import US

_WHOLE = Decimal(100)


def check_ownership(desk: Desk) -> None:
    """Examine every holding, and all of them together."""
    sound: list[tuple[int, Holding]] = []
    for index, holding in enumerate(desk.profile.ownership):
        if _check_holding(desk, holding, ("ownership", index)):
            sound.append((index, holding))
    _check_sums(desk, sound)
    _check_circles(desk, sound)


def _check_holding(desk: Desk, holding: Holding, path: Path) -> bool:
    before = len(desk.problems)
    firms = firms_of(desk.profile)
    people = {each.id for each in desk.profile.people}
    for name, word in (("owner", holding.owner), ("owned", holding.owned)):
        if not word:
            desk.refuse(f"`{name}` is missing", path)
        elif desk.catalogue.vendor_of(word) is None:
            known = firms | people if name == "owner" else firms
            desk.reference(word, (*path, name), known, "firm or vendor")
    if holding.owner and holding.owner == holding.owned:
        desk.refuse(f"`{holding.owner}` does not own itself", (*path, "owned"))
    percent = holding.percent
    if isinstance(percent, int | float) and not 0 <= percent <= 100:
        desk.refuse(f"{percent} per cent is no share", (*path, "percent"), "from 0 to 100")
    desk.period(path, holding.since, holding.until)
    return len(desk.problems) == before


def _name(desk: Desk, word: str) -> str:
    return desk.profile.organisation.id if word == US else word


def _holds_on(holding: Holding, day: datetime.date) -> bool:
    since, until = holding.since, holding.until
    return not (
        (isinstance(since, datetime.date) and day < since) or (isinstance(until, datetime.date) and day >= until)
    )


def _days_of(holdings: list[tuple[int, Holding]]) -> list[datetime.date]:
    """The days on which something changes, and one before all."""
    days = {each.since for _, each in holdings if isinstance(each.since, datetime.date)}
    days |= {each.until for _, each in holdings if isinstance(each.until, datetime.date)}
    return sorted({datetime.date.min, *days})


def _share(holding: Holding) -> Decimal:
    return Decimal(str(holding.percent)) if isinstance(holding.percent, int | float) else Decimal(0)


def _check_sums(desk: Desk, holdings: list[tuple[int, Holding]]) -> None:
    by_owned: dict[str, list[tuple[int, Holding]]] = defaultdict(list)
    for index, each in holdings:
        by_owned[_name(desk, each.owned)].append((index, each))
    for owned, held in sorted(by_owned.items()):
        for day in _days_of(held):
            on = [(index, each) for index, each in held if _holds_on(each, day)]
            total = sum((_share(each) for _, each in on), Decimal(0))
            if total > _WHOLE:
                when = "" if day == datetime.date.min else f" from {day.isoformat()}"
                parts = ", ".join(f"{each.owner} {each.percent}" for _, each in on if _share(each))
                desk.refuse(
                    f"the shares of `{owned}` make {total.normalize():f} per cent{when} ({parts})",
                    ("ownership", max(index for index, _ in on)),
                )
                break


def _check_circles(desk: Desk, holdings: list[tuple[int, Holding]]) -> None:
    """A circle of firms whose shares are all held inside it has no owner: that cannot be."""
    told: set[frozenset[str]] = set()
    for day in _days_of(holdings):
        on = [(index, each) for index, each in holdings if _holds_on(each, day)]
        for circle in _closed_circles(desk, on):
            if circle not in told:
                told.add(circle)
                inside = [index for index, each in on if _name(desk, each.owned) in circle]
                desk.refuse(
                    f"{', '.join(f'`{each}`' for each in sorted(circle))} own each other whole, in a circle: "
                    "nobody outside would own them",
                    ("ownership", max(inside)),
                )


def _closed_circles(desk: Desk, on: list[tuple[int, Holding]]) -> list[frozenset[str]]:
    owners: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for _, each in on:
        owners[_name(desk, each.owned)][_name(desk, each.owner)] += _share(each)
    # The greatest set of firms that are held whole by firms of the set: take away who is not, until nothing changes.
    closed = set(owners)
    while True:
        open_ = {each for each in closed if sum(owners[each][by] for by in owners[each] if by in closed) < _WHOLE}
        if not open_:
            break
        closed -= open_
    return _connected(closed, owners) if closed else []


def _connected(closed: set[str], owners: dict[str, dict[str, Decimal]]) -> list[frozenset[str]]:
    circles = []
    waiting = set(closed)
    while waiting:
        group, edge = set[str](), {min(waiting)}
        while edge:
            group |= edge
            edge = {
                other
                for other in waiting - group
                if any(other in owners[each] or each in owners[other] for each in group)
            }
        circles.append(frozenset(group))
        waiting -= group
    return circles
