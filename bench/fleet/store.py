"""Sweeps into a PostgreSQL of its own, calm and with the database away for a minute; the same claims must be there."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from measure import tell

AWAY = 60.0
"""Seconds that the database is down."""


def step_store(places: Sequence[Path], work: Path) -> None:
    """A calm sweep into one database; one into another that goes down ten seconds after the start."""
    from faults import smaller
    from run import sweep, write_list

    trees = work / "stored.txt"
    write_list(trees, smaller(places))
    with server() as (calm, _):
        told = sweep(trees, work / "stored-calm", "--jobs", "2", "--store", calm)
        tell("into a database", **told, claims=_claims(calm)[0])
        told = sweep(trees, work / "stored-calm", "--jobs", "2", "--store", calm)
        tell("into a database, nothing new", **told)
        wanted = _claims(calm)
    with server() as (away, machine):
        trouble = threading.Thread(target=_fall, args=(machine,))
        trouble.start()
        told = sweep(trees, work / "stored-away", "--jobs", "2", "--store", away)
        trouble.join()
        found = _claims(away)
        tell("database away for a minute", **told, claims=found[0], same=found == wanted)


def _claims(url: str) -> tuple[int, str]:
    """How many claims there are but readings, which carry the moment, and a digest of them; how many are there twice."""
    import psycopg

    query = """
    SELECT count(*)::text, md5(string_agg(id, ',' ORDER BY id))::text, (SELECT count(*) FROM claim WHERE predicate = 'read')::text
    FROM claim WHERE predicate <> 'read'
    """
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None, "an aggregate has one row"
    return int(row[0]), f"{row[1]} {row[2]}"


class _Machine:
    """The server of one folder."""

    def __init__(self, home: Path, port: int) -> None:
        self._home, self._port = home, port

    def run(self, *words: str) -> None:
        """Run one of PostgreSQL's programs as the owner of the folder."""
        program = shutil.which(words[0]) or str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{words[0]}")))
        owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*owner, program, *words[1:]], check=True, cwd="/", stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start the server."""
        options = f"-p {self._port} -h 127.0.0.1 -k {self._home}"
        self.run("pg_ctl", "-D", f"{self._home}/data", "-l", f"{self._home}/log", "-w", "-o", options, "start")

    def kill(self) -> None:
        """End the server at once, as a loss of power would."""
        self.run("pg_ctl", "-D", f"{self._home}/data", "-m", "immediate", "-w", "stop")


def _fall(machine: _Machine) -> None:
    time.sleep(10.0)
    machine.kill()
    time.sleep(AWAY)
    machine.start()


@contextlib.contextmanager
def server() -> Iterator[tuple[str, _Machine]]:
    """A PostgreSQL with an empty database; its URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = Path(tempfile.mkdtemp(prefix="flowdown-postgresql."))
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    machine = _Machine(home, port)
    try:
        words = ("-U", "flowdown", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        machine.run("initdb", "-D", f"{home}/data", *words)
        machine.start()
        machine.run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "flowdown", "flowdown")
        yield f"postgresql://flowdown@127.0.0.1:{port}/flowdown", machine
        machine.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)
