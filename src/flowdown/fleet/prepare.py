"""Prepares the claims of many documents on an engine: parsed and resolved tree by tree, then each claim once, as Parquet."""

from __future__ import annotations

import datetime
import importlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowdown.base.errors import FlowdownError, Problems
from flowdown.fleet.cell import USUAL, Ending, Limits
from flowdown.fleet.engine import LOCAL, open_engine
from flowdown.fleet.read_list import read_fleet
from flowdown.fleet.scan_tree import stamp_of
from flowdown.fleet.shards import Shard, Shards
from flowdown.fleet.sweep import folder_for_one
from flowdown.fleet.task import SHARDS, Orders
from flowdown.fleet.tree import FleetTree, Kind
from flowdown.graph import open_store
from flowdown.graph.row import COLUMNS, Row
from flowdown.graph.store import place_of
from flowdown.report.fleet_v1 import FailureV1, FleetClaimsV1, UnreadV1

CLAIMS = "claims"
_PARTITIONS = "0123456789abcdef"
"""The first digit of a claim's id tells the partition."""
_BATCH = 50_000
_MOST_LOST = 5
_ONCE = """
COPY (
    SELECT {columns}, min(recorded_at) AS recorded_at FROM read_parquet(?)
    WHERE substring(id, 7, 1) = '{digit}' GROUP BY ALL ORDER BY id
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


@dataclass(frozen=True, slots=True)
class PrepareRequest:
    """Which documents are read, at which moment, where the claims go, and how the work is run."""

    source: Path
    folder: Path
    moment: datetime.datetime
    engine: str = LOCAL
    jobs: int = 1
    limits: Limits = USUAL
    tries: int = 2
    is_strict: bool = False
    store: Path | str | None = None


def prepare_claims(request: PrepareRequest, cache: Path | None = None) -> FleetClaimsV1:
    """Read every folder and file of a fleet as documents of others; repositories are left to a sweep.

    Raises `UnusableArgument` for a list, engine or folder that is of no use, `FlowdownError` where the claims cannot be
    written; whatever befalls single documents is in the account.
    """
    from flowdown.catalogue import load

    started = time.monotonic()
    fleet = read_fleet(request.source)
    if fleet.faults and request.is_strict:
        raise Problems(fleet.faults)
    trees = [tree for tree in fleet.trees if tree.kind is not Kind.COMMIT]
    with folder_for_one(request.folder):
        shards = Shards(request.folder / SHARDS, stamp_of(load((), cache).digest, cache))
        keys = {tree.name: shards.key_of(tree) for tree in trees}
        todo = [tree for tree in trees if shards.read(keys[tree.name]) is None]
        failed = _run(request, todo, cache) if todo else {}
        made = {name: shard for name, key in keys.items() if (shard := shards.read(key)) is not None}
        files = [str(shards.file(keys[name])) for name in sorted(made)]
        claims, new = _finish(request, files)
        if files:
            shards.forget_others(set(keys.values()))
    unread = [UnreadV1(name, why) for shard in made.values() for name, why in shard.refused]
    return FleetClaimsV1(
        "flowdown.fleet-claims/1",
        len(trees),
        len(todo),
        sum(shard.documents for shard in made.values()),
        sum(shard.passed_over for shard in made.values()),
        sum(shard.claims for shard in made.values()),
        claims,
        place_of(request.store) if request.store is not None else "",
        new,
        tuple(sorted(unread, key=lambda each: (each.tree, each.why))),
        tuple(_failures(trees, made, failed)),
        tuple(map(str, fleet.faults)),
        len(fleet.trees) - len(trees),
        round(time.monotonic() - started, 1),
    )


def _failures(trees: Sequence[FleetTree], made: dict[str, Shard], failed: dict[str, str]) -> Iterator[FailureV1]:
    for tree in trees:
        if tree.name not in made:
            yield FailureV1(tree.name, tree.place, failed.get(tree.name, "changed while it was read"), 0)


def _run(request: PrepareRequest, todo: list[FleetTree], cache: Path | None) -> dict[str, str]:
    """Prepare trees on the engine; those that failed, with why."""
    orders = Orders(
        str(request.folder.resolve()),
        (),
        str(cache) if cache is not None else "",
        request.limits,
        moment=request.moment.isoformat(),
    )
    failed: dict[str, str] = {}
    tries: dict[str, int] = {}
    with ExitStack() as opened:
        engine = open_engine(request.engine, orders, request.jobs)
        opened.callback(engine.close)
        while todo:
            again: list[FleetTree] = []
            for tree, outcome in engine.run(todo):
                if outcome.ending is Ending.DONE:
                    failed.pop(tree.name, None)
                    continue
                tries[tree.name] = tries.get(tree.name, 0) + 1
                failed[tree.name] = outcome.why
                if tries[tree.name] < (_MOST_LOST if outcome.is_lost else request.tries):
                    again.append(tree)
            todo = again
    return failed


def _finish(request: PrepareRequest, files: Sequence[str]) -> tuple[int, int]:
    """Write every claim once, and into the store if there is one; how many there are, and how many it did not have."""
    draft, target = request.folder / f"{CLAIMS}.draft", request.folder / CLAIMS
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if files:
        _write_once(files, draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return _count_and_store(sorted(target.glob("*.parquet")), request.store)


def _write_once(files: Sequence[str], draft: Path) -> None:
    try:
        duckdb: Any = importlib.import_module("duckdb")
    except ImportError:
        raise FlowdownError("claims of a fleet need the library duckdb", hint="install `flowdown[fleet]`") from None
    base = duckdb.connect(":memory:", config={"temp_directory": str(draft), "threads": "1"})
    try:
        columns = COLUMNS.removesuffix(", recorded_at")
        for digit in _PARTITIONS:
            file = str(draft / f"claims-{digit}.parquet").replace("'", "''")
            base.execute(_ONCE.format(columns=columns, digit=digit, file=file), [list(files)])
    except duckdb.Error as error:
        raise FlowdownError(f"the claims could not be written: {str(error).splitlines()[0]}") from None
    finally:
        base.close()


def _count_and_store(files: Sequence[Path], target: Path | str | None) -> tuple[int, int]:
    from pyarrow import parquet

    claims = sum(parquet.ParquetFile(file).metadata.num_rows for file in files)
    if target is None:
        return claims, 0
    with open_store(target) as store:
        return claims, sum(store.backend.insert(_rows(file)) for file in files)


def _rows(file: Path) -> Iterator[tuple[str, ...]]:
    """The rows of a partition, as the store has them."""
    from pyarrow import parquet

    at = Row._fields.index("confidence")
    for batch in parquet.ParquetFile(file).iter_batches(_BATCH, columns=list(Row._fields)):
        columns = [column.to_pylist() for column in batch.columns]
        columns[at] = [repr(value) for value in columns[at]]
        yield from zip(*columns, strict=True)
