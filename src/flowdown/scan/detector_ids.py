"""Says which detectors there are, without importing one."""

from __future__ import annotations

from functools import cache

PACKAGE = "flowdown.scan.detectors"
"""The folder whose modules are the detectors."""


@cache
def ids_of_detectors() -> tuple[str, ...]:
    """The ids of every detector, sorted."""
    from flowdown.base.openset import ids_of_modules

    return ids_of_modules(PACKAGE)
