"""Keeps a loaded catalogue with its look-ups, so that neither need be made again: as the package was built, or in the user's cache folder."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar, cast

from flowdown import __version__
from flowdown.base.content import digest_of_folders
from flowdown.base.kept_file import COMPILED, drop_old, read_kept, write_kept
from flowdown.base.pack import pack
from flowdown.base.quick_state import quicken
from flowdown.catalogue.catalogue import Catalogue

T = TypeVar("T")

_KEPT = 5
"""Catalogues of this and of other folders or versions that stay."""
_HERE = Path(__file__).parent
_ALLOWED = {
    "flowdown.catalogue.brief": {"Brief"},
    "flowdown.catalogue.vendor": set("Affiliate ApiShape Example Product Route Signature Source Vendor".split()),
    "flowdown.catalogue.kinds": {"Basis", "ProductClass", "Relation", "RouteKind", "SignatureKind"},
    "flowdown.catalogue.reading": {"Hit"},
    "flowdown.catalogue.lookup": {"LookupTable", "FileTable"},
    "flowdown.catalogue.host": {"HostTable"},
    "flowdown.catalogue.confusion": {"ConfusionTable"},
    "flowdown.catalogue.model_id": {"ModelMatcher"},
    "flowdown.catalogue.model_table": {"Family", "ModelTable", "Space"},
    "datetime": {"date"},
    "copyreg": {"_reconstructor"},
    "builtins": {"object", "frozenset", "set"},
}


class _Reader(pickle.Unpickler):
    """Builds nothing but the catalogue's own values, whatever a file says."""

    def find_class(self, module: str, name: str) -> object:
        if name in _ALLOWED.get(module, ()):
            found = super().find_class(module, name)
            return quicken(found) if isinstance(found, type) else found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a catalogue")


def unpack(body: bytes) -> object:
    """What was packed as a value of the catalogue's own types."""
    return _Reader(io.BytesIO(body)).load()


class KeptMembers(Mapping[str, T], Generic[T]):
    """Vendors or routes by id; each is unpacked when it is first asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._members: dict[str, T] = {}

    def __getitem__(self, identity: str) -> T:
        member = self._members.get(identity)
        if member is None:
            # What has the right digest was written by us.
            member = self._members[identity] = cast(T, unpack(self._packed[identity]))
        return member

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, identity: object) -> bool:
        return identity in self._packed


def load_kept(folders: Sequence[Path], cache: Path | None, parse: Callable[[], Catalogue]) -> Catalogue:
    """The catalogue of these folders as it was kept; else what `parse` makes, kept for the next time.

    The content of all files, and of the code that reads them, decides which is the right one.
    """
    content = content_of(folders, cache)
    for folder in (COMPILED, cache):
        kept = _recall(folder, content) if folder is not None else None
        if kept is not None:
            return kept
    made = parse()
    if cache is not None and keep(cache, content, made):
        drop_old(cache, "catalogue-*.bin", _KEPT)
    return made


def content_of(folders: Sequence[Path], cache: Path | None = None) -> str:
    """The digest under which the catalogue of these folders is kept."""
    code = ((_HERE, ".py"), (_HERE.parent / "base", ".py"))
    return digest_of_folders((*code, *((folder, ".yaml") for folder in folders)), __version__, cache)


def keep(folder: Path, content: str, catalogue: Catalogue) -> bool:
    """Keep a catalogue in a folder; whether it could be written."""
    from flowdown.catalogue.match import Index

    vendors = {identity: pack(member) for identity, member in catalogue.vendors.items()}
    routes = {identity: pack(member) for identity, member in catalogue.routes.items()}
    body = pack((catalogue.digest, vendors, routes, Index(catalogue).pack(), catalogue.briefs()))
    return write_kept(folder / f"catalogue-{content}.bin", content, body)


def _recall(folder: Path, content: str) -> Catalogue | None:
    body = read_kept(folder / f"catalogue-{content}.bin", content)
    if body is None:
        return None
    try:
        parts = unpack(body)
    except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
        return None
    assert isinstance(parts, tuple), "what has the right digest was written by us"
    digest, vendors, routes, index, briefs = parts
    return Catalogue(KeptMembers(vendors), KeptMembers(routes), digest, index, briefs)
