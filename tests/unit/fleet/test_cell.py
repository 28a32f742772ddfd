"""Work in a cell ends as it ends, within its limits, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import flowdown
from flowdown.fleet.cell import Ended, Ending, Limits, WorkFailed, run_in_cell

ROOMY = Limits(20.0, 1024**3)


def test_what_work_says_comes_back_whole() -> None:
    body = os.urandom(3_000_000)
    assert run_in_cell(lambda: body, ROOMY) == Ended(Ending.DONE, body)


def test_a_failure_is_said_and_a_full_disk_is_told_apart() -> None:
    def fail() -> bytes:
        raise WorkFailed("no such thing")

    def is_full() -> bytes:
        raise WorkFailed("no space", is_full=True)

    assert run_in_cell(fail, ROOMY) == Ended(Ending.FAILED, b"no such thing")
    assert run_in_cell(is_full, ROOMY) == Ended(Ending.FULL, b"no space")


def test_work_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    def hang() -> bytes:
        child = subprocess.Popen(["sleep", "600"])
        (tmp_path / "child").write_text(str(child.pid))
        child.wait()
        return b""

    started = time.monotonic()
    assert run_in_cell(hang, Limits(1.0, 1024**3)).ending is Ending.TIME
    assert time.monotonic() - started < 10
    assert not _runs(int((tmp_path / "child").read_text()))


def test_work_that_eats_memory_is_told() -> None:
    assert run_in_cell(lambda: bytes(bytearray(1024**3)), Limits(20.0, 64 * 1024**2)).ending is Ending.MEMORY
    assert run_in_cell(lambda: b"%d" % len(bytearray(32 * 1024**2)), Limits(20.0, 256 * 1024**2)).ending is Ending.DONE


def test_work_whose_process_dies_is_told() -> None:
    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    assert run_in_cell(die, ROOMY) == Ended(Ending.DIED, b"signal 9")


def test_work_that_nobody_waits_for_is_stopped() -> None:
    read, write = os.pipe()
    os.close(write)
    try:
        assert run_in_cell(lambda: bytes(str(time.sleep(60)), "ascii"), ROOMY, read).ending is Ending.STOPPED
    finally:
        os.close(read)


def test_work_ends_with_its_owner_even_if_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from flowdown.fleet.cell import Limits, run_in_cell\n"
        "def hang():\n"
        "    child = subprocess.Popen(['sleep', '600'])\n"
        "    Path(sys.argv[1]).write_text(str(child.pid))\n"
        "    child.wait()\n"
        "run_in_cell(hang, Limits(600.0, 1 << 30))\n"
    )
    mark = tmp_path / "child"
    owner = subprocess.Popen([sys.executable, "-c", program, mark, Path(flowdown.__file__).parents[1]])
    _until(lambda: mark.exists() and bool(mark.read_text()))
    owner.kill()
    owner.wait()
    child = int(mark.read_text())
    _until(lambda: not _runs(child))


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def _until(holds: object, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        if time.monotonic() > until:
            pytest.fail("did not come about")
        time.sleep(0.02)
