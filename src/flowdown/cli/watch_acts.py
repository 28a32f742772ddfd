"""What `flowdown watch` does: one look, looks again and again, or what stands in the outbox."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, UnusableArgument
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.report.notice_v1 import DeliveryV1, WatchV1
    from flowdown.watch.deliver import Post
    from flowdown.watch.look import Watched

_SOONEST = 15.0


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    from flowdown.watch.ledger import ledger_file

    profile = _profile(arguments)
    file: Path = arguments.ledger or ledger_file(profile)
    if arguments.outbox:
        return _show_outbox(file, arguments)
    post = _post(profile, arguments)
    if arguments.resend:
        return _resend(file, post, arguments)
    watched = _watched(profile, arguments)
    if arguments.every:
        return _run_on(watched, file, post, arguments)
    shown = look_once(watched, file, post, keeps=not arguments.dry_run)
    _show(shown, arguments)
    return code_of(shown.deliveries)


def look_once(watched: Watched, file: Path, post: Post, *, keeps: bool = True) -> WatchV1:
    """One look, alone with the ledger."""
    from flowdown.watch.ledger import open_ledger
    from flowdown.watch.look import find_answer, look

    with open_ledger(file) as ledger:
        return look(ledger, find_answer(watched, post.receivers, post.clock()), post, keeps=keeps)


def code_of(deliveries: tuple[DeliveryV1, ...]) -> Exit:
    """1 where a message was refused for good, 3 where one is to be tried again."""
    states = {each.state for each in deliveries}
    if "refused" in states:
        return Exit.BREACH
    return Exit.UNDETERMINED if "waiting" in states else Exit.OK


def _run_on(watched: Watched, file: Path, post: Post, arguments: argparse.Namespace) -> int:
    """Look, tell, sleep. What fails is told and tried at the next look; a signal ends it after the look under way."""
    ended = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while not ended.is_set():
        try:
            shown = look_once(watched, file, post)
            if shown.notice.changes or shown.deliveries or shown.is_first:
                _show(shown, arguments)
                sys.stdout.flush()
        except FlowdownError as error:
            watched.tell(str(error))
        ended.wait(max(arguments.every, _SOONEST))
    return Exit.OK


def _resend(file: Path, post: Post, arguments: argparse.Namespace) -> int:
    from flowdown.watch.deliver import deliver
    from flowdown.watch.ledger import open_ledger
    from flowdown.watch.look import shape_delivery

    with open_ledger(file) as ledger:
        ledger.try_again()
        sent = tuple(map(shape_delivery, deliver(ledger, post)))
    _show_deliveries(sent, arguments)
    return code_of(sent)


def _show_outbox(file: Path, arguments: argparse.Namespace) -> int:
    from flowdown.watch.ledger import open_ledger
    from flowdown.watch.look import shape_delivery

    if not file.exists():
        raise UnusableArgument(f"nothing was watched: no ledger is at `{file}`", hint="`flowdown watch` makes one")
    with open_ledger(file) as ledger:
        _show_deliveries(tuple(map(shape_delivery, ledger.letters())), arguments)
    return Exit.OK


def _show_deliveries(deliveries: tuple[DeliveryV1, ...], arguments: argparse.Namespace) -> None:
    from flowdown.cli.output import write_page
    from flowdown.report.notice_page import lay_out_outbox
    from flowdown.report.notice_v1 import OutboxV1

    arguments.all = True
    write_page(lay_out_outbox(deliveries), OutboxV1("flowdown.outbox/1", deliveries), arguments)


def _show(shown: WatchV1, arguments: argparse.Namespace) -> None:
    from flowdown.cli.output import write_page
    from flowdown.report.notice_page import lay_out_watch

    arguments.all = True
    write_page(lay_out_watch(shown), shown, arguments)


def _profile(arguments: argparse.Namespace) -> Path:
    from flowdown.cli.keeping_options import USUAL_PROFILE
    from flowdown.pipeline.profile import usual_profile

    profile: Path = arguments.profile or USUAL_PROFILE
    if usual_profile(profile) is None:
        raise UnusableArgument(f"`{profile}` holds only waivers", hint="`flowdown init` writes a profile")
    return profile


def _watched(profile: Path, arguments: argparse.Namespace) -> Watched:
    from flowdown.cli.shared import order_folders
    from flowdown.cli.store_options import refuse_link, target_of
    from flowdown.cli.surroundings import cache_folder, printable
    from flowdown.watch.look import Watched

    def tell(text: str) -> None:
        sys.stderr.write("".join(f"flowdown: {printable(line)}\n" for line in text.splitlines()))
        sys.stderr.flush()

    target = target_of(arguments)
    refuse_link(arguments, target)
    return Watched(profile, target, cache_folder(), tell, order_folders(arguments), arguments.as_of)


def _post(profile: Path, arguments: argparse.Namespace) -> Post:
    from flowdown.cli.store_options import now
    from flowdown.report.receivers import Receivers
    from flowdown.watch.deliver import Post
    from flowdown.watch.read_receivers import NAME, read_receivers

    file = arguments.receivers or profile.parent / NAME
    receivers = read_receivers(file) if arguments.receivers or file.is_file() else Receivers()
    return Post(receivers, os.environ, now)
