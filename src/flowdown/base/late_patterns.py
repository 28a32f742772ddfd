"""Compiles the patterns of our modules when they are first used: a run uses few of all that its modules have."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowdown.base.kept_patterns import KeptPatterns

_PACKAGE = "flowdown."
_compile = re.compile


class _Shelf:
    """Where what patterns compile to is kept, if it is: opened when the first pattern is used, saved when the run ends."""

    def __init__(self) -> None:
        self.folder: Callable[[], Path | None] | None = None
        self._kept: KeptPatterns | None = None

    def compile(self, pattern: Any, flags: Any) -> re.Pattern[Any]:
        """As `re.compile`."""
        if self.folder is None:
            return _compile(pattern, flags)
        if self._kept is None:
            self._kept = self._open(self.folder())
        return self._kept.compile(pattern, flags)

    def _open(self, folder: Path | None) -> KeptPatterns:
        from flowdown.base.kept_file import COMPILED
        from flowdown.base.kept_patterns import KeptPatterns

        if folder is None:
            return KeptPatterns(COMPILED)
        import atexit

        kept = KeptPatterns(COMPILED, folder)
        atexit.register(kept.save, folder)
        return kept


_SHELF = _Shelf()


def install(cache_folder: Callable[[], Path | None] | None = None) -> None:
    """From here on `re.compile` puts off what a module of this package asks for while it is imported, and nothing else.

    With `cache_folder`, which is asked when the first pattern is used, what they compile to is kept there.
    """
    _SHELF.folder = cache_folder
    re.compile = compile_late


def remove() -> None:
    """From here on `re.compile` is Python's own again; what was put off stays so."""
    re.compile = _compile


def compile_late(pattern: Any, flags: Any = 0) -> Any:
    """As `re.compile`; in a module of this package that is being imported a stand-in, that compiles at its first use."""
    frame = sys._getframe(1)
    if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        return Late(pattern, flags, frame.f_globals)
    return _compile(pattern, flags)


class Late:
    """Stands for a pattern until something of it is asked for; then it gives its place to it wherever a module holds it."""

    def __init__(self, pattern: Any, flags: Any, holder: dict[str, Any]) -> None:
        self.asked = (pattern, flags)
        self._holder = holder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = _SHELF.compile(*self.asked)
        for held, value in tuple(self._holder.items()):
            if value is self:
                self._holder[held] = compiled
        # Who holds this one, such as a table or a module that imported it, goes on with the methods of the other.
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)

    def __reduce__(self) -> Any:
        return re.compile, self.asked


_METHODS = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))
