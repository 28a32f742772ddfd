"""What was concluded of a tree is taken from the cache only where no file that changed means something else for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan import kept_looks
from flowdown.scan.kept_looks import KeptLooks
from flowdown.scan.reliance import Reliance
from flowdown.scan.run import prepare, scan
from flowdown.scan.sighting import Scan
from flowdown.scan.tables import Tables

TREE = {
    "pkg/settings.py": "CHAT_MODEL_NAME = 'gpt-4o'\n",
    "pkg/asks.py": "from pkg.settings import CHAT_MODEL_NAME\n\n\ndef ask(client):\n    return client.run(model=CHAT_MODEL_NAME)\n",
    "pkg/quiet.py": "def nothing():\n    return 1\n",
    "pkg/lonely.py": "import anthropic\n\n\ndef talk():\n    return anthropic.Anthropic()\n",
    "pkg/other.py": "from pkg import lonely\n\n\ndef go():\n    return lonely.talk()\n",
    "main.py": "from pkg import other, asks\n\nother.go()\nasks.ask(None)\n",
    "pyproject.toml": "[project]\nname = 'thing'\n",
    "notes.txt": "what this is\n",
    "models/offers.json": '{"models": [{"id": "claude-3-5-sonnet-20240620"}, {"id": "gpt-4o"}]}\n',
}
EDITS = (
    ("pkg/quiet.py", "def nothing():\n    return 2\n", True),
    ("pkg/settings.py", "CHAT_MODEL_NAME = 'gpt-4o'\n\n", True),
    ("notes.txt", "what this was\n", True),
    ("pkg/lonely.py", TREE["pkg/lonely.py"] + "\n\n", True),
    ("pkg/asks.py", TREE["pkg/asks.py"] + "# the end\n", True),
    ("pkg/quiet.py", "from pkg.settings import CHAT_MODEL_NAME\n\ncall(model=CHAT_MODEL_NAME)\n", False),
    ("pkg/asks.py", "def ask(client):\n    return client.run(model='')\n", False),
    ("pkg/other.py", "def go():\n    return 1\n", False),
    ("pkg/settings.py", "CHAT_MODEL_NAME = 'claude-3-opus-20240229'\n", False),
    ("pkg/quiet.py", "def load():\n    return open('models/offers.json')\n", False),
    ("pyproject.toml", "[project]\nname = 'openai'\n", False),
)


def _write(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _told(scanned: Scan) -> tuple[object, ...]:
    return scanned.sightings, scanned.dependences, scanned.questions, scanned.gaps, scanned.coverage


@pytest.fixture(autouse=True)
def no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written and scanned at once here."""
    monkeypatch.setattr(kept_looks, "_TICK", -10_000_000_000_000)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """Tables with a cache."""
    return prepare(load(), tmp_path / "cache")


@pytest.mark.parametrize(("path", "text", "is_same"), EDITS)
def test_a_changed_file_is_told_as_without_a_cache(
    tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch, path: str, text: str, is_same: bool
) -> None:
    root = tmp_path / "tree"
    for name, content in TREE.items():
        _write(root, name, content)
    before = _told(scan((root,), tables.catalogue, tables=tables))
    assert {each.vendor for each in before[0]} >= {"openai", "anthropic"}  # type: ignore[attr-defined]
    _write(root, path, text)
    answers: list[bool] = []
    asked = KeptLooks.still_holds

    def noted(self: KeptLooks, *given: object) -> bool:
        found = asked(self, *given)  # type: ignore[arg-type]
        answers.append(found)
        return found

    monkeypatch.setattr(KeptLooks, "still_holds", noted)
    found = _told(scan((root,), tables.catalogue, tables=tables))
    assert found == _told(scan((root,), tables.catalogue))
    assert answers == [is_same]
    # A third run has all of it.
    assert _told(scan((root,), tables.catalogue, tables=tables)) == found
    assert answers == [is_same, True]


def test_one_edit_after_the_other(tmp_path: Path, tables: Tables) -> None:
    root = tmp_path / "tree"
    for name, content in TREE.items():
        _write(root, name, content)
    for path, text, _ in (*EDITS, *reversed(EDITS)):
        found = _told(scan((root,), tables.catalogue, tables=tables))
        assert found == _told(scan((root,), tables.catalogue))
        _write(root, path, text)


def test_what_is_packed_comes_back() -> None:
    empty = Reliance().pack()
    assert Reliance.unpack(empty, {}).pack() == empty
