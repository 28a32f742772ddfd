"""Looks at every organisation that is served, again and again, and tells what changed."""

from __future__ import annotations

import datetime
import logging
import os
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError
from flowdown.pipeline.answering import Answer, Lens
from flowdown.report.receivers import Receivers
from flowdown.server.accounts.people import list_organisations
from flowdown.server.faults import NotReady
from flowdown.watch.deliver import Post
from flowdown.watch.ledger import ledger_file, open_ledger
from flowdown.watch.look import look
from flowdown.watch.read_receivers import NAME, read_receivers

if TYPE_CHECKING:
    from flowdown.server.doors import Door
    from flowdown.server.site import Site

_LONGEST_ANSWER = 100
"""Times that an answer is asked for; each waits some seconds."""
logger = logging.getLogger("flowdown.watch")


class Looks:
    """A thread that looks. Who is told stands in `flowdown-watch.yaml` beside each profile, which only the operator can write."""

    def __init__(self, door: Door, every: float, clock: Callable[[], datetime.datetime]) -> None:
        self._door = door
        self._every = every
        self._clock = clock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="looks", daemon=True)

    def begin(self) -> None:
        """Start looking."""
        self._thread.start()

    def end(self) -> None:
        """Stop after the message that is under way; what waits is sent by the next run."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def look_once(self) -> None:
        """Look at every organisation; what fails for one hinders no other."""
        for site in self._sites():
            if self._ended.is_set():
                return
            try:
                self._look(site)
            except FlowdownError as error:
                logger.warning("a look failed: %s", error)
            except Exception:
                logger.exception("a look failed")

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look_once()
            self._ended.wait(self._every)

    def _sites(self) -> Iterable[Site]:
        if self._door.accounts is None:
            return (self._door.site(""),)
        return (self._door.site(each.id) for each in list_organisations(self._door.accounts))

    def _look(self, site: Site) -> None:
        file = site.profile.parent / NAME
        receivers = read_receivers(file) if file.is_file() else Receivers()
        site.read_again()
        found = self._answer(site, Lens(site.today(), receivers.stance))
        if found is None:
            return
        with open_ledger(ledger_file(site.profile)) as ledger:
            shown = look(ledger, found, Post(receivers, os.environ, self._clock))
        for each in shown.deliveries:
            if each.state != "sent":
                logger.warning("a message to %s is %s: %s", each.channel, each.state, each.fault)

    def _answer(self, site: Site, lens: Lens) -> Answer | None:
        """The answer of the present state, waited for as long as it takes."""
        for _ in range(_LONGEST_ANSWER):
            if self._ended.is_set():
                return None
            try:
                standing = site.standing(lens)
                if standing.is_current:
                    return standing.answer
            except NotReady:
                pass
            self._ended.wait(1)
        return None
