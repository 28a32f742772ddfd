"""What takes long is worked out once, in the background; an older value is shown meanwhile, and said to be older."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from flowdown.server.kept import Found, Kept

LONG = 60.0


class Clock:
    """Seconds that tests move on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    workers = ThreadPoolExecutor(1)
    yield workers
    workers.shutdown()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_value_is_worked_out_once_for_a_state(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 3)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get("a", "one", make, LONG) for _ in range(3)] == [Found(1, True)] * 3
    assert kept.get("a", "two", make, LONG) == Found(2, True)
    assert kept.get("b", "two", make, LONG) == Found(3, True)


def test_who_would_wait_too_long_gets_nothing_or_the_older_value(workers: ThreadPoolExecutor, clock: Clock) -> None:
    kept: Kept[str] = Kept(workers, 3, clock)
    gate = threading.Event()

    def slow(value: str) -> str:
        gate.wait(LONG)
        clock.now += 10
        return value

    assert kept.get("a", 1, lambda: slow("first"), 0.01) is None
    gate.set()
    assert kept.get("a", 1, lambda: slow("again"), LONG) == Found("first", True)
    gate.clear()
    clock.now += 100
    assert kept.get("a", 2, lambda: slow("second"), LONG) == Found("first", False)
    # States that come while one is worked out are passed over: nothing is begun for them.
    assert kept.get("a", 3, lambda: slow("never"), LONG) == Found("first", False)
    gate.set()
    workers.submit(int).result()
    clock.now += 100
    assert kept.get("a", 2, lambda: slow("never"), LONG) == Found("second", True)


def test_after_what_takes_long_comes_a_rest(workers: ThreadPoolExecutor, clock: Clock) -> None:
    kept: Kept[int] = Kept(workers, 3, clock)
    begun: list[int] = []

    def slow(state: int) -> int:
        begun.append(state)
        clock.now += 10
        return state

    for state in range(90):
        clock.now += 1
        kept.get("a", state, lambda state=state: slow(state), LONG)
        workers.submit(int).result()
    assert 0 in begun
    # 10 s of work and 40 s of rest each, of which a second passes between two looks.
    assert len(begun) == 3


def test_the_newest_is_told_without_beginning_anything(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 3)
    assert kept.newest("a") is None
    kept.begin("a", 1, lambda: 5)
    workers.submit(int).result()
    assert kept.newest("a") == 5
    assert kept.newest("b") is None


def test_what_is_quick_is_waited_for(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 3)
    assert [kept.get("a", state, lambda state=state: state, LONG) for state in range(20)] == [
        Found(state, True) for state in range(20)
    ]


def test_what_is_quick_is_not_waited_for_behind_what_is_long(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 3)
    assert kept.get("a", 1, lambda: 1, LONG) == Found(1, True)
    gate = threading.Event()
    workers.submit(gate.wait, LONG)
    try:
        assert kept.get("a", 2, lambda: 2, LONG) == Found(1, False)
    finally:
        gate.set()


def test_what_came_to_nothing_is_forgotten(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 3)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", 1, fail, LONG)
    assert kept.get("a", 1, lambda: 5, LONG) == Found(5, True)


def test_only_the_newest_few_are_kept_and_only_some_wait(workers: ThreadPoolExecutor) -> None:
    kept: Kept[int] = Kept(workers, 2)
    for name in range(5):
        kept.get(name, 1, lambda name=name: name, LONG)
    assert kept.get(0, 1, lambda: -1, LONG) == Found(-1, True), "the first was dropped"
    gate = threading.Event()
    crowd: Kept[bool] = Kept(workers, 100)
    for name in range(8):
        crowd.begin(name, 1, lambda: gate.wait(LONG))
    assert crowd.get("one too many", 1, lambda: True, LONG) is None
    gate.set()
