"""A server in a process of its own, of the large organisation, with tokens for those who ask it."""

from __future__ import annotations

import datetime
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from addresses import PAGES
from generate import write

from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.people import add_organisation, add_person, set_role
from flowdown.server.accounts.tokens import add_token
from flowdown.server.house import House
from flowdown.server.rights import SCOPES, Role

ID = "great-works"
_TICKS = os.sysconf("SC_CLK_TCK")


def now() -> datetime.datetime:
    """The moment."""
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Served:
    """Where everything is; the process while it runs."""

    folder: Path
    url: str
    systems: int
    tokens: dict[str, list[str]] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    ended_seconds: float = 0.0

    @property
    def house(self) -> House:
        """The organisations."""
        return House(self.folder / "data", self.url, None, now, lambda _: None)

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    def settle(self, sightings: int, readers: int, uploaders: int) -> None:
        """Make the organisation with its claims, and the tokens."""
        house = self.house
        house.make(ID, "Great Works")
        write(house.profile_of(ID).parent, self.systems, sightings, house.target_of(ID))
        accounts = house.open_accounts()
        moment, doer = now(), Doer(ID, "", "bench")
        with accounts.write() as run:
            add_organisation(run, ID, "Great Works", doer, moment)
            for role in (Role.READER, Role.CONTRIBUTOR):
                add_person(run, role.value, role.value, "", moment)
                set_role(run, role.value, role, doer, moment)
        for role, number in ((Role.READER, readers), (Role.CONTRIBUTOR, uploaders)):
            of = Doer(ID, role.value, "bench")
            self.tokens[role.value] = [add_token(accounts, "bench", SCOPES, 1, of, moment) for _ in range(number)]
        accounts.close()

    def start(self) -> float:
        """Start it; seconds until it answers."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "flowdown", "serve", "--data", str(self.folder / "data")]
        command += ["--port", str(self.port), "--log", "json", *(["--store", self.url] if self.url else [])]
        begun = time.monotonic()
        with self.log.open("ab") as opened:
            self.process = subprocess.Popen(command, stdout=opened, stderr=opened)
        while time.monotonic() - begun < 120:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended: {self.log.read_text()[-2000:]}")
            try:
                if self.ask("GET", "/readyz", "")[0] == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server does not answer")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, as asked or by `kill -9`; its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)

    def cpu(self) -> float:
        """Seconds of the processor that the server took so far, with all its threads."""
        assert self.process is not None
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / _TICKS

    def memory(self) -> float:
        """MiB that it held at most."""
        assert self.process is not None
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(text.partition("VmHWM:")[2].split()[0]) / 1024

    def ask(self, method: str, path: str, token: str, body: bytes | None = None) -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return exchange(connection, method, path, token, body)
        finally:
            connection.close()

    def warm_up(self) -> float:
        """Seconds until everything that is worked out once is there."""
        begun = time.monotonic()
        for path in PAGES:
            while self.ask("GET", path, self.tokens["reader"][0])[0] == 503:
                time.sleep(0.5)
        return time.monotonic() - begun


def exchange(
    connection: http.client.HTTPConnection, method: str, path: str, token: str, body: bytes | None = None
) -> tuple[int, bytes]:
    """Status and content of an answer."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html" if method == "GET" else "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def serving(folder: Path, url: str, systems: int, sightings: int, readers: int, uploaders: int) -> Iterator[Served]:
    """A settled server that runs, and ends with what uses it."""
    served = Served(folder, url, systems)
    served.settle(sightings, readers, uploaders)
    served.start()
    try:
        yield served
    finally:
        if served.process is not None and served.process.poll() is None:
            served.stop()


def tell(step: str, figure: str, value: object, unit: str = "") -> None:
    """A figure as a line of JSON, with the load of the machine beside it."""
    load = [round(each, 1) for each in os.getloadavg()]
    print(json.dumps({"step": step, "figure": figure, "value": value, "unit": unit, "load": load}), flush=True)
