"""A local cluster of two workers gives the answer of one machine, byte for byte, whatever befalls its workers."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.fleet.cell import Limits
from flowdown.fleet.ledger import Status
from tests.unit.fleet.fleets import CALL, answer, make_fleet, run_sweep
from tests.unit.fleet.test_fleet_claims import content, make_documents, prepare
from tests.unit.gate.repository import commit

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Two workers of one thread each, on this machine's own addresses."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1", silence_logs=50
    ) as running:
        yield running


def address(cluster: object) -> str:
    return str(cluster.scheduler_address)  # type: ignore[attr-defined]


def test_the_answer_is_that_of_one_machine(tmp_path: Path, cluster: object) -> None:
    top = make_fleet(tmp_path)
    run_sweep(top, tmp_path / "here")
    account = run_sweep(top, tmp_path / "there", engine=address(cluster))
    assert account.scanned == 5 and not account.lost
    assert answer(tmp_path / "there") == answer(tmp_path / "here")
    again = run_sweep(top, tmp_path / "there", engine=address(cluster))
    assert (again.unchanged, again.scanned) == (5, 0)


def test_claims_are_prepared_there_as_here(tmp_path: Path, cluster: object) -> None:
    pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
    top = make_documents(tmp_path)
    here, there = prepare(top, tmp_path / "here"), prepare(top, tmp_path / "there", engine=address(cluster))
    assert (there.read, there.distinct) == (3, here.distinct)
    assert content(tmp_path / "there") == content(tmp_path / "here")


def running(cluster: object) -> list[int]:
    """The processes of workers that are at work; one that is killed while it starts is given up by who watches it."""
    workers = [each.process for each in cluster.workers.values()]  # type: ignore[attr-defined]
    return [each.pid for each in workers if each is not None and each.status.name == "running"]


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path, cluster: object) -> None:
    for number in range(30):
        commit(tmp_path / "trees" / f"t{number:02}", {"a.py": CALL + f"# {number}\n"})
    run_sweep(tmp_path / "trees", tmp_path / "here")
    stop, killed = threading.Event(), set[int]()

    def kill() -> None:
        while len(killed) < 3 and not stop.wait(0.3):
            workers = running(cluster)
            if len(workers) == 2 and not killed.intersection(workers):
                killed.add(workers[0])
                os.kill(workers[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        account = run_sweep(tmp_path / "trees", tmp_path / "there", engine=address(cluster))
    finally:
        stop.set()
        killer.join()
    assert killed
    assert all(row.status is Status.DONE for row in account.rows)
    assert answer(tmp_path / "there") == answer(tmp_path / "here")


def test_a_cluster_without_workers_ends_the_sweep_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flowdown.fleet.engines import dask

    monkeypatch.setattr(dask, "_PATIENCE", 0.5)
    monkeypatch.setattr(dask, "_LOOK", 0.1)
    for number in range(12):
        commit(tmp_path / "trees" / f"t{number:02}", {"a.py": CALL + f"# {number}\n"})
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1", silence_logs=50
    ) as short:

        def leave(done: int, *_: int) -> None:
            if done == 1:
                short.scale(0)

        account = run_sweep(tmp_path / "trees", tmp_path / "out", engine=address(short), progress=leave)
    assert account.stopped.startswith("the cluster has had no worker for")
    assert 1 <= account.scanned < 12
    again = run_sweep(tmp_path / "trees", tmp_path / "out")
    # What a worker had finished and not told is known.
    assert (again.scanned + again.known, again.unchanged, again.stopped) == (12 - account.scanned, account.scanned, "")


def test_a_tree_that_hangs_is_named(tmp_path: Path, cluster: object) -> None:
    for name in "abc":
        commit(tmp_path / "trees" / name, {"a.py": CALL + f"# {name}\n"})
    os.mkfifo(tmp_path / "trees" / "b" / ".git" / "objects" / "info" / "alternates")
    limits = Limits(2.0, 1024**3)
    account = run_sweep(tmp_path / "trees", tmp_path / "out", engine=address(cluster), limits=limits, tries=1)
    assert [(row.status, row.why) for row in account.rows] == [
        (Status.DONE, ""),
        (Status.FAILED, "takes longer than 2 seconds"),
        (Status.DONE, ""),
    ]


def test_an_address_at_which_nobody_answers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flowdown.fleet.engines import dask

    monkeypatch.setattr(dask, "_CONNECT", "1s")
    with pytest.raises(UnusableArgument, match="nobody answers"):
        run_sweep(make_fleet(tmp_path), tmp_path / "out", engine="tcp://127.0.0.1:9")
    with pytest.raises(UnusableArgument, match="is no engine"):
        run_sweep(tmp_path / "trees", tmp_path / "out", engine="here")
