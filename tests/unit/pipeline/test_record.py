"""What a scan saw, kept under the repositories and systems of a profile."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from flowdown.evidence.claim import Claim
from flowdown.graph import open_store
from flowdown.pipeline.check import CheckRequest, check_paths
from flowdown.pipeline.gate import GateRequest
from flowdown.pipeline.record import Keeping, Shelf
from flowdown.pipeline.scan import scan_paths

MONDAY = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
FRIDAY = datetime.datetime(2026, 3, 6, 12, tzinfo=datetime.UTC)
CALL = 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n'
PROFILE = """\
organisation: {id: us-inc}
contracts: [{id: c1}]
repositories: [{id: service, path: .}]
systems: [{id: quotes, repository: service, paths: [src], serves: c1}]
"""
Keep = Callable[..., None]


def test_a_scan_without_a_profile_is_kept_where_a_store_is_named(
    folder: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "flowdown.yaml").unlink()
    monkeypatch.chdir(folder.parent)
    shelf = Shelf(folder.parent / "claims.sqlite", MONDAY, told.append)
    scan_paths((folder,), (), MONDAY.date(), keeping=shelf)
    with open_store(folder.parent / "claims.sqlite", writes=False) as store:
        kept = store.view(FRIDAY.date(), FRIDAY).claims
    uses = {(claim.subject, claim.source.locator.partition(":")[0]) for claim in kept if claim.predicate == "uses"}
    assert uses == {("tree:service", "src/main.py"), ("tree:service", "tools/run.py")}
    assert told and told[0].startswith("recorded ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "service"
    (place / "src").mkdir(parents=True)
    (place / "tools").mkdir()
    (place / "flowdown.yaml").write_text(PROFILE)
    (place / "src" / "main.py").write_text(CALL)
    (place / "tools" / "run.py").write_text(CALL)
    return place


@pytest.fixture
def told() -> list[str]:
    return []


def _keeping(folder: Path, told: list[str], moment: datetime.datetime = MONDAY) -> Keeping:
    return Keeping(folder / "flowdown.yaml", folder / ".flowdown" / "claims.sqlite", moment, told.append)


def _scan(folder: Path, told: list[str], *paths: Path, moment: datetime.datetime = MONDAY) -> None:
    scan_paths(paths or (folder,), (), moment.date(), keeping=_keeping(folder, told, moment))


def _claims(folder: Path, moment: datetime.datetime = FRIDAY) -> list[Claim]:
    with open_store(folder / ".flowdown" / "claims.sqlite", writes=False) as store:
        return list(store.view(moment.date(), moment).claims)


def _uses(folder: Path, moment: datetime.datetime = FRIDAY) -> set[tuple[str, str]]:
    found = (claim for claim in _claims(folder, moment) if claim.predicate == "uses")
    return {(claim.subject, claim.source.locator.partition(":")[0]) for claim in found}


def test_a_sighting_goes_to_the_innermost_folder_of_the_profile(folder: Path, told: list[str]) -> None:
    _scan(folder, told)
    assert _uses(folder) == {("tree:service/src", "main.py"), ("tree:service", "tools/run.py")}


def test_the_profile_is_kept_with_it(folder: Path, told: list[str]) -> None:
    _scan(folder, told)
    assert ("system:quotes", "serves", "contract:c1") in {
        (claim.subject, claim.predicate, claim.object) for claim in _claims(folder)
    }


def test_a_second_run_adds_nothing(folder: Path, told: list[str]) -> None:
    _scan(folder, told)
    told.clear()
    _scan(folder, told, moment=FRIDAY)
    assert told == []


def test_check_keeps_the_same(folder: Path, told: list[str]) -> None:
    _scan(folder, told)
    told.clear()
    day = MONDAY.date()
    check_paths(CheckRequest((folder,), ("us-ndaa26-1532",), day, day, keeping=_keeping(folder, told)))
    assert told == []


def test_what_is_gone_stands_no_longer(folder: Path, told: list[str]) -> None:
    _scan(folder, told)
    (folder / "src" / "main.py").unlink()
    _scan(folder, told, moment=FRIDAY)
    assert _uses(folder, MONDAY) >= {("tree:service/src", "main.py")}
    assert _uses(folder, FRIDAY) == {("tree:service", "tools/run.py")}


def test_a_scan_of_a_part_takes_nothing_away(folder: Path, told: list[str]) -> None:
    (folder / "src" / "inner").mkdir()
    (folder / "src" / "inner" / "more.py").write_text(CALL)
    _scan(folder, told)
    _scan(folder, told, folder / "src" / "inner", moment=FRIDAY)
    assert {("tree:service/src", "main.py"), ("tree:service/src", "inner/more.py")} <= _uses(folder)


def test_a_tree_outside_the_profile_is_told(folder: Path, told: list[str]) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "a.py").write_text(CALL)
    _scan(folder, told, other)
    assert ("tree:../other", "a.py") in _uses(folder)
    assert any("`../other` is no repository of" in each for each in told)


def test_only_some_vendors_shown_keeps_them_all(folder: Path, told: list[str]) -> None:
    scan_paths((folder,), (), MONDAY.date(), vendors=("mistral",), keeping=_keeping(folder, told))
    assert len(_uses(folder)) == 2


def test_a_broken_profile_is_told_before_anything_is_kept(folder: Path, told: list[str]) -> None:
    (folder / "flowdown.yaml").write_text(PROFILE + "people: [{id: c1}]\n")
    with pytest.raises(Exception, match="the id `c1` is there already"):
        _scan(folder, told)
    assert not (folder / ".flowdown").exists()


def test_a_store_that_cannot_be_written_stops_no_answer(folder: Path, told: list[str]) -> None:
    keeping = Keeping(folder / "flowdown.yaml", folder, MONDAY, told.append)
    report = scan_paths((folder,), (), MONDAY.date(), keeping=keeping)
    assert len(report.scan.sightings) > 0
    assert ["not recorded" in each for each in told] == [True]


def test_a_change_alone_is_not_kept(folder: Path, told: list[str]) -> None:
    from tests.unit.gate.repository import commit

    commit(folder, {"README.md": "all\n"})
    (folder / "src" / "main.py").write_text(CALL + "\n")
    gate = GateRequest(since="HEAD")
    scan_paths((folder,), (), MONDAY.date(), gate=gate, keeping=_keeping(folder, told))
    assert not (folder / ".flowdown").exists()
