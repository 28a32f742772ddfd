"""A change is told by what it makes a tree depend on, and nothing of the repository is executed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.gate.change_scan import ChangeScan, scan_change
from flowdown.gate.shift import TOLD

from .repository import commit, git, write

CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\nreply = client.responses.create(model='gpt-4o', input='x')\n"


@cache
def catalogue() -> Catalogue:
    return load((), None)


def told(found: ChangeScan) -> list[tuple[str, str | None, str]]:
    return [(s.direction.value, s.vendor, s.basis.value) for s in found.shifts if s.direction in TOLD]


def look(root: Path, since: str = "HEAD", *, is_staged: bool = False) -> ChangeScan:
    return scan_change(root, "" if is_staged else since, catalogue(), None, is_staged=is_staged)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(tmp_path / "r", {"src/app.py": "print('hello')\n", "README.md": "# App\n"})
    return tmp_path / "r"


def test_a_new_file_that_is_not_tracked_yet_counts(root: Path) -> None:
    write(root, {"src/chat.py": CLIENT})
    assert ("added", "openai", "service") in told(look(root))


def test_an_ignored_file_does_not_count(root: Path) -> None:
    write(root, {".gitignore": "build/\n", "build/chat.py": CLIENT})
    assert told(look(root)) == []


def test_a_vendor_that_unchanged_files_use_is_not_added(root: Path) -> None:
    commit(root, {"src/chat.py": CLIENT})
    write(root, {"src/other.py": CLIENT})
    assert told(look(root)) == []


def test_a_vendor_that_other_files_still_use_is_not_removed(root: Path) -> None:
    commit(root, {"src/chat.py": CLIENT, "src/other.py": CLIENT})
    (root / "src/chat.py").unlink()
    assert told(look(root)) == []


def test_the_last_use_that_goes_removes_the_vendor(root: Path) -> None:
    commit(root, {"src/chat.py": CLIENT})
    (root / "src/chat.py").unlink()
    assert ("removed", "openai", "service") in told(look(root))


def test_a_moved_and_reformatted_file_changes_nothing(root: Path) -> None:
    commit(root, {"src/chat.py": CLIENT})
    git(root, "mv", "src/chat.py", "src/talk.py")
    text = CLIENT.replace("client = OpenAI()", "\n\n# a comment\nclient = OpenAI(\n)").replace("'", '"')
    write(root, {"src/talk.py": text})
    found = look(root)
    assert (told(found), [shift.direction for shift in found.shifts]) == ([], [])


def test_only_what_is_staged_counts_at_a_commit(root: Path) -> None:
    write(root, {"src/chat.py": CLIENT})
    assert told(look(root, is_staged=True)) == []
    git(root, "add", "src/chat.py")
    write(root, {"src/chat.py": "print()\n"})
    assert ("added", "openai", "service") in told(look(root, is_staged=True))


def test_the_first_commit_has_nothing_before_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, {"chat.py": CLIENT})
    git(tmp_path, "add", "-A")
    assert ("added", "openai", "service") in told(look(tmp_path, is_staged=True))


def test_what_the_base_branch_did_meanwhile_is_not_of_the_change(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, {"src/topic.py": "x = 1\n"})
    git(root, "checkout", "-q", "main")
    commit(root, {"src/chat.py": CLIENT})
    git(root, "checkout", "-q", "topic")
    assert told(look(root, "main")) == []


def test_a_constant_that_another_file_uses_is_followed(root: Path) -> None:
    use = (
        "import litellm\nfrom src.settings import SUMMARY_MODEL\n\n"
        "def run(text):\n    return litellm.completion(model=SUMMARY_MODEL, messages=[text])\n"
    )
    commit(root, {"src/settings.py": "SUMMARY_MODEL = 'gpt-4o'\n", "src/run.py": use, "main.py": "import src.run\n"})
    write(root, {"src/settings.py": "SUMMARY_MODEL = 'claude-3-5-sonnet'\n"})
    assert ("added", "anthropic", "model") in told(look(root))


def test_a_folder_below_the_top_is_looked_at_alone(root: Path) -> None:
    write(root, {"src/chat.py": CLIENT, "other/claude.py": "import anthropic\n"})
    found = look(root / "src")
    assert {shift.vendor for shift in found.shifts} == {"openai"}
    assert {each.place.path for each in found.scan.sightings} == {"chat.py"}


def test_nothing_that_the_repository_configures_is_run(root: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    program.chmod(0o755)
    commit(root, {".gitattributes": "*.py filter=evil diff=evil\n", "src/chat.py": CLIENT})
    for name in ("core.fsmonitor", "diff.external", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv"):
        git(root, "config", name, str(program))
    git(root, "config", "core.hooksPath", str(tmp_path))
    mark.unlink(missing_ok=True)
    write(root, {"src/chat.py": CLIENT + "import anthropic\n", "new.py": CLIENT})
    look(root)
    assert not mark.exists()


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD:README.md", " ", "a\nb", "HEAD..main"])
def test_what_is_no_commit_is_refused_in_one_line(root: Path, revision: str) -> None:
    with pytest.raises(UnusableArgument, match=r"no (?:commit|revision)"):
        look(root, revision)
    assert not (root / "x").exists()


def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="no git repository"):
        look(tmp_path)


def test_links_and_odd_names_do_no_harm(root: Path) -> None:
    (root / "link.py").symlink_to("/etc/passwd")
    write(root, {"odd\nname ü.py": "import anthropic\n", "-rf.py": "import cohere\n"})
    git(root, "add", "-A")
    found = look(root)
    assert {shift.vendor for shift in found.shifts} == {"anthropic", "cohere"}
    assert "link.py" not in {each.place.path for each in found.scan.sightings}


def test_a_change_that_changes_nothing_reads_nothing(root: Path) -> None:
    found = look(root)
    assert (found.files, found.beside, found.scan.coverage.files) == (0, 0, 0)


def test_a_name_that_passes_through_a_file_without_a_trace_is_followed(root: Path) -> None:
    commit(
        root,
        {
            "src/names.py": "CHOSEN_MODEL_NAME = 'gpt-4o'\n",
            "src/between.py": "from names import CHOSEN_MODEL_NAME\n\nSHOWN_MODEL = CHOSEN_MODEL_NAME\n",
        },
    )
    write(
        root,
        {
            "src/app.py": "from between import SHOWN_MODEL\nfrom litellm import completion\n\n"
            "reply = completion(model=SHOWN_MODEL, messages=[])\n"
        },
    )
    assert ("src/app.py", "openai") in {(each.place.path, each.vendor) for each in look(root).scan.sightings}


def test_a_vendor_whose_library_fills_the_tree_is_still_seen_elsewhere(root: Path) -> None:
    pages = {f"pages/page{number:02}.jsx": "import React from 'react'\n\nReact.useState(0)\n" for number in range(40)}
    commit(
        root, {**pages, "src/other/model.py": "from litellm import completion\n\ncompletion(model='groq/llama-3.1')\n"}
    )
    write(root, {"tests/test_it.py": "from litellm import completion\n\ncompletion(model='ollama/llama3.2')\n"})
    assert [one for one in told(look(root)) if one[1] == "meta"] == []


def test_what_nobody_knows_needs_no_other_file(root: Path) -> None:
    package = '{{"name": "a", "dependencies": {{"openai": "1.0.0", "{}": "1.0.0"}}}}\n'
    commit(root, {"package.json": package.format("left-pad-x"), "index.js": "require('openai');\n"})
    write(root, {"package.json": package.format("right-pad-x")})
    found = look(root)
    assert (found.shifts, found.beside) == ((), 0)


def test_what_is_only_mentioned_needs_no_other_file(root: Path) -> None:
    commit(root, {"src/a.py": "import b\n", "src/b.py": "# nothing\n"})
    write(root, {"src/a.py": "import b\n\n# as OpenAI does it\n"})
    found = look(root)
    assert (told(found), found.beside) == ([], 0)


def test_a_name_that_a_changed_data_file_holds_leads_to_no_other_file(root: Path) -> None:
    commit(root, {"model_settings.py": "DEFAULT_MODEL_NAME = 'gpt-4o'\n", "notes.md": "text\n"})
    write(root, {"notes.md": "DEFAULT_MODEL_NAME is read at the start.\n"})
    assert (told(look(root)), look(root).beside) == ([], 0)
