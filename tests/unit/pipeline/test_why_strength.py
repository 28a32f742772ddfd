"""The reasons of strengths that a sighting does not carry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.pipeline.why_strength import say_strength
from flowdown.scan.sighting import Coverage, Scan, Sighting, Strength
from flowdown.scan.trace import Place, Role, TraceKind

CATALOGUE = Catalogue.of({}, {})
USE = Sighting(
    "tree", "acme", "api", Basis.SERVICE, "", TraceKind.CALL, Place("app/chat.py", 3, 1), Role.CALLED,
    True, Strength.RUNTIME_DEFAULT, "acme.chat", "pypi:acme",
)  # fmt: skip


def scan_of(*sightings: Sighting) -> Scan:
    return Scan((), sightings, (), (), (), Coverage(0, 0, 0, (), ()), "", "flowdown")


def at(path: str, strength: Strength, kind: TraceKind = TraceKind.CALL) -> Sighting:
    return replace(USE, place=Place(path, 3, 1), strength=strength, kind=kind)


@pytest.mark.parametrize(
    ("sighting", "says"),
    [
        (at("app/chat.py", Strength.RUNTIME_DEFAULT), "part of the product"),
        (at("deploy/app.yaml", Strength.RUNTIME_DEFAULT), "sets what is deployed"),
        (at("examples/a.py", Strength.RUNTIME_DEFAULT), "examples are what this tree is made of"),
        (at("examples/a.py", Strength.RUNTIME_OPTIONAL), "an example beside the product"),
        (at("docs/a.py", Strength.RUNTIME_OPTIONAL), "documentation beside the product"),
        (at("app/chat.py", Strength.RUNTIME_OPTIONAL), "branch, fallback or switch"),
        (at("pyproject.toml", Strength.RUNTIME_OPTIONAL, TraceKind.DEPENDENCY), "extra or group"),
        (at("pyproject.toml", Strength.TEST_ONLY, TraceKind.DEPENDENCY), "a group for tests"),
        (at("pyproject.toml", Strength.DEV_TOOLING, TraceKind.DEPENDENCY), "a group for development"),
        (at(".github/workflows/ci.yml", Strength.DEV_TOOLING), "serves development"),
        (at("CLAUDE.md", Strength.DEV_TOOLING, TraceKind.AGENT_CONFIG), "instructions to an agent"),
        (at("uv.lock", Strength.TRANSITIVE, TraceKind.LOCK), "only a lock file"),
        (at("vendor/a.py", Strength.TRANSITIVE), "a vendored copy"),
        (at("README.md", Strength.MENTION_ONLY), "carries no dependence"),
    ],
)
def test_reason_follows_from_place_and_kind(sighting: Sighting, says: str) -> None:
    assert says in say_strength(sighting, scan_of(sighting), CATALOGUE)


def test_three_vendors_side_by_side_are_named() -> None:
    offered = [
        replace(USE, vendor=vendor, strength=Strength.RUNTIME_OPTIONAL, place=Place(f"app/{vendor}.py", 1, 1))
        for vendor in ("acme", "bolt", "cord")
    ]
    said = say_strength(offered[0], scan_of(*offered), CATALOGUE)
    assert "offers 3 vendors side by side (acme, bolt and cord)" in said


def test_a_vendor_that_is_the_default_elsewhere_is_not_one_for_choice() -> None:
    offered = [replace(USE, vendor=vendor, strength=Strength.RUNTIME_OPTIONAL) for vendor in ("acme", "bolt", "cord")]
    assert "side by side" not in say_strength(offered[0], scan_of(*offered, USE), CATALOGUE)
