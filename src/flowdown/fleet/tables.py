"""Writes what was seen in a fleet as Parquet: a few partitions a table, the same bytes for the same answer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

from flowdown import __version__
from flowdown.base.canonical import digest
from flowdown.base.errors import FlowdownError
from flowdown.fleet.ledger import Row, Status
from flowdown.fleet.part import Parts
from flowdown.scan.sighting import Scan, Tree

FOLDER = "tables"
MANIFEST = "manifest.json"
_FORM = "flowdown.fleet-tables/1"
_PER_PARTITION = 32
"""Trees of a partition at most, about: with one of a hundred trees changed, three partitions of four stay as they are."""
_FEW = 16
"""Partitions that are written faster than processes are started for them."""
_Partition: TypeAlias = "tuple[dict[str, str], list[Row]]"
"""The names of a partition's files by table, and its trees."""
_GROUP = 65_536
"""Rows of a group in a file."""

_TEXT, _NUMBER, _FLAG, _TEXTS = "text", "number", "flag", "texts"
TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "trees": (
        ("tree", _TEXT),
        ("place", _TEXT),
        ("kind", _TEXT),
        ("revision", _TEXT),
        ("commit", _TEXT),
        ("content", _TEXT),
        ("status", _TEXT),
        ("why", _TEXT),
        ("sightings", _NUMBER),
        ("gaps", _NUMBER),
        ("part", _TEXT),
    ),
    "sightings": (
        ("tree", _TEXT),
        ("vendor", _TEXT),
        ("product", _TEXT),
        ("basis", _TEXT),
        ("route", _TEXT),
        ("kind", _TEXT),
        ("path", _TEXT),
        ("line", _NUMBER),
        ("column", _NUMBER),
        ("end_line", _NUMBER),
        ("role", _TEXT),
        ("use", _FLAG),
        ("strength", _TEXT),
        ("value", _TEXT),
        ("signature", _TEXT),
        ("is_ancestor", _FLAG),
        ("because", _TEXTS),
    ),
    "dependences": (
        ("tree", _TEXT),
        ("vendor", _TEXT),
        ("basis", _TEXT),
        ("strength", _TEXT),
        ("routes", _TEXTS),
        ("uses", _NUMBER),
        ("mentions", _NUMBER),
    ),
    "questions": (
        ("tree", _TEXT),
        ("id", _TEXT),
        ("about", _TEXT),
        ("asks", _TEXT),
        ("because", _TEXTS),
        ("settles", _TEXTS),
    ),
    "gaps": (
        ("tree", _TEXT),
        ("path", _TEXT),
        ("line", _NUMBER),
        ("reason", _TEXT),
        ("detector", _TEXT),
        ("may_carry", _TEXTS),
    ),
    "coverage": (
        ("tree", _TEXT),
        ("files", _NUMBER),
        ("read", _NUMBER),
        ("bytes", _NUMBER),
        ("skipped", _TEXT),
        ("by_detector", _TEXT),
        ("tool", _TEXT),
        ("catalogue", _TEXT),
    ),
}
"""The columns of every table, the first of which is the tree's name."""


class TablesError(FlowdownError):
    """The tables could not be written; those of an earlier sweep stay as they were."""


def write_tables(folder: Path, rows: Sequence[Row], parts: Parts, jobs: int = 1) -> None:
    """Write the tables of all trees, by several processes where many partitions are new; others stay as they are.

    Readers that go by the manifest see the tables of one sweep, never of two. Raises `TablesError`.
    """
    try:
        import pyarrow as arrow
    except ImportError:
        raise TablesError("tables need the library pyarrow", hint="install `flowdown[parquet]`") from None
    target = folder / FOLDER
    try:
        target.mkdir(mode=0o700, exist_ok=True)
        listed: dict[str, list[str]] = {name: [] for name in TABLES}
        new: list[_Partition] = []
        for number, some in enumerate(_partitions(rows)):
            names = _name_files(number, some, arrow.__version__)
            if not all((target / name).exists() for name in names.values()):
                new.append((names, some))
            for table, name in names.items():
                listed[table].append(name)
        _write_partitions(target, new, parts, jobs)
        manifest = {"form": _FORM, "tool": f"flowdown {__version__}", "tables": listed}
        _write(target / MANIFEST, lambda draft: draft.write_text(json.dumps(manifest, indent=1) + "\n"))
        _forget_others(target, {name for names in listed.values() for name in names})
    except OSError as error:
        raise TablesError(f"the tables could not be written: {error.strerror or error}") from None
    except BrokenExecutor:
        raise TablesError("the tables could not be written: a process that wrote them went away") from None


