"""Downloads of every kind are known by the headings that they really have, and recorded answers are read."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.pipeline.importing import Wanted, import_documents

_MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
_FOLDER = "data/usaspending"
_KINDS = {
    "assistance_prime_award_summaries": ("awards", 1),
    "assistance_subawards": ("subawards", 2),
    "contracts_prime_award_summaries": ("awards", 1),
    "contracts_prime_transactions": ("transactions", 1),
    "contracts_subawards": ("subawards", 2),
}


def _import(shared: Path, tmp_path: Path, *files: Path) -> dict[str, Taken]:
    wanted = Wanted(files, dry_run=True)
    return {each.name: each for each in import_documents(wanted, tmp_path / "store", _MOMENT, shared / _FOLDER)}


def _suite(shared: Path) -> Path:
    if not (shared / _FOLDER).is_dir():
        pytest.skip("no shared data of this suite")
    return shared / _FOLDER


@pytest.mark.parametrize("kind", _KINDS)
def test_real_headings_are_known(shared: Path, tmp_path: Path, kind: str) -> None:
    names = (_suite(shared) / "columns" / f"{kind}.txt").read_text("utf-8").split()
    dialect, contracts = _KINDS[kind]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(names)
    writer.writerow([_cell(name) for name in names])
    file = tmp_path / f"{kind}.csv"
    file.write_text(table.getvalue(), "utf-8")
    (taken,) = _import(shared, tmp_path, file).values()
    assert taken.dialect == f"USAspending {dialect}, CSV"
    assert taken.fate is Fate.CHECKED
    assert taken.left_out == 0
    # Number, recipient, agency, money and days of each contract.
    assert taken.claims >= 10 * contracts


def _cell(name: str) -> str:
    if name.endswith("_date"):
        return "2024-05-01"
    if "amount" in name or "obligat" in name or "value_of" in name:
        return "12.50"
    return f"{name[:12]} 1"


def test_every_recorded_answer_of_awards_is_read(shared: Path, tmp_path: Path) -> None:
    suite = _suite(shared)
    names = [
        "api-v2-responses/awards/idv_awards.json",
        "api-v2-responses/awards/search_results_contracts.json",
        "api-v2-responses/awards/search_results_grants.json",
        "api-v2-responses/awards/search_results_subawards.json",
        "api-v2-responses/awards/transactions.json",
        "api-v2-responses/recipient_university.json",
        "api-v2-responses/recipients_search.json",
        "api-v2-responses/spending_by_award_contracts.json",
        "api-repo/subaward.json",
        "legacy/treasury_contracts_part1.csv",
    ]
    taken = _import(shared, tmp_path, *(suite / name for name in names))
    assert {each.name for each in taken.values() if each.kind == "usaspending" and each.claims} == set(names)
    # 84 actions of 83 awards, counted with the csv module alone.
    assert taken["legacy/treasury_contracts_part1.csv"].claims > 83 * 6
