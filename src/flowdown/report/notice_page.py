"""Lays out for people what changed for an organisation: what it touches first, then why."""

from __future__ import annotations

from itertools import groupby

from flowdown.reason.determination import Outcome
from flowdown.report.check_page import badge_of
from flowdown.report.notice_v1 import ChangeV1, DeliveryV1, NoticeV1, TouchedV1, WatchV1
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import NO_ADVICE, count, listed

_TITLES = {
    "answer": "Answers that changed",
    "use": "Uses that came or went",
    "deadline": "Deadlines",
    "order": "Orders that changed",
}
_MOST_SAID = 8
_MOST_NAMED = 20


def lay_out_notice(notice: NoticeV1, most: int | None = None) -> Page:
    """The page of a notice; `most` changes are told in full (None: all), the others counted."""
    return Page(tuple(_blocks(notice, most)), f"Flowdown: {say_subject(notice)}")


def lay_out_watch(watch: WatchV1) -> Page:
    """The page of a look: its notice, and who was told."""
    blocks = _blocks(watch.notice, None)
    if watch.is_first:
        told = f"First look: {count(watch.notice.alike, 'answer')} kept; the next look tells what changed."
        blocks.insert(0, Paragraph(line(span(told, Tone.STRONG))))
    if watch.deliveries:
        points = tuple(Point(line(_say_delivery(each))) for each in watch.deliveries)
        blocks.insert(-1, Section(line("Who was told"), (Points(points),)))
    if watch.files:
        blocks.insert(-1, Paragraph(line(f"Calendar written: {listed(watch.files)}.")))
    return Page(tuple(blocks), f"Flowdown: {say_subject(watch.notice)}")


def lay_out_outbox(deliveries: tuple[DeliveryV1, ...]) -> Page:
    """The page of every message that was or is to be sent."""
    points = tuple(Point(line(_say_delivery(each))) for each in deliveries)
    return Page((Points(points) if points else Paragraph(line("No message was ever to be sent.")),), "Flowdown: outbox")


def say_subject(notice: NoticeV1) -> str:
    """A notice in one line."""
    if not notice.changes:
        return f"{notice.organisation}: nothing changed"
    parts = []
    breaches = sum(each.kind == "answer" and each.after == Outcome.BREACH.value for each in notice.changes)
    if breaches:
        parts.append(f"{breaches:,} new {'BREACH' if breaches == 1 else 'BREACHES'}")
    for kind, noun in (("answer", "answer"), ("use", "use"), ("deadline", "deadline"), ("order", "order")):
        number = sum(each.kind == kind for each in notice.changes) - (breaches if kind == "answer" else 0)
        if number:
            parts.append(count(number, f"other {noun}" if kind == "answer" and breaches else noun))
    return f"{notice.organisation}: {listed(tuple(parts))} changed"


def _blocks(notice: NoticeV1, most: int | None) -> list[Block]:
    since = f" since {notice.since.isoformat()}" if notice.since is not None else ""
    head = f": {count(len(notice.changes), 'change')}{since}, as of {notice.as_of.isoformat()}."
    blocks: list[Block] = [Paragraph(line(span(notice.organisation, Tone.STRONG), head))]
    touched = _all_touched(notice.changes)
    if notice.changes:
        blocks.append(Points(tuple(Point(each) for each in _say_touched(touched))))
    if notice.past_checked:
        verb = "was" if len(notice.past_checked) == 1 else "were"
        words = f"Warning: {_few(notice.past_checked)} {verb} not followed up to {notice.as_of.isoformat()}."
        blocks.append(Paragraph(line(span(words, Tone.WARNING))))
    shown = notice.changes if most is None else notice.changes[:most]
    for kind, changes in groupby(shown, key=lambda each: each.kind):
        sections = [
            _section(norm, list(group)) for norm, group in groupby(changes, key=lambda each: each.norm or each.order)
        ]
        blocks.append(Section(line(_TITLES[kind]), tuple(sections)))
    if len(shown) < len(notice.changes):
        left = count(len(notice.changes) - len(shown), "more change")
        blocks.append(Paragraph(line(span(f"{left}: see `flowdown watch` or the server.", Tone.WARNING))))
    if notice.others:
        verb = "changes its" if len(notice.others) == 1 else "change their"
        blocks.append(Paragraph(line(f"{listed(notice.others)} {verb} status, too, and touch nothing here.")))
    tail = f"Unchanged: {count(notice.alike, 'answer')}. "
    if notice.left_out:
        tail += f"Not asked for here: {count(notice.left_out, 'change')}. "
    blocks.append(Paragraph(line(span(tail + NO_ADVICE, Tone.FAINT))))
    return blocks


def _section(norm: str, changes: list[ChangeV1]) -> Section:
    points = tuple(_point(each) for each in changes)
    why = tuple(dict.fromkeys(words for each in changes for words in each.because))
    because: tuple[Block, ...] = ()
    if why:
        more = (Point(line(f"and {len(why) - _MOST_SAID:,} more")),) if len(why) > _MOST_SAID else ()
        said = (*(Point(line(each)) for each in why[:_MOST_SAID]), *more)
        because = (Section(line("Because of"), (Points(said),)),)
    return Section(line(norm), (Points(points), *because))


def _point(change: ChangeV1) -> Point:
    under = tuple(each for each in (line(change.says) if change.says else (), *_say_touched(change.touched)) if each)
    if change.kind == "answer":
        after = change.after or "no longer speaks of it"
        badge = badge_of(Outcome(change.after)) if change.after else None
        return Point(line(f"{change.before or 'did not speak of it'} before, {after} now"), under, badge)
    if change.kind == "use":
        return Point(line(change.says), under[1:])
    if change.kind == "deadline":
        due = f", {change.due}" if change.due else ""
        before = f" (before: {change.before})" if change.before else ""
        return Point(line(f"{change.after}{due}{before}"), under)
    return Point(line(f"now {change.after}"), (line(f"before: {change.before}"), *under[1:]))


def _say_touched(touched: TouchedV1) -> tuple[Line, ...]:
    named = (
        ("contracts", touched.contracts),
        ("systems", touched.systems),
        ("suppliers", touched.suppliers),
        ("vendors", touched.vendors),
    )
    return tuple(line(f"{name}: {_few(ids)}") for name, ids in named if ids)


def _few(ids: tuple[str, ...]) -> str:
    most = _MOST_NAMED
    return listed(ids) if len(ids) <= most else f"{', '.join(ids[:most])} and {len(ids) - most:,} more"


def _all_touched(changes: tuple[ChangeV1, ...]) -> TouchedV1:
    def gather(name: str) -> tuple[str, ...]:
        return tuple(sorted({each for change in changes for each in getattr(change.touched, name)}))

    return TouchedV1(gather("contracts"), gather("suppliers"), gather("systems"), gather("vendors"))


def _say_delivery(delivery: DeliveryV1) -> str:
    head = f"{delivery.channel}: {delivery.receiver}: {delivery.state}"
    if delivery.state == "waiting":
        tried = f" after {count(delivery.tries, 'try', 'tries')}, again {delivery.next_try}" if delivery.tries else ""
        head += tried
    return f"{head} ({delivery.fault})" if delivery.fault else head
