"""The detector of a program without a suffix, by its first line."""

from __future__ import annotations

import pytest

from flowdown.scan.interpreter import detector_of


@pytest.mark.parametrize(
    ("line", "detector"),
    [
        ("#!/usr/bin/env ruby", "ruby"),
        ("#!/usr/bin/env -S uv run --script", "python"),
        ("#!/usr/bin/python3.11 -u", "python"),
        ("#! /bin/bash", "script-file"),
        ("#!/usr/bin/make -f", ""),
        ("#!/" + "a" * 1000 + "/ruby", ""),
    ],
)
def test_a_first_line_tells_the_language(line: str, detector: str) -> None:
    assert detector_of("bin/run", f"{line}\n") == detector


def test_a_suffix_tells_more_than_a_first_line() -> None:
    assert detector_of("bin/run.py", "#!/usr/bin/env ruby\n") == ""
