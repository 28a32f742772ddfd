"""Keeps a loaded catalogue in the user's cache folder, so that it need not be parsed again."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from collections.abc import Iterable
from pathlib import Path

from flowdown import __version__
from flowdown.catalogue.catalogue import Catalogue

_ALLOWED = {
    "flowdown.catalogue.catalogue": {"Catalogue"},
    "flowdown.catalogue.vendor": {
        "Affiliate",
        "ApiShape",
        "Example",
        "Product",
        "Route",
        "Signature",
        "Source",
        "Vendor",
    },
    "flowdown.catalogue.kinds": {"ProductClass", "Relation", "RouteKind", "SignatureKind"},
    "datetime": {"date"},
}


class _Reader(pickle.Unpickler):
    """Builds nothing but the catalogue's own values, whatever a file says."""

    def find_class(self, module: str, name: str) -> object:
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a catalogue")


def stamp_of(folders: Iterable[Path]) -> str:
    """A digest of the names, sizes and times of every YAML file of the folders, and of the program's version."""
    state = hashlib.sha256(__version__.encode())
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".yaml"):
                    status = entry.stat()
                    state.update(f"{folder}\0{entry.name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return state.hexdigest()[:32]


def recall(cache: Path, stamp: str) -> Catalogue | None:
    """The kept catalogue of this stamp; None if there is none or it cannot be read."""
    try:
        kept = _Reader(io.BytesIO((cache / f"catalogue-{stamp}.bin").read_bytes())).load()
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
        return None
    return kept if isinstance(kept, Catalogue) else None


def keep(cache: Path, stamp: str, catalogue: Catalogue) -> None:
    """Keep a catalogue, and forget those of other stamps; a folder that cannot be written is no fault."""
    target = cache / f"catalogue-{stamp}.bin"
    part = cache / f"catalogue-{stamp}.{os.getpid()}.part"
    try:
        part.write_bytes(pickle.dumps(catalogue, 5))
        part.replace(target)
        for old in cache.glob("catalogue-*.bin"):
            if old != target:
                old.unlink(missing_ok=True)
    except OSError:
        return
