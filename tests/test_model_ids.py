"""Scores `whose` over the shared rows (route, model id, maker) and over our own rows of lineage and look-alikes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.match import Index
from flowdown.pipeline.whose import Answer, whose

HERE = Path(__file__).parent / "model_ids"
GOAL = 0.995


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> Index:
    return Index(catalogue)


@pytest.fixture(scope="module")
def shared() -> Path:
    folder = Path(os.environ.get("FLOWDOWN_SHARED") or Path(__file__).parents[2] / "shared")
    file = folder / "data" / "model-ids" / "model_ids.jsonl"
    if not file.is_file():
        pytest.skip("no shared data: set FLOWDOWN_SHARED, or put `shared` beside the checkout")
    return file


@pytest.fixture(scope="module")
def disagreeing(shared: Path, catalogue: Catalogue, index: Index) -> set[tuple[str, str]]:
    found = set()
    for row in rows(shared):
        maker = catalogue.vendor_of(str(row["maker"]))
        if maker is None or whose(str(row["model_id"]), index).makers != (maker.id,):
            found.add((str(row["route"]), str(row["model_id"])))
    return found


def test_share_of_the_shared_rows_as_they_stand(shared: Path, disagreeing: set[tuple[str, str]]) -> None:
    assert 1 - len(disagreeing) / len(rows(shared)) >= 0.985


def test_share_of_the_shared_rows_without_those_judged_doubtful(
    shared: Path, disagreeing: set[tuple[str, str]]
) -> None:
    doubtful = {(row["route"], row["model_id"]) for row in rows(HERE / "doubtful.jsonl")}
    assert 1 - len(disagreeing - doubtful) / (len(rows(shared)) - len(doubtful)) >= GOAL


def test_every_doubtful_row_is_still_one_on_which_we_differ(disagreeing: set[tuple[str, str]]) -> None:
    assert {(row["route"], row["model_id"]) for row in rows(HERE / "doubtful.jsonl")} <= disagreeing


def is_right(row: dict[str, object], answer: Answer) -> bool:
    if row.get("ambiguous"):
        return answer.ambiguous and list(answer.makers) == row["makers"]
    makers, vendors = row["makers"], row.get("vendors", row["makers"])
    return not answer.ambiguous and list(answer.makers) == makers and sorted(answer.vendors) == vendors


@pytest.mark.parametrize("name", ["lineage", "overreach", "unseen"])
def test_our_own_rows(name: str, index: Index) -> None:
    wrong = [row["query"] for row in rows(HERE / f"{name}.jsonl") if not is_right(row, whose(str(row["query"]), index))]
    assert wrong == []
