"""Prepares for a package being built what every run would otherwise make at its start."""

from __future__ import annotations

from pathlib import Path


def compile_tables(folder: Path) -> None:
    """Write the catalogue with its look-ups, the claims of the detectors and the compiled search into a folder.

    Each file stands under a digest of all that it comes from, so that none is used that is out of date; the search
    is bound to this kind of machine besides, and others make their own.
    """
    from flowdown.catalogue import cache, load
    from flowdown.catalogue.load import HERE
    from flowdown.scan.code_stamp import code_stamp
    from flowdown.scan.engines import TUNED_BOUND
    from flowdown.scan.kept_claims import keep_claims
    from flowdown.scan.kept_lexers import keep_suffixes
    from flowdown.scan.keyword_cache import stamp_of
    from flowdown.scan.prefilter import Prefilter
    from flowdown.scan.tables import Tables

    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.iterdir(),):
        old.unlink()
    catalogue = load()
    cache.keep(folder, cache.content_of((HERE / "vendors", HERE / "routes")), catalogue)
    keep_claims(folder, code_stamp())
    keep_suffixes(folder, code_stamp())
    prefilter = Prefilter.build(Tables(catalogue).keywords, folder, TUNED_BOUND)
    prefilter.keep(folder, stamp_of(catalogue.digest))
