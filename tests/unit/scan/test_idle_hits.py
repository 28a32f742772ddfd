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
from flowdown.scan.visibility import can_reach

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


SILENT = [
    ("a.go", "package a\n\n// sentinel of the list\nvar x = 1\n"),
    ("a.go", 'package a\n\nvar sentinel = errors.New("the sentinel was hit")\n'),
    ("a.go", "package a\n\nfunc A(m Falcon) { x := falcon }\n"),
    ("a.c", '/* sentinel */\nstatic int sentinel;\nint a(void) { printk("bad sentinel here\\n"); }\n'),
    ("a.py", "# the ada of the tree\nsentinel = object()\n"),
]
HEARD = [
    ("a.go", "package a\n\n// asks OpenAI for a sentinel\n"),
    ("a.py", "import together\n\nsentinel = together.Together()\n"),
    ("a.py", 'client.chat(model="falcon-7b")\n'),
    ("a.py", 'provider = "together"\n'),
    ("a.js", "fetch(`https://api.together.xyz/v1/${sentinel}`)\n"),
]


@pytest.mark.parametrize(("path", "text"), SILENT)
def test_a_file_whose_words_name_nobody_yields_nothing(path: str, text: str) -> None:
    seen = Tables(load()).looker.look_content(path, text.encode())
    assert seen.detectors and not seen.yields


@pytest.mark.parametrize(("path", "text"), HEARD)
def test_a_file_with_one_word_that_names_somebody_is_read(path: str, text: str) -> None:
    assert Tables(load()).looker.look_content(path, text.encode()).yields


def test_a_private_name_of_go_reaches_its_own_folder_only() -> None:
    assert can_reach("defaultModel", "llm/a/one.go", "llm/a/two.go")
    assert not can_reach("defaultModel", "llm/a/one.go", "llm/b/two.go")
    assert can_reach("DefaultModel", "llm/a/one.go", "llm/b/two.go")
