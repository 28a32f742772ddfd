"""Claims from a scan: one for every place where a vendor is used, may be used, or is mentioned."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.cached import cached_property
from flowdown.evidence.claim import Claim, Content, content_of, digest_revised
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, read
from flowdown.evidence.source import ClaimSource
from flowdown.scan.sighting import Scan, Sighting, Strength

if TYPE_CHECKING:
    from flowdown.catalogue.kinds import Basis
    from flowdown.scan.trace import TraceKind

Manner: TypeAlias = "tuple[Basis, TraceKind, bool, str, str, Strength, bool]"
"""How something is seen, apart from where and of whom."""


class Gathered:
    """The claims of a scan, for all that ask about them: those of mentions are made only for who wants them.

    `editions` names what was seen of each tree.
    """

    def __init__(self, scan: Scan, editions: Mapping[str, str] | None = None) -> None:
        self._contents = [(each, content_of_sighting(each)) for each in scan.sightings if each.vendor is not None]
        self._of_tree: dict[str, set[Content]] = {tree.id: set() for tree in scan.trees}
        for sighting, content in self._contents:
            self._of_tree.setdefault(sighting.tree, set()).add(content)
        if editions is None:
            editions = {tree.id: _name_edition(tree.revision, self._of_tree[tree.id]) for tree in scan.trees}
        self.editions = editions

    def __len__(self) -> int:
        """How many claims there are."""
        return sum(map(len, self._of_tree.values()))

    def claims_without(self, trees: Collection[str] = ()) -> tuple[Claim, ...]:
        """The claims, each once, sorted by id; those of some trees left out."""
        wanted = self._of_tree.keys() - set(trees)
        made = self._made(pair for pair in self._contents if pair[0].tree in wanted) if wanted else {}
        return tuple(made[identity][1] for identity in sorted(made))

    @cached_property
    def of_uses(self) -> tuple[Claim, ...]:
        """The claims of what is used or may be, each once, sorted by id."""
        return tuple(self._of_uses[identity][1] for identity in sorted(self._of_uses))

    @cached_property
    def sightings(self) -> Mapping[str, Mapping[str, Sighting]]:
        """Those that made the claims of what is used or may be, by tree and by the claim's id."""
        found: dict[str, dict[str, Sighting]] = {tree: {} for tree in self._of_tree}
        for identity, (sighting, _) in self._of_uses.items():
            found[sighting.tree][identity] = sighting
        return found

    @cached_property
    def _of_uses(self) -> Mapping[str, tuple[Sighting, Claim]]:
        return self._made(pair for pair in self._contents if pair[1][1] != Predicate.MENTIONS.value)

    def _made(self, pairs: Iterable[tuple[Sighting, Content]]) -> dict[str, tuple[Sighting, Claim]]:
        """The claims by their ids; of sightings that make the same one the last counts."""
        made: dict[str, tuple[Sighting, Claim]] = {}
        for sighting, content in pairs:
            edition = self.editions.get(sighting.tree, "")
            made[digest_revised(content, edition)] = (sighting, claim_of(sighting, edition))
        return made


def gather(scan: Scan, editions: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """The claims of a scan, each once, sorted by id."""
    return Gathered(scan, editions).claims_without()


def gather_with_readings(scan: Scan, moment: datetime.datetime) -> tuple[Claim, ...]:
    """The claims of a scan, and for each tree that it was read: what a lasting store is given.

    A reading without claims matters too: from then on the claims of the last one do not hold.
    """
    gathered = Gathered(scan)
    return (*gathered.claims_without(), *readings_of(scan, gathered.editions, moment))


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
    return Gathered(scan).editions


def _name_edition(revision: str, contents: Iterable[Content]) -> str:
    # No text holds a NUL, and each content is as many of them: no two sets of contents are written alike.
    state = hashlib.sha256("\0".join(map("\0".join, sorted(contents))).encode())
    return f"{revision}+{state.hexdigest()[:12]}"


def claim_of(sighting: Sighting, edition: str) -> Claim:
    """The claim that a sighting with a vendor makes."""
    place, tree = sighting.place, f"tree:{sighting.tree}"
    predicate, qualifiers = _said_of(*_manner(sighting))
    return Claim(
        subject=tree,
        predicate=predicate,
        object=f"vendor:{sighting.vendor}",
        source=ClaimSource(tree, edition, f"{place.path}:{place.line}:{place.column}"),
        qualifiers=qualifiers,
    )


def content_of_sighting(sighting: Sighting) -> Content:
    """What `content_of` says of the claim of a sighting, without an edition; most are only counted, and never claims."""
    place, tree = sighting.place, f"tree:{sighting.tree}"
    locator = f"{place.path}:{place.line}:{place.column}"
    object_ = f"vendor:{sighting.vendor}"
    if "\0" in locator or not (locator.isascii() and tree.isascii() and object_.isascii()):
        return content_of(claim_of(sighting, ""))
    word, qualifiers, from_, until, stance, confidence, attribution = _texts_of(*_manner(sighting))
    return (tree, word, object_, qualifiers, from_, until, stance, confidence, attribution, tree, "", locator)


def _manner(sighting: Sighting) -> Manner:
    return (
        sighting.basis,
        sighting.kind,
        sighting.is_ancestor,
        sighting.product,
        sighting.route,
        sighting.strength,
        sighting.is_use,
    )


# Thousands of sightings are seen in the same few manners.
@functools.lru_cache(maxsize=4096)
def _said_of(
    basis: Basis, kind: TraceKind, is_ancestor: bool, product: str, route: str, strength: Strength, is_use: bool
) -> tuple[Predicate, tuple[tuple[str, str], ...]]:
    predicate = Predicate.MENTIONS
    if is_use:
        predicate = Predicate.USES
    elif strength is Strength.TRANSITIVE:
        predicate = Predicate.MAY_USE
    return predicate, (
        ("basis", basis.value),
        ("kind", kind.value),
        ("lineage", "ancestor" if is_ancestor else "maker"),
        ("product", product),
        ("route", route),
        ("strength", strength.value),
    )


@functools.lru_cache(maxsize=4096)
def _texts_of(
    basis: Basis, kind: TraceKind, is_ancestor: bool, product: str, route: str, strength: Strength, is_use: bool
) -> tuple[str, ...]:
    """Of a content what comes after its subject, without the object and the source."""
    predicate, qualifiers = _said_of(basis, kind, is_ancestor, product, route, strength, is_use)
    _, word, _, *rest = content_of(Claim("", predicate, "", ClaimSource("", "", ""), qualifiers))
    return (word, *rest[:-3])
