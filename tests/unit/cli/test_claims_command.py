"""`flowdown claims` and `flowdown graph`, from the outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flowdown.cli.main import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWDOWN_STORE", raising=False)
    return tmp_path


def _run(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as left:
        return int(left.code or 0)


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert _run(*words, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def _add(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    return str(_json(capsys, "claims", "add", *words, "--by", "ann")["id"])


@pytest.fixture
def chain(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    return {
        "serves": _add(capsys, "system:pay", "serves", "contract:c1"),
        "supplies": _add(capsys, "organisation:beta", "supplies", "system:pay", "--from", "2026-01-01"),
        "owns": _add(capsys, "organisation:alpha", "owns", "organisation:beta", "--with", "share=60"),
    }


def test_a_claim_is_added_listed_and_shown(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    listed = _json(capsys, "claims", "list", "--node", "organisation:beta")
    assert {each["id"] for each in listed["claims"]} == {chain["supplies"], chain["owns"]}
    shown = _json(capsys, "claims", "show", chain["owns"][:12])
    assert (shown["claim"]["qualifiers"], shown["claim"]["attribution"]) == ({"share": "60"}, ["person:ann"])


def test_a_day_restricts_the_list(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    listed = _json(capsys, "claims", "list", "--as-of", "2025-12-31")
    assert {each["id"] for each in listed["claims"]} == {chain["serves"], chain["owns"]}


def test_nothing_was_known_before_it_was_recorded(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, "claims", "list", "--known-at", "2020-01-01")["total"] == 0


def test_a_path_shows_the_claims_of_every_hop(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = _json(capsys, "graph", "paths", "contract:c1", "organisation:alpha")["paths"]
    assert [hop["claims"][0]["id"] for hop in path] == [chain["serves"], chain["supplies"], chain["owns"]]


def test_a_disputed_claim_is_left_out_counted_and_can_be_included(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("claims", "dispute", chain["supplies"], "--by", "bob", "--reason", "ended") == 0
    ways = ("graph", "paths", "contract:c1", "organisation:alpha")
    without = _json(capsys, *ways)
    assert (without["paths"], without["disputed_claims"]) == ([], 1)
    (path,) = _json(capsys, *ways, "--include-disputed")["paths"]
    assert [hop["disputed"] for hop in path] == [False, True, False]
    assert _json(capsys, "graph", "show", "system:pay")["disputed"] == 1


def test_a_retracted_claim_is_gone_and_still_shown(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("claims", "retract", chain["owns"], "--by", "ann", "--reason", "typing error") == 0
    shown = _json(capsys, "claims", "show", chain["owns"])
    assert (shown["claim"]["standing"], shown["sayings"][0]["qualifiers"]) == ("retracted", {"reason": "typing error"})
    assert _json(capsys, "claims", "list")["total"] == 2


def test_a_judgement_joins_two_nodes(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _add(capsys, "organisation:alpha", "same-as", "vendor:acme")
    (path,) = _json(capsys, "graph", "paths", "contract:c1", "vendor:acme")["paths"]
    assert len(path) == 3


@pytest.mark.parametrize("what", ["text", "markdown"])
def test_pages_are_drawn(chain: dict[str, str], capsys: pytest.CaptureFixture[str], what: str) -> None:
    capsys.readouterr()
    for words in (["claims"], ["claims", "show", chain["owns"]], ["graph", "show", "system:pay"]):
        assert _run(*words, "--format", what) == 0
    assert capsys.readouterr().out.count("organisation:beta") >= 3


def test_lines_and_parquet_hold_every_claim(chain: dict[str, str], folder: Path) -> None:
    from pyarrow import parquet

    assert _run("claims", "export", "claims.jsonl") == _run("claims", "export", "claims.parquet", "--parquet") == 0
    lines = [json.loads(line) for line in (folder / "claims.jsonl").read_text().splitlines()]
    table = parquet.read_table(folder / "claims.parquet")
    assert sorted(chain.values()) == [line["id"] for line in lines] == table.column("id").to_pylist()


def test_a_backup_is_a_store(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("claims", "backup", "copy.sqlite") == 0
    assert _json(capsys, "claims", "list", "--store", "copy.sqlite")["total"] == 3
    assert _run("claims", "fsck", "--store", "copy.sqlite") == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("claims", "show", "zzzz"), "no claim is called `zzzz`"),
        (("claims", "add", "a", "owns"), "takes SUBJECT PREDICATE OBJECT"),
        (("claims", "add", "system:a", "ownz", "system:b", "--by", "ann"), "did you mean `owns`?"),
        (("claims", "add", "system:a", "uses", "vendor:b"), "who says so?"),
        (
            ("claims", "add", "system:a", "uses", "vendor:b", "--by", "ann", "--with", "x"),
            "`x` is not written NAME=VALUE",
        ),
        (("claims", "add", "system:a", "retracts", "claim:b", "--by", "ann"), "use `claims dispute`"),
        (("claims", "dispute", "zzzz", "--by", "ann"), "no claim is called"),
        (("claims", "export", "there/claims.jsonl"), "cannot write `there/claims.jsonl`"),
        (("claims", "--store", "mysql://x"), "only `postgresql://` is known"),
        (("claims", "--store", "."), "is a folder"),
        (("claims", "--store", "none.sqlite"), "no store of claims is there"),
        (("claims", "migrate", "--store", "none.sqlite"), "no store of claims is there"),
        (("graph", "show", "system:payy"), "did you mean `system:pay`?"),
        (("graph", "paths", "system:pay"), "takes two nodes"),
        (("graph", "show", "system:pay", "--most", "0"), "`--most` is at least 1"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, tuple) else None,
)
def test_what_cannot_be_done_is_one_line(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    capsys.readouterr()
    assert _run(*words) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_control_characters_of_a_name_do_not_reach_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    _add(capsys, "system:\x1b[31mred", "uses", "vendor:x")
    capsys.readouterr()
    assert _run("claims") == _run("graph", "show", "vendor:x") == 0
    assert "\x1b" not in capsys.readouterr().out
