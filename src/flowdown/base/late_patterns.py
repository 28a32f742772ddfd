"""Compiles the patterns of our modules when they are first used: a run uses few of all that its modules have."""

from __future__ import annotations

import re
import sys
from typing import Any

_PACKAGE = "flowdown."
_compile = re.compile


def install() -> None:
    """From here on `re.compile` puts off what a module of this package asks for while it is imported, and nothing else."""
    re.compile = compile_late


def compile_late(pattern: Any, flags: Any = 0) -> Any:
    """As `re.compile`; in a module of this package that is being imported a stand-in, that compiles at its first use."""
    frame = sys._getframe(1)
    if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        return _Late(pattern, flags, frame.f_globals)
    return _compile(pattern, flags)


class _Late:
    """Stands for a pattern until something of it is asked for; then it gives its place to it wherever a module holds it."""

    def __init__(self, pattern: Any, flags: Any, holder: dict[str, Any]) -> None:
        self._asked = (pattern, flags)
        self._holder = holder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = _compile(*self._asked)
        for held, value in tuple(self._holder.items()):
            if value is self:
                self._holder[held] = compiled
        # Who holds this one, such as a table or a module that imported it, goes on with the methods of the other.
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)

    def __reduce__(self) -> Any:
        return re.compile, self._asked


_METHODS = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))
