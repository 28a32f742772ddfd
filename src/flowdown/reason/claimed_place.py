"""What others' documents claim of our systems, contracts and suppliers, as places of use: followed hop by hop to vendors."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.graph.row import Row
from flowdown.graph.snapshot import Snapshot
from flowdown.reason.place import Doubts, Place
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Question

_MOST_HOPS = 24
_BASIS_OF_KIND = {
    "model": "model",
    "service": "service",
    "device": "device",
    "package": "library",
    "product": "service",
}
"""How a thing is depended on, where the claim that names its maker does not say."""
_FIRMS = ("supplier:", "organisation:", "person:")


@dataclass(frozen=True, slots=True)
class Way:
    """How something leans on a vendor: the claims from it to there, and why that is not sure (empty: it is)."""

    vendor: str
    rows: tuple[Row, ...]
    is_open: str


def find_ways_down(
    snapshot: Snapshot, start: str, own: frozenset[str], others: frozenset[str] = frozenset()
) -> tuple[Way, ...]:
    """The surest and then shortest way from a node to each vendor, over at least one claim that is not of `own` documents.

    No way goes over `others`: what is claimed of those is told of them.
    A way over a disputed claim, over a hint, or over a firm (what a supplier uses need not be in what it supplies) is
    not sure.
    """
    first = snapshot.index(start)
    if first is None:
        return ()
    ways: dict[tuple[str, str], Way] = {}
    seen: set[tuple[int, bool, bool]] = set()
    # Sure ways are all followed before the first one that is not.
    pending: tuple[deque[_Step], deque[_Step]] = (deque([_Step(first, (), "", False)]), deque())
    while pending[0] or pending[1]:
        step = (pending[0] or pending[1]).popleft()
        key = (step.node, bool(step.is_open), step.has_other)
        if key in seen or len(step.rows) > _MOST_HOPS:
            continue
        seen.add(key)
        name = snapshot.nodes[step.node]
        if step.rows and name in others:
            continue
        if name.startswith("vendor:") and step.rows:
            if step.has_other:
                ways.setdefault((name, _basis(step.rows[-1])), Way(name, step.rows, step.is_open))
            continue
        for following in _beyond(snapshot, step, name, own):
            pending[bool(following.is_open)].append(following)
    return tuple(ways[key] for key in sorted(ways))


@dataclass(frozen=True, slots=True)
class _Step:
    node: int
    rows: tuple[Row, ...]
    is_open: str
    has_other: bool


def _beyond(snapshot: Snapshot, step: _Step, name: str, own: frozenset[str]) -> Iterator[_Step]:
    firm = ""
    if step.rows and name.startswith(_FIRMS):
        firm = f"what {name} uses need not be in what it supplies"
    for layer, is_disputed in ((snapshot.firm, False), (snapshot.disputed, True)):
        targets, rows = layer.down.of(step.node)
        for target, number in zip(targets.tolist(), rows.tolist(), strict=True):
            row = snapshot.rows[number]
            why = (
                step.is_open
                or firm
                or (f"`{row.subject} {row.predicate} {row.object}` is disputed" if is_disputed else "")
            )
            yield _Step(target, (*step.rows, row), why, step.has_other or row.document not in own)


def _basis(row: Row) -> str:
    told = row.claim.qualifier("basis")
    return told or _BASIS_OF_KIND.get(row.subject.partition(":")[0], "service")


def place_claims(
    snapshot: Snapshot, start: str, name: str, own: frozenset[str], others: frozenset[str] = frozenset()
) -> Place | None:
    """Where something leans on vendors by what documents claim; None where nothing is claimed of it."""
    uses: dict[Use, list[Claim]] = defaultdict(list)
    hints: dict[Use, list[Claim]] = defaultdict(list)
    why: dict[Use, Way] = {}
    for way in find_ways_down(snapshot, start, own, others):
        claims = [row.claim for row in way.rows]
        last = claims[-1]
        vendor = way.vendor.removeprefix("vendor:")
        is_hint = bool(way.is_open) or last.predicate is Predicate.MAY_USE
        keys = [Use(vendor, _basis(way.rows[-1]), last.qualifier("lineage") == "ancestor")]
        if product := last.qualifier("product"):
            keys.append(Use(vendor, "", False, product.rpartition("/")[2]))
        for use in keys:
            (hints if is_hint else uses)[use].extend(claims)
            why.setdefault(use, way)
    if not uses and not hints:
        return None
    documents = {row.document for way in why.values() for row in way.rows if row.document not in own}
    told = f"{name} (claimed in {_listed(sorted(documents))})"
    return Place(f"claimed:{start}", told, _frozen(uses), _frozen(hints), _doubting(start, name, why))


def _listed(documents: Sequence[str]) -> str:
    names = [each.partition(":")[2] for each in documents]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _frozen(groups: Mapping[Use, list[Claim]]) -> dict[Use, tuple[Claim, ...]]:
    return {use: tuple(dict.fromkeys(groups[use])) for use in sorted(groups)}


def _doubting(start: str, name: str, why: Mapping[Use, Way]) -> Doubts:
    def doubts(_: frozenset[Use], hinted: Iterable[Use]) -> tuple[Question, ...]:
        return tuple(
            Question(
                f"claimed:{start}:{use.thing}",
                start,
                f"does {name} depend on {use.vendor}? ({why[use].is_open or 'a document only hints at it'})",
                tuple(f"{row.document.partition(':')[2]} {row.locator}".strip() for row in why[use].rows),
                ("use",),
            )
            for use in hinted
            if use in why
        )

    return doubts
