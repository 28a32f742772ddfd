"""The detection benchmark is sound: its labels say what labels may say, and its page says what the readers agree on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.detection.labels import STRENGTHS, UNUSED, WIRE, Line, read_labels
from flowdown.catalogue import load

FOLDER = Path(__file__).resolve().parents[2] / "bench" / "detection"
FILES = sorted(FOLDER.glob("*.jsonl"))


def _places(lines: tuple[Line, ...]) -> set[tuple[str, int, str]]:
    return {(each.path, each.line, each.vendor) for each in lines}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_line_is_labelled_in_two_ways(file: Path) -> None:
    twice = []
    for label in read_labels([file]):
        uses, mentions, either = map(_places, (label.uses, label.mentions, label.either))
        twice += [(label.repository, place) for place in (uses & mentions) | (uses & either) | (mentions & either)]
    assert twice == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_vendors_are_the_catalogues(file: Path) -> None:
    known = load().vendors.keys()
    named = {
        each.vendor
        for label in read_labels([file])
        for each in (*label.vendors, *label.uses, *label.mentions, *label.either)
    }
    assert sorted(named - known) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_bases_and_strengths_are_the_contracts(file: Path) -> None:
    wrong = [
        (label.repository, each)
        for label in read_labels([file])
        for each in label.vendors
        if each.basis not in WIRE | {"host", "library"} or each.strength not in STRENGTHS
    ]
    assert wrong == []


def test_each_vendor_of_the_sealed_half_rests_on_a_line() -> None:
    labels = read_labels([FOLDER / "sealed.jsonl"])
    assert [label.repository for label in labels if label.used.keys() != {each.vendor for each in label.uses}] == []


def test_unused_strengths_are_no_use() -> None:
    labels = read_labels(FILES)
    assert [strength for label in labels for strength in label.used.values() if strength in UNUSED] == []


def test_page_tells_the_agreement_that_the_script_measures() -> None:
    told = subprocess.run([sys.executable, FOLDER / "agreement.py"], check=True, capture_output=True, text=True).stdout
    assert told in (FOLDER / "README.md").read_text(encoding="utf-8")
