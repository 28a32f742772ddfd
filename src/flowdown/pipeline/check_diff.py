"""What changed for an organisation between two days, and because of which instrument."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.organisation import Matter, decide_matter, take_up
from flowdown.pipeline.reason_changes import Reason, find_reason_changes
from flowdown.report.check_diff_v1 import AnswerChangeV1, CheckDiffV1, ReasonChangeV1

if TYPE_CHECKING:
    from flowdown.orders.order import Order
    from flowdown.reason.determination import Check, Determination
    from flowdown.scan.run import Progress

Date = datetime.date


def diff_organisation(
    request: CheckRequest, days: tuple[Date, Date], cache: Path | None = None, progress: Progress | None = None
) -> CheckDiffV1:
    """Decide on both days with what was read now; raises `UnusableArgument` where the second is not the later one."""
    first, second = days
    if second <= first:
        raise UnusableArgument(
            f"{second.isoformat()} is not after {first.isoformat()}", hint="give the earlier day first"
        )
    matter = take_up(request, cache, progress)
    before, after = (decide_matter(matter, replace(request, as_of=day)) for day in days)
    changes = tuple(_changes(matter, before, after))
    alike = len(_by_place(after)) - sum(bool(each.after) for each in changes)
    return CheckDiffV1(
        schema="flowdown.check-diff/1",
        organisation=matter.name,
        first=first,
        second=second,
        changes=changes,
        alike=alike,
        past_checked=after.is_past_checked,
        reasons=tuple(_tell(matter, each, before.as_of, after.as_of) for each in find_reason_changes(before, after)),
    )


def _tell(matter: Matter, reason: Reason, first: Date, second: Date) -> ReasonChangeV1:
    changed = [reason.about] if reason.is_of_questions else sorted(set(reason.before) ^ set(reason.after))
    orders = matter.library.orders
    why = tuple(
        dict.fromkeys(
            f"{norm.partition('/')[0]}, {words}"
            for norm in changed
            if norm.partition("/")[0] in orders
            for words in tell_why(orders[norm.partition("/")[0]], norm, first, second)
        )
    )
    return ReasonChangeV1(
        reason.subject, reason.about, reason.outcome.value, reason.before, reason.after, why, reason.is_of_questions
    )


def _by_place(check: Check) -> dict[tuple[str, str], Determination]:
    return {(each.norm, each.subject): each for each in check.determinations}


def _changes(matter: Matter, before: Check, after: Check) -> Iterator[AnswerChangeV1]:
    old, new = _by_place(before), _by_place(after)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        told = now or was
        assert told is not None
        if (was.outcome if was else None) != (now.outcome if now else None):
            if told.norm == told.order:
                continue  # that no norm of the order speaks there is told by its norms
            order = matter.library.orders[told.order]
            why = (*tell_why(order, told.norm, before.as_of, after.as_of), *map(tell_clause, told.clauses))
            yield AnswerChangeV1(
                told.order,
                told.norm,
                told.subject,
                was.outcome.value if was else "",
                now.outcome.value if now else "",
                told.says,
                why,
            )


def tell_why(order: Order, norm_name: str, first: Date, second: Date) -> Iterator[str]:
    """What happened to an order and its norm after the first day, up to the second."""
    name = norm_name.partition("/")[2]
    for norm in order.norms:
        if norm.id == name:
            for day, words in ((norm.from_, "takes effect"), (norm.to, "ends"), (norm.issued, "is issued")):
                if day is not None and first < day <= second:
                    yield f"{day.isoformat()}: {norm.cites} {words} [{norm.mark}]"
            due = norm.timing.by if norm.timing is not None else None
            if due is not None and first <= due < second:
                yield f"{due.isoformat()}: the day by which it is due has passed"
    for event in sorted(order.status, key=lambda each: each.day):
        if first < event.day <= second:
            by = f" ({event.by})" if event.by else ""
            yield f"{event.day.isoformat()}: {event.status.value}{by}: {event.what} [{event.mark}]"


def tell_clause(clause: str) -> str:
    """A clause as a reason."""
    return f"in the contract: {clause}"
