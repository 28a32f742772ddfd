"""Keeps values that take long to work out: each once, in the background, the newest few."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import Generic, TypeVar

V = TypeVar("V")
_MOST_WAITING = 8


class Kept(Generic[V]):
    """Values by key. One is worked out at a time; who asks for one that is not there waits for a while at most."""

    def __init__(self, workers: ThreadPoolExecutor, most: int) -> None:
        self._workers = workers
        self._most = most
        self._futures: OrderedDict[Hashable, Future[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], V], wait: float) -> V | None:
        """The value, or None where it is not ready within `wait` seconds. Raises what `make` raised, and then forgets it."""
        future = self._future(key, make)
        if future is None:
            return None
        try:
            return future.result(timeout=wait)
        except Late:
            if not future.done():
                return None
            raise
        finally:
            if future.done() and (future.cancelled() or future.exception() is not None):
                self._forget(key, future)

    def begin(self, key: Hashable, make: Callable[[], V]) -> None:
        """Have it worked out, and do not wait for it."""
        self._future(key, make)

    def _future(self, key: Hashable, make: Callable[[], V]) -> Future[V] | None:
        with self._lock:
            future = self._futures.get(key)
            if future is None:
                waiting = sum(not each.done() for each in self._futures.values())
                if waiting >= _MOST_WAITING:
                    return None
                future = self._workers.submit(make)
                self._futures[key] = future
            self._futures.move_to_end(key)
            self._drop()
            return future

    def _drop(self) -> None:
        """What was asked for least lately goes; what is being worked out stays."""
        for key in [key for key, each in self._futures.items() if each.done()]:
            if len(self._futures) <= self._most:
                return
            del self._futures[key]

    def _forget(self, key: Hashable, future: Future[V]) -> None:
        with self._lock:
            if self._futures.get(key) is future:
                del self._futures[key]
