"""Many trees: one that fails is a gap, and the others are scanned."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.cli.main import main
from flowdown.scan import run, tree_source
from flowdown.scan.run import Effort, lost, prepare, scan
from flowdown.scan.tables import Tables

ALONE = Effort(keeps=False)


@cache
def tables() -> Tables:
    """Compiled once for all tests."""
    return prepare(load())


@pytest.fixture
def trees(tmp_path: Path) -> list[Path]:
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.py").write_text("import openai\nopenai.OpenAI()\n")
        found.append(tmp_path / name)
    return found


def test_a_missing_tree_stops_no_other(trees: list[Path], tmp_path: Path) -> None:
    found = scan((trees[0], tmp_path / "gone", trees[1]), tables().catalogue, tables=tables(), effort=ALONE)
    assert {each.tree for each in found.sightings} == {"one", "two"}
    assert [gap.tree for gap in lost(found)] == ["gone"]


def test_a_fault_in_one_tree_stops_no_other(trees: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    inner = run._Scanner.tree

    def fail(self: run._Scanner, tree: run.Tree, root: Path) -> run._OneTree:
        if tree.id == "one":
            raise KeyError
        return inner(self, tree, root)

    monkeypatch.setattr(run._Scanner, "tree", fail)
    found = scan(trees, tables().catalogue, tables=tables(), effort=ALONE)
    assert {each.tree for each in found.sightings} == {"two"}
    assert [gap.reason for gap in lost(found)] == ["the tree could not be scanned (KeyError)"]


def test_a_single_missing_tree_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument):
        scan((tmp_path / "gone",), tables().catalogue, tables=tables(), effort=ALONE)


def test_trees_are_taken_from_a_list(trees: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list").write_text(f"# trees\n{trees[0]}\n\n{trees[1]}\n")
    assert main(["scan", "--no-cache", "--format", "json", "--from-file", str(tmp_path / "list")]) == 0
    assert '"two"' in capsys.readouterr().out


def test_a_lost_tree_of_a_list_is_told(trees: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--no-cache", str(trees[0]), str(tmp_path / "gone")]) == 2
    shown = capsys.readouterr()
    assert "gone: no such file or folder" in shown.err
    assert "openai" in shown.out.lower()


def test_nothing_to_scan_is_unusable(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan"]) == 2
    assert capsys.readouterr().err.startswith("flowdown: nothing to scan")


def test_an_interrupt_leaves_what_was_seen(trees: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tree_source.look_all

    def interrupt(*arguments: object) -> object:
        yield from inner(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(tree_source, "look_all", interrupt)
    found = scan(trees, tables().catalogue, tables=tables(), effort=ALONE)
    assert found.is_incomplete
    assert [each.tree for each in found.sightings][:1] == ["one"]


def test_an_interrupted_scan_is_reported_and_leaves_with_130(
    trees: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*arguments: object) -> object:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(tree_source, "look_all", interrupt)
    assert main(["scan", "--no-cache", "--format", "json", str(trees[0])]) == 130
    assert '"incomplete": true' in capsys.readouterr().out
