"""`flowdown graph impact`, `spof` and `diff` in every format."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.main import main
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.report.schema import read_schema

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
ON = ["--as-of", "2026-03-01", "--known-at", "2026-03-01"]


@pytest.fixture
def store(tmp_path: Path) -> str:
    source = ClaimSource("document:list", "r", "line 1")
    claims = [
        Claim("tree:app", Predicate.USES, "vendor:acme", source),
        Claim("tree:app", Predicate.SERVES, "contract:w1", source),
        Claim("contract:w1", Predicate.VALUED, "amount:1250000.50", source, (("currency", "USD"),)),
        Claim("package:left", Predicate.MADE_BY, "vendor:acme", source),
        Claim("tree:new", Predicate.USES, "vendor:acme", source, (), datetime.date(2026, 2, 1)),
        Claim("system:\x1b[31m", Predicate.USES, "vendor:acme", source),
    ]
    file = tmp_path / "claims.sqlite"
    with open_store(file) as opened:
        opened.add(claims, NOON)
    return str(file)


def _run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["graph", *words]) == code
    told = capsys.readouterr()
    return told.out if code == 0 else told.err


def test_the_sum_of_it_stands_first(capsys: pytest.CaptureFixture[str], store: str) -> None:
    told = _run(capsys, "impact", "acme", "--store", store, *ON)
    first = " ".join(told.split("\n\n")[0].split("lean on")[0].split())
    assert first.startswith(
        "If vendor:acme is cut on 2026-03-01, as known on 2026-03-01: 1 contract, 1 system, 2 trees"
    )
    assert "USD 1,250,000.50 in value (1 contract)" in first
    assert "contract:w1 leans on tree:app" in told
    assert "\x1b[31m" not in told


def test_what_is_on_a_way_that_was_told_is_not_told_again(capsys: pytest.CaptureFixture[str], store: str) -> None:
    how = _run(capsys, "impact", "acme", "--store", store, *ON).partition("How, by which claims")[2]
    assert "contract:w1: falls" in how and "tree:new: falls" in how
    assert how.count("tree:app leans on vendor:acme") == 1


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["impact", "acme"], "flowdown.impact/1"),
        (["spof"], "flowdown.spof/1"),
        (["spof", "contract:w1"], "flowdown.spof/1"),
        (["diff", "--since", "2026-01-01"], "flowdown.graph-diff/1"),
        (["diff", "acme", "--since", "2026-01-01"], "flowdown.graph-diff/1"),
    ],
)
def test_json_keeps_to_its_schema_and_the_pages_are_not_empty(
    capsys: pytest.CaptureFixture[str], store: str, words: list[str], name: str
) -> None:
    told = json.loads(_run(capsys, *words, "--store", store, *ON, "--format", "json"))
    jsonschema.validate(told, read_schema(name))
    assert told["schema"] == name
    for format_ in ("text", "markdown", "csv"):
        assert len(_run(capsys, *words, "--store", store, *ON, "--format", format_).splitlines()) > 1


def test_spreadsheets_get_a_row_a_node_and_what_was_cut_off_is_counted(
    capsys: pytest.CaptureFixture[str], store: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(_run(capsys, "impact", "acme", "--store", store, *ON, "--format", "csv"))))
    assert [row["node"] for row in rows] == ["contract:w1", "system:\\x1b[31m", "tree:app", "tree:new"]
    assert rows[0]["way"] == "contract:w1 > tree:app > vendor:acme"
    one = _run(capsys, "impact", "acme", "--store", store, *ON, "--limit", "1")
    assert "4 nodes, the first 1 are shown" in " ".join(one.split())
    packages = _run(capsys, "impact", "acme", "--store", store, *ON, "--kind", "package", "--format", "csv")
    assert packages.splitlines()[1].startswith("package:left,package,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["impact"], "takes at least one node"),
        (["spof", "a", "b"], "takes one node or none"),
        (["diff"], "both days are the same"),
        (["impact", "acme", "--since", "2026-01-01"], "`--since` does not go with `graph impact`"),
        (["show", "vendor:acme", "--format", "csv"], "`graph show` has no format `csv`"),
        (["spof", "--format", "html"], "`graph spof` has no format `html`"),
        (["impact", "acme", "--kind", "text"], "nothing of kind `text` can fall"),
        (["spof", "--context", "own_business"], "`--context` does not go with `graph spof`"),
        (["impact", "acne"], "nothing is known of `vendor:acne`"),
    ],
)
def test_what_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], store: str, words: list[str], said: str
) -> None:
    assert said in _run(capsys, *words, "--store", store, *ON, code=2)
