"""Ignore rules, with git itself as the oracle."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowdown.scan.gap import Gap
from flowdown.scan.glob import translate
from flowdown.scan.ignore import SIZE_LIMIT, WILD_LIMIT, IgnoreRules, parse_rules
from flowdown.scan.tree import walk

ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}


def git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True).stdout


def seen_by_git(folder: Path) -> list[str]:
    names = git(folder, "ls-files", "-co", "--exclude-standard", "-z").split(b"\0")
    return sorted({name.decode() for name in names if name})


def seen_by_us(folder: Path) -> list[str]:
    found = list(walk(folder))
    assert not [gap for gap in found if isinstance(gap, Gap)]
    return [file.path for file in found]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def lay(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()


PATHS = (
    *(
        "a",
        "b",
        "ab",
        "abc",
        "a.o",
        "b.o",
        "a.b.o",
        ".a",
        "a ",
        "a\\",
        "#a",
        "!a",
        "[a]",
        "a-b",
        "a~",
        "A",
        "é",
        "a*",
        "1",
    ),
    *("d/a", "d/b.o", "d/d/a", "d/d/ab", "d/e/a.o", "d/e/f/a", "e/a", "e/d/b", "e/f/d/a.b", "f/a/b", "f/ab/a", "d e/a"),
)
ATOMS = ("a", "b", "d", "e", "f", "ab", ".o", "*", "?", "**", "/", "[ab]", "[!a]", "[^b-d]", "[[:alpha:]]", "[a-", "]")
ATOMS = (*ATOMS, "\\a", "\\*", "\\", "!", "#", " ", ".", "**/", "/**", "[]a]", "[\\]a]", "[a-c-e]", "[[:x:]]", "é", "-")
PATTERN = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=6).map("".join)
FILE = st.lists(st.one_of(PATTERN, PATTERN.map("!{}".format)), min_size=1, max_size=4).map("\n".join)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    git(folder, "init", "-q")
    lay(folder, *PATHS)
    return folder


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(top=FILE, below=st.one_of(st.none(), FILE), excluded=st.one_of(st.none(), PATTERN))
def test_any_rules_leave_the_files_that_git_leaves(
    large: Path, top: str, below: str | None, excluded: str | None
) -> None:
    (large / ".gitignore").write_text(top)
    (large / "d" / ".gitignore").write_text(below or "")
    (large / ".git" / "info" / "exclude").write_text(excluded or "")
    assert seen_by_us(large) == seen_by_git(large)


@pytest.mark.parametrize(
    "rules",
    [
        "*.o\n!a.o\n",
        "/a\n",
        "d/\n!d/a\n",
        "d/*\n!d/a\n",
        "**/a\n",
        "d/**/a\n",
        "d/**\n",
        "d/**b\n",
        "a\\ \n",
        "a   \n",
        "a\\\\  \n",
        "\\#a\n\\!a\n",
        "#a\n",
        "\ufeffa\n",
        "a\r\n*.o\r\n",
        "[[:upper:]]\n",
        "[a\n",
        "a\\\n",
        "*\n!*/\n!*.o\n",
        "/*\n!/d/\n",
        "d\n!d/\n",
        "/d/e\nf/\n",
        "**/**/a\n***\n!**/d\n",
        "a\n\n \n!ab\n",
        "?\n!b\n",
        "/\n//\n!\n",
        "d/e/\n!d/e\n",
        ".*\n!.gitignore\n",
        "[!a-z]*\n",
        "d\\/a\n",
        "a*b*c\n*.*.o\n",
    ],
)
def test_a_rule_means_what_git_takes_it_to_mean(repository: Path, rules: str) -> None:
    lay(repository, *PATHS)
    (repository / ".gitignore").write_bytes(rules.encode())
    assert seen_by_us(repository) == seen_by_git(repository)


def test_rules_hold_in_the_folder_of_their_file(repository: Path) -> None:
    lay(repository, "x/build/a", "y/build/a", "x/y/build/a")
    (repository / "x" / ".gitignore").write_text("/build\n")
    assert seen_by_us(repository) == ["x/.gitignore", "x/y/build/a", "y/build/a"] == seen_by_git(repository)


def test_the_nearest_file_is_the_strongest(repository: Path) -> None:
    lay(repository, "a.log", "x/a.log", "x/y/a.log")
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "x" / ".gitignore").write_text("!*.log\n")
    (repository / "x" / "y" / ".gitignore").write_text("a*\n")
    assert seen_by_us(repository) == seen_by_git(repository)
    assert "x/a.log" in seen_by_us(repository)


def test_rules_above_a_folder_hold_in_it(repository: Path) -> None:
    lay(repository, "x/a.log", "x/y/a.txt", "x/y/b.txt", "x/y/z/c.txt")
    (repository / ".gitignore").write_text("*.log\nx/y/b.txt\n")
    (repository / "x" / ".gitignore").write_text("/y/z\n")
    assert seen_by_us(repository / "x" / "y") == ["a.txt"]


def test_a_named_folder_is_walked_although_it_is_ignored(repository: Path) -> None:
    lay(repository, "vendor/lib/a.py", "vendor/lib/b.log")
    (repository / ".gitignore").write_text("vendor/\n*.log\n")
    assert seen_by_us(repository / "vendor" / "lib") == ["a.py", "b.log"]


def test_a_named_folder_that_ignores_all_of_itself_is_walked(tmp_path: Path) -> None:
    lay(tmp_path, "a.py", "b.o")
    (tmp_path / ".gitignore").write_text("/*\n!/debian\n*.o\n")
    assert seen_by_us(tmp_path) == [".gitignore", "a.py"]


def test_without_a_repository_only_folders_that_ignore_themselves_are_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, ".env.example", "lib/a.py", "cache/deep/c.py")
    (tmp_path / ".gitignore").write_text(".env*\nlib/\n")
    (tmp_path / "cache" / ".gitignore").write_text("# made by a tool\n*\n")
    assert seen_by_us(tmp_path) == [".env.example", ".gitignore", "lib/a.py"]


def test_what_is_tracked_is_walked_although_ignored(repository: Path) -> None:
    lay(repository, "kept.env", "lost.env", "build/kept.py", "build/lost.py", "build/sub/lost.py")
    git(repository, "add", "-f", "kept.env", "build/kept.py")
    (repository / ".gitignore").write_text("*.env\nbuild/\n")
    assert seen_by_us(repository) == seen_by_git(repository) == [".gitignore", "build/kept.py", "kept.env"]


@pytest.mark.parametrize("version", ["2", "4"])
def test_every_index_version_is_read(repository: Path, version: str) -> None:
    lay(repository, *(f"build/{'n' * length}" for length in range(1, 40)), "build/x/y/z")
    git(repository, "add", "-A")
    git(repository, "update-index", "--index-version", version)
    (repository / ".gitignore").write_text("build\n")
    assert seen_by_us(repository) == seen_by_git(repository)


def test_a_repository_inside_has_its_own_rules(repository: Path) -> None:
    lay(repository, "sub/a.log", "sub/b.txt")
    (repository / ".gitignore").write_text("*.log\n")
    git(repository / "sub", "init", "-q")
    (repository / "sub" / ".gitignore").write_text("*.txt\n")
    assert seen_by_us(repository) == [".gitignore", "sub/.gitignore", "sub/a.log"]


def test_a_worktree_takes_the_excludes_of_its_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "tree"
    git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "first")
    git(repository, "worktree", "add", "-q", str(other))
    lay(other, "a", "b")
    (repository / ".git" / "info" / "exclude").write_text("a\n")
    assert seen_by_us(other) == seen_by_git(other) == ["b"]


def test_ignored_files_are_walked_when_told_so(repository: Path) -> None:
    lay(repository, "a.o")
    (repository / ".gitignore").write_text("*.o\n")
    assert [file.path for file in walk(repository, honours_ignores=False)] == [".gitignore", "a.o"]


def test_a_linked_ignore_file_is_not_read(repository: Path) -> None:
    lay(repository, "a.o")
    (repository / "rules").write_text("*.o\n")
    (repository / ".gitignore").symlink_to("rules")
    assert seen_by_us(repository) == ["a.o", "rules"]


def test_hostile_stars_take_no_long_time() -> None:
    expression = translate(b"*a" * 40 + b"b", is_path=False)
    deep = translate(b"**/a*/" * 20 + b"b", is_path=True)
    assert expression is not None and deep is not None
    rules = IgnoreRules().below(b"*a" * 40 + b"b\n" + b"**/a*/" * 20 + b"b\n", b"")
    start = time.process_time()
    assert not rules.files.ignores(b"a" * 250, b"aaaa/" * 400 + b"a" * 250)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", [b"#" + b"x" * SIZE_LIMIT + b"\n*.o\n", b"a*b*c\n" * (WILD_LIMIT + 1) + b"*.o\n"])
def test_an_ignore_file_beyond_the_limits_ignores_nothing(text: bytes) -> None:
    assert IgnoreRules().below(text, b"").is_empty


@given(st.binary(max_size=60))
def test_any_bytes_are_rules_without_an_error(text: bytes) -> None:
    rules = IgnoreRules().below(text, b"x/")
    assert rules.files.ignores(b"name", b"x/name") in (True, False)
    assert all(rule.pattern or rule.is_path for rule in parse_rules(text))
