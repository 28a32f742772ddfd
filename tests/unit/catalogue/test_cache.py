"""The kept catalogue is the parsed one, and a spoilt file is never believed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flowdown.base.kept_file import write_kept
from flowdown.catalogue import load
from flowdown.catalogue.cache import content_of
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.load import HERE
from flowdown.catalogue.match import Index
from flowdown.catalogue.parse import parse

FOLDERS = (HERE / "vendors", HERE / "routes")


@pytest.fixture(autouse=True)
def nothing_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("flowdown.catalogue.cache.COMPILED", tmp_path / "none")


def _kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("catalogue-*.bin"))


def test_a_kept_catalogue_equals_the_parsed_one(tmp_path: Path) -> None:
    parsed = parse(FOLDERS[:1], FOLDERS[1:])
    load(cache=tmp_path)
    assert len(_kept(tmp_path)) == 1
    kept = load(cache=tmp_path)
    assert dict(kept.vendors) == parsed.vendors
    assert dict(kept.routes) == parsed.routes
    assert kept.digest == parsed.digest


def test_kept_look_ups_say_what_those_made_anew_do(tmp_path: Path) -> None:
    load(cache=tmp_path)
    kept, made = Index(load(cache=tmp_path)), Index(parse(FOLDERS[:1], FOLDERS[1:]))
    assert kept.keywords() == made.keywords()
    assert (kept.shapes, kept.url_paths, kept.operators) == (made.shapes, made.url_paths, made.operators)
    for keyword in made.keywords()[::7]:
        text = keyword.text.strip("-_/.")
        assert kept.model(text) == made.model(text)
        assert kept.host(text) == made.host(text)
        assert kept.agent_file(text) == made.agent_file(text)
        assert kept.vendor(text) == made.vendor(text)
        assert all(kept.find(kind, text) == made.find(kind, text) for kind in SignatureKind)


@pytest.mark.parametrize("at", [0, 20, 60, 5000, -1])
def test_a_spoilt_file_is_parsed_anew(tmp_path: Path, at: int) -> None:
    whole = load(cache=tmp_path)
    content = bytearray(_kept(tmp_path)[0].read_bytes())
    content[at] ^= 0x55
    _kept(tmp_path)[0].write_bytes(content)
    again = load(cache=tmp_path)
    assert again.digest == whole.digest
    assert again.vendors["anthropic"] == whole.vendors["anthropic"]


def test_a_file_that_would_run_something_is_refused(tmp_path: Path) -> None:
    content = content_of(FOLDERS)
    write_kept(tmp_path / f"catalogue-{content}.bin", content, pickle.dumps(print))
    assert "anthropic" in load(cache=tmp_path).vendors


def test_a_changed_file_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\n")
    before = content_of([tmp_path], tmp_path / "cache")
    (tmp_path / "a.yaml").write_text("id: b\n")
    assert content_of([tmp_path], tmp_path / "cache") != before
