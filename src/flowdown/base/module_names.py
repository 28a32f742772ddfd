"""Lists the modules of a package by the files of its folder, without importing one."""

from __future__ import annotations

import os
from collections.abc import Iterable


def names_of_modules(folders: Iterable[str]) -> list[str]:
    """The names, sorted; `folders` is the package's `__path__`. Those that begin with `_` are no members."""
    names: set[str] = set()
    for folder in folders:
        try:
            names.update(name[:-3] for name in os.listdir(folder) if name.endswith(".py"))  # noqa: PTH208 - quick
        except OSError:  # a package in a zip
            import pkgutil

            names.update(found.name for found in pkgutil.iter_modules([folder]))
    return sorted(name for name in names if not name.startswith("_"))
