"""Writes claims of a store for other programs: Parquet, or one JSON object a line."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flowdown.base.errors import UnusableArgument
from flowdown.graph.errors import StoreError
from flowdown.graph.row import Row

_BATCH = 20_000


def export_parquet(rows: Iterator[Row], file: Path) -> int:
    """Write a Parquet file with the columns of the store, qualifiers as JSON text; return how many rows."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise StoreError("Parquet needs the library pyarrow", hint="install `flowdown[parquet]`") from None
    numbers = {"confidence"}
    schema = arrow.schema([(name, arrow.float64() if name in numbers else arrow.string()) for name in Row._fields])
    with _growing(file) as opened, parquet.ParquetWriter(opened, schema, compression="zstd") as writer:
        count = 0
        for batch in _batches(rows):
            columns = [
                [float(value) for value in column] if name in numbers else list(column)
                for name, column in zip(Row._fields, zip(*batch, strict=True), strict=True)
            ]
            writer.write_table(arrow.table(columns, schema=schema))
            count += len(batch)
    return count


def export_lines(rows: Iterator[Row], file: Path) -> int:
    """Write one JSON object a line; return how many."""
    count = 0
    with _growing(file) as opened:
        for batch in _batches(rows):
            for row in batch:
                shape: dict[str, object] = dict(row._asdict())
                shape["qualifiers"] = dict(json.loads(row.qualifiers))
                shape["attribution"] = json.loads(row.attribution)
                shape["confidence"] = float(row.confidence)
                opened.write((json.dumps(shape, ensure_ascii=False) + "\n").encode())
            count += len(batch)
    return count


def _batches(rows: Iterator[Row]) -> Iterator[tuple[Row, ...]]:
    while batch := tuple(itertools.islice(rows, _BATCH)):
        yield batch


@contextlib.contextmanager
def _growing(file: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is whole."""
    if file.exists():
        raise UnusableArgument(f"`{file}` is there already")
    part = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        part.rename(file)
    except OSError as error:
        raise StoreError(f"cannot write `{file}`: {error.strerror}") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
