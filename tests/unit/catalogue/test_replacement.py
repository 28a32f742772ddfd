"""The map of replacements names only vendors and routes that there are, and a source for each fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.errors import Problems
from flowdown.catalogue import load
from flowdown.catalogue.replacement import load_replacements

CLASS = """id: chat
name: text
words: []
sources: [{id: known, title: known, mark: U}]
models:
  - id: one
    vendor: acme
    name: One
    matches: [one]
    context: 10
    inputs: [text]
    source: SOURCE
    routes: [{route: ROUTE, id: one, source: known}]
"""
ROUTES = "sources: [{id: known, title: known, mark: U}]\nroutes: [{route: acme-cloud, name: Cloud, wires: [w], source: known}]\n"


def test_every_vendor_and_route_is_of_the_catalogue() -> None:
    found, catalogue = load_replacements(), load()
    models = [model for group in found.classes.values() for model in group.models]
    assert {model.vendor for model in models} <= set(catalogue.vendors)
    assert {each for each in found.routes if not each.startswith("direct:")} <= set(catalogue.routes)
    assert {each.removeprefix("direct:") for each in found.routes if each.startswith("direct:")} <= set(
        catalogue.vendors
    )


def test_what_was_not_opened_is_marked_so() -> None:
    for name, source in load_replacements().sources.items():
        assert source.mark == "U" or source.url or (source.path and source.commit), name


def test_classes_are_told_by_the_id() -> None:
    found = load_replacements()
    assert found.class_of("text-embedding-3-small") == "embedding"
    assert found.class_of("whisper-large-v3") == "speech"
    assert found.class_of("gpt-4o") == "chat"
    known = found.known("anthropic", "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
    assert known is not None and known.context == 200_000


@pytest.mark.parametrize(("source", "route"), [("nowhere", "acme-cloud"), ("known", "no-such-route")])
def test_a_fact_without_source_or_route_does_not_load(tmp_path: Path, source: str, route: str) -> None:
    (tmp_path / "classes").mkdir()
    text = CLASS.replace("SOURCE", source).replace("ROUTE", route)
    (tmp_path / "classes" / "chat.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    with pytest.raises(Problems, match=r"not listed|unknown route"):
        load_replacements(tmp_path / "classes", tmp_path / "routes.yaml")
