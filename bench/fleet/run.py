"""Sweeps a fleet of real repositories on this machine and on a local Dask cluster: cost, sameness, faults.

`python bench/fleet/run.py FOLDER [STEP ...]`: FOLDER holds repositories (`name/repo` or `name`, with or without work tree); of
the first thirty that have enough of a history ten commits each are read, spread over it. Steps: sweep, cluster, changed, forks,
list, faults, store (needs PostgreSQL); all of them when none is named. Needs the extras `fleet` and `cluster`. What is measured is
written to standard output as JSON lines; FLOWDOWN_BENCH_FLEET names the folder for fleets (default: a temporary one).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE)]

from measure import answer_of, children_of, copy_repository, cpu_of, tell  # noqa: E402

REPOSITORIES, COMMITS, JOBS = 30, 10, 2
FORKS = 100


def repositories(folder: Path) -> list[Path]:
    """The git folders that have enough of a history, by name."""
    found: list[Path] = []
    for place in sorted(folder.iterdir()):
        inner = place / "repo" if (place / "repo").is_dir() else place
        if inner.is_dir() and len(line_of(inner)) > COMMITS * 2:
            found.append(inner)
    return found[:REPOSITORIES]


def line_of(place: Path) -> list[str]:
    """The commits of a repository along its first parents, the newest first."""
    words = ["git", "-C", str(place), "rev-list", "--first-parent", "HEAD"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()


def spread(commits: Sequence[str], shift: int = 0) -> list[str]:
    """Ten commits from all over a line; with a shift their neighbours."""
    step = (len(commits) - 1) // COMMITS
    return [commits[number * step + shift] for number in range(COMMITS)]


def list_trees(places: Sequence[Path]) -> list[list[str]]:
    """Every repository at ten commits: place, commit, name."""
    return [
        [str(place), commit, f"{place.parent.name}-{number}"]
        for place in places
        for number, commit in enumerate(spread(line_of(place)))
    ]


def next_commit(line: Sequence[str]) -> list[str]:
    """The same tree at the commit before."""
    commits = line_of(Path(line[0]))
    return [line[0], commits[commits.index(line[1]) + 1], line[2]]


def write_list(file: Path, places: Sequence[Path]) -> int:
    """A list of every repository at ten commits."""
    lines = list_trees(places)
    file.write_text("".join("\t".join(line) + "\n" for line in lines))
    return len(lines)


def sweep(trees: Path, out: Path, *more: str) -> dict[str, object]:
    """Run `flowdown fleet scan`, and what it took: seconds by the clock and of processors, itself and all it started."""
    words = [
        sys.executable,
        "-m",
        "flowdown",
        "fleet",
        "scan",
        "--from",
        str(trees),
        "--out",
        str(out),
        "--format",
        "json",
    ]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([*words, *more], capture_output=True, text=True, check=False)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if not done.stdout:
        raise SystemExit(done.stderr)
    told = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    keys = ("trees", "done", "failed", "waiting", "files", "bytes", "sightings", "gaps", "stopped")
    store = {"store": told["store"]} if told.get("store") else {}
    took = {"wall": round(seconds, 1), "cpu": round(cpu, 1), "load": round(os.getloadavg()[0], 1)}
    return {**{key: told[key] for key in keys}, **told["sweep"], **store, **took}


def cpu_of_scans(out: Path) -> float:
    """Seconds of processors that the scans of a sweep took, without whatever ran them."""
    base = sqlite3.connect(out / "ledger.sqlite")
    (total,) = base.execute("SELECT sum(cpu) FROM tree WHERE wanted").fetchone()
    base.close()
    return float(total)


@contextlib.contextmanager
def cluster() -> Iterator[tuple[str, Callable[[], float], Callable[[], list[int]]]]:
    """A scheduler and two workers; its address, the CPU of all its processes so far, and the workers' numbers."""
    from distributed import Client

    dask = [sys.executable, "-m", "dask"]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "scheduler.json"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": place}
        host = ("--host", "127.0.0.1")
        words = ["--scheduler-file", str(file), *host, "--port", "0", "--no-dashboard"]
        processes = [subprocess.Popen([*dask, "scheduler", *words], **quiet)]  # type: ignore[call-overload]
        while not file.exists():
            time.sleep(0.1)
        words = ["--scheduler-file", str(file), *host, "--nworkers", str(JOBS), "--nthreads", "1", "--no-dashboard"]
        words += ["--local-directory", place]
        processes.append(subprocess.Popen([*dask, "worker", *words], **quiet))  # type: ignore[call-overload]
        try:
            address = json.loads(file.read_text())["address"]
            with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(JOBS, timeout=300)
            yield address, lambda: cpu_of([each.pid for each in processes]), lambda: children_of(processes[1].pid)
        finally:
            for each in reversed(processes):
                each.terminate()
            for each in processes:
                try:
                    each.wait(20)
                except subprocess.TimeoutExpired:
                    each.kill()
                    each.wait()


