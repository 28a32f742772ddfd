"""Runs the scans of a fleet in processes of this machine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator

from flowdown.fleet.task import Orders, Outcome
from flowdown.fleet.tree import FleetTree
from flowdown.fleet.warm_process import WarmProcess

_Answer = tuple[FleetTree, Outcome] | BaseException | None


class LocalEngine:
    """Some warm processes, each fed by a thread of its own."""

    def __init__(self, orders: Orders, jobs: int) -> None:
        self.workers = [WarmProcess(orders) for _ in range(jobs)]
        self._threads: list[threading.Thread] = []
        self._is_closed = False

    def run(self, trees: Iterable[FleetTree]) -> Iterator[tuple[FleetTree, Outcome]]:
        """Scan every tree once."""
        source, lock = iter(trees), threading.Lock()
        answers: queue.Queue[_Answer] = queue.Queue()

        def take() -> FleetTree | None:
            with lock:
                return None if self._is_closed else next(source, None)

        def serve(worker: WarmProcess) -> None:
            try:
                while (tree := take()) is not None:
                    answers.put((tree, worker.scan(tree)))
                answers.put(None)
            except BaseException as error:
                answers.put(error)

        self._threads = [threading.Thread(target=serve, args=(each,), daemon=True) for each in self.workers]
        for thread in self._threads:
            thread.start()
        running = len(self._threads)
        while running:
            answer = answers.get()
            if answer is None:
                running -= 1
            elif isinstance(answer, BaseException):
                raise answer
            else:
                yield answer

    def close(self) -> None:
        """End the processes."""
        self._is_closed = True
        for worker in self.workers:
            worker.kill()
        for thread in self._threads:
            thread.join()
        for worker in self.workers:
            worker.close()
