"""Keeps values that take long to work out: each once, in the background, the newest few; an older one until the new one is there."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")
_MOST_WAITING = 8
_PATIENCE = 0.15
"""Seconds that somebody waits for a newer value where there is an older one."""
_QUICK = 1.0
_REST, _LONGEST_REST = 4.0, 60.0
"""After a value that took long comes a rest of so many times as long: else a store that always changes takes a processor."""


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A value, and whether it is of the state that was asked for."""

    value: V
    is_current: bool


@dataclass(slots=True)
class _Slot(Generic[V]):
    """What is known by one name: the newest value with its state, and what is being worked out for which state."""

    value: V | None = None
    state: Hashable = None
    has_value: bool = False
    pending: Future[V] | None = None
    pending_state: Hashable = None
    took: float = 0.0
    rests_until: float = 0.0


class Kept(Generic[V]):
    """Values by name, each of a state. For a name one is worked out at a time, and the states that came between are passed over."""

    def __init__(self, workers: ThreadPoolExecutor, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._workers = workers
        self._most = most
        self._clock = clock
        self._slots: OrderedDict[Hashable, _Slot[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, state: Hashable, make: Callable[[], V], wait: float) -> Found[V] | None:
        """The value for a state, or an older one; None where there is none within `wait` seconds.

        Raises what `make` raised, and then forgets it.
        """
        with self._lock:
            slot = self._slot(name)
            self._begin(slot, state, make)
            pending = slot.pending
            has_older, is_quick = slot.has_value, slot.took <= _QUICK
        if pending is not None:
            is_done = _is_done_within(pending, _PATIENCE if has_older else wait)
            # What is quick is waited for: whoever changed something sees it at once. Not behind others that are long, though.
            if not is_done and has_older and is_quick and pending.running():
                _is_done_within(pending, wait)
        with self._lock:
            self._settle(slot)
            return Found(slot.value, slot.state == state) if slot.has_value else None  # type: ignore[arg-type]

    def newest(self, name: Hashable) -> V | None:
        """The newest value of whatever state, if there is one; nothing is begun."""
        with self._lock:
            slot = self._slots.get(name)
            if slot is None:
                return None
            self._settle(slot)
            return slot.value

    def begin(self, name: Hashable, state: Hashable, make: Callable[[], V]) -> None:
        """Have it worked out, and do not wait for it."""
        with self._lock:
            self._begin(self._slot(name), state, make)

    def _slot(self, name: Hashable) -> _Slot[V]:
        slot = self._slots.setdefault(name, _Slot())
        self._slots.move_to_end(name)
        # What was asked for least lately goes; what is being worked out stays.
        for key in [key for key, each in self._slots.items() if each is not slot and not _is_working(each)]:
            if len(self._slots) <= self._most:
                break
            del self._slots[key]
        return slot

    def _begin(self, slot: _Slot[V], state: Hashable, make: Callable[[], V]) -> None:
        self._settle(slot)
        is_there = slot.has_value and slot.state == state
        if is_there or slot.pending is not None or (slot.has_value and self._clock() < slot.rests_until):
            return
        if sum(_is_working(each) for each in self._slots.values()) >= _MOST_WAITING:
            return

        def work() -> V:
            begun = self._clock()
            try:
                return make()
            finally:
                slot.took = self._clock() - begun
                rest = min(_REST * slot.took, _LONGEST_REST) if slot.took > _QUICK else 0.0
                slot.rests_until = self._clock() + rest

        slot.pending, slot.pending_state = self._workers.submit(work), state

    def _settle(self, slot: _Slot[V]) -> None:
        """Take over what was worked out meanwhile; what came to nothing is forgotten."""
        pending = slot.pending
        if pending is None or not pending.done():
            return
        slot.pending = None
        if not pending.cancelled() and pending.exception() is None:
            slot.value, slot.state, slot.has_value = pending.result(), slot.pending_state, True


def _is_done_within(pending: Future[V], seconds: float) -> bool:
    """Wait for it so long; raises what it raised."""
    try:
        pending.result(timeout=seconds)
    except Late:
        if pending.done():
            raise
        return False
    return True


def _is_working(slot: _Slot[V]) -> bool:
    return slot.pending is not None and not slot.pending.done()
