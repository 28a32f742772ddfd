"""The text about a conclusion is kept, and a report made of it is the one that would be written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.cli.main import main
from flowdown.report import kept_text
from flowdown.scan import kept_looks

CALL = 'from openai import OpenAI\n\nOpenAI().responses.create(model="gpt-4o-mini", input="\u202ex")\n'


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(kept_text, "_LEAST", 1)
    # Files are written and scanned at once here.
    monkeypatch.setattr(kept_looks, "_TICK", -10_000_000_000_000)
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "call.py").write_text(CALL, encoding="utf-8")
    (folder / "plain.txt").write_text("nothing\n")
    return folder


def scanned(*words: str) -> bytes:
    assert main(("scan", "tree", "--format", "json", "--out", "out.json", *words)) == 0
    return Path("out.json").read_bytes()


def kept(tmp_path: Path) -> Path:
    return next((tmp_path / "cache" / "flowdown" / "texts").glob("*.bin"))


def fail(*arguments: object) -> None:
    raise AssertionError("what was concluded is unpacked")


def test_what_is_kept_is_not_unpacked_and_the_report_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = scanned("--no-cache")
    assert scanned() == anew
    monkeypatch.setattr(kept_looks.KeptLooks, "conclusion", fail)
    assert scanned() == anew
    kept(tmp_path).unlink()
    with pytest.raises(AssertionError):
        scanned()


def test_what_was_read_is_counted_anew(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scanned()
    (tree / "plain.txt").write_text("nothing at all\n")
    monkeypatch.setattr(kept_looks.KeptLooks, "conclusion", fail)
    second = scanned()
    assert second != first and second == scanned("--no-cache")


def test_another_conclusion_is_written_anew(tree: Path) -> None:
    scanned()
    (tree / "call.py").write_text(CALL.replace("gpt-4o-mini", "gpt-4.1"), encoding="utf-8")
    assert b"gpt-4.1" in scanned()
    assert scanned() == scanned("--no-cache")


@pytest.mark.parametrize("at", [0, 20, 60, -1])
def test_a_damaged_text_changes_nothing(tmp_path: Path, at: int) -> None:
    anew = scanned()
    file = kept(tmp_path)
    content = bytearray(file.read_bytes())
    content[at] ^= 0xFF
    file.write_bytes(content)
    assert scanned() == anew


def test_a_waiver_that_came_since_is_told(tree: Path) -> None:
    scanned()
    (tree / "flowdown.yaml").write_text(
        "waivers:\n  - vendor: openai\n    place: call.py\n    reason: a pilot\n    who: a@example.org\n    until: 2099-01-01\n"
    )
    told = scanned()
    assert b"a pilot" in told and told == scanned("--no-cache")


def test_other_code_writes_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned()
    monkeypatch.setattr(kept_looks.KeptLooks, "conclusion", fail)
    scanned()
    monkeypatch.setattr(kept_text, "code_stamp", lambda cache: "another")
    with pytest.raises(AssertionError):
        scanned()


def test_a_report_of_something_else_is_not_taken_for_it() -> None:
    scanned()
    assert main(("scan", "tree", "--format", "json", "--vendor", "anthropic", "--out", "one.json")) == 0
    assert b"gpt-4o-mini" not in Path("one.json").read_bytes()


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    anew = scanned("--no-cache")
    (tmp_path / "cache" / "flowdown").mkdir(parents=True, exist_ok=True)
    (tmp_path / "cache" / "flowdown" / "texts").write_text("no folder")
    assert scanned() == anew
    assert scanned() == anew
