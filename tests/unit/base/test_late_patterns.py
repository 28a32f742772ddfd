"""Patterns that are compiled at their first use do what Python's own do."""

from __future__ import annotations

import pickle
import re
from types import ModuleType
from typing import Any

import pytest

from flowdown.base import late_patterns

SOURCE = """
import re
WORD = re.compile(r"[a-z]+", re.IGNORECASE)
AGAIN = WORD
TABLE = {"word": WORD, "bytes": re.compile(rb"\\\\d")}
def made():
    return re.compile("x")
NOW = made()
"""


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of ours, freshly imported."""
    monkeypatch.setattr(re, "compile", re.compile)
    late_patterns.install()
    made = ModuleType("flowdown.made_up")
    exec(compile(SOURCE, "made_up.py", "exec"), vars(made))
    return made


def test_nothing_is_compiled_before_it_is_used(module: Any) -> None:
    assert [type(each) is re.Pattern for each in (module.WORD, module.TABLE["bytes"], module.NOW)] == [
        False,
        False,
        True,
    ]
    assert module.WORD.fullmatch("Abc")
    assert type(module.WORD) is re.Pattern
    assert module.AGAIN is module.WORD


def test_a_table_goes_on_with_the_stand_in(module: Any) -> None:
    word = module.TABLE["word"]
    assert word.findall("a B1c") == ["a", "B", "c"]
    assert word.sub("-", "a1") == "-1"
    assert (word.pattern, word.flags) == (r"[a-z]+", re.IGNORECASE | re.UNICODE)
    assert type(pickle.loads(pickle.dumps(word))) is re.Pattern


def test_others_and_functions_compile_at_once(module: Any) -> None:
    theirs = ModuleType("theirs.module")
    exec("import re\nWORD = re.compile('a')", vars(theirs))
    assert type(theirs.WORD) is re.Pattern
    assert type(module.made()) is re.Pattern


def test_a_wrong_pattern_fails_at_its_first_use() -> None:
    space: dict[str, Any] = {"__name__": "flowdown.made_up", "compile_late": late_patterns.compile_late}
    exec("WRONG = compile_late('(')", space)
    with pytest.raises(re.error):
        space["WRONG"].match("a")
