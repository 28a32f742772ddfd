"""Claims from a scan: one for every place where a vendor is used, may be used, or is mentioned."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping

from flowdown.base.canonical import digest
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, read
from flowdown.evidence.source import ClaimSource
from flowdown.scan.sighting import Scan, Sighting, Strength


def gather(scan: Scan, editions: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """The claims of a scan, each once, sorted by id. Sightings without a vendor make none: they are questions."""
    known = name_editions(scan) if editions is None else editions
    claims = {
        claim.id: claim
        for sighting in scan.sightings
        if sighting.vendor is not None
        for claim in [claim_of(sighting, known.get(sighting.tree, ""))]
    }
    return tuple(claims[identity] for identity in sorted(claims))


def gather_with_readings(scan: Scan, moment: datetime.datetime) -> tuple[Claim, ...]:
    """The claims of a scan, and for each tree that it was read: what a lasting store is given.

    A reading without claims matters too: from then on the claims of the last one do not hold.
    """
    editions = name_editions(scan)
    lost = {gap.tree for gap in scan.gaps if gap.path == "."}
    readings = (
        read(f"tree:{tree.id}", editions[tree.id], moment, ReadingMode.OBSERVES)
        for tree in scan.trees
        # An interrupted scan or a lost tree says nothing of what is gone.
        if not scan.is_incomplete and tree.id not in lost
    )
    return (*gather(scan, editions), *readings)


def name_editions(scan: Scan) -> dict[str, str]:
    """What was seen of each tree, named: its revision where known, and a digest of the claims.

    A revision alone would not tell what was changed since, nor what a newer catalogue sees in the same files.
    """
    seen: dict[str, list[str]] = defaultdict(list)
    for sighting in scan.sightings:
        if sighting.vendor is not None:
            seen[sighting.tree].append(claim_of(sighting, "").id)
    return {tree.id: f"{tree.revision}+{digest(sorted(set(seen[tree.id])))[7:19]}" for tree in scan.trees}


def claim_of(sighting: Sighting, edition: str) -> Claim:
    """The claim that a sighting with a vendor makes."""
    place = sighting.place
    predicate = Predicate.MENTIONS
    if sighting.is_use:
        predicate = Predicate.USES
    elif sighting.strength is Strength.TRANSITIVE:
        predicate = Predicate.MAY_USE
    return Claim(
        subject=f"tree:{sighting.tree}",
        predicate=predicate,
        object=f"vendor:{sighting.vendor}",
        source=ClaimSource(f"tree:{sighting.tree}", edition, f"{place.path}:{place.line}:{place.column}"),
        qualifiers=(
            ("basis", sighting.basis.value),
            ("kind", sighting.kind.value),
            ("lineage", "ancestor" if sighting.is_ancestor else "maker"),
            ("product", sighting.product),
            ("route", sighting.route),
            ("strength", sighting.strength.value),
        ),
    )
