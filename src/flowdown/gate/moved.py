"""Tells which files of a baseline moved: a baseline holds no contents, but what stands in a file goes with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from flowdown.gate.fingerprint import key_of
from flowdown.scan.git_change import ALIKE
from flowdown.scan.sighting import Sighting

_Held = Counter[tuple[str, ...]]


def moved(known: Iterable[Sighting], now: Iterable[Sighting], is_there: Callable[[str], bool]) -> dict[str, str]:
    """From the old paths of files that moved to their new ones, by the uses that they hold.

    A file has moved if there is none at its path any more, and at one that the baseline does not know most of what it held;
    of several the most alike.
    """
    before, after = _by_path(known), _by_path(now)
    gone = sorted(path for path in before.keys() - after.keys() if not is_there(path))
    came = sorted(after.keys() - before.keys())
    ranked = sorted(
        (-share, _name(old) != _name(new), old, new)
        for old in gone
        for new in came
        if _suffix(old) == _suffix(new) and (share := _alike(before[old], after[new])) >= ALIKE
    )
    found: dict[str, str] = {}
    for _, _, old, new in ranked:
        if old not in found and new not in found.values():
            found[old] = new
    return found


def _by_path(sightings: Iterable[Sighting]) -> dict[str, _Held]:
    held: dict[str, _Held] = defaultdict(Counter)
    for each in sightings:
        held[each.place.path][key_of(each)[1:]] += 1
    return held


def _alike(one: _Held, other: _Held) -> float:
    return (one & other).total() / max(one.total(), other.total())


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _suffix(path: str) -> str:
    return _name(path).rpartition(".")[2]
