"""What a site shows while what it rests on changes: never an answer for one state that was made from another."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path
from typing import Any

import pytest

from flowdown.pipeline.answering import Lens
from flowdown.server import site as sites
from tests.server.conftest import copy_example, open_site

LENS = Lens(datetime.date(2026, 4, 10), "in_force")


def test_while_a_changed_profile_is_read_the_last_answer_is_shown_as_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_site(copy_example(tmp_path / "harbor-parts"))
    try:
        first = site.standing(LENS)
        assert first.is_current
        gate, real = threading.Event(), sites.take_up_keeping

        def slow(*arguments: Any) -> Any:
            gate.wait(60)
            return real(*arguments)

        monkeypatch.setattr(sites, "take_up_keeping", slow)
        # As where it took long the last time.
        monkeypatch.setattr("flowdown.server.kept._QUICK", -1.0)
        text = site.profile.read_text("utf-8")
        site.profile.write_text(text.replace("Harbor Parts", "Harbour Parts"), "utf-8")
        site.forget_state()
        for _ in range(3):
            standing = site.standing(LENS)
            assert (standing.is_current, standing.answer) == (False, first.answer)
        gate.set()
        site._workers.submit(int).result()
        monkeypatch.setattr("flowdown.server.kept._QUICK", 60.0)
        site._matters._slots["matter"].rests_until = site._answers._slots[LENS].rests_until = 0.0
        second = site.standing(LENS)
        assert second.is_current
        assert "Harbour" in second.answer.facts.organisation
    finally:
        site.close()
