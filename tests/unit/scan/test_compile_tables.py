"""What a package is built with is what a run would make by itself, and is used only where it is that."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.compile_tables import compile_tables
from flowdown.scan.kept_claims import load_claims
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.run import USUAL, scan
from flowdown.scan.tables import Tables

TEXT = b'import openai\nclient = Anthropic()\nmodel = "gpt-4o"  # mistral-large ring-> MY_COHERE_API_KEY\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    compile_tables(folder)
    return folder


def _use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for module in ("catalogue.cache", "scan.tables", "scan.kept_claims"):
        monkeypatch.setattr(f"flowdown.{module}.COMPILED", folder)


def test_the_search_hits_what_one_built_anew_does(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, built)
    tables = Tables(load())
    assert tables.prefilter.is_tuned
    assert tables.prefilter.hits(TEXT) == Prefilter.build(tables.keywords, None).hits(TEXT) != []


def test_nothing_is_made_again(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _use(monkeypatch, built)
    tables = Tables(load(cache=tmp_path), tmp_path)
    assert tables.looker is not None
    assert {file.name.partition("-")[0] for file in tmp_path.iterdir()} == {"content"}


def test_a_scan_sees_the_same(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(TEXT)
    _use(monkeypatch, built)
    with_tables = scan([tmp_path], load(), effort=USUAL)
    _use(monkeypatch, tmp_path / "none")
    assert scan([tmp_path], load(), effort=USUAL) == with_tables
    assert with_tables.sightings


def test_tables_of_another_catalogue_are_not_used(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors" / "acme.yaml").write_text(
        "id: acme\nname: Acme\ncountry: US\nsources:\n  - {id: docs, mark: U}\nproducts:\n"
        "  - id: api\n    name: API\n    class: service\n    source: docs\n    signatures:\n"
        "      - {kind: word, value: Acmeflux}\nexamples:\n  - {path: a.md, text: Acmeflux, finds: [acme/api]}\n"
        "  - {path: a.md, text: other, finds: []}\n"
    )
    _use(monkeypatch, built)
    tables = Tables(load([tmp_path]))
    assert "acme" in tables.catalogue.vendors
    assert tables.prefilter.hits(b"Acmeflux") != []


@pytest.mark.parametrize("kind", ["catalogue", "claims", "prefilter", "search"])
def test_a_damaged_file_is_as_good_as_not_there(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in built.iterdir():
        content = bytearray(file.read_bytes())
        if file.name.startswith(kind):
            content[len(content) // 2] ^= 1
        (copy / file.name).write_bytes(content)
    _use(monkeypatch, copy)
    tables = Tables(load())
    assert "anthropic" in tables.catalogue.vendors
    assert tables.prefilter.hits(TEXT) != []
    assert load_claims(None).of("go.mod") == ("go-module",)
