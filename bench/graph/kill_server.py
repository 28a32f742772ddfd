"""Kills a PostgreSQL server of its own at random points of writing: `python bench/graph/kill_server.py [ROUNDS]`.

`tests/unit/graph/test_kill.py` kills the writers; this kills postmaster and backends at once (`kill -9`), starts the
server again and counts what was acknowledged and lost, and what is torn. Must run as root or as the owner of a server.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "unit" / "graph"))

from kill_writers import SIZES, write

from flowdown.graph import open_store
from flowdown.graph.examine_store import examine_store


def find_programs() -> Path:
    """The folder of the newest PostgreSQL of Debian, or that of `initdb`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else Path(shutil.which("initdb") or "initdb").parent


class Server:
    """A server in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.programs = home, find_programs()
        self._as_owner = []
        if os.getuid() == 0:
            shutil.chown(home, "postgres")
            self._as_owner = ["runuser", "-u", "postgres", "--"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgresql://flowdown@127.0.0.1:{self.port}/postgres"
        self._run(
            "initdb", "-D", f"{home}/data", "-U", "flowdown", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as_owner, str(self.programs / program), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it, after a crash with recovery."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.home}"
        self._run("pg_ctl", "-D", f"{self.home}/data", "-l", f"{self.home}/log", "-w", "-o", options, "start")

    def kill(self) -> None:
        """End postmaster and backends as a loss of power would, but for what the system has in its memory."""
        first = int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])
        for each in (first, *children_of(first)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(Path(f"/proc/{each}").exists() for each in children_of(first)) or Path(f"/proc/{first}").exists():
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it for good."""
        self._run("pg_ctl", "-D", f"{self.home}/data", "-m", "immediate", "-w", "stop")


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(each) for each in found.read_text().split()] if found.exists() else []


def write_until_killed(server: Server, writer: int, chance: random.Random) -> list[int]:
    """The batches that one writer was told are kept, before its server was killed."""
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        with contextlib.suppress(Exception):
            write(server.url, writer, says)
        os._exit(0)
    os.close(says)
    os.read(hears, 3)
    time.sleep(chance.uniform(0.0, 0.3))
    server.kill()
    os.waitpid(child, 0)
    with os.fdopen(hears) as heard:
        return [int(line) for line in heard]


def main(rounds: int) -> int:
    """Kill, start again, count; 1 if anything is lost or torn."""
    chance = random.Random(7)
    said: dict[int, list[int]] = {}
    with tempfile.TemporaryDirectory() as name:
        server = Server(Path(name))
        server.start()
        with open_store(server.url):
            pass
        for writer in range(rounds):
            said[writer] = write_until_killed(server, writer, chance)
            server.start()
        with open_store(server.url, writes=False) as store:
            counts = Counter(row.subject for row in store.rows())
            faults = examine_store(store)
        server.stop()
    batches = [(writer, number) for writer, numbers in said.items() for number in numbers]
    lost = [each for each in batches if f"organisation:{each[0]}-{each[1]}" not in counts]
    torn = [name for name, count in counts.items() if count != _size_of(name)]
    print(f"{rounds} kills of the server, {len(batches)} batches acknowledged, {len(lost)} lost, {len(torn)} torn")
    print(f"{sum(counts.values())} claims, {len(faults)} faults")
    return int(bool(lost or torn or faults))


def _size_of(name: str) -> int:
    writer, number = name.removeprefix("organisation:").split("-")
    return SIZES[(int(writer) + int(number)) % len(SIZES)]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
