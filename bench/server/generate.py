"""Makes up a large organisation: `python bench/server/generate.py FOLDER [SYSTEMS] [SIGHTINGS]` writes its profile and store."""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, read
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store

MOMENT = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)
SYSTEMS, SIGHTINGS = 5_000, 100_000
PER_REPOSITORY, PER_CONTRACT, SUPPLIERS = 20, 25, 400
CLAUSES = ("FAR 52.204-25 (NOV 2021)", "FAR 52.204-23 (DEC 2023)", "FAR 52.204-30 (DEC 2023)")
KINDS = ("defense", "civilian", "private", "intelligence")
VENDORS = (
    *("openai", "anthropic", "google", "microsoft", "amazon", "meta", "mistral", "cohere", "huggingface"),
    *("deepseek", "alibaba", "zhipu", "moonshot", "xai", "kaspersky", "hikvision"),
)
WEIGHTS = (30, 14, 12, 10, 12, 6, 4, 3, 3, 2, 1, 1, 1, 1, 0.2, 0.1)
ROUTES = ("direct", "bedrock", "azure", "vertex", "openrouter")
STRENGTHS = ("runtime-default", "runtime-optional", "dev-tooling", "test-only")


def profile(systems: int) -> dict[str, object]:
    """What the organisation states of itself."""
    repositories = [f"repo-{number:04}" for number in range(systems // PER_REPOSITORY or 1)]
    contracts = [f"contract-{number:04}" for number in range(systems // PER_CONTRACT or 1)]
    return {
        "organisation": {
            "id": "great-works",
            "name": "Great Works, Inc.",
            "country": "US",
            "time_zone": "America/New_York",
        },
        "contracts": [_contract(number, name) for number, name in enumerate(contracts)],
        "repositories": [{"id": name, "serves": "own-business"} for name in repositories],
        "systems": [
            {
                "id": f"system-{number:05}",
                "name": f"System {number:,}",
                "repository": repositories[number % len(repositories)],
                "paths": [f"services/{number:05}"],
                "serves": [contracts[number % len(contracts)]],
                "federal": "no",
            }
            for number in range(systems)
        ],
        "suppliers": [
            {
                "id": f"supplier-{number:04}",
                "name": f"Supplier {number}, LLC",
                "country": "US",
                "subcontractor": "yes" if number % 3 else "no",
                "supplies": [{"what": "parts", "to": [contracts[number % len(contracts)]]}],
            }
            for number in range(SUPPLIERS)
        ],
    }


def _contract(number: int, name: str) -> dict[str, object]:
    kind = KINDS[number % len(KINDS)]
    return {
        "id": name,
        "title": f"Work number {number} for the {kind} side",
        "agency_kind": kind,
        "kind": "subcontract" if number % 2 else "commercial",
        "tier": number % 3,
        "value": 100_000 + 7_919 * number,
        "solicited": datetime.date(2025, 1, 6),
        "awarded": datetime.date(2025, 6, 2),
        "ends": datetime.date(2028, 6, 1),
        "clauses": list(CLAUSES[: 1 + number % 3]) if kind != "private" else [],
        "all_clauses_listed": "yes" if number % 5 else "unknown",
        "all_orders_listed": "yes",
        "office": {"time_zone": "America/New_York"},
    }


def sightings(systems: int, number: int, seed: int = 11) -> Iterator[Claim]:
    """Claims as a scan of each system's folder keeps them, and that it was read."""
    chance = random.Random(seed)
    repositories = systems // PER_REPOSITORY or 1
    for system in range(systems):
        tree = f"tree:repo-{system % repositories:04}/services/{system:05}"
        used = chance.choices(VENDORS, WEIGHTS, k=2)
        for line in range(number // systems):
            vendor = chance.choice(used)
            yield Claim(
                tree,
                Predicate.USES,
                f"vendor:{vendor}",
                ClaimSource(tree, "a1b2c3", f"src/module_{line % 7}.py:{line * 9 + 3}:5"),
                (
                    ("basis", "model" if line % 3 else "service"),
                    ("kind", "model-id" if line % 3 else "import"),
                    ("lineage", "maker"),
                    ("product", ""),
                    ("route", chance.choice(ROUTES)),
                    ("strength", STRENGTHS[0] if line < 12 else chance.choice(STRENGTHS)),
                ),
            )
        yield read(tree, "a1b2c3", MOMENT, ReadingMode.OBSERVES)


def write(folder: Path, systems: int, number: int, target: Path | str | None = None) -> None:
    """The profile, below a folder; the store there, too, or at a target."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(profile(systems), sort_keys=False, allow_unicode=True)
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    with open_store(target or folder / ".flowdown" / "claims.sqlite") as store:
        store.add(sightings(systems, number), MOMENT)


if __name__ == "__main__":
    write(
        Path(sys.argv[1]), *(int(each) for each in (sys.argv[2:] + [str(SYSTEMS), str(SIGHTINGS)][len(sys.argv) - 2 :]))
    )
