"""Patterns that are made of kept words are those that `re.compile` makes, whatever the kept file holds."""

from __future__ import annotations

import marshal
import re
from pathlib import Path
from typing import Any

import pytest

from flowdown.base import kept_patterns
from flowdown.base.kept_file import write_kept
from flowdown.base.kept_patterns import KeptPatterns

ASKED: tuple[tuple[Any, int], ...] = (
    (r"(?P<word>[a-zäöü]+)(?:-(?P<next>\d+))?", re.IGNORECASE),
    (rb"\A\xef\xbb\xbf", 0),
    (r"(?ix) a b # said in the pattern", 0),
    (r"^(?<!x)(a|b)\1*+$", re.MULTILINE | re.DOTALL),
    (r"\w+", re.ASCII),
)


def no_compiler(*_: object) -> object:
    raise AssertionError("compiled again")


def filled(folder: Path) -> KeptPatterns:
    """Patterns that were compiled, and saved in a folder."""
    patterns = KeptPatterns(folder)
    for pattern, flags in ASKED:
        patterns.compile(pattern, flags)
    patterns.save(folder, fewest=1)
    return patterns


def test_they_are_the_same_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    monkeypatch.setattr(kept_patterns, "_words_of", no_compiler)
    again = KeptPatterns(tmp_path)
    for pattern, flags in ASKED:
        made, plain = again.compile(pattern, flags), re.compile(pattern, flags)
        assert made == plain
        assert (made.pattern, made.flags, made.groups) == (plain.pattern, plain.flags, plain.groups)
        assert made.groupindex == plain.groupindex
    assert again.compile(*ASKED[0]).fullmatch("Ä-1").groupdict() == {"word": "Ä", "next": "1"}  # type: ignore[union-attr]


def test_what_is_kept_grows(tmp_path: Path) -> None:
    filled(tmp_path)
    more = KeptPatterns(tmp_path)
    more.compile("another", 0)
    more.save(tmp_path, fewest=2)
    assert len(list(tmp_path.iterdir())) == 1
    before = next(tmp_path.iterdir()).read_bytes()
    more.save(tmp_path, fewest=1)
    assert next(tmp_path.iterdir()).read_bytes() != before
    assert (len(KeptPatterns(tmp_path)), len(more)) == (len(ASKED) + 1, len(ASKED) + 1)


@pytest.mark.parametrize("parts", [(0, b"\xff" * 8, 0, {}, ()), (0, b"abc", 0, {}, ()), (0, b"", 0), None])
def test_words_that_the_matcher_refuses_are_compiled_again(tmp_path: Path, parts: object) -> None:
    body = marshal.dumps({("a+b", 0): parts})
    assert write_kept(tmp_path / kept_patterns._NAME, kept_patterns._KEY, body)
    assert KeptPatterns(tmp_path).compile("a+b", 0) == re.compile("a+b")


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    filled(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert len(KeptPatterns(tmp_path)) == 0
    assert KeptPatterns(tmp_path).compile(*ASKED[0]) == re.compile(*ASKED[0])


def test_a_python_with_other_inner_names_compiles_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_patterns, "_MATCHER", None)
    assert filled(tmp_path).compile("a", re.IGNORECASE) == re.compile("a", re.IGNORECASE)
    assert not list(tmp_path.iterdir())


def test_what_is_no_pattern_is_the_error_of_re() -> None:
    with pytest.raises(re.error):
        KeptPatterns().compile("(", 0)
