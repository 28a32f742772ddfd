"""The claims that a scanned tree gives to a store: what it uses, what was read of it, and what was not."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from flowdown.evidence.claim import Claim, content_of
from flowdown.evidence.from_scan import gather
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, read
from flowdown.evidence.source import ClaimSource
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Scan

_MOST_TOLD = 100
"""Gaps of one tree that are told one by one; of more, the number is."""
_LONGEST = 900
"""Characters of a text that is a node."""


def edition_of(scan: Scan) -> str:
    """What was seen of a tree, named: its commit, and a digest of all that is claimed of it.

    The same claims have the same edition whatever version of the program or catalogue saw them, and are kept once.
    """
    state = hashlib.sha256()
    for content in sorted(content_of(claim) for claim in _claims(scan, "")):
        state.update("\0".join((*content, "")).encode())
    return f"{scan.trees[0].revision}+{state.hexdigest()[:16]}"


def claims_of_tree(scan: Scan, edition: str, moment: datetime.datetime) -> tuple[Claim, ...]:
    """All that a store is given of one tree, its reading included."""
    reading = read(f"tree:{scan.trees[0].id}", edition, moment, ReadingMode.OBSERVES)
    return (*_claims(scan, edition), reading)


def _claims(scan: Scan, edition: str) -> Iterator[Claim]:
    tree = scan.trees[0].id
    yield from gather(scan, {tree: edition})
    coverage = scan.coverage
    said = f"{coverage.files} files, {coverage.read} read, {coverage.bytes} bytes"
    yield _describe(tree, edition, "coverage", said)
    for gap in scan.gaps[:_MOST_TOLD]:
        yield _describe(tree, edition, "unread", gap.reason, _place(gap))
    if len(scan.gaps) > _MOST_TOLD:
        yield _describe(tree, edition, "unread", f"{len(scan.gaps) - _MOST_TOLD} further parts")


def _describe(tree: str, edition: str, of: str, said: str, locator: str = "") -> Claim:
    name = f"tree:{tree}"
    source = ClaimSource(name, edition, locator)
    return Claim(name, Predicate.DESCRIBED, f"text:{said}"[:_LONGEST], source, (("of", of),))


def _place(gap: Gap) -> str:
    return f"{gap.path}:{gap.line}" if gap.line else gap.path
