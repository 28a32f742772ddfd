"""Holds the collector of cycles back while many objects are made that last."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def hold_collector() -> Iterator[None]:
    """Within it, nothing looks for cycles: it would walk over all that was made so far again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
