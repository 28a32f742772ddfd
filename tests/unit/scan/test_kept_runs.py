"""Of a neighbouring commit only what is new is read, and the answer is that of a scan that knows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.scan.kept_runs import KeptRuns
from flowdown.scan.run_folder import RunFolder, cut_runs, mark_of
from flowdown.scan.tree import File
from tests.unit.gate.repository import commit, git
from tests.unit.scan.test_commit_source import CATALOGUE, read_commit

NAMES = {
    "shop/names.py": 'MODEL = "gpt-4o"\nADDRESS = "https://api.anthropic.com"\n',
    "shop/serve.py": (
        "from openai import OpenAI\nfrom shop.names import CHAT_MODEL\n"
        "OpenAI().chat.completions.create(model=CHAT_MODEL)\n"
    ),
}
OTHERS = {f"shop/part{number}/code{number}.py": f"from shop import names\nx = {number}\n" for number in range(150)}
STEPS: dict[str, dict[str, str]] = {
    "a constant that another file uses": {"shop/names.py": 'CHAT_MODEL = "gpt-4o"\n'},
    "another value": {"shop/names.py": 'CHAT_MODEL = "claude-sonnet-4-5"\n'},
    "another user": {
        "shop/part7/code7.py": "import httpx\nfrom shop.names import CHAT_MODEL\nhttpx.post('x', json={'model': CHAT_MODEL})\n"
    },
    "a name that nothing binds any more": {"shop/names.py": 'OTHER_MODEL = "gpt-4o"\n'},
    "a data file and who loads it": {
        "shop/data/model_prices.json": '{"models": [{"id": "gpt-4o", "provider": "openai"}]}\n',
        "shop/part9/code9.py": "import json\nx = json.load(open('data/model_prices.json'))\n",
    },
    "another table": {"shop/data/model_prices.json": '{"models": [{"id": "mistral-large-latest"}]}\n'},
}


def test_every_step_of_a_history_gives_what_a_scan_without_memory_gives(tmp_path: Path) -> None:
    place, runs = tmp_path / "tree", KeptRuns(tmp_path / "runs", CATALOGUE.digest)
    commits = [commit(place, {**NAMES, **OTHERS})]
    commits += [commit(place, files) for files in STEPS.values()]
    for at in (*commits, *reversed(commits)):
        assert read_commit(place, at, runs) == read_commit(place, at)
    vendors = [{each.vendor for each in read_commit(place, at, runs).sightings if each.is_use} for at in commits]
    assert "anthropic" in vendors[2]
    assert "anthropic" not in vendors[1]


def test_only_new_files_of_a_neighbouring_commit_are_read(tmp_path: Path) -> None:
    place, runs = tmp_path / "tree", KeptRuns(tmp_path / "runs", CATALOGUE.digest)
    files = {f"docs/part{number}.md": f"We use gpt-4o, {number} times.\n" for number in range(150)}
    read_commit(place, commit(place, files), runs)
    commit(place, {"docs/part77.md": "Now it is claude-3-opus.\n"})
    whole = read_commit(place)
    for number in range(150):
        if number != 77:
            blob = git(place, "rev-parse", f"HEAD:docs/part{number}.md")
            (place / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert read_commit(place, runs=runs) == whole
    assert not whole.gaps


def test_what_could_not_be_read_is_read_when_it_is_there(tmp_path: Path) -> None:
    place, runs = tmp_path / "tree", KeptRuns(tmp_path / "runs", CATALOGUE.digest)
    commit(place, {**NAMES, **STEPS["a constant that another file uses"]})
    whole = read_commit(place)
    blob = git(place, "rev-parse", "HEAD:shop/serve.py")
    file = place / ".git" / "objects" / blob[:2] / blob[2:]
    content = file.read_bytes()
    file.unlink()
    assert [gap.path for gap in read_commit(place, runs=runs).gaps] == ["shop/serve.py"]
    file.write_bytes(content)
    assert read_commit(place, runs=runs) == whole


@pytest.mark.parametrize("harm", [b"", b"flowdown kept 1\n", None])
def test_harmed_hints_and_runs_are_as_good_as_not_there(tmp_path: Path, harm: bytes | None) -> None:
    folder = RunFolder(tmp_path, "things", "catalogue")
    run = next(cut_runs([File("a.py", b"1" * 40), File("b.py", b"2" * 40)]))
    marks = list(map(mark_of, run.files))
    folder.note(folder.name(marks), run.spot, marks, [(1,), None])
    assert folder.recall(folder.name(marks)) == [(1,), None]
    assert folder.near(run.spot) == {marks[0]: (1,)}
    assert folder.recall(folder.name(marks, b"asked otherwise")) is None
    for file in tmp_path.rglob("*.bin"):
        file.unlink() if harm is None else file.write_bytes(harm)
    assert folder.recall(folder.name(marks)) is None
    assert not folder.near(run.spot)
