"""Keeps the claims of the detectors, as the package was built or in the user's cache folder, so that only those that read something are imported."""

from __future__ import annotations

import json
from pathlib import Path

from flowdown.base.kept_file import COMPILED, drop_old, read_kept, write_kept
from flowdown.scan.claims import Claim, Claims, claims_of
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.detector import load_detectors
from flowdown.scan.detector_ids import ids_of_detectors

_KEPT = 5


def load_claims(cache: Path | None) -> Claims:
    """The claims of every detector, as they were kept for the same code or from the detectors themselves.

    What is missing or damaged is as good as not there; a folder that cannot be written is left alone.
    """
    content = code_stamp(cache)
    for folder in (COMPILED, cache):
        claims = _read(folder, content) if folder is not None else ()
        if claims:
            return Claims(claims)
    if cache is None:
        return Claims(claims_of(load_detectors()))
    return Claims(keep_claims(cache, content))


def keep_claims(folder: Path, content: str) -> tuple[Claim, ...]:
    """Ask every detector what it claims, and keep that."""
    claims = claims_of(load_detectors())
    if write_kept(folder / f"claims-{content}.json", content, json.dumps(claims).encode()):
        drop_old(folder, "claims-*.json", _KEPT)
    return claims


def _read(folder: Path, content: str) -> tuple[Claim, ...]:
    try:
        rows = json.loads(read_kept(folder / f"claims-{content}.json", content) or b"[]")
        claims = tuple(
            Claim(str(identity), tuple(map(str, globs)), tuple(map(str, excludes)))
            for identity, globs, excludes in rows
        )
    except (ValueError, TypeError, RecursionError):
        return ()
    return claims if tuple(sorted(claim.id for claim in claims)) == ids_of_detectors() else ()
