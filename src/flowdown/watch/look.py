"""Looks at an organisation again, keeps what is to be told of it, and tells it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from flowdown.base.canonical import digest
from flowdown.base.errors import UnusableArgument
from flowdown.base.write_file import write_whole
from flowdown.pipeline.answering import Answer, Lens, answer, take_up_keeping
from flowdown.pipeline.inquiry_log import log_file
from flowdown.pipeline.record import Keeping
from flowdown.pipeline.snapshot import read_snapshot, take_snapshot, write_snapshot
from flowdown.pipeline.snapshot_diff import Pair, compare, name_notice
from flowdown.report.calendar_file import write_calendar
from flowdown.report.json_text import write_json
from flowdown.report.notice_v1 import DeliveryV1, NoticeV1, WatchV1
from flowdown.report.receivers import Mail, Receivers
from flowdown.watch.deliver import Post, deliver
from flowdown.watch.ledger import Ledger, Letter
from flowdown.watch.narrow import narrow

if TYPE_CHECKING:
    from flowdown.pipeline.claims import Target


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: whose profile, which store, with which orders besides the library's, on which day (None: today)."""

    profile: Path
    target: Target
    cache: Path | None
    tell: Callable[[str], None]
    order_folders: tuple[Path, ...] = ()
    as_of: datetime.date | None = None


def find_answer(watched: Watched, receivers: Receivers, now: datetime.datetime) -> Answer:
    """Read everything anew and decide."""
    today = now.astimezone().date()
    day = watched.as_of or today
    keeping = Keeping(watched.profile, watched.target, now, watched.tell)
    matter = take_up_keeping(keeping, day, watched.cache, watched.order_folders)
    lens = Lens(day, receivers.stance)
    known_at = max(day, today) if watched.as_of is None else day
    return answer(matter, keeping, lens, known_at, log_file(watched.profile), watched.cache, watched.order_folders)


def look(ledger: Ledger, found: Answer, post: Post, *, keeps: bool = True) -> WatchV1:
    """Compare an answer with the one kept last, keep it, and send what is due. Without `keeps` nothing is kept or sent."""
    receivers = post.receivers
    last = ledger.last_look()
    number = last.number if last is not None else 0
    before = read_snapshot(last.content) if last is not None else None
    now = take_snapshot(found)
    if before is not None and before.stance != now.stance:
        before = None
    if before is not None and now.day < before.day:
        raise UnusableArgument(
            f"the last look was of {before.as_of}, which is after {now.as_of}", hint="looks go forward in time"
        )
    whole = compare(Pair(before, now, number, found.matter.library.orders), receivers.due_within)
    notice = _fresh(ledger, whole)
    if not keeps:
        return WatchV1("flowdown.watch/1", before is None, notice, (), ())
    letters = tuple(_letters(notice, receivers)) if notice.changes else ()
    # Where nothing is another, nothing is kept: a look every quarter of an hour leaves one trace a day.
    content = write_snapshot(now)
    if last is None or notice.changes or content != last.content:
        ledger.keep(number, content, [each.id for each in whole.changes], letters, post.clock())
    files = tuple(_write_calendars(found, receivers))
    sent = deliver(ledger, post)
    return WatchV1("flowdown.watch/1", before is None, notice, tuple(map(shape_delivery, sent)), files)


def _fresh(ledger: Ledger, notice: NoticeV1) -> NoticeV1:
    """The notice without changes that were told before."""
    known = ledger.known_changes([each.id for each in notice.changes])
    if not known:
        return notice
    return name_notice(replace(notice, changes=tuple(each for each in notice.changes if each.id not in known)))


def _letters(notice: NoticeV1, receivers: Receivers) -> Iterator[Letter]:
    for channel in receivers.channels:
        told = narrow(notice, channel.only)
        if not told.changes:
            continue
        for receiver in channel.to if isinstance(channel, Mail) else ("",):
            identity = digest([notice.id, channel.id, receiver]).removeprefix("sha256:")[:32]
            yield Letter(identity, notice.id, channel.id, receiver, write_json(replace(told, delivery=identity)))


def _write_calendars(found: Answer, receivers: Receivers) -> Iterator[str]:
    if receivers.calendars:
        text = write_calendar(found.facts.deadlines).replace("\r\n", "\n")
        for each in receivers.calendars:
            write_whole(Path(each.file), text.replace("\n", "\r\n"), replaces=True)
            yield each.file


def shape_delivery(letter: Letter) -> DeliveryV1:
    """A message as programs read it."""
    state = cast(Literal["sent", "waiting", "refused"], letter.state)
    return DeliveryV1(
        letter.id,
        letter.notice,
        letter.channel,
        letter.receiver or "(webhook)",
        state,
        letter.tries,
        letter.next_try,
        letter.fault,
    )
