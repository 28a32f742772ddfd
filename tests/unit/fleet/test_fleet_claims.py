"""Claims that are prepared on an engine are those that an import would keep, each once; what is refused is named."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from flowdown.cli.exit import Exit
from flowdown.fleet.prepare import PrepareRequest, prepare_claims
from flowdown.graph import open_store
from flowdown.pipeline.importing import Wanted, import_documents
from flowdown.report.fleet_v1 import FleetClaimsV1
from tests.unit.fleet.fleets import BILL, tables_folder
from tests.unit.gate.repository import commit, write

pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
pytest.importorskip("pyarrow", reason="the extra `fleet` is not installed")
MOMENT = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
OTHER_BILL = BILL.replace("anthropic", "cohere")


def make_documents(folder: Path) -> Path:
    """Three suppliers' folders, one document of which no reader knows, and a repository."""
    top = folder / "suppliers"
    write(top / "acme", {"a.cdx.json": BILL, "notes.txt": "hello\n"})
    write(top / "beta", {"b.cdx.json": BILL, "c.cdx.json": OTHER_BILL})
    write(top / "gamma", {"deep/d.cdx.json": OTHER_BILL})
    commit(top / "code", {"x.py": "import openai\n"})
    return top


def prepare(top: Path, out: Path, **more: object) -> FleetClaimsV1:
    return prepare_claims(PrepareRequest(top, out, MOMENT, **more), tables_folder())  # type: ignore[arg-type]


def content(out: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted((out / "claims").glob("*.parquet"))
    }


def rows(target: Path) -> set[tuple[str, ...]]:
    with open_store(target, writes=False) as store:
        return {tuple(row) for row in store.rows()}


def test_the_claims_are_those_of_an_import(tmp_path: Path) -> None:
    top = make_documents(tmp_path)
    told = prepare(top, tmp_path / "out", jobs=2, store=tmp_path / "prepared.sqlite")
    paths = tuple(top / name for name in ("acme", "beta", "gamma"))
    list(import_documents(Wanted(paths), tmp_path / "imported.sqlite", MOMENT, top, tables_folder()))
    assert rows(tmp_path / "prepared.sqlite") == rows(tmp_path / "imported.sqlite") != set()
    assert (told.places, told.read, told.documents, told.repositories) == (3, 3, 4, 1)
    assert told.distinct == told.new == len(rows(tmp_path / "imported.sqlite")) <= told.claims
    assert (told.passed_over, told.refused, told.failures) == (1, (), ())


def test_a_second_time_only_what_changed_is_read_and_the_answer_has_the_same_bytes(tmp_path: Path) -> None:
    top, out = make_documents(tmp_path), tmp_path / "out"
    prepare(top, out)
    before = content(out)
    again = prepare(top, out, store=tmp_path / "claims.sqlite")
    assert again.read == 0 and content(out) == before
    assert prepare(top, tmp_path / "other", jobs=2).distinct == again.distinct
    assert content(tmp_path / "other") == before
    write(top / "acme", {"a.cdx.json": OTHER_BILL})
    third = prepare(top, out, store=tmp_path / "claims.sqlite")
    assert third.read == 1 and third.new > 0 and content(out) != before
    assert len(list((out / "shards").glob("*.parquet"))) == 3


def test_a_document_that_is_refused_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    top = make_documents(tmp_path)
    write(top / "beta", {"torn.cdx.json": BILL[:-30]})
    told = prepare(top, tmp_path / "out")
    assert [each.tree for each in told.refused] == ["beta/torn.cdx.json"]
    assert (told.documents, told.failures) == (4, ())


def test_the_command_tells_it_and_ends_with_2_if_something_was_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from flowdown.cli.main import main

    top = make_documents(tmp_path)
    words = ["fleet", "claims", "--from", str(top), "--out", str(tmp_path / "out"), "--jobs", "1"]
    assert main(words) == Exit.OK
    assert "4 documents in 3 places (3 read now)" in capsys.readouterr().out
    write(top / "beta", {"torn.cdx.json": BILL[:-30]})
    assert main(words) == Exit.UNUSABLE
    assert "torn.cdx.json" in capsys.readouterr().out
