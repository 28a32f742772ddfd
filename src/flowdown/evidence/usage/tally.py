"""Counts calls by who made them and what they reached, in bounded space, and says so in claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread
from flowdown.evidence.usage.meaning import Meanings, Reach, plain_model

MOST = 200_000
"""Pairs of who and whom that are told apart in one document."""
_CEASED = datetime.timedelta(days=31)
"""So long before the end of a document that a use has ended which is not seen again."""
US = "organisation:us"


@dataclass(frozen=True, slots=True)
class Call:
    """Calls from a subject to a model, a host, by a provider's word; on a day, told at a place.

    `failed`: it was refused or broke, so that it only shows that somebody tried. `count` may be 0: seen, not counted.
    """

    subject: str
    place: str
    day: datetime.date | None = None
    model: str = ""
    host: str = ""
    path: str = ""
    provider: str = ""
    failed: bool = False
    count: int = 1


@dataclass(slots=True)
class _Seen:
    place: str
    calls: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    def add(self, call: Call) -> None:
        self.calls += call.count
        if call.day is not None:
            self.first = call.day if self.first is None else min(self.first, call.day)
            self.last = call.day if self.last is None else max(self.last, call.day)


class Tally:
    """The calls of one document. `hint` says that what is told hints at a use only (a name that was looked up)."""

    def __init__(self, incoming: Incoming, *, hint: bool = False) -> None:
        self._incoming = incoming
        self._meanings = Meanings(incoming.names)
        self._seen: dict[tuple[str, Reach, bool], _Seen] = {}
        self._hint = hint
        self._end: datetime.date | None = None
        self._unknown = 0
        self._beyond = 0

    @property
    def meanings(self) -> Meanings:
        """What models, hosts and words mean."""
        return self._meanings

    def add(self, call: Call) -> None:
        """Count a call."""
        if call.day is not None and (self._end is None or call.day > self._end):
            self._end = call.day
        model = plain_model(call.model)
        reached = self._meanings.reach(model, call.host, call.path, call.provider)
        if model:
            reached = (Reach(self._incoming.names.model(model), "model"), *reached)
        elif not reached:
            self._unknown += call.count
        for each in reached:
            is_sure = each.is_sure and not call.failed and not self._hint
            key = (call.subject, each, is_sure)
            if key not in self._seen:
                if len(self._seen) >= MOST:
                    self._beyond += 1
                    continue
                self._seen[key] = _Seen(call.place)
            self._seen[key].add(call)

    def tell(self, what: str = "calls") -> Iterator[Claim | Unread]:
        """What was counted: each use once, the makers of each model, and what stayed open."""
        root = self._incoming.about or US
        within: set[str] = set()
        models: dict[str, str] = {}
        for key in sorted(self._seen, key=lambda each: (each[0], each[1].node, repr(each))):
            subject, reach, is_sure = key
            if not is_sure and (subject, reach, True) in self._seen:
                continue
            seen = self._seen[key]
            if subject and subject != root and subject not in within:
                within.add(subject)
                yield self._incoming.claim(root, Predicate.CONTAINS, subject, seen.place)
            if reach.node.startswith("model:"):
                models.setdefault(reach.node, seen.place)
            yield self._use(subject or root, reach, seen, is_sure)
        for model, place in models.items():
            yield from self._makers(model, place)
        if self._unknown:
            said = f"{self._unknown:,} {what} to hosts that the catalogue does not know, or that name none"
            yield Unread(said, self._incoming.where())
        if self._beyond:
            said = f"{self._beyond:,} {what} beyond {MOST:,} different uses were not taken over"
            yield Unread(said, self._incoming.where())

    def _use(self, subject: str, reach: Reach, seen: _Seen, is_sure: bool) -> Claim:
        until = None
        if seen.last is not None and self._end is not None and seen.last < self._end - _CEASED:
            until = seen.last + datetime.timedelta(days=1)
        return self._incoming.claim(
            subject,
            Predicate.USES if is_sure else Predicate.MAY_USE,
            reach.node,
            seen.place,
            period=(seen.first, until),
            basis=reach.basis,
            product=reach.product,
            route=reach.route,
            lineage=reach.lineage,
            calls=seen.calls or "",
            last=seen.last or "",
        )

    def _makers(self, model: str, place: str) -> Iterator[Claim]:
        for maker in self._meanings.makers(model.partition(":")[2]):
            yield self._incoming.claim(
                model, Predicate.MADE_BY, maker.node, place, basis=maker.basis, lineage=maker.lineage
            )


def service(*words: str) -> str:
    """The node of a service by its words, from the widest to the narrowest; empty if the last says nothing."""
    return node("service", "/".join(each.replace("/", "-") for each in words if each)) if words[-1] else ""
