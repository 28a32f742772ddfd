"""Numbers of an array, each once and in order; numpy's own way loads much that nothing here needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers


def distinct(numbers: Numbers) -> Numbers:
    """Each number once, sorted."""
    import numpy as np

    ordered = np.sort(numbers)
    return ordered[_starts(ordered)]


def tally(numbers: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Each number once, sorted, and how often it is there."""
    import numpy as np

    ordered = np.sort(numbers)
    places = np.flatnonzero(_starts(ordered))
    return ordered[places], np.diff(places, append=len(ordered))


def _starts(ordered: Numbers) -> NDArray[np.bool_]:
    import numpy as np

    is_start = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_start[1:])
    return is_start
