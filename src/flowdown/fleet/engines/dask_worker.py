"""What a worker of a Dask cluster runs: each of its threads has one warm process, and scans go to that."""

from __future__ import annotations

import threading

from flowdown.base.errors import FlowdownError
from flowdown.fleet.shared_folder import SharedFolder
from flowdown.fleet.task import Orders, tree_from_line
from flowdown.fleet.warm_process import WarmProcess

_local = threading.local()


def scan(orders: str, tree: str) -> str:
    """Scan a tree as ordered, all told as lines."""
    warm: WarmProcess | None = getattr(_local, "warm", None)
    wanted = Orders.from_line(orders)
    if warm is None or warm.orders != wanted:
        if warm is not None:
            warm.close()
        warm = _local.warm = WarmProcess(wanted)
    return warm.scan(tree_from_line(tree)).to_line()


def sees(url: str, name: str) -> bool:
    """Whether a file in a shared folder can be read from here."""
    try:
        return SharedFolder(url).has(name)
    except (FlowdownError, OSError):
        return False
