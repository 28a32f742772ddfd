"""What the walker yields, passes over and reports."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.scan import tree
from flowdown.scan.gap import Gap
from flowdown.scan.repository import Repository, tracked_paths
from flowdown.scan.tree import File, Tally, walk

IS_ROOT = os.geteuid() == 0
NOBODY = 65534


def paths(root: Path, tally: Tally | None = None) -> list[str]:
    return [found.path for found in walk(root, tally=tally) if isinstance(found, File)]


def gaps(root: Path) -> list[Gap]:
    return [found for found in walk(root) if isinstance(found, Gap)]


def lay(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    lay(tmp_path, "a/b", "a-b", "a.b", "a0", "b/a/c", "b/a.c", "z", "A")
    assert paths(tmp_path) == sorted(["a/b", "a-b", "a.b", "a0", "b/a/c", "b/a.c", "z", "A"])


def test_a_large_folder_comes_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, *(f"{number}/x" if number % 3 else str(number) for number in range(60)))
    before = paths(tmp_path)
    monkeypatch.setattr(tree, "RUN_LENGTH", 7)
    assert paths(tmp_path) == before and len(before) == 60


def test_hidden_files_are_walked_and_git_never(tmp_path: Path) -> None:
    lay(tmp_path, ".env", ".github/workflows/a.yml", ".git/config", "sub/.git/hooks/x", "sub/a")
    assert paths(tmp_path) == [".env", ".github/workflows/a.yml", "sub/a"]


def test_a_file_may_be_the_root(tmp_path: Path) -> None:
    lay(tmp_path, "x/a.py")
    (found,) = walk(tmp_path / "x" / "a.py")
    assert isinstance(found, File)
    assert found.path == "a.py"
    assert Path(os.fsdecode(found.place)).samefile(tmp_path / "x" / "a.py")


def test_a_link_may_be_the_root(tmp_path: Path) -> None:
    lay(tmp_path, "x/a.py")
    (tmp_path / "folder").symlink_to("x")
    (tmp_path / "file").symlink_to("x/a.py")
    assert paths(tmp_path / "folder") == ["a.py"]
    (found,) = walk(tmp_path / "file")
    assert isinstance(found, File)
    assert not Path(os.fsdecode(found.place)).is_symlink()


@pytest.mark.parametrize("name", ["missing", "with\0nul", "file/below"])
def test_a_root_that_is_not_there_is_one_clear_line(tmp_path: Path, name: str) -> None:
    lay(tmp_path, "file")
    with pytest.raises(UnusableArgument) as caught:
        walk(tmp_path / name)
    assert "cannot read" in str(caught.value) and "\n" not in str(caught.value)


def test_a_root_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnusableArgument):
        walk(tmp_path / "pipe")


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert not list(walk(tmp_path))


def test_what_is_no_file_is_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        tally = Tally()
        assert paths(tmp_path, tally) == []
    assert tally.special == 2


def test_a_link_inside_is_counted_and_not_read_twice(tmp_path: Path) -> None:
    lay(tmp_path, "a/x", "b/y")
    (tmp_path / "file").symlink_to("a/x")
    (tmp_path / "folder").symlink_to("b")
    (tmp_path / "b" / "up").symlink_to("..")
    (tmp_path / "dangling").symlink_to("nowhere")
    tally = Tally()
    assert paths(tmp_path, tally) == ["a/x", "b/y"]
    assert tally.links == 4
    assert not gaps(tmp_path)


def test_a_link_out_of_the_tree_is_a_gap(tmp_path: Path) -> None:
    lay(tmp_path, "outside/secret", "inside/a")
    (tmp_path / "inside" / "out").symlink_to("../outside")
    (tmp_path / "inside" / "gone").symlink_to("../outside/gone")
    (tmp_path / "inside-too").mkdir()
    (tmp_path / "inside" / "near").symlink_to("../inside-too")
    assert [gap.path for gap in gaps(tmp_path / "inside")] == ["gone", "near", "out"]
    assert paths(tmp_path / "inside") == ["a"]


def test_a_link_in_a_loop_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert [gap.path for gap in gaps(tmp_path)] == ["a", "b"]


def test_a_link_into_git_is_a_gap(tmp_path: Path) -> None:
    lay(tmp_path, ".git/annex/x")
    (tmp_path / "data").symlink_to(".git/annex/x")
    assert [gap.path for gap in gaps(tmp_path)] == ["data"]


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder walked without root's right to read everything; root steps back for the test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        os.seteuid(os.getuid())
        (folder / "shut").chmod(stat.S_IRWXU)


def test_a_folder_that_cannot_be_read_is_a_gap(as_nobody: Path) -> None:
    lay(as_nobody, "shut/a", "open/b")
    (as_nobody / "shut").chmod(0)
    if IS_ROOT:
        os.seteuid(NOBODY)
    assert [gap.path for gap in gaps(as_nobody)] == ["shut/"]
    assert paths(as_nobody) == ["open/b"]


def test_a_folder_that_vanishes_is_a_gap(tmp_path: Path) -> None:
    lay(tmp_path, "a/x", "b/y")
    found = walk(tmp_path)
    assert next(found) == File("a/x", os.fsencode(tmp_path / "a" / "x"))
    (tmp_path / "b" / "y").unlink()
    (tmp_path / "b").rmdir()
    (gap,) = found
    assert isinstance(gap, Gap)
    assert gap.path == "b/" and "no such file" in gap.reason


def test_names_that_are_not_utf8_are_shown_escaped(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    file = Path(os.fsdecode(folder + b"/\xff/caf\xe9 \xc3\xa9"))
    file.parent.mkdir()
    file.touch()
    (found,) = walk(tmp_path)
    assert isinstance(found, File)
    assert found == File("\\xff/caf\\xe9 é", folder + b"/\xff/caf\xe9 \xc3\xa9")


def test_deep_nesting_ends_in_a_gap(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(30):
            os.mkdir("d" * 200, dir_fd=here)
            below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)
    (gap,) = walk(tmp_path)
    assert isinstance(gap, Gap)
    assert "too long" in gap.reason


def test_ignored_entries_are_counted(tmp_path: Path) -> None:
    lay(tmp_path, "a.o", "b.o", "build/x", "build/y", "c")
    (tmp_path / ".gitignore").write_text("*.o\nbuild\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    tally = Tally()
    assert paths(tmp_path, tally) == [".gitignore", "c"]
    assert tally.ignored == 3


@pytest.mark.parametrize(
    "content", [b"", b"DIRC", b"DIRC\0\0\0\2\xff\xff\xff\xff", b"DIRC\0\0\0\4\0\0\0\1" + b"\xff" * 90]
)
def test_a_broken_index_tracks_nothing(content: bytes) -> None:
    assert tracked_paths(content) == []


@pytest.mark.parametrize("content", ["", "gitdir: nowhere\n", "gitdir: \0\n", "gitdir: .\n"])
def test_a_broken_git_file_is_no_repository(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    assert Repository.at(os.fsencode(tmp_path)) is None


@pytest.mark.parametrize("head", ["ref: refs/../../secret", "ref: refs/heads/main", "nonsense", "ref: refs/heads/\0"])
def test_a_head_that_names_no_commit_has_no_revision(tmp_path: Path, head: str) -> None:
    lay(tmp_path, ".git/HEAD")
    (tmp_path / ".git" / "HEAD").write_text(head)
    repository = Repository.at(os.fsencode(tmp_path))
    assert repository and repository.revision == ""


def test_the_revision_is_found_loose_and_packed(tmp_path: Path) -> None:
    lay(tmp_path, ".git/refs/heads/main")
    git = tmp_path / ".git"
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "refs" / "heads" / "main").write_text("a" * 40 + "\n")
    repository = Repository(os.fsencode(tmp_path), os.fsencode(git))
    assert repository.revision == "a" * 40
    (git / "refs" / "heads" / "main").unlink()
    (git / "packed-refs").write_text(f"# pack-refs\n{'b' * 40} refs/heads/main\n")
    assert repository.revision == "b" * 40
