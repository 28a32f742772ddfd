"""What a prefilter checks is recalled as it was kept, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue.keyword import Keyword
from flowdown.scan.keyword_cache import KeptKeywords, load, save, stamp_of
from flowdown.scan.prefilter import Prefilter

KEPT = KeptKeywords("key", False, [(3, True, False, False)], [("abc", True)])


def test_what_was_kept_is_recalled(tmp_path: Path) -> None:
    save(tmp_path, stamp_of("a"), KEPT)
    assert load(tmp_path, stamp_of("a")) == KEPT


def test_another_catalogue_recalls_nothing(tmp_path: Path) -> None:
    save(tmp_path, stamp_of("a"), KEPT)
    assert load(tmp_path, stamp_of("b")) is None


@pytest.mark.parametrize(
    "damaged", [b"", b"[", b"[1,2]", b"\xff\x00", b"[" * 100_000, b'["flowdown keywords 1","k",0,[],[["a",1]]]']
)
def test_what_is_damaged_is_not_there(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / f"prefilter-{stamp_of('a')}.json").write_bytes(damaged)
    assert load(tmp_path, stamp_of("a")) is None


def test_a_recalled_prefilter_hits_what_the_built_one_does(tmp_path: Path) -> None:
    pytest.importorskip("hyperscan")
    built = Prefilter.build([Keyword("abc", caseless=True, left_bound=True), Keyword("Long-Enough-Word")], tmp_path)
    built.keep(tmp_path, "s")
    recalled = Prefilter.recall(tmp_path, "s")
    text = b"xabc ABC Long-Enough-Word"
    assert recalled is not None
    assert recalled.hits(text) == built.hits(text) != []
