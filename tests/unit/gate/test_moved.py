"""Of a baseline, which holds no contents, it is told which files moved."""

from __future__ import annotations

from flowdown.gate.moved import moved
from flowdown.scan.trace import TraceKind

from .samples import use


def nowhere(_: str) -> bool:
    return False


def test_a_file_goes_with_what_it_holds() -> None:
    before = [use("a.py", 1), use("a.py", 2, value="acme.chat", kind=TraceKind.CALL)]
    after = [use("lib/b.py", 7), use("lib/b.py", 9, value="acme.chat", kind=TraceKind.CALL)]
    assert moved(before, after, nowhere) == {"a.py": "lib/b.py"}


def test_of_several_alike_the_one_of_the_same_name_is_taken() -> None:
    before = [use("a.py", 1), use("b.py", 1)]
    assert moved(before, [use("new/b.py", 1), use("new/a.py", 1)], nowhere) == {"a.py": "new/a.py", "b.py": "new/b.py"}


def test_a_file_that_is_still_there_has_not_moved() -> None:
    assert moved([use("a.py", 1)], [use("b.py", 1)], lambda path: path == "a.py") == {}


def test_a_file_that_was_known_before_is_none_that_moved_there() -> None:
    assert moved([use("a.py", 1), use("b.py", 1, value="more")], [use("b.py", 1)], nowhere) == {}


def test_a_file_of_another_vendor_is_not_the_same() -> None:
    assert moved([use("a.py", 1)], [use("b.py", 1, vendor="other")], nowhere) == {}


def test_a_file_that_holds_much_more_is_not_the_same() -> None:
    after = [use("b.py", line, value=f"acme{line}", kind=TraceKind.CALL) for line in range(3)]
    assert moved([use("a.py", 1)], [use("b.py", 1), *after], nowhere) == {}


def test_a_file_of_another_kind_is_not_the_same() -> None:
    assert moved([use("a.py", 1)], [use("a.toml", 1)], nowhere) == {}
