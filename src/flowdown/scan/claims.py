"""Tells by which detectors a path is read, without importing one that does not read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flowdown.scan.detector import glob_pattern, precision_of

_TEMPLATE = re.compile(r"\.(?:example|sample|template|dist|tmpl|tpl|defaults?|j2|jinja2?)\Z")
"""Endings of a file that is copied or filled in before it is read: what stands before them says what it will be."""


class Claim(NamedTuple):
    """The globs of one detector."""

    id: str
    globs: tuple[str, ...]
    excludes: tuple[str, ...]


class _Wild(NamedTuple):
    literal: str
    glob: str
    is_path: bool
    id: str
    precision: int


class Claims:
    """All globs, arranged so that most are told by a look-up: whole names, endings, and the rest."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._names: dict[str, list[tuple[str, int]]] = {}
        self._endings: dict[str, list[tuple[str, int]]] = {}
        self._wild: list[_Wild] = []
        self._excludes: dict[str, tuple[str, ...]] = {}
        for claim in claims:
            if claim.excludes:
                self._excludes[claim.id] = claim.excludes
            for glob in claim.globs:
                self._add(claim.id, glob)

    def _add(self, identity: str, glob: str) -> None:
        precision = precision_of(glob)
        low = glob.lower()
        if "/" not in glob and not any(char in glob for char in "*?["):
            self._names.setdefault(low, []).append((identity, precision))
        elif "/" not in glob and low.startswith("*.") and not any(char in glob[1:] for char in "*?["):
            self._endings.setdefault(low[1:], []).append((identity, precision))
        else:
            pieces = re.split(r"\*\*/|[*?]+|\[[^\]]*\]", low)
            self._wild.append(_Wild(max(pieces, key=len), glob, "/" in glob, identity, precision))

    def of(self, path: str) -> tuple[str, ...]:
        """The detectors that claim a path by their most specific glob, sorted; several when equally specific.

        A template (`config.yaml.example`) is read by those that read what is made of it.
        """
        low = path.lower()
        filled = _TEMPLATE.sub("", low)
        return (self._of(filled) if filled != low else ()) or self._of(low)

    def _of(self, low: str) -> tuple[str, ...]:
        name = low.rsplit("/", 1)[-1]
        found: dict[str, int] = {}
        for identity, precision in self._names.get(name, ()):
            found[identity] = max(found.get(identity, 0), precision)
        dot = name.find(".")
        while dot >= 0:
            for identity, precision in self._endings.get(name[dot:], ()):
                found[identity] = max(found.get(identity, 0), precision)
            dot = name.find(".", dot + 1)
        for wild in self._wild:
            subject = low if wild.is_path else name
            if (
                wild.literal in subject
                and wild.precision > found.get(wild.id, 0)
                and glob_pattern(wild.glob).match(subject)
            ):
                found[wild.id] = wild.precision
        if len(found) > 1 or (found and not self._excludes.keys().isdisjoint(found)):
            found = {each: precision for each, precision in found.items() if not self._is_excluded(each, low, name)}
        best = max(found.values(), default=0)
        return tuple(sorted(each for each, precision in found.items() if precision == best))

    def _is_excluded(self, identity: str, path: str, name: str) -> bool:
        return any(glob_pattern(glob).match(path if "/" in glob else name) for glob in self._excludes.get(identity, ()))


def claims_of(detectors: Mapping[str, object]) -> tuple[Claim, ...]:
    """The claims of loaded detectors."""
    return tuple(
        Claim(identity, tuple(getattr(each, "globs", ())), tuple(getattr(each, "excludes", ())))
        for identity, each in detectors.items()
    )
