"""Looks at batches of files in processes of their own, and hands the answers back in the order of the batches."""

from __future__ import annotations

import os
import pickle
import signal
import struct
from collections import deque
from collections.abc import Sequence
from types import TracebackType

from flowdown.scan.gap import Gap
from flowdown.scan.look import Looker
from flowdown.scan.read import Reader
from flowdown.scan.seen import Look
from flowdown.scan.tree import File

_LENGTH = struct.Struct("<Q")
_BODY_LIMIT = 24 * 1024
"""Bytes of a batch; two must fit into a pipe, or this process could wait for one that waits for this."""


class LookApart:
    """Some processes, forked from this one with all of its tables; batches go to them in turn."""

    def __init__(self, looker: Looker, jobs: int) -> None:
        self._workers = [_Worker(looker) for _ in range(jobs)]
        self._sent: deque[tuple[_Worker | None, Sequence[File]]] = deque()
        self._next = 0
        self._looker = looker

    def __enter__(self) -> LookApart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A process also holds the pipes of those that were started before it, so that all are closed before one is
        # waited for.
        for worker in self._workers:
            worker.close(is_wanted=kind is None)
        for worker in self._workers:
            worker.wait()

    def send(self, files: Sequence[File]) -> None:
        """Hand a batch to the next process."""
        worker = self._workers[self._next % len(self._workers)]
        self._next += 1
        body = pickle.dumps([tuple(file) for file in files], 5)
        is_sent = len(body) <= _BODY_LIMIT and worker.send(body)
        self._sent.append((worker if is_sent else None, files))

    def receive(self) -> list[Look]:
        """What was seen in the files of the batch that was sent first; a process that died is done without."""
        worker, files = self._sent.popleft()
        looks = worker.receive() if worker is not None else None
        if looks is None or len(looks) != len(files):
            reader = Reader()
            return [self._looker.look_at(file, reader) for file in files]
        return looks


class _Worker:
    """One process with a pipe to it and one from it."""

    def __init__(self, looker: Looker) -> None:
        down_read, self._down = os.pipe()
        self._up, up_write = os.pipe()
        self._id = os.fork()
        if not self._id:
            code = 1
            try:
                os.close(self._down)
                os.close(self._up)
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                _serve(looker, down_read, up_write)
                code = 0
            finally:
                # No exit handler, buffer or cache of the parent may be run or written twice.
                os._exit(code)
        os.close(down_read)
        os.close(up_write)

    def send(self, body: bytes) -> bool:
        try:
            _write(self._down, body)
        except OSError:
            return False
        return True

    def receive(self) -> list[Look] | None:
        body = _read(self._up)
        if body is None:
            return None
        found = pickle.loads(body)  # from our own child
        return found if isinstance(found, list) else None

    def close(self, *, is_wanted: bool) -> None:
        os.close(self._down)
        os.close(self._up)
        if not is_wanted:
            os.kill(self._id, signal.SIGKILL)

    def wait(self) -> None:
        os.waitpid(self._id, 0)


def _serve(looker: Looker, source: int, target: int) -> None:
    reader = Reader()
    while (body := _read(source)) is not None:
        looks = []
        for path, place in pickle.loads(body):
            try:
                looks.append(looker.look_at(File(path, place), reader))
            except MemoryError:
                lost = Look()
                lost.gaps.append(Gap(path, "not enough memory"))
                lost.is_complete = False
                looks.append(lost)
        _write(target, pickle.dumps(looks, 5))


def _write(descriptor: int, body: bytes) -> None:
    view = memoryview(_LENGTH.pack(len(body)) + body)
    while view:
        view = view[os.write(descriptor, view) :]


def _read(descriptor: int) -> bytes | None:
    head = _take(descriptor, _LENGTH.size)
    return _take(descriptor, _LENGTH.unpack(head)[0]) if head else None


def _take(descriptor: int, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
