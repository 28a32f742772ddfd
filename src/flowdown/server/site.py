"""What is served: whose profile, which store; with its answers, worked out once for each state of both."""

from __future__ import annotations

import datetime
import hashlib
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from flowdown.pipeline.answering import Answer, Lens, answer, request_of, take_up_keeping
from flowdown.pipeline.claim_index import ClaimIndex, index_claims
from flowdown.pipeline.inquiry_log import log_file
from flowdown.pipeline.profile import read_content
from flowdown.pipeline.record import Keeping
from flowdown.pipeline.store_care import count_claims, has_store
from flowdown.server.faults import Busy, NotReady
from flowdown.server.kept import Found, Kept

if TYPE_CHECKING:
    from flowdown.pipeline.check import CheckRequest
    from flowdown.pipeline.claims import Target
    from flowdown.pipeline.organisation import Matter

T = TypeVar("T")
_FRESH = 1.0
"""Seconds for which the state of profile and store is taken to be the same."""
_MOST_ANSWERS = 6
_LONGEST_WAIT = 120.0
"""Seconds that somebody waits to change something while others do."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of what answers are made from: the digest of the profile, how often the code was read, the claims kept.

    Claims are never deleted, so that their number tells one state of the store from another.
    """

    profile: str
    reading: int
    claims: int
    packs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer, and whether it is of the present state; of an older one where the new one is being worked out."""

    answer: Answer
    is_current: bool


class Site:
    """One organisation's profile and store, as the pages ask them."""

    def __init__(
        self,
        profile: Path,
        target: Target,
        cache: Path | None,
        clock: Callable[[], datetime.datetime],
        tell: Callable[[str], None],
        patience: float = 6.0,
        packs: Callable[[], tuple[Path, ...]] = tuple,
    ) -> None:
        self._packs = packs
        self.profile = profile
        self.target = target
        self.log = log_file(profile)
        self.clock = clock
        self._cache = cache
        self._tell = tell
        self._patience = patience
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._matters: Kept[Matter] = Kept(self._workers, 1)
        self._answers: Kept[Answer] = Kept(self._workers, _MOST_ANSWERS)
        self._works: Kept[object] = Kept(self._workers, _MOST_ANSWERS)
        # What is asked of the store alone does not wait for answers, which take far longer.
        self._lookers = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._indexes: Kept[ClaimIndex] = Kept(self._lookers, 2)
        self._looks: Kept[object] = Kept(self._lookers, _MOST_ANSWERS)
        self._reading = 0
        self._seen = _Seen()
        self._writing = threading.Lock()

    def close(self) -> None:
        """Finish what is being worked out, and begin nothing new."""
        for each in (self._workers, self._lookers):
            each.shutdown(wait=True, cancel_futures=True)

    @property
    def cache(self) -> Path | None:
        """The folder for compiled tables."""
        return self._cache

    def today(self) -> datetime.date:
        """The day, where the server runs."""
        return self.clock().astimezone().date()

    def now(self) -> datetime.datetime:
        """The moment."""
        return self.clock()

    def keeping(self) -> Keeping:
        """Where what is read is kept."""
        return Keeping(self.profile, self.target, self.now(), self._tell)

    def request_of(self, lens: Lens) -> CheckRequest:
        """What a check through a lens is asked."""
        return request_of(self.keeping(), lens, self.today(), self._packs())

    def read_again(self) -> None:
        """Have the repositories be read anew for the next answer."""
        self._reading += 1
        self._seen.forget()

    def forget_state(self) -> None:
        """Look at the store anew at once: something was just kept."""
        self._seen.forget()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One at a time changes what is kept; raises `Busy` for who would wait too long."""
        if not self._writing.acquire(timeout=_LONGEST_WAIT):
            raise Busy("others are bringing a lot", hint="send it again in a moment")
        try:
            yield
        finally:
            self._writing.release()
            self.forget_state()

    def state(self) -> State:
        """The present state; what is a moment old will do."""
        return self._seen.get(self._look)

    def _look(self) -> State:
        content = read_content(self.profile)
        return State(hashlib.sha256(content).hexdigest(), self._reading, count_claims(self.target), self._packs())

    def standing(self, lens: Lens) -> Standing:
        """The answer for a lens. Raises `NotReady` where none is there yet, and whatever makes answers impossible."""
        today, matter = self.today(), self._matter()
        if matter is None or not matter.is_current:
            # INVARIANT: no answer for a state is made from what was read of another.
            older = self._answers.newest(lens)
            if older is None:
                raise NotReady("the answer is being worked out", hint="this page comes back by itself")
            return Standing(older, False)
        # What was just read was kept, so that the number of claims may be another one now.
        state = self._seen.get(self._look)
        found = self._answers.get(
            lens,
            (today, state),
            lambda: answer(matter.value, self.keeping(), lens, today, self.log, self._cache, state.packs),
            self._patience,
        )
        if found is None:
            raise NotReady("the answer is being worked out", hint="this page comes back by itself")
        if found.is_current:
            self._begin_index(lens.as_of)
        return Standing(found.value, found.is_current)

    def _matter(self) -> Found[Matter] | None:
        """What the profile and its repositories say; None where that is being worked out."""
        state, today = self.state(), self.today()
        return self._matters.get(
            "matter",
            (state.profile, state.reading, state.packs),
            lambda: self._take_up(today, state.packs),
            self._patience,
        )

    def kept(self) -> Target:
        """The store, for who reads it: where none is there yet, the profile is taken up first.

        Raises `NotReady` where that takes long. Not for what is worked out in the background: it would wait for itself.
        """
        if not has_store(self.target) and self._matter() is None:
            raise NotReady("the profile is being taken up", hint="this page comes back by itself")
        return self.target

    def _take_up(self, today: datetime.date, packs: tuple[Path, ...]) -> Matter:
        matter = take_up_keeping(self.keeping(), today, self._cache, packs)
        self._seen.forget()
        return matter

    def claims(self, as_of: datetime.date | None) -> Found[ClaimIndex]:
        """Every claim that stands, sorted; those of a moment ago until the present ones are. Raises `NotReady` where that is being worked out."""
        found = self._indexes.get(*self._index(as_of), self._patience)
        if found is None:
            raise NotReady("the claims are being sorted", hint="this page comes back by itself")
        return found

    def _index(self, as_of: datetime.date | None) -> tuple[Hashable, Hashable, Callable[[], ClaimIndex]]:
        target, now = self.kept(), self.now()
        return as_of, self.state().claims, lambda: index_claims(target, as_of, now)

    def _begin_index(self, as_of: datetime.date) -> None:
        """Whoever looks at an answer may soon look at its claims."""
        self._indexes.begin(*self._index(as_of))

    def work(self, name: tuple[object, ...], make: Callable[[], T]) -> Found[T]:
        """Something else that takes long and is made of an answer: an older one until the new one is there.

        Raises `NotReady` where there is none yet.
        """
        return self._work(self._works, name, make)

    def look(self, name: tuple[object, ...], make: Callable[[], T]) -> Found[T]:
        """As `work`, for what is made of the store alone."""
        return self._work(self._looks, name, make)

    def _work(self, kept: Kept[object], name: tuple[object, ...], make: Callable[[], T]) -> Found[T]:
        found = kept.get(name, (self.today(), self.state()), make, self._patience)
        if found is None:
            raise NotReady("this is being worked out", hint="this page comes back by itself")
        return cast(Found[T], found)


@dataclass(slots=True)
class _Seen:
    """A state that was looked at, for a moment."""

    state: State | None = None
    until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, look: Callable[[], State]) -> State:
        with self.lock:
            now = time.monotonic()
            if self.state is None or now >= self.until:
                self.state, self.until = look(), now + _FRESH
            return self.state

    def forget(self) -> None:
        with self.lock:
            self.until = 0.0
