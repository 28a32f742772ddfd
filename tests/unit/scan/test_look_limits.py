"""A file of nothing but keywords is read to a limit, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan import look
from flowdown.scan.run import scan


def test_too_many_places_are_a_gap_with_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_MOST_SPANS", 3)
    (tmp_path / "a.py").write_text("import openai\n" * 9)
    found = scan((tmp_path,), load((), None))
    assert [(gap.path, gap.line) for gap in found.gaps] == [("a.py", 4)]
    assert {each.place.line for each in found.sightings} == {1, 2, 3}
