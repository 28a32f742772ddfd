"""Finds the vendors among which somebody can choose: offered side by side, with nothing that decides for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from flowdown.scan.area import is_deployment
from flowdown.scan.candidate import Candidate
from flowdown.scan.trace import TraceKind
from flowdown.scan.vocabulary import is_provider_key, words_of

_SIDE_BY_SIDE = 3
"""Vendors in one file, or in one folder's files, from which on they are offered for choice rather than used together."""
_SHORTEST_STEM = 3
"""Letters from which on a vendor's word in a path counts as its name there, less one."""
_DEPLOYED = frozenset({TraceKind.RESOURCE, TraceKind.IMAGE})
_DEFAULT_WORDS = frozenset({"default", "fallback", "primary"})


def find_selectable(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The vendors that are only offered: three or more are, and no default, no deployment and no lone place decides.

    Only what is used in a product belongs here. A place decides when it names a model, host or client of its vendor
    and stands neither in a file, nor in a folder, nor in one of many files named alike that do the same for two more
    vendors; a name that says `default` decides unless the file says it for three vendors.
    """
    weighed = [candidate for candidate in candidates if candidate.vendor is not None]
    offered = {candidate.vendor for candidate in weighed if candidate.vendor is not None}
    if len(offered) < _SIDE_BY_SIDE:
        return frozenset()
    decisive = [candidate for candidate in weighed if _could_decide(candidate)]
    by_file, by_folder = _vendors_by(decisive, _file_of), _vendors_by(decisive, _folder_of)
    by_pattern = _vendors_by(weighed, _pattern_of)
    by_folders = _vendors_by(weighed, _folder_pattern_of)
    saying = [candidate for candidate in decisive if _says_default(candidate)]
    sayers, folder_sayers = _vendors_by(saying, _file_of), _vendors_by(saying, _folder_pattern_of)

    chosen = {candidate.vendor for candidate in decisive if _chooses(candidate)}

    def decides(candidate: Candidate) -> bool:
        if candidate.kind in _DEPLOYED or is_deployment(candidate.trace.place.path):
            return True
        said_by = sayers[_file_of(candidate)], folder_sayers[_folder_pattern_of(candidate)]
        if _says_default(candidate) and all(len(vendors) < _SIDE_BY_SIDE for vendors in said_by):
            return True
        if chosen:
            return candidate.vendor in chosen
        sides = (
            by_file[_file_of(candidate)],
            by_folder[_folder_of(candidate)],
            by_pattern[_pattern_of(candidate)],
            by_folders[_folder_pattern_of(candidate)],
        )
        return all(len(vendors) < _SIDE_BY_SIDE for vendors in sides)

    return frozenset(offered - {candidate.vendor for candidate in decisive if decides(candidate)})


def _could_decide(candidate: Candidate) -> bool:
    return candidate.is_decisive and candidate.is_default and candidate.kind is not TraceKind.ENV_KEY


def _says_default(candidate: Candidate) -> bool:
    return not _DEFAULT_WORDS.isdisjoint(words_of(candidate.trace.name))


def _chooses(candidate: Candidate) -> bool:
    """Whether a place sets the provider that is taken when nobody chooses another."""
    name = candidate.trace.name
    return candidate.kind is TraceKind.CONFIG and is_provider_key(name.rsplit(".", 1)[-1]) and _says_default(candidate)


def _vendors_by(candidates: Iterable[Candidate], key: Callable[[Candidate], str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.vendor is not None:
            groups[key(candidate)].add(candidate.vendor)
    return groups


def _file_of(candidate: Candidate) -> str:
    return candidate.trace.place.path


def _folder_of(candidate: Candidate) -> str:
    """The folder of a file; files at a tree's top stand alone, since everything is together there."""
    path = candidate.trace.place.path
    return path.rpartition("/")[0] or path


def _pattern_of(candidate: Candidate) -> str:
    """The path with the vendor's own words left open: `providers/*/*_client.go` is one place for many vendors."""
    path = candidate.trace.place.path.lower()
    stems = {candidate.vendor or "", *candidate.product.split("-")}
    for stem in sorted((stem for stem in stems if len(stem) > _SHORTEST_STEM), key=len, reverse=True):
        path = path.replace(stem, "*")
    return path


def _folder_pattern_of(candidate: Candidate) -> str:
    """The folder with the vendor's own words left open: `providers/*`; the whole path where it holds none."""
    folder, _, name = _pattern_of(candidate).rpartition("/")
    return folder if "*" in folder else f"{folder}/{name}"
