"""A screen lets through whatever a scan could see something in."""

from __future__ import annotations

import gzip

import pytest

from flowdown.catalogue import load
from flowdown.gate.screen import Screen, nothing_seen
from flowdown.scan.detector import ids_of_detectors
from flowdown.scan.run import prepare

CATALOGUE = load((), None)
SCREEN = Screen(CATALOGUE, prepare(CATALOGUE).prefilter)


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
    assert SCREEN.may_carry(path, content)


@pytest.mark.parametrize("path", [b"src/app.py", b"docs/notes.txt", b"LICENSE"])
def test_what_cannot_is_kept_out(path: bytes) -> None:
    assert not SCREEN.may_carry(path, b"answer = 42\n")


def test_nothing_seen_names_every_detector_and_counts_what_was_read() -> None:
    seen = nothing_seen(CATALOGUE, [b"abc", b"de"])
    assert seen.coverage.detectors == ids_of_detectors()
    assert (seen.coverage.files, seen.coverage.bytes) == (2, 5)
