"""Machines that share a folder by a URL read each content once, and what is wrong with that folder is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.fleet.ledger import Status
from flowdown.fleet.part import Parts
from flowdown.fleet.shared_folder import SharedFolder
from flowdown.scan.run import scan
from tests.unit.fleet.fleets import CALL, answer, make_fleet, run_sweep, tables_folder
from tests.unit.gate.repository import commit, write

pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")


def test_a_part_is_fetched_from_an_object_store_and_kept(tmp_path: Path) -> None:
    write(tmp_path / "tree", {"a.py": CALL})
    found = scan([tmp_path / "tree"], load((), tables_folder()))
    key, url = "ab" + "0" * 62, f"memory://{tmp_path.name}"
    Parts(tmp_path / "one", SharedFolder(url)).write(key, found)
    other = Parts(tmp_path / "other", SharedFolder(url))
    assert other.has(key) and not other.has("cd" + "0" * 62)
    assert other.read(key, found.trees[0]) == found
    assert Parts(tmp_path / "other").read(key, found.trees[0]) == found


def test_a_part_that_somebody_cut_short_is_no_part(tmp_path: Path) -> None:
    write(tmp_path / "tree", {"a.py": CALL})
    found = scan([tmp_path / "tree"], load((), tables_folder()))
    key, shared = "ab" + "0" * 62, SharedFolder((tmp_path / "shared").as_uri())
    Parts(tmp_path / "one", shared).write(key, found)
    (file,) = (tmp_path / "shared").rglob("*.part")
    file.write_bytes(file.read_bytes()[:-1])
    assert Parts(tmp_path / "other", shared).read(key, found.trees[0]) is None


def test_a_second_machine_reads_nothing_that_the_first_one_has_seen(tmp_path: Path) -> None:
    top, shared = make_fleet(tmp_path), (tmp_path / "shared").as_uri()
    first = run_sweep(top, tmp_path / "one", shared=shared)
    second = run_sweep(top, tmp_path / "two", shared=shared)
    assert (first.scanned, second.scanned, second.known) == (5, 0, 5)
    assert answer(tmp_path / "one") == answer(tmp_path / "two")
    # What left this machine is fetched again, and nothing is scanned.
    shutil.rmtree(tmp_path / "one" / "parts")
    shutil.rmtree(tmp_path / "one" / "tables")
    again = run_sweep(top, tmp_path / "one", shared=shared)
    assert (again.unchanged, again.tables_fault) == (5, "")
    assert answer(tmp_path / "one") == answer(tmp_path / "two")


def test_what_was_seen_before_the_folder_was_shared_is_offered(tmp_path: Path) -> None:
    commit(tmp_path / "trees" / "a", {"a.py": CALL})
    run_sweep(tmp_path / "trees", tmp_path / "out")
    commit(tmp_path / "trees" / "b", {"a.py": CALL})
    account = run_sweep(tmp_path / "trees", tmp_path / "out", shared=(tmp_path / "shared").as_uri())
    assert (account.known, account.unchanged) == (1, 1)
    assert len(list((tmp_path / "shared").rglob("*.part"))) == 1


def test_a_shared_folder_that_takes_nothing_is_named(tmp_path: Path) -> None:
    commit(tmp_path / "trees" / "a", {"a.py": CALL})
    (tmp_path / "file").write_text("no folder")
    account = run_sweep(tmp_path / "trees", tmp_path / "out", tries=1, shared=(tmp_path / "file").as_uri())
    assert account.rows[0].status is Status.FAILED
    assert account.rows[0].why.startswith("cannot be kept: ")


def test_a_url_that_leads_nowhere_is_told_before_anything_is_scanned(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="nosuch"):
        run_sweep(make_fleet(tmp_path), tmp_path / "out", shared="nosuch://bucket")
    assert not (tmp_path / "out" / "parts").exists()
