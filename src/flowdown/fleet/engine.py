"""What runs the scans of a fleet: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from flowdown.base.errors import FlowdownError, UnusableArgument, clip
from flowdown.fleet.task import Orders, Outcome
from flowdown.fleet.tree import FleetTree

LOCAL = "local"
"""The engine that needs nothing but this machine."""
SCHEMES = ("tcp://", "tls://")
"""How the address of a scheduler begins."""


class EngineGone(FlowdownError):
    """What ran the scans is there no more; what it had been handed and not answered is not done."""


class Engine(Protocol):
    """Runs scans; decides nothing: which are run again, and what is kept of them, is the sweep's to say."""

    def run(self, trees: Iterable[FleetTree]) -> Iterator[tuple[FleetTree, Outcome]]:
        """Scan every tree once; the outcomes as they come, in any order, a lost worker's too. Raises `EngineGone`."""

    def close(self) -> None:
        """End what was started; scans that still run are given up."""


def open_engine(address: str, orders: Orders, jobs: int) -> Engine:
    """The engine of an address; `jobs` are the processes of the local one.

    Raises `UnusableArgument` for an address that is none, or that nobody answers at.
    """
    if address == LOCAL:
        from flowdown.fleet.engines.local import LocalEngine

        return LocalEngine(orders, jobs)
    if address.startswith(SCHEMES):
        from flowdown.fleet.engines.dask import DaskEngine

        return DaskEngine(orders, address)
    hint = f"`{LOCAL}`, or a scheduler's address such as `tcp://host:8786`"
    raise UnusableArgument(f"`{clip(address)}` is no engine", hint=hint)
