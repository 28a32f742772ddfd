"""Loads the catalogue: as it was kept, or from its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from flowdown.catalogue.cache import load_kept
from flowdown.catalogue.catalogue import Catalogue

HERE = Path(__file__).parent


def load(extra: Sequence[Path] = (), cache: Path | None = None) -> Catalogue:
    """Load the built-in catalogue and every folder of `extra` (each with `vendors/` and `routes/`, either optional).

    `cache` is a folder in which the parsed catalogue is kept. Raises `Problems` with the faults of all files.
    """
    vendor_folders = [HERE / "vendors", *_below(extra, "vendors")]
    route_folders = [HERE / "routes", *_below(extra, "routes")]

    def parsed() -> Catalogue:
        from flowdown.catalogue.parse import parse

        return parse(vendor_folders, route_folders)

    return load_kept([*vendor_folders, *route_folders], cache, parsed)


def _below(folders: Iterable[Path], name: str) -> list[Path]:
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        from flowdown.base.errors import UnusableFile

        raise UnusableFile(f"no such catalogue folder `{missing[0]}`")
    return [folder / name for folder in folders if (folder / name).is_dir()]
