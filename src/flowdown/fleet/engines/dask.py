"""Runs the scans of a fleet on the workers of a Dask cluster, which see its folder and its trees under the same paths."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flowdown.base.errors import UnusableArgument, clip
from flowdown.fleet.engine import EngineGone
from flowdown.fleet.engines import dask_worker
from flowdown.fleet.shared_folder import SharedFolder
from flowdown.fleet.task import LOST, Orders, Outcome, tree_to_line
from flowdown.fleet.tree import FleetTree

_AHEAD = 4
"""Scans that are handed over for each thread of the workers: enough that none waits, few enough to hold."""
_CONNECT = "20s"
_PATIENCE = 120.0
"""Seconds that a cluster may be without any worker: a batch system takes some to start others."""
_LOOK = 5.0
"""Seconds without an outcome after which the workers are counted."""


class DaskEngine:
    """A client of a scheduler that is at work somewhere; workers come and go as they like."""

    def __init__(self, orders: Orders, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise UnusableArgument(
                "a cluster needs the library distributed", hint="install `flowdown[cluster]`"
            ) from None
        self._orders = orders
        self._distributed: Any = distributed
        try:
            self._client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UnusableArgument(f"nobody answers at `{address}`: {error}") from None
        try:
            self._wait_for_worker()
            self._check_workers()
        except BaseException:
            self._client.close()
            raise

    def run(self, trees: Iterable[FleetTree]) -> Iterator[tuple[FleetTree, Outcome]]:
        """Scan every tree once; one whose worker is lost goes to another a few times before that is told."""
        source = iter(trees)
        sent: dict[str, FleetTree] = {}
        came: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def send(number: int) -> None:
            for tree in itertools.islice(source, number):
                future = self._client.submit(
                    dask_worker.scan, self._orders.to_line(), tree_to_line(tree), pure=False, retries=0
                )
                sent[future.key] = tree
                future.add_done_callback(came.put)

        send(self._room())
        while sent:
            future = self._wait(came)
            outcome = self._outcome(future)
            yield sent.pop(future.key), outcome
            send(max(1, self._room() - len(sent)))

    def close(self) -> None:
        """Leave the scheduler; scans that were handed over and not begun are forgotten by it."""
        self._client.close()

    def _wait(self, came: queue.SimpleQueue[Any]) -> Any:
        """The next future that is done. Dask itself would wait for ever for workers that do not come back."""
        alone_since = 0.0
        while True:
            with contextlib.suppress(queue.Empty):
                return came.get(timeout=_LOOK)
            now = time.monotonic()
            if self._threads():
                alone_since = 0.0
            elif not alone_since:
                alone_since = now
            elif now - alone_since >= _PATIENCE:
                raise EngineGone(f"the cluster has had no worker for {now - alone_since:.0f} seconds")

    def _outcome(self, future: Any) -> Outcome:
        try:
            return Outcome.from_line(future.result())
        except (self._distributed.KilledWorker, self._distributed.CancelledError, OSError):
            return LOST
        finally:
            future.release()

    def _room(self) -> int:
        """How many scans may be handed over at once."""
        return _AHEAD * max(1, self._threads())

    def _threads(self) -> int:
        """The threads of all workers that are there."""
        try:
            threads: dict[str, int] = self._client.nthreads()
        except (OSError, TimeoutError) as error:
            raise EngineGone(f"the scheduler does not answer any more: {error}") from None
        return sum(threads.values())

    def _wait_for_worker(self) -> None:
        """Workers that were started with the scheduler may take a moment; that there is none is told after it."""
        with contextlib.suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_CONNECT)

    def _check_workers(self) -> None:
        """Refuse workers that do not see where what they see is kept: it would be kept elsewhere."""
        if self._orders.shared:
            self._check_shared()
            return
        mark = Path(self._orders.folder) / f".{uuid.uuid4().hex}"
        try:
            mark.touch(mode=0o600)
            seen = self._ask(os.path.exists, str(mark))
        except OSError as error:
            raise UnusableArgument(f"cannot write into `{self._orders.folder}`: {error.strerror}") from None
        finally:
            mark.unlink(missing_ok=True)
        self._refuse_blind(seen, self._orders.folder)

    def _check_shared(self) -> None:
        url, mark = self._orders.shared, f"mark-{uuid.uuid4().hex}"
        try:
            folder = SharedFolder(url)
            folder.write(mark, b"")
            seen = self._ask(dask_worker.sees, url, mark)
            folder.remove(mark)
        except OSError as error:
            raise UnusableArgument(f"cannot write into `{clip(url)}`: {error.strerror}") from None
        self._refuse_blind(seen, url)

    def _ask(self, what: Callable[..., bool], *about: str) -> Mapping[str, bool]:
        """What the workers say; one that goes away meanwhile says nothing."""
        said: dict[str, bool] = self._client.run(what, *about, on_error="ignore")
        return said

    def _refuse_blind(self, seen: Mapping[str, bool], place: str) -> None:
        if not seen:
            raise UnusableArgument("the cluster has no worker")
        blind = sorted(address for address, sees in seen.items() if not sees)
        if blind:
            hint = "fleet and trees lie where all workers find them under the same paths"
            raise UnusableArgument(f"the worker {blind[0]} does not see `{clip(place)}`", hint=hint)
