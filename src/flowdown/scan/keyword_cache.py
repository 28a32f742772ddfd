"""Keeps what a prefilter checks of its keywords in the user's cache folder, so that they need not be gathered again."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flowdown import __version__
from flowdown.base.kept_file import drop_old, read_kept, write_kept
from flowdown.catalogue import keyword
from flowdown.scan import engines
from flowdown.scan.open_file import read_small

_FORMAT = "flowdown keywords 2"
_KEPT = 5
"""Files of this and of other catalogues or versions that stay."""
_SIZE_LIMIT = 64 * 1024 * 1024

Check = tuple[int, bool, bool, bool]
"""A keyword's length in bytes, whether its left and right bounds are checked, whether a quote mark must precede."""


@dataclass(frozen=True, slots=True)
class KeptKeywords:
    """The key of the compiled database, whether it is tuned, and of every keyword its check, text and caselessness."""

    key: str
    is_tuned: bool
    checks: list[Check]
    texts: list[tuple[str, bool]]


def stamp_of(catalogue: str) -> str:
    """A digest of a catalogue's digest, the version, and the code that makes and seeks keywords."""
    return hashlib.sha256(f"{__version__} {catalogue} {_code()}".encode()).hexdigest()[:40]


@cache
def _code() -> str:
    state = hashlib.sha256()
    for file in (*sorted(Path(keyword.__file__).parent.glob("*.py")), Path(engines.__file__)):
        state.update(read_small(os.fsencode(file), _SIZE_LIMIT) or b"")
    return state.hexdigest()


def load(folder: Path, stamp: str) -> KeptKeywords | None:
    """What was kept under a stamp; None if there is none or it cannot be read."""
    content = read_kept(_place(folder, stamp), stamp)
    if not content:
        return None
    try:
        form, key, is_tuned, *columns = json.loads(content)
        sizes, lefts, rights, quotes, texts, caseless = columns
        if form != _FORMAT or {*map(type, sizes)} != {int} or {*map(type, texts)} != {str}:
            return None
        checks = list(zip(sizes, lefts, rights, quotes, strict=True))
        kept = KeptKeywords(str(key), bool(is_tuned), checks, list(zip(texts, caseless, strict=True)))
    except (ValueError, TypeError, RecursionError):
        return None
    return kept if len(kept.checks) == len(kept.texts) else None


def save(folder: Path, stamp: str, kept: KeptKeywords) -> None:
    """Keep it: written beside and renamed, so that readers see all of it or none."""
    columns = (*map(list, zip(*kept.checks, strict=True)), *map(list, zip(*kept.texts, strict=True)))
    body = json.dumps([_FORMAT, kept.key, kept.is_tuned, *columns])
    if write_kept(_place(folder, stamp), stamp, body.encode("ascii")):
        drop_old(folder, "prefilter-*.json", _KEPT)


def _place(folder: Path, stamp: str) -> Path:
    return folder / f"prefilter-{stamp}.json"
