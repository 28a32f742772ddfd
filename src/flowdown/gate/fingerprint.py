"""Names a sighting by what stands where, so that moved lines and new forms of the same code change no name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from flowdown.base.canonical import digest
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import TraceKind

_SPACE = re.compile(r"\s+")
_QUOTES = "'\"`"
_VERSION = re.compile(r"\s*(?:\[[^\]]*\])?\s*(?:[=<>~!^@:]=?|[ ]).*\Z", re.DOTALL)
_PACKAGES = frozenset({TraceKind.DEPENDENCY, TraceKind.LOCK})
ONCE = frozenset({TraceKind.IMPORT, TraceKind.ENV_KEY})
"""Kinds of which one more in the same file says nothing more: a formatter splits an import, and a line that sets a key from itself."""


def normalise(sighting: Sighting) -> str:
    """A sighting's value without what a formatter or an update of a version changes."""
    value = _SPACE.sub(" ", sighting.value.strip().strip(_QUOTES))
    if sighting.kind in _PACKAGES and not value.startswith("@"):
        return _VERSION.sub("", value) or value
    return value


def key_of(sighting: Sighting, paths: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What a sighting is, without its line: vendor, product, basis, kind, path (as it is called now), value."""
    path = sighting.place.path
    if paths:
        path = paths.get(path, path)
    vendor = sighting.vendor or ""
    # Both are texts; to ask an enumeration for its value costs more than all the rest.
    return (path, vendor, sighting.product, str(sighting.basis), str(sighting.kind), normalise(sighting))


def fingerprint(key: tuple[str, ...], ordinal: int) -> str:
    """The name of the how-manieth sighting of one key: 32 hexadecimal digits."""
    return digest([*key, ordinal]).removeprefix("sha256:")[:32]


def fingerprints(sightings: Iterable[Sighting]) -> list[str]:
    """The names of sightings in their order; several trees are told apart by their ids."""
    seen: Counter[tuple[str, ...]] = Counter()
    names: list[str] = []
    for sighting in sightings:
        key = key_of(sighting)
        in_tree = (sighting.tree, *key)
        seen[in_tree] += 1
        names.append(fingerprint(key, seen[in_tree]))
    return names
