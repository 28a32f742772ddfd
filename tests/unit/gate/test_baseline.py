"""A baseline is stable, can be reviewed, and refuses what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.gate.baseline import as_sightings, read_baseline, summarise_known, write_baseline
from flowdown.gate.compare import compare
from flowdown.scan.sighting import Strength

from .samples import use


def text_of(*sightings: object) -> str:
    return write_baseline(summarise_known(sightings, is_one_tree=True))  # type: ignore[arg-type]


def test_moved_lines_change_no_byte() -> None:
    assert text_of(use("a.py", 1), use("b.py", 2)) == text_of(use("b.py", 7), use("a.py", 40))


def test_an_import_that_a_formatter_splits_changes_no_byte() -> None:
    assert text_of(use("a.py", 1)) == text_of(use("a.py", 1), use("a.py", 2))


def test_the_name_of_the_only_tree_does_not_count() -> None:
    assert text_of(use("a.py", 1)) == text_of(use("a.py", 1, tree="another-clone"))


def test_each_entry_is_a_line_of_its_own() -> None:
    assert text_of(use("a.py", 1), use("b.py", 2)).count('\n    {"tree"') == 2


def test_mentions_are_left_out() -> None:
    assert '"known": []' in text_of(use("README.md", 1, strength=Strength.MENTION_ONLY))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    known = summarise_known([use("a.py", 1), use("a.py", 2), use("b.py", 2, None)], is_one_tree=True)
    (tmp_path / "b.json").write_text(write_baseline(known), encoding="utf-8")
    assert read_baseline(tmp_path / "b.json") == known


def test_a_tree_does_not_differ_from_its_own_baseline() -> None:
    seen = [use("a.py", 1), use("a.py", 9), use("b.py", 2, "other", strength=Strength.TEST_ONLY)]
    assert compare(as_sightings(summarise_known(seen, is_one_tree=True)), seen, {}) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "b.json:1:2: not valid JSON"),
        ("[]", "no baseline"),
        ('{"schema": "flowdown.baseline/2", "known": []}', "no baseline"),
        ('{"schema": "flowdown.baseline/1", "known": [{"path": "a"}]}', "known[0]"),
        ("[" * 100_000, "not valid JSON"),
        ('{"schema": "flowdown.baseline/1", "known": [7]}', "expected keys and values"),
    ],
)
def test_a_broken_one_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(FlowdownError) as refused:
        read_baseline(tmp_path / "b.json")
    assert says in str(refused.value)


def test_a_missing_one_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="flowdown baseline"):
        read_baseline(tmp_path / "none.json")
