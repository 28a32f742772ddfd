"""Says which files of a container image's layers a later layer replaces or deletes."""

from __future__ import annotations

import json
from collections.abc import Iterator

_MARK = ".wh."
_OPAQUE = ".wh..wh..opq"
_DOCUMENT_LIMIT = 4 * 1024 * 1024


class ImageLayers:
    """The names in each layer of one image archive, and the orders in which its manifests stack them.

    `prefix` is what stands before the layers' names in the paths as shown.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._names: dict[str, set[str]] = {}
        self._orders: set[tuple[str, ...]] = set()

    def note_file(self, layer: str, name: str) -> None:
        """Remember a file of a layer: the layer's path as shown, and the file's path in the layer."""
        self._names.setdefault(layer.removeprefix(self._prefix), set()).add(name)

    @staticmethod
    def may_be_document(name: str, size: int, head: bytes) -> bool:
        """Whether a member of the archive may be a manifest."""
        is_named = name in ("manifest.json", "index.json") or name.startswith("blobs/")
        return is_named and size <= _DOCUMENT_LIMIT and head.lstrip()[:1] in (b"{", b"[")

    def note_document(self, text: bytes) -> None:
        """Take the order of layers from a manifest; anything else is passed over."""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return
        for each in document if isinstance(document, list) else [document]:
            if isinstance(each, dict):
                layers = each.get("Layers") or each.get("layers")
                order = tuple(_layer_name(layer) for layer in layers) if isinstance(layers, list) else ()
                if order and all(order):
                    self._orders.add(order)

    def hidden(self, separator: str) -> Iterator[str]:
        """The paths as shown that no image of the archive has, whiteout marks themselves included."""
        shown: set[tuple[str, str]] = set()
        stacked = {layer for order in self._orders for layer in order}
        for order in self._orders:
            shown |= self._shown(order)
        for layer, names in self._names.items():
            for name in names:
                if _is_mark(name) or (layer in stacked and (layer, name) not in shown):
                    yield f"{self._prefix}{layer}{separator}{name}"

    def _shown(self, order: tuple[str, ...]) -> set[tuple[str, str]]:
        visible: dict[str, str] = {}
        for layer in order:
            names = self._names.get(layer, set())
            gone, emptied = _whiteouts(names)
            if gone or emptied:
                visible = {name: home for name, home in visible.items() if not _is_below(name, gone, emptied)}
            visible.update((name, layer) for name in names if not _is_mark(name))
        return {(layer, name) for name, layer in visible.items()}


def _layer_name(layer: object) -> str:
    """A layer's path in the archive: as it stands (docker) or by its digest (OCI)."""
    if isinstance(layer, str):
        return layer
    digest = layer.get("digest") if isinstance(layer, dict) else None
    return "blobs/" + digest.replace(":", "/", 1) if isinstance(digest, str) else ""


def _is_mark(name: str) -> bool:
    return name.rpartition("/")[2].startswith(_MARK)


def _whiteouts(names: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The paths that a layer deletes, and the folders that it empties of what lies below."""
    gone: set[str] = set()
    emptied: set[str] = set()
    for name in names:
        folder, slash, last = name.rpartition("/")
        if last == _OPAQUE:
            emptied.add(folder)
        elif last.startswith(_MARK):
            gone.add(folder + slash + last.removeprefix(_MARK))
    return frozenset(gone), frozenset(emptied)


def _is_below(name: str, gone: frozenset[str], emptied: frozenset[str]) -> bool:
    if name in gone or "" in emptied:
        return True
    folder = name.rpartition("/")[0]
    while folder:
        if folder in gone or folder in emptied:
            return True
        folder = folder.rpartition("/")[0]
    return False
