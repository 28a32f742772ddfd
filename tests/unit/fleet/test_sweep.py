"""A sweep reads every tree once, only what is new the next time, and accounts for every tree whatever befalls it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.base.errors import Problems, UnusableArgument
from flowdown.catalogue import load
from flowdown.fleet.account import read_rows, tell_status
from flowdown.fleet.cell import Limits
from flowdown.fleet.engines import local
from flowdown.fleet.ledger import Ledger, LedgerError, Row, Status
from flowdown.fleet.part import Parts, pack, unpack
from flowdown.fleet.task import Outcome
from flowdown.fleet.tree import FleetTree
from flowdown.fleet.warm_process import WarmProcess
from flowdown.scan.run import scan
from flowdown.scan.sighting import Tree
from tests.unit.fleet.fleets import CALL, OTHER, answer, copy_of, make_fleet, run_sweep, tables_folder
from tests.unit.gate.repository import commit, git, write


def by_name(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {row.tree.name: row for row in rows}


def test_every_kind_of_tree_is_scanned(tmp_path: Path) -> None:
    account = run_sweep(make_fleet(tmp_path), tmp_path / "out", jobs=2)
    assert [(row.tree.name, row.status, row.why) for row in account.rows] == [
        (name, Status.DONE, "") for name in ("archives/old.tar.gz", "bills", "clone", "code", "group/bare.git")
    ]
    assert all(row.sightings for row in account.rows)
    assert account.scanned == 5


def test_the_status_tells_what_a_sweep_would_read_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_sweep(make_fleet(tmp_path), out)
    told = tell_status(out, (), tables_folder())
    assert (told.changed, told.untold, told.outdated) == (0, 0, 0)
    write(tmp_path / "trees" / "code", {"src/c.py": CALL})
    ledger = Ledger(out / "ledger.sqlite", writes=True)
    ledger.put(replace(row, stamp="another") for row in read_rows(out) if row.tree.name == "bills")
    ledger.close()
    told = tell_status(out, (), tables_folder())
    assert (told.changed, told.untold, told.outdated) == (1, 0, 1)


def test_a_revision_that_only_git_can_resolve_is_not_told_to_have_changed(tmp_path: Path) -> None:
    commit(tmp_path / "clone", {"a.py": CALL})
    commit(tmp_path / "clone", {"a.py": OTHER})
    (tmp_path / "list.txt").write_text("clone\tHEAD~1\n")
    run_sweep(tmp_path / "list.txt", tmp_path / "out")
    told = tell_status(tmp_path / "out", (), tables_folder())
    assert (told.done, told.changed, told.untold, told.outdated) == (1, 0, 1, 0)


def test_a_part_is_what_a_scan_of_the_tree_says(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    account = run_sweep(top, tmp_path / "out")
    row = by_name(account.rows)["code"]
    kept = Parts(tmp_path / "out" / "parts").read(row.key, Tree("code", str(top / "code")))
    assert kept == scan([top / "code"], load((), None))


def test_a_scan_is_packed_and_unpacked_without_loss(tmp_path: Path) -> None:
    write(tmp_path / "tree", {"a.py": CALL + OTHER, "b.py": "import os\nopenai.chat(model=os.environ['M'])\n"})
    (tmp_path / "tree" / "c.py").write_bytes(b"import anthropic\nx = 'claude-3-opus\xff'\n")
    (tmp_path / "tree" / "link").symlink_to("/elsewhere")
    found = scan([tmp_path / "tree"], load((), None))
    assert unpack(pack(found), found.trees[0]) == found
    assert found.gaps and found.sightings


def test_the_answer_is_the_same_whatever_the_number_of_processes_or_the_order(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    run_sweep(top, tmp_path / "one", jobs=1)
    run_sweep(top, tmp_path / "three", jobs=3)
    lines = [f"{tree.place}\t\t{tree.name}" for tree in (row.tree for row in read_rows(tmp_path / "one"))]
    (tmp_path / "list.txt").write_text("\n".join(reversed(lines)))
    run_sweep(tmp_path / "list.txt", tmp_path / "listed", jobs=2)
    assert answer(tmp_path / "one") == answer(tmp_path / "three") == answer(tmp_path / "listed")


def test_a_second_sweep_reads_only_what_changed(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    out = tmp_path / "out"
    run_sweep(top, out)
    again = run_sweep(top, out)
    assert (again.scanned, again.known, again.unchanged) == (0, 0, 5)
    before = answer(out)
    commit(top / "clone", {"more.py": OTHER})
    write(top / "code", {"src/c.py": CALL})
    third = run_sweep(top, out)
    assert (third.scanned, third.known, third.unchanged) == (2, 0, 3)
    assert answer(out) != before
    fresh = tmp_path / "fresh"
    run_sweep(top, fresh)
    assert answer(out) == answer(fresh)


def test_forks_share_what_was_seen(tmp_path: Path) -> None:
    commit(tmp_path / "trees" / "a", {f"m{number}.py": CALL for number in range(30)})
    for number in range(5):
        copy_of(tmp_path / "trees" / "a", tmp_path / "trees" / f"fork{number}")
    account = run_sweep(tmp_path / "trees", tmp_path / "out")
    assert (account.scanned, account.known) == (1, 5)
    assert len({row.key for row in account.rows}) == 1
    assert len(list((tmp_path / "out" / "parts").rglob("*.part"))) == 1


def test_a_tree_that_left_the_list_leaves_the_answer(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    run_sweep(top, tmp_path / "out")
    shutil.rmtree(top / "clone")
    account = run_sweep(top, tmp_path / "out")
    assert "clone" not in by_name(account.rows)
    run_sweep(top, tmp_path / "fresh")
    assert answer(tmp_path / "out") == answer(tmp_path / "fresh")


def test_what_is_unusable_in_a_list_does_not_stop_the_rest_unless_asked(tmp_path: Path) -> None:
    make_fleet(tmp_path)
    (tmp_path / "list.txt").write_text("trees/clone\ntrees/clone\ngone\n")
    with pytest.raises(Problems, match="is in line 1 already"):
        run_sweep(tmp_path / "list.txt", tmp_path / "out", is_strict=True)
    assert not (tmp_path / "out").exists()
    account = run_sweep(tmp_path / "list.txt", tmp_path / "out")
    assert len(account.faults) == 2
    assert [row.status for row in account.rows] == [Status.DONE]


def _hang(place: Path) -> None:
    """Objects that git waits for without end."""
    (place / ".git" / "objects" / "info").mkdir(exist_ok=True)
    os.mkfifo(place / ".git" / "objects" / "info" / "alternates")


def _break(place: Path) -> None:
    for file in (place / ".git" / "objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"no object")


def _empty(place: Path) -> None:
    shutil.rmtree(place / ".git" / "refs" / "heads")
    (place / ".git" / "refs" / "heads").mkdir()


@pytest.mark.parametrize(
    ("harm", "why"),
    [(_hang, "takes longer than 2 seconds"), (_break, "`git rev-parse` failed|no commit"), (_empty, "no commit")],
)
def test_a_tree_that_is_harmed_is_named_and_the_rest_is_done(
    tmp_path: Path, harm: Callable[[Path], None], why: str
) -> None:
    for name in ("a", "b", "c"):
        commit(tmp_path / "trees" / name, {"a.py": CALL + f"# {name}\n"})
    harm(tmp_path / "trees" / "b")
    account = run_sweep(tmp_path / "trees", tmp_path / "out", jobs=2, limits=Limits(2.0, 1024**3), tries=1)
    rows = by_name(account.rows)
    assert [rows[name].status for name in "abc"] == [Status.DONE, Status.FAILED, Status.DONE]
    import re

    assert re.search(why, rows["b"].why), rows["b"].why


def test_a_tree_that_eats_memory_is_named(tmp_path: Path) -> None:
    commit(tmp_path / "trees" / "a", {"a.py": CALL})
    lines = "".join(
        f"openai_{number} = OpenAI(base_url='https://api.openai.com/v1/{number}')\n" for number in range(40_000)
    )
    commit(tmp_path / "trees" / "b", {"b.py": "from openai import OpenAI\n" + lines})
    account = run_sweep(tmp_path / "trees", tmp_path / "out", limits=Limits(60.0, 24 * 1024**2), tries=1)
    rows = by_name(account.rows)
    assert rows["a"].status is Status.DONE
    assert (rows["b"].status, rows["b"].why) == (Status.FAILED, "needs more memory than 24 MiB")


def test_a_failed_tree_is_tried_again_and_by_the_next_sweep(tmp_path: Path) -> None:
    commit(tmp_path / "trees" / "a", {"a.py": CALL})
    _hang(tmp_path / "trees" / "a")
    account = run_sweep(tmp_path / "trees", tmp_path / "out", limits=Limits(1.0, 1024**3), tries=2)
    assert (account.rows[0].status, account.rows[0].tries) == (Status.FAILED, 2)
    (tmp_path / "trees" / "a" / ".git" / "objects" / "info" / "alternates").unlink()
    again = run_sweep(None, tmp_path / "out")
    assert (again.rows[0].status, again.scanned) == (Status.DONE, 1)


def test_what_a_damaged_clone_does_not_show_is_not_missing_in_a_whole_one(tmp_path: Path) -> None:
    place = tmp_path / "trees" / "a"
    commit(place, {"a.py": CALL, "b.py": OTHER})
    copy_of(place, tmp_path / "trees" / "b")
    blob = git(place, "rev-parse", "HEAD:b.py")
    (place / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    out = tmp_path / "out"
    rows = by_name(run_sweep(tmp_path / "trees", out).rows)
    assert (rows["a"].gaps, rows["b"].gaps) == (1, 0)
    assert rows["a"].key != rows["b"].key
    assert run_sweep(tmp_path / "trees", out).unchanged == 2
    shutil.copytree(tmp_path / "trees" / "b" / ".git" / "objects", place / ".git" / "objects", dirs_exist_ok=True)
    mended = run_sweep(tmp_path / "trees", out)
    assert (mended.known, by_name(mended.rows)["a"].gaps) == (1, 0)


def test_workers_that_are_killed_lose_and_double_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        commit(tmp_path / "trees" / f"t{number:02}", {"a.py": CALL + f"# {number}\n"})
    run_sweep(tmp_path / "trees", tmp_path / "calm")
    killed = 0

    class Dying(WarmProcess):
        def scan(self, tree: FleetTree) -> Outcome:
            nonlocal killed
            self._started()
            if killed < 10:
                killed += 1
                self.kill()
            return super().scan(tree)

    monkeypatch.setattr(local, "WarmProcess", Dying)
    account = run_sweep(tmp_path / "trees", tmp_path / "stormy", jobs=2)
    assert account.lost == killed == 10
    assert all(row.status is Status.DONE for row in account.rows)
    assert answer(tmp_path / "stormy") == answer(tmp_path / "calm")


def test_a_sweep_that_is_interrupted_goes_on_where_it_stopped(tmp_path: Path) -> None:
    for number in range(6):
        commit(tmp_path / "trees" / f"t{number}", {"a.py": CALL + f"# {number}\n"})
    seen = 0

    def stop(done: int, failed: int, expected: int) -> None:
        nonlocal seen
        seen = done
        if done == 3:
            raise KeyboardInterrupt

    from flowdown.fleet.sweep import SweepRequest, sweep
    from tests.unit.fleet.fleets import tables_folder

    first = sweep(SweepRequest(tmp_path / "trees", tmp_path / "out"), tables_folder(), stop)
    assert first.is_interrupted and seen == 3
    assert sum(row.status is Status.WAITING for row in first.rows) == 3
    second = run_sweep(tmp_path / "trees", tmp_path / "out")
    assert (second.unchanged, second.scanned + second.known) == (3, 3)
    run_sweep(tmp_path / "trees", tmp_path / "fresh")
    assert answer(tmp_path / "out") == answer(tmp_path / "fresh")


def test_a_part_that_is_damaged_is_scanned_again(tmp_path: Path) -> None:
    top, out = make_fleet(tmp_path), tmp_path / "out"
    row = by_name(run_sweep(top, out).rows)["clone"]
    before = answer(out)
    part = out / "parts" / row.key[:2] / f"{row.key[2:]}.part"
    part.unlink()
    assert run_sweep(top, out).scanned == 1
    part.write_bytes(part.read_bytes()[:-1])
    shutil.rmtree(out / "tables")
    assert "scan it again" in _why_in_tables(run_sweep(top, out).rows, out)
    commit(top / "clone", {"x.txt": "x\n"})
    commit(top / "clone", {})
    git(top / "clone", "rm", "-q", "x.txt")
    commit(top / "clone", {})
    run_sweep(top, out)
    assert len(answer(out)) == len(before)


def _why_in_tables(rows: tuple[Row, ...], out: Path) -> str:
    from pyarrow import parquet

    file = next((out / "tables").glob("trees-*.parquet"))
    return " ".join(parquet.read_table(file).column("why").to_pylist())


def test_a_disk_that_is_full_ends_the_sweep_and_is_named(tmp_path: Path) -> None:
    for number in range(8):
        commit(tmp_path / "trees" / f"t{number}", {"a.py": CALL + f"# {number}\n"})
    out = tmp_path / "out"
    (out / "parts").mkdir(parents=True)
    # A file where every part's folder would be: nothing can be kept.
    for number in range(256):
        (out / "parts" / f"{number:02x}").touch()
    account = run_sweep(tmp_path / "trees", out, tries=1)
    assert account.stopped.startswith("cannot be kept: ")
    assert sum(row.status is Status.FAILED for row in account.rows) == 3
    for number in range(256):
        (out / "parts" / f"{number:02x}").unlink()
    again = run_sweep(tmp_path / "trees", out)
    assert (again.scanned, again.stopped) == (8, "")


def test_a_ledger_that_cannot_be_written_ends_the_sweep_and_nothing_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top, out = make_fleet(tmp_path), tmp_path / "out"
    with monkeypatch.context() as patch:

        def refuse(self: Ledger, rows: object) -> None:
            if rows:
                raise LedgerError("database or disk is full")

        run_sweep(top, out, tries=1)
        commit(top / "clone", {"more.py": OTHER})
        patch.setattr(Ledger, "put", refuse)
        patch.setattr("flowdown.fleet.sweep._FLUSH", 0.0)
        account = run_sweep(top, out)
        assert "full" in account.stopped
    again = run_sweep(top, out)
    assert (again.scanned, again.known) == (0, 1)


def test_several_processes_write_the_tables_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        write(tmp_path / "trees" / f"t{number:02}", {"a.py": CALL + f"# {number}\n"})
    monkeypatch.setattr("flowdown.fleet.tables._PER_PARTITION", 1)
    run_sweep(tmp_path / "trees", tmp_path / "one", jobs=1)
    run_sweep(tmp_path / "trees", tmp_path / "two", jobs=2)
    assert len(answer(tmp_path / "one")) > 12 * 6
    assert answer(tmp_path / "one") == answer(tmp_path / "two")


def test_two_sweeps_at_once_are_refused(tmp_path: Path) -> None:
    import fcntl

    top, out = make_fleet(tmp_path), tmp_path / "out"
    out.mkdir()
    with (out / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UnusableArgument, match="another run is at work"):
            run_sweep(top, out)


def test_a_named_revision_is_read_and_followed(tmp_path: Path) -> None:
    place = tmp_path / "a"
    first = commit(place, {"a.py": CALL})
    git(place, "tag", "v1")
    commit(place, {"a.py": OTHER})
    (tmp_path / "list.txt").write_text(f"a\nv\na\tv1\na\t{first[:12]}\n".replace("v\n", ""))
    rows = by_name(run_sweep(tmp_path / "list.txt", tmp_path / "out").rows)
    assert rows["a@v1"].key == rows[f"a@{first[:12]}"].key != rows["a"].key
    git(place, "tag", "-f", "v1", "HEAD")
    again = run_sweep(tmp_path / "list.txt", tmp_path / "out")
    assert by_name(again.rows)["a@v1"].key == rows["a"].key


def test_nothing_of_a_tree_is_run_by_a_sweep(tmp_path: Path) -> None:
    place = tmp_path / "trees" / "a"
    commit(place, {"a.py": CALL, "sitecustomize.py": f"open({str(tmp_path / 'mark')!r}, 'w')\n"})
    subprocess.run(["git", "config", "core.fsmonitor", f"touch {tmp_path / 'mark'}"], cwd=place, check=True)
    assert run_sweep(tmp_path / "trees", tmp_path / "out").scanned == 1
    assert not (tmp_path / "mark").exists()
