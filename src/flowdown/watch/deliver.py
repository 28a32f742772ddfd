"""Sends what waits in the ledger, each message at least once and under one id, and tries again later what failed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode
from flowdown.report.notice_v1 import NoticeV1
from flowdown.report.receivers import Mail, Receivers, Webhook
from flowdown.watch.errors import NotDelivered
from flowdown.watch.ledger import Ledger, Letter, write_moment
from flowdown.watch.mail import send_mail, write_mail
from flowdown.watch.reachable import LookUp, look_up
from flowdown.watch.webhook import send_webhook

MOST_TRIES = 14
_FIRST_WAIT = 60.0
_LONGEST_WAIT = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs from around it."""

    receivers: Receivers
    environment: Mapping[str, str]
    clock: Callable[[], datetime.datetime]
    ask: LookUp = look_up


def deliver(ledger: Ledger, post: Post) -> tuple[Letter, ...]:
    """Try every message that is due, once; return them as they stand now.

    INVARIANT: a message is in the ledger before it is sent and marked right after. Killed in between, it is sent again under the
    same id: at least once, never under two names.
    """
    tried = []
    for letter in ledger.due(post.clock()):
        told = _try(letter, post)
        ledger.mark(told)
        tried.append(told)
    return tuple(tried)


def _try(letter: Letter, post: Post) -> Letter:
    tries = letter.tries + 1
    try:
        _send(letter, post)
    except NotDelivered as error:
        if error.is_final or tries >= MOST_TRIES:
            return replace(letter, state="refused", tries=tries, fault=error.message)
        wait = max(error.wait, min(_FIRST_WAIT * 2.0 ** (tries - 1), _LONGEST_WAIT))
        at = write_moment(post.clock() + datetime.timedelta(seconds=wait))
        return replace(letter, tries=tries, next_try=at, fault=error.message)
    return replace(letter, state="sent", tries=tries, next_try="", fault="")


def _send(letter: Letter, post: Post) -> None:
    now = post.clock()
    channel = next((each for each in post.receivers.channels if each.id == letter.channel), None)
    match channel:
        case Mail():
            if letter.receiver not in channel.to:
                raise NotDelivered("the receiver is no longer named", is_final=True)
            message = write_mail(read_notice(letter.body), channel, letter.receiver, now)
            send_mail(message, channel, letter.receiver, post.environment)
        case Webhook():
            send_webhook(channel, letter.id, letter.body.encode(), int(now.timestamp()), post.environment, post.ask)
        case None:
            raise NotDelivered("the receiver is no longer named", is_final=True)


def read_notice(body: str) -> NoticeV1:
    """A notice that was kept."""
    value = json.loads(body)
    for name in ("since", "as_of"):
        value[name] = datetime.date.fromisoformat(value[name]) if value[name] is not None else None
    return decode(NoticeV1, Document("the ledger of watching", value, {}))
