"""Laws of the gate: what moved, was renamed or written in another form changes nothing; what came is gone when it is taken back."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.gate.change_scan import scan_change
from flowdown.gate.shift import TOLD, Direction, Shift

FILES = {
    "chat.py": "import os\n\nfrom openai import OpenAI\n\nclient = OpenAI()\n\n\ndef ask(text):\n"
    "    return client.responses.create(model='gpt-4o', input=text)\n",
    "claude.ts": "import Anthropic from '@anthropic-ai/sdk';\n\nconst client = new Anthropic();\n\nexport async function ask() {\n"
    "  return client.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9 });\n}\n",
    "llm.yaml": "llm:\n  provider: deepseek\n  model: deepseek-chat\n  base_url: https://api.deepseek.com/v1\n",
    "main.go": 'package main\n\nimport "net/http"\n\nfunc ask() (*http.Response, error) {\n'
    '\treturn http.Get("https://api.mistral.ai/v1/models")\n}\n',
    "plain.py": "def double(x):\n    return 2 * x\n",
}
"""Files of several languages with vendors of their own, and one with none."""
COMMENTS = {".py": "# a note", ".ts": "// a note", ".yaml": "# a note", ".go": "// a note"}
FOLDERS = ("", "app/", "server/core/", "lib/ask/")


@cache
def _catalogue() -> Catalogue:
    return load((), None)


def _git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, check=True)


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def _shifts(before: dict[str, str], after: dict[str, str]) -> tuple[Shift, ...]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        _git(root, "init", "-q")
        _write(root, before)
        _git(root, "add", "-A")
        _git(root, "commit", "-q", "--allow-empty", "-m", "before")
        for path in before.keys() - after.keys():
            (root / path).unlink()
        _write(root, after)
        return scan_change(root, "HEAD", _catalogue(), None).shifts


@st.composite
def _rewritten(draw: st.DrawFn, name: str) -> tuple[str, str]:
    """Another place, another name and another form of the same file."""
    text = FILES[name]
    suffix = "." + name.rpartition(".")[2]
    lines = text.split("\n")
    for place in sorted(draw(st.sets(st.integers(0, len(lines) - 1), max_size=3)), reverse=True):
        if not lines[place].startswith((" ", "\t", ")")):
            lines[place:place] = draw(st.sampled_from(([""], [COMMENTS[suffix]], ["", ""])))
    text = "\n".join(line + draw(st.sampled_from(("", "", "  "))) for line in lines)
    if suffix in (".py", ".ts") and draw(st.booleans()):
        text = text.replace("'", '"')
    stem = draw(st.sampled_from((name.rpartition(".")[0], "talk")))
    return draw(st.sampled_from(FOLDERS)) + stem + suffix, text


@st.composite
def _moves(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    chosen = sorted(draw(st.sets(st.sampled_from(sorted(FILES)), min_size=1, max_size=4)))
    before = {draw(st.sampled_from(FOLDERS)) + name: FILES[name] for name in chosen}
    after = dict(draw(_rewritten(name)) for name in chosen)
    return before, after


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(_moves())
def test_what_moved_or_was_written_anew_changes_nothing(sides: tuple[dict[str, str], dict[str, str]]) -> None:
    before, after = sides
    if len(after) == len(before):
        assert _shifts(before, after) == ()


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.sets(st.sampled_from(sorted(FILES)), max_size=3), st.sampled_from(sorted(FILES)))
def test_what_comes_goes_when_it_is_taken_back(there: set[str], more: str) -> None:
    before = {name: FILES[name] for name in there - {more}}
    after = {**before, more: FILES[more]}
    came = [(shift.vendor, shift.basis) for shift in _shifts(before, after) if shift.direction is Direction.ADDED]
    gone = [(shift.vendor, shift.basis) for shift in _shifts(after, before) if shift.direction is Direction.REMOVED]
    assert came == gone
    assert bool(came) is (more != "plain.py")


def test_all_of_it_is_told() -> None:
    """The files do hold what the laws above speak of."""
    told = {shift.vendor for shift in _shifts({}, dict(FILES)) if shift.direction in TOLD}
    assert {"openai", "anthropic", "deepseek", "mistral"} <= told
