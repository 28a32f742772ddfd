"""The test files of the Beneficial Ownership Data Standard are judged as the standard judges them."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.graph import open_store
from flowdown.graph.history import History, one_day
from flowdown.graph.known import resolve
from flowdown.graph.ownership import HALF, find_owned
from flowdown.pipeline.importing import Wanted, import_documents

_MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def _judge(shared: Path, tmp_path: Path, expected: str) -> dict[str, Taken]:
    suite = shared / "data" / "bods"
    if not suite.is_dir():
        pytest.skip("no shared data of this suite")
    with (suite / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["path"] for row in csv.DictReader(stream) if row["expected"] == expected]
    assert names
    wanted = Wanted(tuple(suite / name for name in names), strict=True, dry_run=True)
    taken = {each.name: each for each in import_documents(wanted, tmp_path / "store", _MOMENT, suite)}
    assert set(taken) == set(names)
    assert {each.kind for each in taken.values()} == {"bods"}
    return taken


def test_every_valid_file_is_read(shared: Path, tmp_path: Path) -> None:
    taken = _judge(shared, tmp_path, "valid")
    assert {each.name: each.why for each in taken.values() if each.fate is not Fate.CHECKED} == {}
    assert [each.name for each in taken.values() if each.name.startswith("examples/") and not each.claims] == []
    # Counted by hand: eleven statements of one firm, its trust and its founder, each holding ended by the next.
    assert taken["examples/tecido.json"].claims == 25
    assert taken["examples/bods-package-fi-soe.json"].claims == 22


def test_every_invalid_file_is_refused_with_its_place(shared: Path, tmp_path: Path) -> None:
    taken = _judge(shared, tmp_path, "invalid")
    assert [each.name for each in taken.values() if each.fate is not Fate.REFUSED or not each.why] == []
    table = shared / "data/bods/tests/data/invalid-statements/expected_errors.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        places = {row[0]: row[2] for row in csv.reader(stream)}
    wrong = {}
    for each in taken.values():
        told = {_json_path(why.where.path if why.where else "") for why in each.why}
        wanted = places.get(each.name.rpartition("/")[2])
        if wanted and wanted not in told:
            wrong[each.name] = (wanted, told)
    assert wrong == {}


@pytest.mark.parametrize(
    ("day", "owner"),
    [
        ("2010-01-01", "person"),
        ("2021-12-01", "organisation"),
        ("2022-12-01", "organisation"),
        ("2024-01-01", "organisation"),
    ],
)
def test_who_holds_half_over_the_years(shared: Path, tmp_path: Path, day: str, owner: str) -> None:
    suite = shared / "data" / "bods"
    if not suite.is_dir():
        pytest.skip("no shared data of this suite")
    wanted = Wanted((suite / "examples/tecido.json",))
    (taken,) = import_documents(wanted, tmp_path / "store", _MOMENT, suite)
    assert taken.fate is Fate.IMPORTED
    with open_store(tmp_path / "store") as store:
        rows = list(store.rows())
    history = History(resolve(rows), one_day(datetime.date.fromisoformat(day)))
    firm = next(row.subject for row in rows if row.object == "text:Tecido Ltd")
    holders = {row.subject for row in rows if row.predicate == "owns"}
    halves = {each for each in holders if firm in find_owned(history, [each], HALF).answer.days}
    assert [each.partition(":")[0] for each in halves] == [owner]


def _json_path(path: str) -> str:
    parts = path.split("/") if path else []
    return "$" + "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in parts)
