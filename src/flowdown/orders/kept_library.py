"""Keeps the built-in library as it was read, so that a run need not read its files anew."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from flowdown import __version__
from flowdown.base.content import digest_of_folders
from flowdown.base.kept_file import COMPILED, drop_old, read_kept, write_kept
from flowdown.base.pack import pack
from flowdown.base.quick_state import quicken

T = TypeVar("T")

_HERE = Path(__file__).parent
_KEPT = 5
_MODULES = frozenset(
    f"flowdown.orders.{name}" for name in ("authority", "context", "duty", "link", "load", "norm", "order")
)
_OTHERS = {"datetime": {"date"}, "builtins": {"object"}, "flowdown.catalogue.purpose": {"Purpose"}}


class _Reader(pickle.Unpickler):
    """Builds nothing but the values of an order library, whatever a file says."""

    def find_class(self, module: str, name: str) -> object:
        if (module in _MODULES and "." not in name) or name in _OTHERS.get(module, ()):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return quicken(found)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a library of orders")


def load_kept(cache: Path | None, parse: Callable[[], T], more: str = "") -> T:
    """The built-in library as it was kept, with the package or in `cache`; else what `parse` makes, kept for next time.

    The content of all files, and of the code that reads them, decides which is the right one; `more` is the digest of
    other orders that are kept in the same way.
    """
    content = content_of(cache)
    if more:
        content = f"{content[:20]}{more.removeprefix('sha256:')[:20]}"
    for folder in (COMPILED, cache):
        kept = _recall(folder, content) if folder is not None else None
        if kept is not None:
            return cast(T, kept)
    made = parse()
    if cache is not None and keep(cache, content, made):
        drop_old(cache, "orders-*.bin", _KEPT)
    return made


def content_of(cache: Path | None = None) -> str:
    """The digest under which the built-in library is kept."""
    folders = ((_HERE, ".py"), (_HERE, ".yaml"), (_HERE / "library", ".yaml"), (_HERE.parent / "base", ".py"))
    return digest_of_folders(folders, __version__, cache)


def keep(folder: Path, content: str, made: object) -> bool:
    """Keep a library in a folder; whether it could be written."""
    return write_kept(folder / f"orders-{content}.bin", content, pack(made))


def _recall(folder: Path, content: str) -> object | None:
    body = read_kept(folder / f"orders-{content}.bin", content)
    if body is None:
        return None
    try:
        return cast(object, _Reader(io.BytesIO(body)).load())
    except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
        return None
