"""Compares an organisation's answer with the one that was kept last: what changed for whom, because of which instrument."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowdown.base.canonical import digest
from flowdown.pipeline.check_diff import tell_clause, tell_why
from flowdown.reason.determination import Outcome
from flowdown.report.check_page import WORST_FIRST
from flowdown.report.notice_v1 import ChangeV1, NoticeV1, TouchedV1

if TYPE_CHECKING:
    from flowdown.orders.order import Order
    from flowdown.pipeline.snapshot import KeptAnswer, KeptClock, KeptOrder, Snapshot

_KINDS = ("answer", "use", "deadline", "order")
_APART = frozenset({"host", "library"})
_NOBODY = TouchedV1((), (), (), ())
_MOST_WHY = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """The look before, the look now, and the number of the one before: the same pair gives the same ids."""

    before: Snapshot | None
    now: Snapshot
    number: int
    orders: Mapping[str, Order]


def compare(pair: Pair, due_within: Sequence[int]) -> NoticeV1:
    """Everything that changed. Without a look before, only deadlines that are near."""
    now = pair.now
    changes = [*_deadlines(pair, sorted(set(due_within)))]
    others: tuple[str, ...] = ()
    if pair.before is not None:
        changes += [*_answers(pair, pair.before), *_uses(pair, pair.before)]
        told = list(_order_changes(pair, pair.before))
        changes += [each for each in told if each.touched != _NOBODY]
        others = tuple(sorted(each.order for each in told if each.touched == _NOBODY))
    changes.sort(key=_rank)
    changed = sum(each.kind == "answer" and bool(each.after) for each in changes)
    notice = NoticeV1(
        "flowdown.notice/1",
        "",
        "",
        now.organisation,
        now.organisation_id,
        now.stance,
        pair.before.day if pair.before is not None else None,
        now.day,
        tuple(changes),
        0,
        len(now.answers) - changed,
        others,
        now.past_checked,
    )
    return name_notice(notice)


def name_notice(notice: NoticeV1) -> NoticeV1:
    """The notice with the id that its changes make."""
    return replace(notice, id=_digest([notice.organisation_id, [each.id for each in notice.changes], notice.others]))


def _rank(change: ChangeV1) -> tuple[int, int, str, str, str, str]:
    """Answers first, the worst of them first; then by order and norm, so that those of one norm stand together."""
    worst = len(WORST_FIRST)
    if change.kind == "answer" and change.after:
        worst = WORST_FIRST.index(Outcome(change.after))
    rank = worst if change.kind == "answer" else 0
    return (_KINDS.index(change.kind), rank, change.order, change.norm, change.due, change.id)


def _answers(pair: Pair, before: Snapshot) -> Iterator[ChangeV1]:
    old = {(each.norm, each.subject): each for each in before.answers}
    new = {(each.norm, each.subject): each for each in pair.now.answers}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if (was.outcome if was else "") == (now.outcome if now else ""):
            continue
        told = now or was
        assert told is not None
        sides = (was.outcome if was else "", now.outcome if now else "")
        yield ChangeV1(
            _name(pair, "answer", *key, *sides),
            "answer",
            told.order,
            told.norm,
            *sides,
            "",
            told.says if now is not None else "",
            tuple(dict.fromkeys(_why(pair, before, was, now)))[:_MOST_WHY],
            _touched((told.subject,), *(each for each in (was, now) if each is not None)),
        )


def _why(pair: Pair, before: Snapshot, was: KeptAnswer | None, now: KeptAnswer | None) -> Iterator[str]:
    told = now or was
    assert told is not None
    order = pair.orders.get(told.order)
    found = [
        *(tell_why(order, told.norm, before.day, pair.now.day) if order is not None else ()),
        *_of_file(pair, before, told.order),
        *_of_contract(pair, before, was, now, told.subject),
        *_of_uses(pair, before, {place for each in (was, now) if each is not None for place in each.places}),
    ]
    if not found:
        # What is no longer used, or of another maker, is no place of the answer any more.
        found = [*_of_uses(pair, before, _serving(pair, before, told.subject))]
    yield from found
    if found:
        yield from map(tell_clause, now.clauses if now is not None else ())
    elif before.catalogue != pair.now.catalogue:
        yield "the catalogue of vendors is another one than before"
    else:
        yield "no step of the order explains it: what the profile or the claims say is another thing than before"


def _of_file(pair: Pair, before: Snapshot, identity: str) -> Iterator[str]:
    """What the library says now of an order and did not say before."""
    old, new = _order(before, identity), _order(pair.now, identity)
    if old is None or new is None:
        if new is not None:
            yield f"{identity} is new in the library"
        elif old is not None:
            yield f"{identity} is no longer in the library"
        return
    if old.digest == new.digest:
        return
    fresh = [step for step in new.steps if step not in old.steps]
    yield from (f"new in the library: {step}" for step in fresh)
    if not fresh:
        yield f"the library's file of {identity} was changed"


def _of_contract(
    pair: Pair, before: Snapshot, was: KeptAnswer | None, now: KeptAnswer | None, subject: str
) -> Iterator[str]:
    if before.contracts.get(subject) == pair.now.contracts.get(subject):
        return
    name = subject.removeprefix("contract:")
    if subject not in before.contracts:
        yield f"the contract {name} is new in the profile"
    elif subject not in pair.now.contracts:
        yield f"the contract {name} is no longer in the profile"
    else:
        yield f"the profile says something else of the contract {name} than before"
    old, new = (set(each.clauses) if each is not None else set() for each in (was, now))
    yield from (f"no longer in the contract {name}: {clause}" for clause in sorted(old - new))


def _serving(pair: Pair, before: Snapshot, subject: str) -> set[str]:
    """The places that serve a subject, or did."""
    return {place for side in (before, pair.now) for place, each in side.places.items() if subject in each[2:]}


def _of_uses(pair: Pair, before: Snapshot, places: set[str]) -> Iterator[str]:
    for place in sorted(places):
        old, new = set(before.uses.get(place, ())), set(pair.now.uses.get(place, ()))
        name = _place(pair, before, place)[0]
        yield from (f"now used in {name}: {vendor}" for vendor in sorted(new - old))
        yield from (f"no longer seen in {name}: {vendor}" for vendor in sorted(old - new))


def _uses(pair: Pair, before: Snapshot) -> Iterator[ChangeV1]:
    """Vendors that are used at a place and were not, or no longer; whether or not an answer changes by it."""
    for place in sorted(before.uses.keys() | pair.now.uses.keys()):
        name, system, *subjects = _place(pair, before, place)
        old, new = _by_vendor(before.uses.get(place, ())), _by_vendor(pair.now.uses.get(place, ()))
        for vendor in sorted(old.keys() ^ new.keys()):
            sides = ("not seen", "used") if vendor in new else ("used", "not seen")
            how = new.get(vendor) or old[vendor]
            words = "is now used" if vendor in new else "is no longer seen"
            supplier = (place.removeprefix("supplier:").partition("/")[0],) if place.startswith("supplier:") else ()
            contracts = tuple(sorted({each.removeprefix("contract:") for each in subjects}))
            yield ChangeV1(
                _name(pair, "use", place, vendor, *sides),
                "use",
                "",
                vendor,
                *sides,
                "",
                f"{vendor} {words} in {name} ({', '.join(how)})",
                (),
                TouchedV1(contracts, supplier, (system,) if system else (), (vendor,)),
            )


def _by_vendor(uses: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The vendors whose models, services or devices are used, each with how; not of whom only code or a cloud is."""
    found: dict[str, list[str]] = {}
    for use in uses:
        vendor, _, rest = use.partition(" (")
        how = rest.removesuffix(")")
        if how not in _APART and not how.startswith("perhaps"):
            found.setdefault(vendor, []).append(how)
    return found


