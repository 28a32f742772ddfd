"""Our own writer of JSON writes what the standard library does."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum

from hypothesis import given
from hypothesis import strategies as st

from flowdown.base.canonical import to_json
from flowdown.report.json_text import write_json


class Word(StrEnum):
    ONE = "one"


class Number(IntEnum):
    ONE = 1


class Any(Enum):
    PAIR = ("a", 1)


@dataclass(frozen=True, slots=True)
class Thing:
    word: Word
    parts: tuple[object, ...]
    by_name: dict[str, object]


PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="ascii")),
    st.sampled_from([Word.ONE, Number.ONE, Any.PAIR, datetime.date(2026, 1, 5), frozenset({"b", "a"})]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(st.characters(codec="ascii"), max_size=4), inner, max_size=3),
        st.builds(Thing, st.just(Word.ONE), st.lists(inner, max_size=2).map(tuple), st.just({})),
    ),
    max_leaves=12,
)


@given(VALUES)
def test_the_text_is_that_of_the_standard_library(value: object) -> None:
    expected = json.dumps(to_json(value), indent=2, ensure_ascii=False).replace("\x7f", "\\u007f")
    assert write_json(value) == expected + "\n"


def test_what_steers_a_terminal_is_escaped() -> None:
    assert write_json({"a": "\u202e\x9b"}) == '{\n  "a": "\\u202e\\u009b"\n}\n'


def test_a_lone_surrogate_is_the_byte_that_it_stands_for() -> None:
    assert write_json("\udcff") == '"\\\\xff"\n'
