"""Keeps the claims of the detectors in the user's cache folder, so that only those that read something are imported."""

from __future__ import annotations

import json
import os
from pathlib import Path

from flowdown.scan.claims import Claim, Claims, claims_of
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.detector import ids_of_detectors, load_detectors
from flowdown.scan.open_file import read_small

_SIZE_LIMIT = 4 * 1024 * 1024


def load_claims(cache: Path | None) -> Claims:
    """The claims of every detector, as an earlier run with the same code kept them or from the detectors themselves.

    What is missing or damaged is as good as not there; a folder that cannot be written is left alone.
    """
    if cache is None:
        return Claims(claims_of(load_detectors()))
    place = cache / f"claims-{code_stamp()[:40]}.json"
    claims = _read(place)
    if not claims:
        claims = claims_of(load_detectors())
        _write(place, claims)
    return Claims(claims)


def _read(place: Path) -> tuple[Claim, ...]:
    try:
        rows = json.loads(read_small(os.fsencode(place), _SIZE_LIMIT) or b"[]")
        claims = tuple(
            Claim(str(identity), tuple(map(str, globs)), tuple(map(str, excludes)))
            for identity, globs, excludes in rows
        )
    except (ValueError, TypeError, RecursionError):
        return ()
    return claims if tuple(sorted(claim.id for claim in claims)) == ids_of_detectors() else ()


def _write(place: Path, claims: tuple[Claim, ...]) -> None:
    part = place.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(json.dumps(claims), encoding="ascii")
        part.replace(place)
        for old in place.parent.glob("claims-*.json"):
            if old != place:
                old.unlink(missing_ok=True)
    except OSError:
        return