def _place(pair: Pair, before: Snapshot, place: str) -> tuple[str, ...]:
    """What a place is called, its system, and the subjects that it serves."""
    return pair.now.places.get(place) or before.places.get(place) or (place, "")


def _order(snapshot: Snapshot, identity: str) -> KeptOrder | None:
    return next((each for each in snapshot.orders if each.id == identity), None)


def _order_changes(pair: Pair, before: Snapshot) -> Iterator[ChangeV1]:
    old, new = ({each.id: each for each in side.orders} for side in (before, pair.now))
    for identity in sorted(old.keys() | new.keys()):
        was, now = old.get(identity), new.get(identity)
        sides = (was.status if was else "not in the library", now.status if now else "no longer in the library")
        if was is not None and now is not None and was.status == now.status:
            continue
        order = pair.orders.get(identity)
        yield ChangeV1(
            _name(pair, "order", identity, *sides),
            "order",
            identity,
            "",
            *sides,
            "",
            order.title if order is not None else "",
            tuple(step for step in (now.steps if now else ()) if was is None or step not in was.steps)[:_MOST_WHY],
            _touched((), *(each for each in (was, now) if each is not None)),
        )


def _deadlines(pair: Pair, due_within: Sequence[int]) -> Iterator[ChangeV1]:
    old = {each.id: each for each in pair.before.clocks} if pair.before is not None else {}
    new = {each.id: each for each in pair.now.clocks}
    for identity in sorted(old.keys() | new.keys()):
        was, now = old.get(identity), new.get(identity)
        if pair.before is not None:
            yield from _moved(pair, was, now)
        if now is not None and now.state not in ("met", "not-known"):
            yield from _near(pair, now, due_within)


