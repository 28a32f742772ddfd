"""Every paper, whole, as it was read beside orders-facts.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.report.dossier.paper import load_papers
from tests.unit.report.papers.golden import CASES, FOLDER, render

WHAT_TO_DO = "differs; run `make expected`, read the difference beside orders-facts.md, and commit it if it is right"


@pytest.mark.parametrize("name", sorted(CASES))
def test_papers_are_as_they_were_read(name: str, tmp_path: Path) -> None:
    wanted = {path.name: path.read_text(encoding="utf-8") for path in sorted((FOLDER / name).iterdir())}
    made = dict(render(tmp_path, CASES[name]))
    assert sorted(made) == sorted(wanted)
    assert [f"golden/{name}/{file} {WHAT_TO_DO}" for file in made if made[file] != wanted[file]] == []


def test_every_paper_has_a_golden_case() -> None:
    assert {paper for case in CASES.values() for paper in case.papers} == set(load_papers())


def test_no_case_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(CASES)
