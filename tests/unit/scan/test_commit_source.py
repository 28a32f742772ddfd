"""A commit is read in place as a clean checkout of it would be."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.scan.commit_source import CommitSource, open_commit
from flowdown.scan.kept_runs import KeptRuns
from flowdown.scan.run import prepare, scan, scan_source
from flowdown.scan.run_folder import cut_runs
from flowdown.scan.sighting import Scan, Tree
from flowdown.scan.tree import File
from tests.unit.gate.repository import commit, git

CATALOGUE = load((), None)
TABLES = prepare(CATALOGUE)
CALL = "from openai import OpenAI\n\nfrom app.settings import CHAT_MODEL\n\nclient = OpenAI()\nclient.responses.create(model=CHAT_MODEL, input='hi')\n"
FILES = {
    "pyproject.toml": '[project]\nname = "app"\ndependencies = ["openai>=1"]\n',
    "app/main.py": CALL,
    "app/settings.py": "CHAT_MODEL = 'gpt-4o-mini'\n",
    "app/unused.py": "import cohere\n\n\ndef ask():\n    return cohere.Client().chat(model='command-r-plus', message='x')\n",
    "docs/read me.md": "We once used Claude.\r\nNo more.\r\n",
    "b/a.txt": "",
}


def read_commit(place: Path, revision: str = "", runs: KeptRuns | None = None) -> Scan:
    source = open_commit(place, revision, runs)
    try:
        return scan_source(Tree("tree", ""), source, TABLES)
    finally:
        source.close()


def without_origin(scanned: Scan) -> Scan:
    skipped = tuple(each for each in scanned.coverage.skipped if each[0] != "ignored")
    return replace(scanned, trees=(), coverage=replace(scanned.coverage, skipped=skipped))


def make(folder: Path) -> Path:
    """A clone called `tree`, with links, an archive and names that are no text."""
    place = folder / "tree"
    commit(place, FILES)
    (place / "inside").symlink_to("app/main.py")
    (place / "app" / "outside").symlink_to("../../elsewhere")
    (place / "wide.py").write_bytes("\ufeffimport cohere\n".encode("utf-16"))
    (place / b"caf\xe9.py".decode("utf-8", "surrogateescape")).write_text("import anthropic\n")
    with tarfile.open(place / "old.tar.gz", "w:gz") as packed:
        packed.add(place / "app" / "main.py", "old/main.py")
    shutil.make_archive(str(place / "wheel"), "zip", place / "app")
    commit(place, {})
    return place


def test_a_commit_gives_what_its_checkout_gives(tmp_path: Path) -> None:
    place = make(tmp_path)
    assert without_origin(read_commit(place)) == without_origin(scan([place], CATALOGUE))
    assert len(read_commit(place).sightings) > 5


def test_a_repository_without_a_work_tree_is_read_too(tmp_path: Path) -> None:
    place = make(tmp_path)
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", "--no-hardlinks", place, bare], check=True)
    assert read_commit(bare) == read_commit(place)


def test_an_earlier_commit_is_told_apart(tmp_path: Path) -> None:
    place = tmp_path / "tree"
    first = commit(place, {"a.py": "x = 1\n"})
    commit(place, {"a.py": CALL})
    assert not read_commit(place, first).sightings
    assert read_commit(place).sightings


def test_a_second_reading_from_kept_runs_is_the_same(tmp_path: Path) -> None:
    place = make(tmp_path)
    runs = KeptRuns(tmp_path / "runs", CATALOGUE.digest)
    assert read_commit(place, runs=runs) == read_commit(place, runs=runs) == read_commit(place)
    assert list((tmp_path / "runs").rglob("*.bin"))


def test_a_kept_run_that_is_damaged_is_read_anew(tmp_path: Path) -> None:
    place = make(tmp_path)
    runs = KeptRuns(tmp_path / "runs", CATALOGUE.digest)
    whole = read_commit(place, runs=runs)
    for file in (tmp_path / "runs").rglob("*.bin"):
        file.write_bytes(file.read_bytes()[:-3])
    assert read_commit(place, runs=runs) == whole


def test_a_change_alters_one_run(tmp_path: Path) -> None:
    files = [File(f"d{number // 50}/f{number}.py", b"%040d" % number) for number in range(2000)]
    changed = [File(file.path, b"f" * 40) if file.path == "d7/f370.py" else file for file in files]
    before, after = list(cut_runs(files)), list(cut_runs(changed))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    fewer = list(cut_runs(file for file in files if file.path != "d7/f370.py"))
    assert len(set(before) - set(fewer)) <= 2
    assert sum(len(run.files) for run in before) == 2000


@pytest.mark.parametrize("harm", [b"", b"not an object at all", None])
def test_a_broken_blob_is_a_gap_and_the_rest_is_read(tmp_path: Path, harm: bytes | None) -> None:
    place = tmp_path / "tree"
    commit(place, {"a.py": CALL, "b.py": "import cohere\ncohere.Client()\n", "c.py": "import anthropic\n"})
    blob = git(place, "rev-parse", "HEAD:b.py")
    file = place / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    if harm is None:
        file.unlink()
    else:
        file.write_bytes(harm)
    scanned = read_commit(place)
    assert [gap.path for gap in scanned.gaps] == ["b.py"]
    assert {each.place.path for each in scanned.sightings} >= {"a.py", "c.py"}


def test_what_is_no_repository_or_no_commit_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="no git repository"):
        open_commit(tmp_path)
    commit(tmp_path, {"a.py": "x = 1\n"})
    with pytest.raises(UnusableArgument, match="no commit"):
        open_commit(tmp_path, "missing")
    with pytest.raises(UnusableArgument, match="no revision"):
        open_commit(tmp_path, "--exec=x")


def test_nothing_of_a_repository_is_run(tmp_path: Path) -> None:
    place = tmp_path / "tree"
    commit(place, {"a.py": CALL, ".gitattributes": "*.py filter=evil\n"})
    mark = tmp_path / "mark"
    for key in ("filter.evil.smudge", "filter.evil.clean", "core.fsmonitor", "uploadpack.packObjectsHook"):
        git(place, "config", key, f"touch {mark}")
    assert read_commit(place).sightings
    assert not mark.exists()


def test_a_source_that_is_closed_can_be_asked_again(tmp_path: Path) -> None:
    commit(tmp_path, {"a.py": CALL})
    source: CommitSource = open_commit(tmp_path)
    first = scan_source(Tree("tree", ""), source, TABLES)
    source.close()
    assert scan_source(Tree("tree", ""), source, TABLES) == first
    source.close()
