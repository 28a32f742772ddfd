"""Keeps what patterns compile to: to make a pattern of that takes a hundredth of the time that compiling it does."""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path
from struct import calcsize
from typing import Any, Final

from flowdown import __version__
from flowdown.base.kept_file import drop_old, read_kept, write_kept

_MOST = 5000
"""Patterns in one file; of a version of ours there are about a thousand."""
_FEWEST = 8
"""New ones that are worth writing the file anew."""
_FILES = 3
_WORD: Final = "I"
"""The type of a word of compiled code, as `struct` names it: `_sre.CODESIZE` bytes."""


class KeptPatterns:
    """Patterns by their text and flags, as a build or an earlier run of this very Python left them in some folders.

    The words of a compiled pattern belong to one version of Python, and its matcher checks them again before it takes
    them; where it has no such words, or refuses them, a pattern is compiled as ever.
    """

    def __init__(self, *folders: Path) -> None:
        self._kept: dict[Any, Any] = {}
        self._made: dict[Any, Any] = {}
        for folder in folders if _MATCHER is not None else ():
            self._kept |= _recall(folder)

    def __len__(self) -> int:
        return len(self._kept | self._made)

    def compile(self, pattern: Any, flags: Any) -> re.Pattern[Any]:
        """As `re.compile`; what had to be compiled is remembered for `save`."""
        asked = (pattern, int(flags))
        kept = self._kept.get(asked)
        if kept is not None:
            try:
                return _from_words(pattern, kept)
            except (RuntimeError, TypeError, ValueError, OverflowError):  # not of this matcher
                del self._kept[asked]
        if _MATCHER is None:
            return _compile(pattern, flags)
        words = _words_of(pattern, int(flags))
        self._made[asked] = words
        return _from_words(pattern, words)

    def save(self, folder: Path, fewest: int = _FEWEST) -> None:
        """Keep what was compiled beside what was kept, once it is enough to be worth it."""
        if len(self._made) < fewest:
            return
        together = self._kept | self._made
        most = together if len(together) <= _MOST else self._made
        if write_kept(folder / _NAME, _KEY, marshal.dumps(most)):
            drop_old(folder, "patterns-*.bin", _FILES)


def _recall(folder: Path) -> dict[Any, Any]:
    body = read_kept(folder / _NAME, _KEY)
    if body is None:
        return {}
    # What has the right digest was written by us.
    kept = marshal.loads(body)
    return kept if isinstance(kept, dict) else {}


def _from_words(pattern: Any, parts: Any) -> re.Pattern[Any]:
    flags, words, groups, numbers, names = parts
    code = memoryview(words).cast(_WORD).tolist()
    made: re.Pattern[Any] = _MATCHER.compile(pattern, flags, code, groups, numbers, names)
    return made


def _words_of(pattern: Any, flags: int) -> Any:
    """What `re.compile` hands to the matcher. Raises `re.error` for what is no pattern."""
    from array import array

    parsed = _PARSER.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    words = array(_WORD, _COMPILER._code(parsed, flags)).tobytes()
    return flags | state.flags, words, state.groups - 1, dict(state.groupdict), tuple(names)


def _inner() -> tuple[Any, Any, Any]:
    """The parser, compiler and matcher of `re`, whose names are its own affair; nothing where they are other ones."""
    try:
        import _sre  # type: ignore[import-not-found]
        from re import _compiler, _parser  # type: ignore[attr-defined]

        if calcsize(_WORD) == _sre.CODESIZE and callable(_sre.compile) and callable(_compiler._code):
            return _parser, _compiler, _sre
    except (ImportError, AttributeError):
        pass
    return None, None, None


_compile: Final = re.compile
_PARSER, _COMPILER, _MATCHER = _inner()
_TAG = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{getattr(_MATCHER, 'MAGIC', 0)}-{sys.byteorder}"
_NAME = f"patterns-{_TAG}.bin"
_KEY = f"patterns {__version__} {_TAG}"
