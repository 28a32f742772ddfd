"""A screen lets through whatever a scan could see something in."""

from __future__ import annotations

import gzip

import pytest

from flowdown.catalogue import load
from flowdown.gate.screen import Screen, nothing_seen
from flowdown.scan.detector_ids import ids_of_detectors
from flowdown.scan.git_change import Edit
from flowdown.scan.run import prepare

CATALOGUE = load((), None)
SCREEN = Screen(prepare(CATALOGUE))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (b"src/app.py", b"client = OpenAI()\n"),
        (b"CLAUDE.md", b"Be kind.\n"),
        (b"docs/notes.txt", "gpt-4o".encode("utf-16")),
        (b"dump.gz", gzip.compress(b"gpt-4o", mtime=0x01010101)),
    ],
)
def test_what_could_carry_a_trace_is_let_through(path: bytes, content: bytes) -> None:
    assert SCREEN.mentions(path, content) is None


@pytest.mark.parametrize("path", [b"src/app.py", b"docs/notes.txt", b"LICENSE"])
def test_what_cannot_is_kept_out(path: bytes) -> None:
    assert SCREEN.mentions(path, b"answer = 42\n") == {}


def test_a_keyword_that_is_part_of_another_word_says_nothing() -> None:
    assert SCREEN.mentions(b"src/app.c", b"/* all of it put together, opt- and switch- */\nint a;\n") == {}


def test_a_mention_that_was_there_before_shifts_nothing() -> None:
    page = b"# It speaks to Anthropic\nx = 1\n"
    assert not SCREEN.may_shift(Edit(b"a.py", b"a.py", page, page + b"y = 2\n"))


def test_a_mention_that_comes_may_shift_something() -> None:
    assert SCREEN.may_shift(Edit(b"a.py", b"a.py", b"x = 1\n", b"# It speaks to Anthropic\nx = 1\n"))


def test_nothing_seen_names_every_detector_and_counts_what_was_read() -> None:
    seen = nothing_seen(CATALOGUE, [b"abc", b"de"])
    assert seen.coverage.detectors == ids_of_detectors()
    assert (seen.coverage.files, seen.coverage.bytes) == (2, 5)
