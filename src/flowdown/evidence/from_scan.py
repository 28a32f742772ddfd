"""Claims from a scan: one for every place where a vendor is used, may be used, or is mentioned."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.base.canonical import digest
from flowdown.evidence.claim import Claim, content_of, digest_content, digest_revised
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, read
from flowdown.evidence.source import ClaimSource
from flowdown.scan.sighting import Scan, Sighting, Strength


@dataclass(frozen=True, slots=True)
class Gathered:
    """The claims of a scan: worked out once, for all that ask about them.

    `editions` names what was seen of each tree. `claims` are sorted by id, each once; `sightings` are those that made
    them, by tree and by the claim's id.
    """

    editions: Mapping[str, str]
    claims: tuple[Claim, ...]
    sightings: Mapping[str, Mapping[str, Sighting]]


def gather_scan(scan: Scan, editions: Mapping[str, str] | None = None) -> Gathered:
    """The claims of a scan, with the sightings that make them. Sightings without a vendor make none: they are questions.

    `editions` names what was seen of each tree otherwise than by the digest of its claims.
    """
    made = [(each, claim_of(each, "")) for each in scan.sightings if each.vendor is not None]
    contents = [content_of(claim) for _, claim in made]
    seen: dict[str, set[str]] = defaultdict(set)
    for (sighting, _), content in zip(made, contents, strict=True):
        seen[sighting.tree].add(digest_content(content))
    if editions is None:
        editions = {tree.id: _name_edition(tree.revision, seen[tree.id]) for tree in scan.trees}
    claims: dict[str, Claim] = {}
    sightings: dict[str, dict[str, Sighting]] = {tree.id: {} for tree in scan.trees}
    for (sighting, claim), content in zip(made, contents, strict=True):
        edition = editions.get(sighting.tree, "")
        identity = digest_revised(content, edition)
        if identity not in claims:
            source = ClaimSource(claim.source.document, edition, claim.source.locator)
            claims[identity] = Claim(claim.subject, claim.predicate, claim.object, source, claim.qualifiers)
        sightings.setdefault(sighting.tree, {})[identity] = sighting
    return Gathered(editions, tuple(claims[identity] for identity in sorted(claims)), sightings)


def gather(scan: Scan, editions: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """The claims of a scan, each once, sorted by id."""
    return gather_scan(scan, editions).claims


def gather_with_readings(scan: Scan, moment: datetime.datetime, gathered: Gathered | None = None) -> tuple[Claim, ...]:
    """The claims of a scan, and for each tree that it was read: what a lasting store is given.

    A reading without claims matters too: from then on the claims of the last one do not hold.
    """
    known = gather_scan(scan) if gathered is None else gathered
    return (*known.claims, *readings_of(scan, known.editions, moment))


def readings_of(scan: Scan, editions: Mapping[str, str], moment: datetime.datetime) -> tuple[Claim, ...]:
    """For each tree that it was read; an interrupted scan or a lost tree says nothing of what is gone."""
    lost = {gap.tree for gap in scan.gaps if gap.path == "."}
    return tuple(
        read(f"tree:{tree.id}", editions[tree.id], moment, ReadingMode.OBSERVES)
        for tree in scan.trees
        if not scan.is_incomplete and tree.id not in lost
    )


def name_editions(scan: Scan) -> Mapping[str, str]:
    """What was seen of each tree, named: its revision where known, and a digest of the claims.

    A revision alone would not tell what was changed since, nor what a newer catalogue sees in the same files.
    """
    return gather_scan(scan).editions


def _name_edition(revision: str, claims: set[str]) -> str:
    return f"{revision}+{digest(sorted(claims))[7:19]}"


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