def _moved(pair: Pair, was: KeptClock | None, now: KeptClock | None) -> Iterator[ChangeV1]:
    """A clock that began, ended, was met, or has another day than before."""
    if now is None:
        assert was is not None
        if was.state != "met":
            yield _deadline(pair, was, was.due or was.state, "ended")
    elif was is None:
        if now.state not in ("met", "overdue"):
            yield _deadline(pair, now, "", now.state)
    elif was.state != now.state and now.state == "met":
        yield _deadline(pair, now, was.due or was.state, "met")
    elif was.due != now.due and now.state != "met":
        yield _deadline(pair, now, was.due or "a day not known", "moved")


def _near(pair: Pair, clock: KeptClock, due_within: Sequence[int]) -> Iterator[ChangeV1]:
    """A deadline that is past or so many days away. Its id hangs on the day alone, so that it is told once."""
    if not clock.earliest:
        return
    left = (datetime.date.fromisoformat(clock.earliest) - pair.now.day).days
    if clock.state == "overdue" or left < 0:
        yield _deadline(pair, clock, "", "overdue", clock.earliest)
        return
    step = next((days for days in due_within if left <= days), None)
    if step is not None:
        yield _deadline(pair, clock, "", f"due in {left} {'day' if left == 1 else 'days'}", f"{clock.earliest}/{step}")


def _deadline(pair: Pair, clock: KeptClock, before: str, after: str, fixed: str = "") -> ChangeV1:
    organisation = pair.now.organisation_id
    parts = ["deadline", clock.id, "near", fixed] if fixed else ["deadline", clock.id, before, after, clock.due]
    sure = "" if clock.is_sure else " (perhaps: what it hangs on is not known)"
    about = f" for {clock.what}" if clock.what else ""
    order = _order(pair.now, clock.order)
    named = order.vendors if order is not None else ()
    return ChangeV1(
        _digest([organisation, *parts]) if fixed else _name(pair, *parts),
        "deadline",
        clock.order,
        f"{clock.order}/{clock.duty}",
        before,
        after,
        clock.due or clock.earliest,
        f"{clock.title}{about}{sure}",
        (clock.cites,) if clock.cites else (),
        TouchedV1((clock.contract,), (), (), named),
    )


def _touched(subjects: tuple[str, ...], *sides: KeptAnswer | KeptOrder) -> TouchedV1:
    def gather(name: str) -> tuple[str, ...]:
        return tuple(sorted({each for side in sides for each in getattr(side, name, ())}))

    contracts = subjects or gather("contracts")
    return TouchedV1(
        tuple(each.removeprefix("contract:") for each in contracts),
        gather("suppliers"),
        gather("systems"),
        gather("vendors"),
    )


def _name(pair: Pair, *parts: str) -> str:
    """The id of a change between these two looks."""
    return _digest([pair.now.organisation_id, str(pair.number), *parts])


def _digest(value: object) -> str:
    return digest(value).removeprefix("sha256:")[:32]
