"""Remembers by content which keywords of the catalogue stand in the files of a repository."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from flowdown.scan.git_change import UNCHANGED_LIMIT
from flowdown.scan.open_file import read_small
from flowdown.scan.prefilter import Prefilter

_FORMAT = 1
_KEPT_FILES = 8
"""Indexes that are kept in the cache folder, the latest used."""
_MOST_BLOBS = 400_000


class KeywordIndex:
    """Keyword numbers by blob id; kept in a file that any number of runs may read, and replace whole."""

    def __init__(self, file: Path | None, known: dict[str, tuple[int, ...]]) -> None:
        self._file = file
        self._known = known
        self._is_changed = False

    @classmethod
    def load(cls, cache: Path | None, name: str) -> KeywordIndex:
        """The index of this name (catalogue and repository); an empty one where there is none that can be read."""
        if cache is None:
            return cls(None, {})
        file = cache / f"keywords-{name}.json"
        try:
            stored = json.loads(file.read_bytes())
            if stored["format"] != _FORMAT:
                return cls(file, {})
            known = {blob: tuple(map(int, numbers)) for blob, numbers in stored["found"].items()}
            nothing = stored["nothing"]
            size = stored["size"]
            known.update((nothing[at : at + size], ()) for at in range(0, len(nothing), size))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(file, {})
        return cls(file, known)

    def find(
        self, blobs: Mapping[bytes, str], wanted: Collection[int], top: bytes, prefilter: Prefilter
    ) -> dict[bytes, tuple[int, ...]]:
        """All keywords of each file in which a wanted one stands; `blobs` are paths from the top with their ids."""
        found: dict[bytes, tuple[int, ...]] = {}
        chosen = frozenset(wanted)
        for path, blob in blobs.items():
            numbers = self._known.get(blob)
            if numbers is None:
                content = read_small(top + b"/" + path, UNCHANGED_LIMIT)
                if content is None:
                    continue
                numbers = tuple(sorted({number for number, _, _ in prefilter.hits(content)}))
                self._known[blob] = numbers
                self._is_changed = True
            if numbers and not chosen.isdisjoint(numbers):
                found[path] = numbers
        return found

    def save(self) -> None:
        """Keep what was learnt; a cache that cannot be written is none."""
        if self._file is None or not self._is_changed:
            return
        nothing = [blob for blob, numbers in self._known.items() if not numbers]
        size = len(nothing[0]) if nothing else 40
        if len(self._known) > _MOST_BLOBS or any(len(blob) != size for blob in nothing):
            return
        stored = {
            "format": _FORMAT,
            "size": size,
            "nothing": "".join(nothing),
            "found": {blob: numbers for blob, numbers in self._known.items() if numbers},
        }
        part = self._file.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_text(json.dumps(stored, separators=(",", ":")), encoding="ascii")
            part.replace(self._file)
            _forget(self._file.parent.glob("keywords-*.json"))
        except OSError:
            part.unlink(missing_ok=True)


def _forget(files: Iterable[Path]) -> None:
    ranked = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
    for file in ranked[_KEPT_FILES:]:
        file.unlink(missing_ok=True)
