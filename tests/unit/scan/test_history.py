"""A history tells who came and went, by which commit, and reads of a repository only what is new."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.scan.history import History, read_history
from tests.unit.gate.repository import commit, git

CATALOGUE = load((), None)
CALL = "from openai import OpenAI\n\nclient = OpenAI()\nclient.responses.create(model='gpt-4o', input='hi')\n"
OTHER = "import cohere\n\nclient = cohere.Client()\nclient.chat(model='command-r-plus', message='hi')\n"


def told(history: History, vendor: str) -> list[tuple[str, str, int, str]]:
    """Of the times in which a vendor counted: by which commit it came, where, and by which it left."""
    return [
        (each.entered.commit, each.entered.path, each.entered.line, each.left.commit if each.left else "")
        for each in history.periods
        if each.vendor == vendor and each.basis in ("model", "service")
    ]


def test_a_vendor_comes_and_leaves_with_the_commits_that_say_so(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": "x = 1\n"})
    came = commit(tmp_path, {"a.py": "# first\n" + CALL})
    commit(tmp_path, {"b.txt": "nothing\n"})
    left = commit(tmp_path, {"a.py": "x = 2\n"})
    history = read_history(tmp_path, CATALOGUE)
    assert {each[0] for each in told(history, "openai")} == {came}
    assert {each[3] for each in told(history, "openai")} == {left}
    assert all(each[1] == "a.py" and each[2] >= 2 for each in told(history, "openai"))
    assert not history.gaps


def test_a_moved_file_and_a_further_one_make_no_break(tmp_path: Path) -> None:
    came = commit(tmp_path, {"a.py": CALL})
    git(tmp_path, "mv", "a.py", "lib.py")
    commit(tmp_path, {})
    commit(tmp_path, {"more.py": CALL + "\n# again\n"})
    git(tmp_path, "rm", "-q", "lib.py")
    commit(tmp_path, {})
    assert {(each[0], each[3]) for each in told(read_history(tmp_path, CATALOGUE), "openai")} == {(came, "")}


def test_who_comes_back_is_told_twice(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a.py": CALL})
    gone = commit(tmp_path, {"a.py": "pass\n"})
    again = commit(tmp_path, {"sub/b.py": CALL})
    stays = {(each[0], each[3]) for each in told(read_history(tmp_path, CATALOGUE), "openai")}
    assert stays == {(first, gone), (again, "")}


def test_since_a_revision_what_was_there_has_no_commit(tmp_path: Path) -> None:
    base = commit(tmp_path, {"a.py": CALL})
    came = commit(tmp_path, {"b.py": OTHER})
    history = read_history(tmp_path, CATALOGUE, since=base)
    assert (history.since, history.commits) == (base, 1)
    assert {each[0] for each in told(history, "openai")} == {""}
    assert {each[0] for each in told(history, "cohere")} == {came}


def test_a_merge_brings_what_its_branch_brought(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": "x = 1\n"})
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"b.py": OTHER})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"c.txt": "meanwhile\n"})
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "merge", "side")
    merge = git(tmp_path, "rev-parse", "HEAD")
    assert {each[0] for each in told(read_history(tmp_path, CATALOGUE), "cohere")} == {merge}


def test_a_folder_has_a_history_of_its_own(tmp_path: Path) -> None:
    commit(tmp_path, {"one/a.py": CALL, "two/b.py": OTHER})
    history = read_history(tmp_path / "two", CATALOGUE)
    assert told(history, "cohere") and not told(history, "openai")
    assert {each[1] for each in told(history, "cohere")} == {"b.py"}


def test_a_mention_is_no_use(tmp_path: Path) -> None:
    commit(tmp_path, {"README.md": "We compared OpenAI's gpt-4o with others.\n", "a.py": "# not gpt-4o\nx = 1\n"})
    assert not read_history(tmp_path, CATALOGUE).periods


def test_a_later_run_reads_only_what_is_new(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    commit(tree, {"a.py": CALL, "b.txt": "nothing\n"})
    first = read_history(tree, CATALOGUE, cache)
    again = read_history(tree, CATALOGUE, cache)
    assert (first.read, first.known, again.read, again.known) == (2, 0, 0, 2)
    assert again.periods == first.periods
    commit(tree, {"c.py": OTHER})
    later = read_history(tree, CATALOGUE, cache)
    assert (later.read, later.known) == (1, 2)
    assert told(later, "cohere")


def test_a_damaged_cache_changes_no_answer(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    commit(tree, {"a.py": CALL})
    first = read_history(tree, CATALOGUE, cache)
    for kept in cache.glob("history-*.bin"):
        kept.write_bytes(kept.read_bytes()[:-7] + b"garbage")
    again = read_history(tree, CATALOGUE, cache)
    assert (again.read, again.periods) == (1, first.periods)


def test_a_missing_content_is_a_gap(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": OTHER, "b.py": CALL})
    blob = git(tmp_path, "rev-parse", "HEAD:a.py")
    (tmp_path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    history = read_history(tmp_path, CATALOGUE)
    assert [(gap.path, "missing" in gap.reason) for gap in history.gaps] == [("a.py", True)]
    assert told(history, "openai")


def test_a_broken_content_is_a_gap_and_the_rest_is_read(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": OTHER, "b.py": CALL, "c.py": CALL + "#\n"})
    blob = git(tmp_path, "rev-parse", "HEAD:a.py")
    place = tmp_path / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o600)
    place.write_bytes(zlib.compress(b"blob 9999\0short"))
    history = read_history(tmp_path, CATALOGUE)
    assert [gap.path for gap in history.gaps] == ["a.py"]
    assert told(history, "openai")


def test_a_broken_folder_is_a_gap_of_its_commit(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": "x = 1\n"})
    broken = commit(tmp_path, {"sub/b.py": "y = 1\n"})
    tree = git(tmp_path, "rev-parse", "HEAD:sub")
    git(tmp_path, "rm", "-q", "-r", "sub")
    came = commit(tmp_path, {"c.py": OTHER})
    (tmp_path / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    history = read_history(tmp_path, CATALOGUE)
    assert any(broken[:12] in gap.reason for gap in history.gaps)
    assert {each[0] for each in told(history, "cohere")} <= {came}


def test_a_huge_content_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowdown.scan.history.SIZE_LIMIT", 200)
    commit(tmp_path, {"a.py": CALL, "data.txt": "x" * 4000})
    history = read_history(tmp_path, CATALOGUE)
    assert [(gap.path, "longer than 200 bytes" in gap.reason) for gap in history.gaps] == [("data.txt", True)]
    assert told(history, "openai")


def test_a_shallow_clone_says_that_it_does_not_know_what_was_before(tmp_path: Path) -> None:
    tree, clone = tmp_path / "tree", tmp_path / "clone"
    commit(tree, {"a.py": CALL})
    commit(tree, {"b.txt": "1\n"})
    came = commit(tree, {"c.py": OTHER})
    git(tmp_path, "clone", "-q", "--depth", "2", tree.as_uri(), str(clone))
    history = read_history(clone, CATALOGUE)
    assert {each[0] for each in told(history, "openai")} == {""}
    assert {each[0] for each in told(history, "cohere")} == {came}
    assert "shallow" in history.gaps[0].reason


def test_names_that_are_no_text_and_links_do_no_harm(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": CALL})
    (tmp_path / "link.py").symlink_to("a.py")
    with (tmp_path / "caf\udce9.py").open("w", encoding="utf-8") as file:
        file.write(OTHER)
    commit(tmp_path, {})
    history = read_history(tmp_path, CATALOGUE)
    assert {each[1] for each in told(history, "cohere")} == {"caf\\xe9.py"}
    assert {each[1] for each in told(history, "openai")} == {"a.py"}


def test_without_a_commit_nothing_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert read_history(tmp_path, CATALOGUE).periods == ()


def test_without_a_repository_or_such_a_revision_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="no git repository"):
        read_history(tmp_path, CATALOGUE)
    commit(tmp_path, {"a.py": CALL})
    with pytest.raises(UnusableArgument, match="no commit"):
        read_history(tmp_path, CATALOGUE, since="nowhere")
    shutil.rmtree(tmp_path / ".git" / "objects")
    with pytest.raises(UnusableArgument):
        read_history(tmp_path, CATALOGUE)