def step_sweep(places: Sequence[Path], work: Path) -> None:
    """The first sweep, one that finds nothing new, and one with as many processes again in another order."""
    number = write_list(work / "trees.txt", places)
    told = sweep(work / "trees.txt", work / "one", "--jobs", str(JOBS))
    (work / "first.json").write_text(json.dumps(told))
    tell("first sweep", repositories=len(places), listed=number, **told)
    tell("nothing new", **sweep(work / "trees.txt", work / "one"))
    tell("answer", digest=answer_of(work / "one"))


def step_cluster(places: Sequence[Path], work: Path) -> None:
    """The same on a cluster of two workers: the same answer, and what the engine costs."""
    write_list(work / "trees.txt", places)
    with cluster() as (address, cpu, _):
        told = sweep(work / "trees.txt", work / "cluster", "--engine", address)
        whole = float(str(told["cpu"])) + cpu()
    scans = cpu_of_scans(work / "cluster")
    # What is neither a scan nor, as on one machine, the tables and the start of the warm processes.
    local = float(json.loads((work / "first.json").read_text())["cpu"]) - cpu_of_scans(work / "one")
    share = round(100.0 * (whole - scans - local) / whole, 2)
    took = {"cpu_in_all": whole, "cpu_of_scans": scans, "cpu_beside_scans_of_one": local, "engine_percent": share}
    tell("cluster", **told, **{name: round(value, 2) for name, value in took.items()})
    tell("answer", digest=answer_of(work / "cluster"), same=answer_of(work / "cluster") == answer_of(work / "one"))


def step_forks(places: Sequence[Path], work: Path) -> None:
    """A repository alone, and with a hundred forks: half of them at its commit, half at ten others near by."""
    place = next(each for each in places if 200 < len(line_of(each)) < 700)
    commits = line_of(place)
    folder, origin = work / "forks", work / "origin.git"
    folder.mkdir(exist_ok=True)
    if not origin.exists():
        copy_repository(place, origin)
    for number in range(FORKS + 1):
        fork = folder / f"fork-{number:03}.git"
        if not fork.exists():
            subprocess.run(["git", "clone", "-q", "--bare", "--shared", str(origin), str(fork)], check=True)
        commit = commits[0] if number % 2 == 0 else commits[1 + number % 20 // 2]
        subprocess.run(["git", "-C", str(fork), "update-ref", "--no-deref", "HEAD", commit], check=True)
    (work / "one.txt").write_text(f"{folder / 'fork-000.git'}\n")
    tell("alone", repository=place.parent.name, **sweep(work / "one.txt", work / "alone", "--jobs", "1"))
    tell("with a hundred forks", **sweep(folder, work / "all-forks", "--jobs", "1"))


STEPS: dict[str, Callable[[Sequence[Path], Path], None]] = {
    "sweep": step_sweep,
    "cluster": step_cluster,
    "forks": step_forks,
}


def main(arguments: Sequence[str]) -> int:
    """Run the steps that are named, or all."""
    from changed import step_changed
    from faults import step_faults
    from lists import step_list
    from store import step_store

    # What is started runs the code beside this file, whatever is installed.
    os.environ["PYTHONPATH"] = str(HERE.parents[1] / "src")
    steps = {**STEPS, "changed": step_changed, "list": step_list, "faults": step_faults, "store": step_store}
    places = repositories(Path(arguments[0]))
    given = os.environ.get("FLOWDOWN_BENCH_FLEET", "")
    with contextlib.ExitStack() as opened:
        work = Path(given or opened.enter_context(tempfile.TemporaryDirectory()))
        work.mkdir(parents=True, exist_ok=True)
        for name in arguments[1:] or steps:
            steps[name](places, work)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
