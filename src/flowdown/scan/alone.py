"""Concludes from one file alone whom it uses: what a name holds that another file binds is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from flowdown.catalogue.kinds import Basis
from flowdown.scan.conclude import shown
from flowdown.scan.ground import Ground
from flowdown.scan.identify import identify
from flowdown.scan.known import Known
from flowdown.scan.own_modules import is_own
from flowdown.scan.prefilter import Hit
from flowdown.scan.read import WINDOW, Chunk, Reader, has_mark
from flowdown.scan.seen import Look
from flowdown.scan.sighting import Strength
from flowdown.scan.strength import weigh
from flowdown.scan.surroundings import Surroundings
from flowdown.scan.tables import Tables
from flowdown.scan.trace import Trace, TraceKind, Yield

_ROUND = 400
"""Bytes that a line has at most, as far as it is looked at round a keyword."""
_DIGEST = 12


class Use(NamedTuple):
    """One place in a file at which a vendor is used, or locked."""

    vendor: str
    basis: Basis
    strength: Strength
    kind: TraceKind
    line: int
    value: str


class Alone:
    """Looks at single files of a tree of which only the paths are known (`around`)."""

    def __init__(self, tables: Tables, around: Surroundings) -> None:
        self._tables = tables
        self._around = around
        self._reader = Reader()

    def keywords(self, content: bytes) -> tuple[tuple[int, ...], bytes]:
        """The numbers of the keywords that a content holds, and a digest of the lines round them; empty if there is none."""
        hits = self._tables.prefilter.hits(content)
        if not hits:
            return (), b""
        return tuple(sorted({number for number, _, _ in hits})), _digest_round(content, hits)

    def can_use(self, path: str) -> bool:
        """Whether a file of this path is read for more than mentions, by any detector."""
        detectors = self._tables.looker.detectors_for(path)
        return any(kind is not TraceKind.TEXT for each in detectors for kind in each.kinds)

    def instructed(self, path: str) -> frozenset[str]:
        """The vendors whose product a path alone says that it instructs."""
        return frozenset(hit.vendor for hit in self._known.index.agent_file(path) if hit.vendor)

    def uses(self, path: str, content: bytes) -> tuple[Use, ...]:
        """Who is used in a file, each vendor at its strongest first."""
        look = self._look(path, content)
        own = self._around.modules, ""
        yields = [each for each in look.yields if not (isinstance(each, Trace) and is_own(each, own))]
        return tuple(sorted(set(self._weighed(path, yields)), key=_order)) if yields else ()

    @property
    def _known(self) -> Known:
        return self._tables.known

    def _look(self, path: str, content: bytes) -> Look:
        if len(content) < WINDOW and not has_mark(content):
            is_binary = content.find(b"\0", 0, 8192) >= 0
            return self._tables.looker.look([Chunk(path, memoryview(content), is_binary=is_binary)])
        at = 0

        def fill(view: memoryview) -> int:
            nonlocal at
            part = content[at : at + len(view)]
            view[: len(part)] = part
            at += len(part)
            return len(part)

        seen = Look()
        for chunk in self._reader.chunks(path, fill):
            one = self._tables.looker.look([chunk])
            seen.yields.extend(one.yields)
            seen.gaps.extend(one.gaps)
        return seen

    def _weighed(self, path: str, yields: list[Yield]) -> Iterator[Use]:
        ground = Ground(yields, self._known)
        for each in weigh(list(identify(ground)), ground.built, self._around.areas, self._known.names_of, (path,)):
            vendor = each.candidate.vendor
            if vendor is not None and each.strength is not Strength.MENTION_ONLY:
                trace = each.candidate.trace
                value = shown(each.candidate.value)
                yield Use(vendor, each.basis, each.strength, each.candidate.kind, trace.place.line, value)


def _digest_round(content: bytes, hits: Sequence[Hit]) -> bytes:
    """A digest of the lines in which keywords stand, with one line before and one behind."""
    state = blake2b(digest_size=_DIGEST)
    last = 0
    for start, end in sorted((start, end) for _, start, end in hits):
        if end <= last:
            continue
        before = content.rfind(b"\n", max(0, start - _ROUND), start)
        first = content.rfind(b"\n", max(0, before - _ROUND), before) if before > 0 else -1
        behind = content.find(b"\n", end, end + _ROUND)
        last = content.find(b"\n", behind + 1, behind + _ROUND) if behind >= 0 else -1
        first, last = first if first >= 0 else max(0, start - _ROUND), last if last >= 0 else end + _ROUND
        state.update(content[first:last] + b"\0")
    return state.digest()


_RANK = {strength: rank for rank, strength in enumerate(Strength)}


def _order(use: Use) -> tuple[str, str, int, int, str, str]:
    return use.vendor, use.basis, _RANK[use.strength], use.line, use.kind, use.value
