"""Claims from a scan: one for every place where a vendor is used, may be used, or is mentioned."""

from __future__ import annotations

from flowdown.evidence.claim import Claim, Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.scan.sighting import Scan, Sighting, Strength


def gather(scan: Scan) -> tuple[Claim, ...]:
    """The claims of a scan, each once, sorted by id. Sightings without a vendor make none: they are questions."""
    revisions = {tree.id: tree.revision for tree in scan.trees}
    claims = {
        claim.id: claim
        for sighting in scan.sightings
        if sighting.vendor is not None
        for claim in [claim_of(sighting, revisions.get(sighting.tree, ""))]
    }
    return tuple(claims[identity] for identity in sorted(claims))


def claim_of(sighting: Sighting, revision: str) -> Claim:
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
        source=ClaimSource(f"tree:{sighting.tree}", revision, f"{place.path}:{place.line}:{place.column}"),
        qualifiers=(
            ("basis", sighting.basis.value),
            ("kind", sighting.kind.value),
            ("lineage", "ancestor" if sighting.is_ancestor else "maker"),
            ("product", sighting.product),
            ("route", sighting.route),
            ("strength", sighting.strength.value),
        ),
    )
