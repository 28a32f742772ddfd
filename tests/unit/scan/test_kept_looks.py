"""What was seen is kept, and changes no answer: stale, damaged or foreign caches are as good as none."""

from __future__ import annotations

import io
import os
import pickle
import signal
import time
from functools import cache
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan import kept_looks, look
from flowdown.scan.run import Effort, prepare, scan
from flowdown.scan.sighting import Scan
from flowdown.scan.tables import Tables

CALL = 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o-mini", input="x")\n'
OTHER = 'import anthropic\nanthropic.Anthropic().messages.create(model="claude-opus-4-1")\n'


@cache
def shared() -> Tables:
    """Compiled once for all tests."""
    return prepare(load())


def tables(cache: Path | None = None) -> Tables:
    """The shared tables with a cache folder of their own."""
    found = Tables(shared().catalogue, cache)
    vars(found).update(known=shared().known, prefilter=shared().prefilter)
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    write(folder / "a.py", CALL)
    write(folder / "b.py", OTHER)
    return folder


def write(file: Path, text: str) -> None:
    """A file that was changed long ago, as far as its content's time tells."""
    file.write_text(text)
    os.utime(file, (1_600_000_000, 1_600_000_000))


@pytest.fixture(autouse=True)
def no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written and scanned at once here."""
    monkeypatch.setattr(kept_looks, "_TICK", -10_000_000_000_000)


def scanned(tree: Path, cache: Path) -> Scan:
    return scan((tree,), tables().catalogue, tables=tables(cache))


def kept_file(cache: Path) -> Path:
    return next((cache / "looks").glob("*.bin"))


def fail(*arguments: object) -> None:
    raise AssertionError("a file was read")


def test_files_that_did_not_change_are_not_read(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scanned(tree, tmp_path / "cache")
    monkeypatch.setattr(look.Looker, "look_at", fail)
    assert scanned(tree, tmp_path / "cache") == first


def test_a_changed_file_is_read_again(tree: Path, tmp_path: Path) -> None:
    scanned(tree, tmp_path / "cache")
    write(tree / "a.py", OTHER)
    assert scanned(tree, tmp_path / "cache") == scan(
        (tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False)
    )


def test_a_removed_file_is_forgotten(tree: Path, tmp_path: Path) -> None:
    scanned(tree, tmp_path / "cache")
    (tree / "a.py").unlink()
    assert scanned(tree, tmp_path / "cache") == scan(
        (tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False)
    )


def test_a_renamed_file_is_another(tree: Path, tmp_path: Path) -> None:
    scanned(tree, tmp_path / "cache")
    (tree / "a.py").rename(tree / "test_a.py")
    assert scanned(tree, tmp_path / "cache") == scan(
        (tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False)
    )


@pytest.mark.parametrize("at", [0, 20, 60, 200, -1])
def test_a_damaged_cache_changes_nothing(tree: Path, tmp_path: Path, at: int) -> None:
    first = scanned(tree, tmp_path / "cache")
    file = kept_file(tmp_path / "cache")
    content = bytearray(file.read_bytes())
    content[at] ^= 0x55
    file.write_bytes(content)
    assert scanned(tree, tmp_path / "cache") == first


@pytest.mark.parametrize("size", [0, 5, 40, 100])
def test_a_cut_cache_changes_nothing(tree: Path, tmp_path: Path, size: int) -> None:
    first = scanned(tree, tmp_path / "cache")
    file = kept_file(tmp_path / "cache")
    file.write_bytes(file.read_bytes()[:size])
    assert scanned(tree, tmp_path / "cache") == first


def test_another_trees_cache_changes_nothing(tree: Path, tmp_path: Path) -> None:
    scanned(tree, tmp_path / "cache")
    content = kept_file(tmp_path / "cache").read_bytes()
    (tmp_path / "cache" / "looks").joinpath(kept_file(tmp_path / "cache").name).unlink()
    other = tmp_path / "other"
    other.mkdir()
    write(other / "a.py", OTHER)
    first = scanned(other, tmp_path / "cache")
    kept_file(tmp_path / "cache").write_bytes(content)
    assert scanned(other, tmp_path / "cache") == first


def test_a_file_changed_in_the_tick_of_the_scan_is_not_kept(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_looks, "_TICK", 3600 * 1_000_000_000)
    scanned(tree, tmp_path / "cache")
    (tree / "a.py").write_text(OTHER.ljust(len(CALL))[: len(CALL)])
    now = time.time()
    os.utime(tree / "a.py", (now, now))
    assert scanned(tree, tmp_path / "cache") == scan(
        (tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False)
    )


def test_a_file_of_the_same_content_is_not_looked_at_again(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scanned(tree, tmp_path / "cache")
    for file in tree.iterdir():
        copy = file.read_bytes()
        file.unlink()
        file.write_bytes(copy)
    monkeypatch.setattr(look.Looker, "look_at", fail)
    assert scanned(tree, tmp_path / "cache") == first


def test_files_that_changed_just_before_the_scan_are_told_by_their_content(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_looks, "_TICK", 3600 * 1_000_000_000)
    first = scanned(tree, tmp_path / "cache")
    monkeypatch.setattr(look.Looker, "look_at", fail)
    assert scanned(tree, tmp_path / "cache") == first


def test_a_change_that_no_time_tells_is_seen(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_looks, "_TICK", 3600 * 1_000_000_000)
    scanned(tree, tmp_path / "cache")
    with (tree / "a.py").open("r+") as stream:  # the same size, number and times of content
        stream.write(CALL.replace("gpt-4o-mini", "gpt-4o-nano"))
    os.utime(tree / "a.py", (1_600_000_000, 1_600_000_000))
    assert "gpt-4o-nano" in {each.value for each in scanned(tree, tmp_path / "cache").sightings}


def test_runs_at_once_and_killed_ones_change_nothing(tree: Path, tmp_path: Path) -> None:
    for number in range(40):
        write(tree / f"c{number}.py", CALL if number % 2 else OTHER)
    expected = scan((tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False))
    for delay in (0.0, 0.01, 0.05, 0.1):
        write(tree / "d.py", f"{OTHER}# {delay}\n")
        runs = [_run_apart(tree, tmp_path / "cache") for _ in range(3)]
        time.sleep(delay)
        os.kill(runs[0], signal.SIGKILL)
        for run in runs:
            os.waitpid(run, 0)
        (tree / "d.py").unlink()
        assert scanned(tree, tmp_path / "cache") == expected


def _run_apart(tree: Path, cache: Path) -> int:
    child = os.fork()
    if not child:
        try:
            scanned(tree, cache)
        finally:
            os._exit(0)
    return child


def test_nothing_is_kept_when_nothing_is_to_be_kept(tree: Path, tmp_path: Path) -> None:
    scan((tree,), tables().catalogue, tables=tables(tmp_path / "cache"), effort=Effort(keeps=False))
    assert not (tmp_path / "cache" / "looks").exists()


def test_a_folder_that_cannot_be_written_is_left_alone(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert scanned(tree, tmp_path / "cache") == scan(
        (tree,), tables().catalogue, tables=tables(), effort=Effort(keeps=False)
    )


def test_only_what_detectors_yield_is_built() -> None:
    body = pickle.dumps(os.getcwd)
    with pytest.raises(pickle.UnpicklingError):
        kept_looks._Reader(io.BytesIO(body)).load()


def test_old_trees_go_when_the_cache_is_full(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(tree, tmp_path / "cache")
    old = kept_file(tmp_path / "cache")
    monkeypatch.setattr(kept_looks, "_TOTAL_LIMIT", 10)
    other = tmp_path / "other"
    other.mkdir()
    write(other / "a.py", CALL)
    scanned(other, tmp_path / "cache")
    assert not old.exists()


def test_two_processes_see_what_one_sees(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flowdown.scan import look_all

    for number in range(200):
        write(tree / f"c{number}.py", CALL if number % 2 else OTHER)
    one = scan((tree,), tables().catalogue, tables=tables(), effort=Effort(1, keeps=False))
    monkeypatch.setattr(look_all, "_WORK", 1)
    assert scan((tree,), tables().catalogue, tables=tables(), effort=Effort(2, keeps=False)) == one
