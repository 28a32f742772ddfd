"""A warm process as its owner sees it: trees go in, outcomes come out; one that dies is started anew."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from flowdown.fleet.task import LOST, Orders, Outcome, tree_to_line
from flowdown.fleet.tree import FleetTree
from flowdown.fleet.warm import READY

_START = "import sys; sys.path.insert(0, sys.argv[1]); from flowdown.fleet.warm import main; sys.exit(main())"
"""Starts the very code that runs here, wherever it was imported from."""


class WarmProcess:
    """One warm process, started when it is first needed; one thread uses it."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self._process: subprocess.Popen[bytes] | None = None

    def scan(self, tree: FleetTree) -> Outcome:
        """Scan a tree, and wait for the outcome; `LOST` if the process dies over it."""
        try:
            process = self._started()
            assert process.stdin is not None and process.stdout is not None, "pipes were asked for"
            process.stdin.write(tree_to_line(tree).encode())
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self.close()
            return LOST
        return Outcome.from_line(line)

    def kill(self) -> None:
        """End the process at once; whoever waits for it is answered `LOST`."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()

    def close(self) -> None:
        """End the process and what it started."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    @property
    def id(self) -> int:
        """The process's number; 0 before it is started."""
        return self._process.pid if self._process is not None else 0

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # In a session of its own, so that an interrupt from the keyboard reaches the owner alone.
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(Path(__file__).parents[2])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            assert self._process.stdin is not None and self._process.stdout is not None, "pipes were asked for"
            self._process.stdin.write(self.orders.to_line().encode())
            self._process.stdin.flush()
            if self._process.stdout.readline() != READY:
                raise OSError("the process could not be started")
        return self._process
