"""Finds the vendors among which somebody can choose: offered side by side, with nothing that decides for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from flowdown.catalogue.kinds import Basis
from flowdown.scan.area import Area, area_of
from flowdown.scan.candidate import Candidate
from flowdown.scan.trace import TraceKind
from flowdown.scan.vocabulary import words_of

_WEIGHED = frozenset({Basis.MODEL, Basis.SERVICE})
_SIDE_BY_SIDE = 3
"""Vendors in one file, or in one folder's files, from which on they are offered for choice rather than used together."""
_DEPLOYED = frozenset({TraceKind.RESOURCE, TraceKind.IMAGE})
_DEFAULT_WORDS = frozenset({"default", "fallback", "primary"})


def find_selectable(candidates: Sequence[Candidate], bases: Sequence[Basis]) -> frozenset[str]:
    """The vendors that are only offered: three or more are, and no default, no deployment and no lone place decides.

    A place decides when it names a model, host or client of its vendor and stands neither in a file nor in a folder
    that does the same for two more vendors; a name that says `default` always does.
    """
    weighed = [
        candidate
        for candidate, basis in zip(candidates, bases, strict=True)
        if candidate.is_use and candidate.vendor is not None and basis in _WEIGHED and _is_product(candidate)
    ]
    offered = {candidate.vendor for candidate in weighed if candidate.vendor is not None}
    if len(offered) < _SIDE_BY_SIDE:
        return frozenset()
    decisive = [candidate for candidate in weighed if _could_decide(candidate)]
    by_file = _vendors_by(decisive, lambda path: path)
    by_folder = _vendors_by(decisive, _folder_of)
    decided = {
        candidate.vendor
        for candidate in decisive
        if _says_default(candidate)
        or candidate.kind in _DEPLOYED
        or (
            len(by_file[candidate.trace.place.path]) < _SIDE_BY_SIDE
            and len(by_folder[_folder_of(candidate.trace.place.path)]) < _SIDE_BY_SIDE
        )
    }
    return frozenset(offered - decided)


def _is_product(candidate: Candidate) -> bool:
    return area_of(candidate.trace.place.path) is Area.PRODUCT


def _could_decide(candidate: Candidate) -> bool:
    return candidate.is_decisive and candidate.is_default and candidate.kind is not TraceKind.ENV_KEY


def _says_default(candidate: Candidate) -> bool:
    return not _DEFAULT_WORDS.isdisjoint(words_of(candidate.trace.name))


def _vendors_by(candidates: Iterable[Candidate], key: Callable[[str], str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.vendor is not None:
            groups[key(candidate.trace.place.path)].add(candidate.vendor)
    return groups


def _folder_of(path: str) -> str:
    """The folder of a file; files at a tree's top stand alone, since everything is together there."""
    return path.rpartition("/")[0] or path
