"""Keeps what a prefilter checks of its keywords in the user's cache folder, so that they need not be gathered again."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flowdown import __version__
from flowdown.catalogue import keyword
from flowdown.scan import engines
from flowdown.scan.open_file import read_small

_FORMAT = "flowdown keywords 1"
_KEPT = 4
"""Files of other catalogues or versions that stay beside this one."""
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
    content = read_small(os.fsencode(_place(folder, stamp)), _SIZE_LIMIT)
    if not content:
        return None
    try:
        form, key, is_tuned, checks, texts = json.loads(content)
        kept = KeptKeywords(
            str(key),
            bool(is_tuned),
            [(int(size), bool(left), bool(right), bool(quote)) for size, left, right, quote in checks],
            [(str(text), bool(caseless)) for text, caseless in texts],
        )
    except (ValueError, TypeError, RecursionError):
        return None
    return kept if form == _FORMAT and len(kept.checks) == len(kept.texts) else None


def save(folder: Path, stamp: str, kept: KeptKeywords) -> None:
    """Keep it: written beside and renamed, so that readers see all of it or none."""
    place = _place(folder, stamp)
    part = place.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(json.dumps([_FORMAT, kept.key, kept.is_tuned, kept.checks, kept.texts]), encoding="ascii")
        part.replace(place)
        others = sorted((file for file in folder.glob("prefilter-*.json") if file != place), key=_age)
        for old in others[: max(0, len(others) - _KEPT)]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _place(folder: Path, stamp: str) -> Path:
    return folder / f"prefilter-{stamp}.json"


def _age(file: Path) -> float:
    return file.stat().st_mtime
