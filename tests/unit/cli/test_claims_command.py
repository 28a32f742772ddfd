"""`flowdown claims` and `flowdown graph`, from the outside."""

from __future__ import annotations

import contextlib
import json
import sqlite3
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


def test_a_claim_is_not_known_before_it_was_recorded(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = _json(capsys, "claims", "show", chain["owns"], "--known-at", "2020-01-01")
    assert shown["claim"]["standing"] == "not-yet-known"


def test_what_is_said_of_claims_is_listed_when_asked_for(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("claims", "retract", chain["owns"], "--by", "ann") == 0
    (taken,) = _json(capsys, "claims", "list", "--predicate", "retracts")["claims"]
    assert (taken["object"], taken["standing"]) == (chain["owns"], "saying")


def test_a_denial_is_listed_and_drawn_as_one(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    denial = _add(capsys, "organisation:beta", "supplies", "system:pay", "--stance", "denies")
    listed = _json(capsys, "claims", "list", "--predicate", "supplies")
    assert [(each["id"], each["standing"]) for each in listed["claims"]] == [(denial, "denial")]
    assert listed["disputed"] == 1
    assert _run("claims", "list", "--predicate", "supplies") == 0
    assert "supplies system:pay [denied]" in capsys.readouterr().out


def test_a_node_is_shown_with_the_claims_of_its_other_names(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _add(capsys, "organisation:alpha", "same-as", "vendor:acme", "--reason", "register")
    shown = _json(capsys, "graph", "show", "vendor:acme")
    assert (shown["one_with"], {each["predicate"] for each in shown["of"]}) == (
        ["organisation:alpha"],
        {"owns", "same-as"},
    )


def test_a_path_tells_the_judgements_it_needs(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    judged = _add(capsys, "organisation:alpha", "same-as", "vendor:acme")
    found = _json(capsys, "graph", "paths", "contract:c1", "vendor:acme")
    assert [each["id"] for each in found["judgements"]] == [judged]


def test_closures_tell_days_and_claims(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    window = ("--as-of", "2025-12-30", "--through", "2026-01-02")
    (supplier,) = _json(capsys, "graph", "suppliers", "system:pay", *window)["reached"]
    assert supplier["periods"] == [{"since": "2026-01-01", "until": "2026-01-03"}]
    assert [each["id"] for each in supplier["witness"]] == [chain["supplies"]]
    (owned,) = _json(capsys, "graph", "owned", "organisation:alpha")["reached"]
    (affiliate,) = _json(capsys, "graph", "affiliates", "organisation:beta")["reached"]
    assert (owned["node"], affiliate["node"]) == ("organisation:beta", "organisation:alpha")


def test_closures_are_drawn(chain: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _add(capsys, "model:tuned", "derives-from", "model:base")
    _add(capsys, "organisation:alpha", "owns", "organisation:gamma")
    capsys.readouterr()
    for words in (
        ["owned", "organisation:alpha"],
        ["descendants", "model:base"],
        ["ancestors", "model:tuned", "--through", "2100-01-01"],
    ):
        assert _run("graph", *words, "--as-of", "2026-02-01") == 0
    drawn = " ".join(capsys.readouterr().out.split())
    assert "What organisation:alpha holds, level by level, at least half of: 1 node on 2026-02-01" in drawn
    assert "Stakes of unknown size" in drawn
    assert "- model:tuned model:tuned derives-from model:base, any day" in drawn
    assert "- model:base, 2026-02-01 through 2100-01-01" in drawn


def test_an_export_holds_what_was_known_and_what_holds(chain: dict[str, str], folder: Path) -> None:
    assert _run("claims", "export", "before.jsonl", "--known-at", "2020-01-01") == 0
    assert _run("claims", "export", "day.jsonl", "--as-of", "2025-12-31") == 0
    ids = {json.loads(line)["id"] for line in (folder / "day.jsonl").read_text().splitlines()}
    assert ((folder / "before.jsonl").read_text(), ids) == ("", {chain["serves"], chain["owns"]})


@pytest.mark.parametrize("words", [("fsck",), ("migrate",), ("export", "x.jsonl"), ("backup", "x.sqlite")])
def test_care_of_the_store_is_told_as_json(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert _json(capsys, "claims", *words)


@pytest.mark.parametrize("column", ["qualifiers", "attribution", "valid_from", "recorded_at", "confidence", "locator"])
@pytest.mark.parametrize("value", ["garbage", '[["a", 1]]', "2026-99-99", b"\xff", "[" * 50_000])
def test_a_store_that_was_tampered_with_ends_no_command_with_a_traceback(
    chain: dict[str, str], capsys: pytest.CaptureFixture[str], folder: Path, column: str, value: str | bytes
) -> None:
    with contextlib.closing(sqlite3.connect(folder / ".flowdown" / "claims.sqlite")) as opened:
        opened.execute("DROP TRIGGER claim_is_not_edited")
        opened.execute(f"UPDATE claim SET {column} = ? WHERE id = ?", (value, chain["owns"]))
        opened.commit()
    for words in (("claims",), ("claims", "export", "x.jsonl"), ("graph", "owned", "organisation:alpha")):
        code = _run(*words)
        error = capsys.readouterr().err
        assert (code, error.count("\n")) in ((0, 0), (2, 1))
    assert _run("claims", "fsck") == 1


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
        (("graph", "show", "system:pay", "--tiers", "2"), "`--tiers` does not go with `graph show`"),
        (("graph", "paths", "system:pay", "system:pay"), "`system:pay` and `system:pay` are one"),
        (("graph", "suppliers", "system:pay", "organisation:beta"), "`graph suppliers` takes one node"),
        (("graph", "suppliers", "system:pay", "--tiers", "0"), "`--tiers` is at least 1"),
        (("graph", "owned", "organisation:alph"), "did you mean `organisation:alpha`?"),
        (("graph", "owned", "organisation:alpha", "--as-of", "9999-12-31"), "is after the last day"),
        (
            ("graph", "owned", "organisation:alpha", "--as-of", "2026-01-02", "--through", "2026-01-01"),
            "`--through 2026-01-01` is before",
        ),
        (
            ("graph", "owned", "organisation:alpha", "--as-of", "1800-01-01", "--through", "2026-01-01"),
            "a hundred years",
        ),
        (("claims", "add", "system:a", "uses", "vendor:b", "--as-of", "2026-01-01"), "`--as-of` does not go with"),
        (("claims", "fsck", "--from", "2026-01-01"), "`--from` does not go with `claims fsck`"),
        (("claims", "--as-of", "20260101"), "`20260101` is no day written YYYY-MM-DD"),
        (("claims", "add", "x" * 90_000, "uses", "vendor:b", "--by", "ann"), "x...` is not written kind:id"),
        (("claims", "backup", "there/copy.sqlite"), "`there` is no folder"),
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
