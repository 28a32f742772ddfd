"""Puts off the import of a module of the standard library until something of it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


def defer(name: str) -> None:
    """Let imports of a module be answered by a stand-in; that imports the module when it is asked for anything."""
    if name not in sys.modules:
        sys.modules[name] = _Deferred(name)


class _Deferred(ModuleType):
    # NOTE: `importlib.util.LazyLoader` loads at the second import already, which asks for `__spec__`.
    def __getattr__(self, name: str) -> object:
        title = self.__name__
        if sys.modules.get(title) is self:
            del sys.modules[title]
        real = import_module(title)
        vars(self).update(vars(real))
        found: object = getattr(real, name)
        return found
