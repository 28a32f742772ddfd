"""What stands in the way of saying that something is not used: what was not read, named, or settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.evidence.claim import Claim
from flowdown.reason.uses import Use
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Question, Scan

MOST_GAPS = 20
"""The most gaps that an answer asks about; the scan lists all."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What was not read of a tree, and what is open in it (contracts.md section 4).

    `model_makers` are the vendors whose model a model that nobody names could be.
    """

    tree: str
    nothing_read: bool
    questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    hints: Mapping[Use, tuple[Claim, ...]]
    model_makers: frozenset[str]

    def doubts(self, objects: frozenset[Use], hinted: Sequence[Use]) -> tuple[Question, ...]:
        """The questions that keep the tree from being clear of some uses; none if it is.

        A model that nobody names could be anybody's who makes such, but it is no device.
        """
        vendors = frozenset(use.vendor for use in objects)
        is_about_models = any(use.basis == "model" and use.vendor in self.model_makers for use in objects)
        return (
            *self._nothing(),
            *(self.questions if is_about_models else ()),
            *self._unread(vendors),
            *self._hints(hinted),
        )

    def _nothing(self) -> Iterator[Question]:
        """A tree of which nothing was read shows nothing: a checkout that failed must not pass for a clean one."""
        if self.nothing_read:
            asks = f"is {self.tree} the right folder? Nothing in it was read"
            yield Question(f"coverage:{self.tree}", self.tree, asks, (), ("coverage",))

    def _unread(self, vendors: frozenset[str]) -> Iterator[Question]:
        """Only a gap that could carry a trace of these vendors counts."""
        counted = [gap for gap in self.gaps if not gap.may_carry or vendors & set(gap.may_carry)]
        for gap in counted[:MOST_GAPS]:
            asks = f"what does {gap.path} hold? It was not read: {gap.reason}"
            yield Question(f"gap:{gap.path}", gap.path, asks, (), ("coverage",))

    def _hints(self, hinted: Iterable[Use]) -> Iterator[Question]:
        for use in hinted:
            asks = f"does anything that runs here load what a lock file or vendored copy brings of {use.vendor}?"
            places = tuple(claim.source.locator for claim in self.hints[use][:5])
            yield Question(f"transitive:{use.vendor}", use.vendor, asks, places, ("use",))


def open_questions(scan: Scan, tree: str) -> tuple[Question, ...]:
    """The questions about models and hosts of a tree that nobody names: they could be anybody's."""
    places = {
        f"{sighting.place.path}:{sighting.place.line}"
        for sighting in scan.sightings
        if sighting.vendor is None and sighting.tree == tree
    }
    return tuple(question for question in scan.questions if question.about in places and "vendor" in question.settles)
