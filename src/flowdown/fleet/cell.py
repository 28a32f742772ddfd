"""Runs one piece of work in a process of its own, with limits of time and memory, and ends all that it started."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one tree may take: seconds by the clock, and bytes of memory beyond those that every scan needs."""

    seconds: float = 900.0
    memory: int = 2 * 1024**3


USUAL = Limits()
"""What a tree may take unless something else is said."""


class Ending(StrEnum):
    """How work in a cell ended."""

    DONE = "done"
    FAILED = "failed"
    """It said itself why it cannot be done."""
    FULL = "full"
    """It was done, and could not be kept: the fleet's folder takes nothing."""
    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    """The process ended without a word."""
    STOPPED = "stopped"
    """Whoever asked for it went away."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How work ended, and what it said."""

    ending: Ending
    said: bytes = b""


class WorkFailed(Exception):
    """Raised by work that cannot be done, or not be kept; its argument is said."""

    def __init__(self, why: str, *, is_full: bool = False) -> None:
        super().__init__(why)
        self.is_full = is_full


def run_in_cell(work: Callable[[], bytes], limits: Limits, asker: int = -1) -> Ended:
    """Run work in a forked process; `asker` is a descriptor that becomes readable when nobody waits any more.

    The process and all that it starts form a group, which is killed at the end, whatever the end is. A process of one
    thread only may call this.
    """
    read, write = os.pipe()
    is_alive, life = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()
    child = os.fork()
    if not child:
        os.close(read)
        os.close(life)
        _be_cell(work, limits, write, is_alive)
    os.close(write)
    os.close(is_alive)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)  # the child does it, too: whoever comes first
    try:
        said, is_stopped, is_late = _listen(read, asker, time.monotonic() + limits.seconds)
    finally:
        os.close(read)
        os.close(life)
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if is_stopped:
        return Ended(Ending.STOPPED)
    if is_late:
        return Ended(Ending.TIME)
    mark, rest = said[:1], said[1:]
    if mark in _MARKS:
        return Ended(_MARKS[mark], rest)
    return Ended(Ending.DIED, f"signal {os.WTERMSIG(status)}".encode() if os.WIFSIGNALED(status) else b"")


_MARKS = {b"d": Ending.DONE, b"f": Ending.FAILED, b"u": Ending.FULL, b"m": Ending.MEMORY}


def _be_cell(work: Callable[[], bytes], limits: Limits, write: int, is_alive: int) -> None:
    """The life of the child; never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, args=(is_alive,), daemon=True).start()
        _limit_memory(limits.memory)
        _write(write, _answer(work))
        code = 0
    finally:
        # No exit handler, buffer or cache of the parent may be run or written twice.
        os._exit(code)


def _end_with_parent(is_alive: int) -> None:
    """Kill the whole group when the parent is gone, even by a signal that it could not catch."""
    os.read(is_alive, 1)
    os.killpg(0, signal.SIGKILL)


def _answer(work: Callable[[], bytes]) -> bytes:
    try:
        return b"d" + work()
    except WorkFailed as error:
        return (b"u" if error.is_full else b"f") + str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return b"m"


def _limit_memory(most: int) -> None:
    """Bound the address space to what the process has now and `most` bytes; no core is written."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if has := _address_space():
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = has + most
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def _address_space() -> int:
    """Bytes of this process's address space; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _listen(read: int, asker: int, until: float) -> tuple[bytes, bool, bool]:
    """All that the child says, whether the asker went away, and whether time ran out."""
    parts: list[bytes] = []
    asked = [read, asker] if asker >= 0 else [read]
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select(asked, (), (), left)
        if asker in ready:
            return b"", True, False
        if read in ready:
            part = os.read(read, _STEP)
            if not part:
                return b"".join(parts), False, False
            parts.append(part)
    return b"", False, True


def _write(descriptor: int, body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(descriptor, view) :]
