"""What others' documents claim of our systems, contracts and suppliers, as places of use: followed hop by hop to vendors."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.graph.leaning import Below
from flowdown.graph.row import Row
from flowdown.reason.place import Doubts, Place
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Question

_MOST_HOPS = 24
_BASES = frozenset(Basis)
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
    below: Below, start: str, own: frozenset[str], others: frozenset[str] = frozenset()
) -> tuple[Way, ...]:
    """The surest and then shortest way from a node to each use of a vendor, over at least one claim that is not of `own` documents.

    No way goes over `others`: what is claimed of those is told of them.
    A way over a disputed claim, over a hint, or over a firm (what a supplier uses need not be in what it supplies) is
    not sure.
    """
    ways: dict[tuple[str, ...], Way] = {}
    seen: set[tuple[str, bool, bool]] = set()
    # Sure ways are all followed before the first one that is not.
    pending: tuple[deque[_Step], deque[_Step]] = (deque([_Step(below.identity.name(start), (), "", False)]), deque())
    while pending[0] or pending[1]:
        step = (pending[0] or pending[1]).popleft()
        if step.node.startswith("vendor:") and step.rows:
            # Each use of a vendor counts by itself: its code, its model and its service are different things.
            if step.has_other and len(step.rows) <= _MOST_HOPS:
                ways.setdefault(_sort_of_use(step), Way(step.node, step.rows, step.is_open))
            continue
        key = (step.node, bool(step.is_open), step.has_other)
        if key in seen or len(step.rows) > _MOST_HOPS:
            continue
        seen.add(key)
        if step.rows and step.node in others:
            continue
        for following in _beyond(below, step, own):
            pending[bool(following.is_open)].append(following)
    return tuple(ways[key] for key in sorted(ways))


@dataclass(frozen=True, slots=True)
class _Step:
    node: str
    rows: tuple[Row, ...]
    is_open: str
    has_other: bool


def _beyond(below: Below, step: _Step, own: frozenset[str]) -> Iterator[_Step]:
    firm = ""
    if step.rows and step.node.startswith(_FIRMS):
        firm = f"what {step.node} uses need not be in what it supplies"
    for to, row, is_disputed in below.of(step.node):
        disputed = f"`{row.subject} {row.predicate} {row.object}` is disputed" if is_disputed else ""
        why = step.is_open or firm or disputed
        yield _Step(to, (*step.rows, row), why, step.has_other or row.document not in own)


def _sort_of_use(step: _Step) -> tuple[str, ...]:
    row = step.rows[-1]
    said = row.claim
    hint = row.predicate if row.predicate == Predicate.MAY_USE else ""
    return step.node, _basis(row), said.qualifier("product"), said.qualifier("lineage"), hint


def _basis(row: Row) -> str:
    # A bill tells by what role it names a maker (`publisher`), which is no basis.
    told = row.claim.qualifier("basis")
    return told if told in _BASES else _BASIS_OF_KIND.get(row.subject.partition(":")[0], "service")


def place_claims(
    below: Below, start: str, name: str, own: frozenset[str], others: frozenset[str] = frozenset()
) -> Place | None:
    """Where something leans on vendors by what documents claim; None where nothing is claimed of it."""
    uses: dict[Use, list[Claim]] = defaultdict(list)
    hints: dict[Use, list[Claim]] = defaultdict(list)
    why: dict[Use, Way] = {}
    for way in find_ways_down(below, start, own, others):
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
