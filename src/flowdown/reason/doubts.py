"""What stands in the way of saying that something is not used: what was not read, named, or settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flowdown.reason.uses import Seen, Use
from flowdown.scan.sighting import Question, Scan

MOST_GAPS = 20
"""The most gaps that an answer asks about; the scan lists all."""


def find_doubts(
    scan: Scan, tree: str, seen: Seen, vendors: Iterable[str], hinted: Sequence[Use]
) -> tuple[Question, ...]:
    """The questions that keep a tree from being clear of some vendors; none if it is (contracts.md section 4)."""
    return (
        *_nothing_read(scan, tree),
        *_open_vendors(scan, tree),
        *_gaps(scan, tree, frozenset(vendors)),
        *_hints(seen, hinted),
    )


def _nothing_read(scan: Scan, tree: str) -> Iterator[Question]:
    """A tree of which nothing was read shows nothing: a checkout that failed must not pass for a clean one."""
    if not scan.coverage.read:
        asks = f"is {tree} the right folder? Nothing in it was read"
        yield Question(f"coverage:{tree}", tree, asks, (), ("coverage",))


def _open_vendors(scan: Scan, tree: str) -> Iterator[Question]:
    """A model or host that nobody names could be one of these vendors'."""
    open_places = {
        f"{sighting.place.path}:{sighting.place.line}"
        for sighting in scan.sightings
        if sighting.vendor is None and sighting.tree == tree
    }
    for question in scan.questions:
        if question.about in open_places and "vendor" in question.settles:
            yield question


def _gaps(scan: Scan, tree: str, vendors: frozenset[str]) -> Iterator[Question]:
    """Only a gap that could carry a trace of these vendors counts."""
    gaps = [gap for gap in scan.gaps if gap.tree in ("", tree)]
    for gap in [gap for gap in gaps if not gap.may_carry or vendors & set(gap.may_carry)][:MOST_GAPS]:
        asks = f"what does {gap.path} hold? It was not read: {gap.reason}"
        yield Question(f"gap:{gap.path}", gap.path, asks, (), ("coverage",))


def _hints(seen: Seen, hinted: Sequence[Use]) -> Iterator[Question]:
    for use in hinted:
        asks = f"does anything that runs here load what a lock file or vendored copy brings of {use.vendor}?"
        places = tuple(claim.source.locator for claim in seen.hints[use][:5])
        yield Question(f"transitive:{use.vendor}", use.vendor, asks, places, ("use",))
