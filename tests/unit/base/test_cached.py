"""A cached property is worked out once an instance, and one instance does not wait for another."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from flowdown.base.cached import cached_property

LONG = 60.0


@dataclass(frozen=True)
class Asked:
    """Somebody who waits for what is behind the gate."""

    gate: threading.Event
    times: list[int] = field(default_factory=list)

    @cached_property
    def answer(self) -> bool:
        """What it waits for."""
        self.times.append(1)
        return self.gate.wait(LONG)


def test_it_is_worked_out_once() -> None:
    open_gate = threading.Event()
    open_gate.set()
    asked = Asked(open_gate)
    assert (asked.answer, asked.answer, asked.times) == (True, True, [1])
    assert Asked.answer.__doc__ == "What it waits for."


def test_one_that_waits_stops_no_other() -> None:
    shut, open_gate = threading.Event(), threading.Event()
    open_gate.set()
    waiting = Asked(shut)
    thread = threading.Thread(target=lambda: waiting.answer)
    thread.start()
    try:
        done = threading.Event()
        other = threading.Thread(target=lambda: Asked(open_gate).answer and done.set(), daemon=True)
        other.start()
        assert done.wait(10)
    finally:
        shut.set()
        thread.join()
