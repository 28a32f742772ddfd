"""A list is checked wholly before anything is scanned: one line for everything that is wrong."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.fleet.read_list import read_fleet
from flowdown.fleet.tree import Kind
from tests.unit.fleet.fleets import CALL, make_fleet
from tests.unit.gate.repository import commit, write


def listed(folder: Path, text: str) -> Path:
    file = folder / "trees.txt"
    file.write_text(text)
    return file


def test_every_kind_of_tree_is_told_apart(tmp_path: Path) -> None:
    make_fleet(tmp_path)
    text = "# ours\n\ntrees/clone\ntrees/clone\t.\tas it lies\ntrees/group/bare.git\ntrees/bills\ntrees/archives/old.tar.gz\n"
    fleet = read_fleet(listed(tmp_path, text))
    assert not fleet.faults
    assert {tree.name: tree.kind for tree in fleet.trees} == {
        "trees/clone": Kind.COMMIT,
        "as it lies": Kind.FOLDER,
        "trees/group/bare.git": Kind.COMMIT,
        "trees/bills": Kind.FOLDER,
        "trees/archives/old.tar.gz": Kind.FILE,
    }


def test_a_line_may_name_a_revision_and_a_name(tmp_path: Path) -> None:
    first = commit(tmp_path / "a", {"a.py": CALL})
    fleet = read_fleet(listed(tmp_path, f"a\t{first}\nb/../a\tmain\told\n"))
    assert [(tree.name, tree.revision) for tree in fleet.trees] == [(f"a@{first}", first), ("old", "main")]


def test_each_bad_line_is_told_once_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"plain/x.txt": "x\n"})
    commit(tmp_path / "a", {"a.py": CALL})
    (tmp_path / "secret").mkdir()
    os.mkfifo(tmp_path / "pipe")
    lines = ["a", "a", "a/", "gone", "plain\tv1", "a\t--upload-pack=x", "a\t1\t2\t3", "x\0y", "plain\t\ta", "pipe"]
    fleet = read_fleet(listed(tmp_path, "\n".join(lines) + "\n"))
    told = [str(fault).removeprefix(f"{tmp_path / 'trees.txt'}:") for fault in fleet.faults]
    assert [tree.name for tree in fleet.trees] == ["a"]
    assert told == [
        "2: `a` is in line 1 already",
        "3: `a/` is in line 1 already",
        "4: cannot read `gone`: no such file or directory",
        "5: `plain` is no git repository and has no revision `v1`",
        "6: `--upload-pack=x` is no revision",
        "7: more than path, revision and name",
        "8: a NUL is no part of a path",
        "9: the name `a` is taken by line 1",
        "10: `pipe` is neither a file nor a folder",
    ]


def test_a_hundred_thousand_lines_are_checked_in_seconds(tmp_path: Path) -> None:
    commit(tmp_path / "a", {"a.py": CALL})
    lines = [f"a\t{number:040x}" for number in range(50_000)] + [f"gone/{number}" for number in range(50_000)]
    started = time.process_time()
    fleet = read_fleet(listed(tmp_path, "\n".join(lines)))
    assert time.process_time() - started < 30
    assert (len(fleet.trees), len(fleet.faults)) == (50_000, 50_000)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="cannot read"):
        read_fleet(tmp_path / "gone.txt")


def test_trees_below_a_folder_are_found(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    write(top, {"group/README": "loose\n"})
    (top / "group" / "link").symlink_to(top / "clone")
    fleet = read_fleet(top)
    assert [(tree.name, tree.kind) for tree in fleet.trees] == [
        ("archives/old.tar.gz", Kind.FILE),
        ("bills", Kind.FOLDER),
        ("clone", Kind.COMMIT),
        ("code", Kind.FOLDER),
        ("group/bare.git", Kind.COMMIT),
    ]
    assert fleet.beside == ("group/README",)


def test_an_archive_within_code_is_part_of_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"top/app/main.py": CALL, "top/app/lib/x.jar": "PK", "top/jars/a.jar": "PK", "top/jars/more/b.jar": "PK"},
    )
    fleet = read_fleet(tmp_path / "top")
    assert [tree.name for tree in fleet.trees] == ["app", "jars/a.jar", "jars/more/b.jar"]


def test_a_repository_that_is_named_as_a_folder_is_one_tree(tmp_path: Path) -> None:
    commit(tmp_path / "a", {"a.py": CALL})
    assert [(tree.name, tree.kind) for tree in read_fleet(tmp_path / "a").trees] == [("a", Kind.COMMIT)]