def _partitions(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in partitions by a digest of the names, so that a tree that comes or goes alters one."""
    number = 1
    while number * _PER_PARTITION < len(rows):
        number *= 2
    split: list[list[Row]] = [[] for _ in range(number)]
    for row in sorted(rows, key=lambda each: each.tree.name):
        mark = hashlib.sha256(row.tree.name.encode("utf-8", "surrogatepass")).digest()
        split[int.from_bytes(mark[:4], "big") % number].append(row)
    yield from split


def _name_files(number: int, rows: Sequence[Row], library: str) -> dict[str, str]:
    """The files of a partition by table, named by all that decides what is in them."""
    said = [(row.tree, row.status, row.commit, row.content, row.why, row.key) for row in rows]
    mark = digest([_FORM, TABLES, library, said])[7:23]
    return {table: f"{table}-{number:04}-{mark}.parquet" for table in TABLES}


def _write_partitions(target: Path, new: Sequence[_Partition], parts: Parts, jobs: int) -> None:
    if jobs == 1 or len(new) < _FEW:
        for names, rows in new:
            _write_partition(target, names, rows, parts)
        return
    # NOTE: processes are started anew, not forked: threads are at work here (the store's, the cluster's client).
    with ProcessPoolExecutor(min(jobs, len(new)), mp_context=multiprocessing.get_context("spawn")) as pool:
        for written in [pool.submit(_write_partition, target, names, rows, parts) for names, rows in new]:
            written.result()


def _write_partition(target: Path, names: dict[str, str], rows: Sequence[Row], parts: Parts) -> None:
    columns: dict[str, list[list[Any]]] = {table: [] for table in TABLES}
    for row in rows:
        scan = parts.read(row.key, Tree(row.tree.name, row.tree.place, row.commit)) if row.key else None
        columns["trees"].append(_tree(row, has_part=scan is not None))
        if scan is not None:
            for table, found in _rows_of(scan).items():
                columns[table].extend(found)
    for table, name in names.items():
        _write(target / name, lambda draft, table=table: _write_parquet(draft, table, columns[table]))  # type: ignore[misc]


def _tree(row: Row, *, has_part: bool) -> list[Any]:
    tree = row.tree
    status, why = row.status.value, row.why
    if row.status is Status.DONE and not has_part:
        status, why = Status.FAILED.value, "what was seen is not there any more, or damaged: scan it again"
    seen = (row.sightings, row.gaps, row.key) if has_part else (0, 0, "")
    return [tree.name, tree.place, tree.kind.value, tree.revision, row.commit, row.content, status, why, *seen]


def _rows_of(scan: Scan) -> dict[str, list[list[Any]]]:
    name, coverage = scan.trees[0].id, scan.coverage
    return {
        "sightings": [
            [
                name,
                each.vendor,
                each.product,
                each.basis.value,
                each.route,
                each.kind.value,
                each.place.path,
                each.place.line,
                each.place.column,
                max(each.place.end_line, each.place.line),
                each.role.value,
                each.is_use,
                each.strength.value,
                each.value,
                each.signature,
                each.is_ancestor,
                list(each.because),
            ]
            for each in scan.sightings
        ],
        "dependences": [
            [name, each.vendor, each.basis.value, each.strength.value, list(each.routes), each.uses, each.mentions]
            for each in scan.dependences
        ],
        "questions": [
            [name, each.id, each.about, each.asks, list(each.because), list(each.settles)] for each in scan.questions
        ],
        "gaps": [[name, each.path, each.line, each.reason, each.detector, list(each.may_carry)] for each in scan.gaps],
        "coverage": [
            [
                name,
                coverage.files,
                coverage.read,
                coverage.bytes,
                json.dumps(dict(coverage.skipped)),
                json.dumps(dict(coverage.by_detector)),
                scan.tool,
                scan.catalogue_digest,
            ]
        ],
    }


def _write_parquet(file: Path, table: str, rows: Sequence[Sequence[Any]]) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    kinds = {_TEXT: arrow.string(), _NUMBER: arrow.int64(), _FLAG: arrow.bool_(), _TEXTS: arrow.list_(arrow.string())}
    schema = arrow.schema([(name, kinds[kind]) for name, kind in TABLES[table]])
    columns = [_column([row[at] for row in rows], kinds[kind]) for at, (_, kind) in enumerate(TABLES[table])]
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        writer.write_table(arrow.table(columns, schema=schema), row_group_size=_GROUP)


def _column(values: list[Any], kind: Any) -> Any:
    import pyarrow as arrow

    try:
        return arrow.array(values, type=kind)
    except UnicodeEncodeError:
        return arrow.array([_clean(value) for value in values], type=kind)


def _clean(value: Any) -> Any:
    """A value as Parquet takes it: what is no text in UTF-8 is written visibly."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return [_clean(each) for each in value] if isinstance(value, list) else value


def _write(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside and rename it, so that nobody sees a part of it."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        write(draft)
        with draft.open("rb") as opened:
            os.fsync(opened.fileno())
        draft.replace(file)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _forget_others(target: Path, wanted: set[str]) -> None:
    for file in target.glob("*.parquet"):
        if file.name not in wanted:
            file.unlink(missing_ok=True)
