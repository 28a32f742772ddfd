"""Words that mean nothing where they stand do not have a program lexed; what means something is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.idle_hits import IdleHits
from flowdown.scan.known import Known
from flowdown.scan.read import Reader
from flowdown.scan.run import scan
from flowdown.scan.tables import Tables
from flowdown.scan.tree import File

IDLE = [
    ("go", "// set by a command-line flag\n", "command-"),
    ("go", "// read together with the rest\n", "together"),
    ("go", '\t"github.com/google/uuid"\n', "google/"),
    ("python", "# evaluate the whole\n", "evaluate"),
    ("javascript", "x = 'command-line'\n", "command-"),
]
TELLING = [
    ("go", 'm := "command-r-plus"\n', "command-r"),
    ("python", "import evaluate\n", "evaluate"),
    ("python", "evaluate.load('x')\n", "evaluate"),
    ("python", "provider = 'together'\n", "together"),
    ("javascript", "const m = `command-${size}`\n", "command-"),
    ("go", "// asks OpenAI\n", "OpenAI"),
]


@pytest.fixture(scope="module")
def idle() -> IdleHits:
    return IdleHits(Known(load()))


def _hit(text: str, word: str) -> tuple[int, int]:
    at = text.index(word)
    return at, at + len(word)


@pytest.mark.parametrize(("language", "text", "word"), IDLE)
def test_an_ordinary_word_is_idle(idle: IdleHits, language: str, text: str, word: str) -> None:
    assert idle.of(text, [_hit(text, word)], language) == {0}


@pytest.mark.parametrize(("language", "text", "word"), TELLING)
def test_what_names_something_is_not_idle(idle: IdleHits, language: str, text: str, word: str) -> None:
    assert idle.of(text, [_hit(text, word)], language) == frozenset()


def test_a_file_of_idle_words_is_counted_and_yields_nothing(tmp_path: Path) -> None:
    place = tmp_path / "a.go"
    place.write_text("package a\n\n// A command-line tool, put together to evaluate.\nfunc A() {}\n")
    seen = Tables(load()).looker.look_at(File("a.go", bytes(place)), Reader())
    assert (seen.read, seen.detectors, seen.yields) == (1, ["go"], [])


def test_idle_words_beside_a_use_take_nothing_from_it(tmp_path: Path) -> None:
    text = '# evaluate this together with the command-line\nimport openai\n\nopenai.OpenAI().responses.create(model="gpt-4o")\n'
    (tmp_path / "a.py").write_text(text)
    found = scan((tmp_path,), load())
    assert {(each.vendor, each.place.line) for each in found.sightings if each.is_use} >= {("openai", 4)}
