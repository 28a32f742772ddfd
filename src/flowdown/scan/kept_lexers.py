"""Keeps which lexer reads the files of which suffix, so that only those are imported whose language a tree is written in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from flowdown.base.kept_file import COMPILED, drop_old, read_kept, write_kept
from flowdown.base.openset import load_module
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.lexer import PACKAGE, Lexer, load_lexers

_KEPT = 5


class LexersBySuffix(Mapping[str, Lexer]):
    """The lexers by the suffixes of their languages' files; each is imported when it is first asked for."""

    def __init__(self, suffixes: Mapping[str, str]) -> None:
        self._suffixes = suffixes

    def __getitem__(self, suffix: str) -> Lexer:
        return load_module(PACKAGE, self._suffixes[suffix], "LEXER", Lexer)

    def __iter__(self) -> Iterator[str]:
        return iter(self._suffixes)

    def __len__(self) -> int:
        return len(self._suffixes)

    def __contains__(self, suffix: object) -> bool:
        return suffix in self._suffixes


def lexers_by_suffix(cache: Path | None) -> LexersBySuffix:
    """All lexers by suffix, as it was kept for the same code or from the lexers themselves."""
    content = code_stamp(cache)
    for folder in (COMPILED, cache):
        suffixes = _read(folder, content) if folder is not None else {}
        if suffixes:
            return LexersBySuffix(suffixes)
    return LexersBySuffix(keep_suffixes(cache, content) if cache is not None else _suffixes())


def keep_suffixes(folder: Path, content: str) -> dict[str, str]:
    """Ask every lexer for its suffixes, and keep that; a folder that cannot be written is left alone."""
    suffixes = _suffixes()
    if write_kept(folder / f"lexers-{content}.json", content, json.dumps(suffixes).encode()):
        drop_old(folder, "lexers-*.json", _KEPT)
    return suffixes


def _suffixes() -> dict[str, str]:
    return {suffix: lexer.id for lexer in load_lexers().values() for suffix in lexer.suffixes}


def _read(folder: Path, content: str) -> dict[str, str]:
    try:
        rows = json.loads(read_kept(folder / f"lexers-{content}.json", content) or b"{}")
        return {str(suffix): str(identity) for suffix, identity in rows.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
