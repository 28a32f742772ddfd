"""Every acceptance case comes out as it expects: three tests that users set, and the twelve patterns seen in fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.pipeline.case import load_case, verify_case

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=[case.stem for case in CASES])
def test_comes_out_as_expected(path: Path) -> None:
    case = load_case(path)
    assert case.id == path.stem
    assert case.expect
    assert verify_case(case) == ()


def test_every_pattern_has_a_case() -> None:
    numbers = sorted(int(case.stem.split("-")[1]) for case in CASES if case.stem.startswith("pattern-"))
    assert numbers == list(range(1, 13))
