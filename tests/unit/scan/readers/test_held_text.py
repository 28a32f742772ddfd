"""Text in quotes or folded lines is laid out as what it holds, every sign at its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.held_text import FILLER, held_text, unescaped
from flowdown.scan.readers.node import Scalar, child
from flowdown.scan.readers.shell_words import read_shell
from flowdown.scan.readers.yaml_reader import read_yaml


def _held(text: str, *keys: str) -> str | None:
    document = (read_json if text.startswith("{") else read_yaml)(text)
    scalar = child(document.roots[0], *keys)
    assert isinstance(scalar, Scalar)
    return held_text(text, scalar)


@given(st.text(alphabet='ab\\"nux041 \n', max_size=40))
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(unescaped(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r'{"x": "A=\"b c\" run \"d e\""}', [["run", "d e"]]),
        (r'{"x": "one\ntwo # three\n# four\nfive"}', [["one"], ["two"], ["five"]]),
        (r'{"x": "a \\\n b"}', [["a", "b"]]),
        ("x: >\n  sh -c one\n  two\n\n  three\n", [["sh", "-c", "one", "two"], ["three"]]),
        ("x: run one\n  two\n", [["run", "one", "two"]]),
    ],
)
def test_a_script_is_split_as_the_shell_would_see_it(text: str, words: list[list[str]]) -> None:
    held = _held(text, "x")
    assert held is not None
    assert [[word.text for word in command.words] for command in read_shell(held).commands] == words


@pytest.mark.parametrize("text", ["x: |\n  one\n  two\n", "x: 'a \\n b'\n", '{"x": "plain"}', "x: plain\n"])
def test_what_stands_as_it_is_needs_no_layout(text: str) -> None:
    assert _held(text, "x") is None


def test_fillers_belong_to_no_word() -> None:
    command = read_shell(f'{FILLER}"a{FILLER}" b').commands[0]
    assert [word.text for word in command.words] == ["a", "b"]


def test_a_quoted_word_of_a_quoted_text_starts_behind_its_quote() -> None:
    text = unescaped(r"sh -c \"run it\"")
    assert read_shell(text).commands[0].words[2].start == text.index("run")
