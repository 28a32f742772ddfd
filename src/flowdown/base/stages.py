"""Notes how long the stages of a run take, by a clock that is given: nothing below the command line reads one."""

from __future__ import annotations

from collections.abc import Callable


class Stages:
    """Seconds by stage, in the order in which stages are entered first, and the files that were taken from the cache."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.seconds: dict[str, float] = {}
        self.recalled = 0
        self._clock = clock
        self._name = ""
        self._since = 0.0

    def enter(self, name: str) -> None:
        """End the stage that runs, and begin another; an empty name begins none."""
        now = self._clock()
        if self._name:
            self.seconds[self._name] = self.seconds.get(self._name, 0.0) + now - self._since
        self._name, self._since = name, now
