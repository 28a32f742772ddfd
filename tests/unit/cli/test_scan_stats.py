"""`scan --stats` says what was read and where the time went, and changes nothing of the report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flowdown.cli.main import main

CALL = 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n'
COUNTS = re.compile(
    r"flowdown: ([\d,]+) bytes in ([\d,]+) of ([\d,]+) files read, ([\d,]+) times by detectors; ([\d,]+) files seen by an earlier run\n"
)
STAGE = re.compile(r"flowdown: +(\d+\.\d\d) s CPU ([a-z ,]+)\n")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "call.py").write_text(CALL)
    (tree / "plain.txt").write_text("nothing\n")
    (tree / "image.bin").write_bytes(b"\0" * 100)
    return tmp_path


def _scan(*words: str) -> None:
    assert main(("scan", "tree", "--no-log", *words)) == 0


def test_it_counts_bytes_files_and_detectors(capsys: pytest.CaptureFixture[str]) -> None:
    _scan("--stats", "--no-cache")
    told = COUNTS.search(capsys.readouterr().err)
    assert told is not None
    size, read, files, detected, known = (int(each.replace(",", "")) for each in told.groups())
    assert (size, read, files, known) == (len(CALL) + len("nothing\n") + 100, 2, 3, 0)
    assert detected >= 1


def test_what_was_kept_is_counted_as_seen_before(capsys: pytest.CaptureFixture[str]) -> None:
    counts = []
    for _ in range(2):
        _scan("--stats")
        told = COUNTS.search(capsys.readouterr().err)
        assert told is not None
        counts.append(int(told[5]))
    # A file of this very moment is known by its content, where something was seen in it.
    assert counts[0] == 0 and counts[1] >= 1


def test_stages_are_told_once_each_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    _scan("--stats", "--no-cache")
    stages = [name for _, name in STAGE.findall(capsys.readouterr().err)]
    assert stages[:2] == ["loading tables", "walking, reading and detecting"]
    assert {"following names over files", "identifying", "weighing"} <= set(stages)
    assert len(stages) == len(set(stages))


def test_without_it_nothing_is_told_and_the_report_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    _scan("--format", "json", "--no-cache")
    plain = capsys.readouterr()
    _scan("--format", "json", "--no-cache", "--stats")
    told = capsys.readouterr()
    assert "s CPU" not in plain.err and "s CPU" in told.err
    assert json.loads(plain.out) == json.loads(told.out)
