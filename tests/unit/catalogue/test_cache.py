"""The kept catalogue is the parsed one, and a spoilt file is never believed."""

from __future__ import annotations

import pickle
from pathlib import Path

from flowdown.catalogue import load
from flowdown.catalogue.cache import recall, stamp_of
from flowdown.catalogue.load import HERE


def _kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("catalogue-*.bin"))


def test_a_kept_catalogue_equals_the_parsed_one(tmp_path: Path) -> None:
    parsed = load(cache=tmp_path)
    assert len(_kept(tmp_path)) == 1
    assert load(cache=tmp_path) == parsed == load()


def test_a_spoilt_file_is_parsed_anew(tmp_path: Path) -> None:
    load(cache=tmp_path)
    _kept(tmp_path)[0].write_bytes(b"spoilt")
    assert "anthropic" in load(cache=tmp_path).vendors


def test_a_file_that_would_run_something_is_refused(tmp_path: Path) -> None:
    stamp = stamp_of([HERE / "vendors", HERE / "routes"])
    (tmp_path / f"catalogue-{stamp}.bin").write_bytes(pickle.dumps(print))
    assert recall(tmp_path, stamp) is None


def test_a_changed_file_changes_the_stamp(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\n")
    before = stamp_of([tmp_path])
    (tmp_path / "a.yaml").write_text("id: a2\n")
    assert stamp_of([tmp_path]) != before
