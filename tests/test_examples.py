"""Every example in every vendor and route file comes out as it says there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.match import Index
from flowdown.catalogue.vendor import Example
from flowdown.pipeline.whose import whose
from flowdown.scan.run import scan
from flowdown.scan.sighting import Sighting

CATALOGUE = load()
INDEX = Index(CATALOGUE)
MEMBERS = {
    **{f"vendors/{vendor.id}": vendor.examples for vendor in CATALOGUE.vendors.values()},
    **{f"routes/{route.id}": route.examples for route in CATALOGUE.routes.values()},
}
QUERIES = [
    pytest.param(example, id=f"{name}-{number}")
    for name, examples in MEMBERS.items()
    for number, example in enumerate(examples)
    if example.query
]
FILES = [
    (name, number, example)
    for name, examples in MEMBERS.items()
    for number, example in enumerate(examples)
    if not example.query
]


@pytest.fixture(scope="module")
def scans() -> dict[str, list[Sighting]]:
    """What a scan sees of every example's file, each a tree of its own."""
    with tempfile.TemporaryDirectory() as folder:
        trees = []
        for name, number, example in FILES:
            tree = Path(folder) / _tree(name, number)
            file = tree / example.path
            file.parent.mkdir(parents=True)
            file.write_text(example.text, encoding="utf-8")
            trees.append(tree)
        seen: dict[str, list[Sighting]] = {tree.name: [] for tree in trees}
        for sighting in scan(trees, CATALOGUE).sightings:
            seen[sighting.tree].append(sighting)
        return seen


def _tree(name: str, number: int) -> str:
    return f"{name.replace('/', '-')}-{number}"


def _split(finds: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """What must be found: vendors (or `vendor/product`), and routes (written `route:id`)."""
    routes = {each.removeprefix("route:") for each in finds if each.startswith("route:")}
    return {each for each in finds if not each.startswith("route:")}, routes


@pytest.mark.parametrize("example", QUERIES)
def test_query_names_its_makers_and_routes(example: Example) -> None:
    answer = whose(example.query, INDEX)
    makers, routes = _split(example.finds)
    assert routes <= set(answer.routes), answer.why
    # An example of a route says nothing of who made or runs what is reached by it.
    if makers or not example.finds:
        assert sorted(answer.makers) == sorted(makers), answer.why
    assert example.finds or not answer.routes


@pytest.mark.parametrize(
    ("name", "number", "example"), [pytest.param(*each, id=f"{each[0]}-{each[1]}") for each in FILES]
)
def test_file_is_found_as_used_or_mentioned(
    name: str, number: int, example: Example, scans: dict[str, list[Sighting]]
) -> None:
    sightings = scans[_tree(name, number)]
    products, routes = _split(example.finds)
    uses = {f"{each.vendor}/{each.product}" for each in sightings if each.is_use and each.basis is not Basis.HOST}
    seen = {name for each in sightings for name in (each.vendor, f"{each.vendor}/{each.product}")}
    assert (uses, routes - {each.route for each in sightings if each.is_use}) == (products, set())
    assert sorted(set(example.mentions) - seen) == []
