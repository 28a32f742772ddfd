"""Ignore rules as git reads them, compiled so that most names cost a few look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.scan.glob import translate

SIZE_LIMIT = 512 * 1024
"""Bytes that an ignore file may have."""
WILD_LIMIT = 5000
"""Rules with a wildcard that an ignore file may have."""

_WILD = re.compile(rb"[*?\[\\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of an ignore file, its pattern without `!` and outer slashes; `is_path`: it names a path."""

    pattern: bytes
    is_negated: bool
    is_folder_only: bool
    is_path: bool


def parse_rules(text: bytes) -> tuple[Rule, ...]:
    """The rules of an ignore file, in order; what can never match is left out."""
    rules = []
    for raw in text.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if raw.startswith(b"#"):
            continue
        line = _without_trailing_spaces(raw.removesuffix(b"\r").split(b"\0", 1)[0])
        is_negated = line.startswith(b"!")
        line = line.removeprefix(b"!")
        is_folder_only = line.endswith(b"/")
        line = line.removesuffix(b"/")
        if line:
            rules.append(Rule(line.removeprefix(b"/"), is_negated, is_folder_only, b"/" in line))
    return tuple(rules)


def _without_trailing_spaces(line: bytes) -> bytes:
    """Cut spaces at the end, but keep what a backslash protects."""
    cut = line.rstrip(b" ")
    slashes = len(cut) - len(cut.rstrip(b"\\"))
    return cut + line[len(cut) : len(cut) + 1] if slashes % 2 else cut


class _Wild:
    """The wildcard rules of one ignore file: one joined expression says whether any of them `matches`."""

    __slots__ = ("_each", "matches")

    def __init__(self, rules: list[tuple[int, bytes]]) -> None:
        self.matches = re.compile(b"|".join(b"(?:" + expression + b")" for _, expression in rules)).match
        self._each = rules[::-1]

    def rank(self, text: bytes) -> int:
        """The rank of the last rule that matches, or -1."""
        return next((rank for rank, expression in self._each if re.match(expression, text)), -1)


class _Table:
    """The rules of a whole stack for one sort of entry (files or folders).

    A rule's rank is twice its position plus one if it is negated: the highest rank decides, an odd one keeps.
    """

    __slots__ = ("_ends", "_starts", "extensions", "names", "path_wild", "paths", "prefixes", "suffixes", "wild")

    def __init__(self, base: _Table | None, rules: Iterable[tuple[int, Rule]], folder: bytes) -> None:
        self.names: dict[bytes, int] = dict(base.names) if base else {}
        self.extensions: dict[bytes, int] = dict(base.extensions) if base else {}
        self.suffixes: dict[bytes, int] = dict(base.suffixes) if base else {}
        self.prefixes: dict[bytes, int] = dict(base.prefixes) if base else {}
        self.paths: dict[bytes, int] = dict(base.paths) if base else {}
        wild: list[tuple[int, bytes]] = []
        path_wild: list[tuple[int, bytes]] = []
        for rank, rule in rules:
            if not rule.is_path:
                self._add_name(rule.pattern, rank, wild)
            elif not _WILD.search(rule.pattern):
                self.paths[folder + rule.pattern] = rank
            elif expression := translate(rule.pattern, is_path=True):
                path_wild.append((rank, re.escape(folder) + expression))
        self._ends = tuple(self.suffixes)
        self._starts = tuple(self.prefixes)
        # The nearest ignore file is the strongest, so its expressions come first.
        self.wild: tuple[_Wild, ...] = (*([_Wild(wild)] if wild else ()), *(base.wild if base else ()))
        self.path_wild: tuple[_Wild, ...] = (
            *([_Wild(path_wild)] if path_wild else ()),
            *(base.path_wild if base else ()),
        )

    def _add_name(self, pattern: bytes, rank: int, wild: list[tuple[int, bytes]]) -> None:
        inside = pattern[1:]
        if not _WILD.search(pattern):
            self.names[pattern] = rank
        elif pattern.startswith(b"*") and not _WILD.search(inside):
            table = self.extensions if inside.rfind(b".") == 0 else self.suffixes
            table[inside] = rank
        elif pattern.endswith(b"*") and not _WILD.search(pattern[:-1]):
            self.prefixes[pattern[:-1]] = rank
        elif expression := translate(pattern, is_path=False):
            wild.append((rank, expression))

    def ignores(self, name: bytes, path: bytes) -> bool:
        """Whether an entry of this name and path (from the repository's root) is ignored."""
        rank = self.names.get(name, -1)
        # A name without a dot is looked up by its last byte, which no extension is.
        other = self.extensions.get(name[name.rfind(b".") :], -1)
        if other > rank:  # noqa: PLR1730 (twice as fast as `max`, for every file)
            rank = other
        if name.endswith(self._ends):
            rank = max(rank, *(each for end, each in self.suffixes.items() if name.endswith(end)))
        if name.startswith(self._starts):
            rank = max(rank, *(each for start, each in self.prefixes.items() if name.startswith(start)))
        for wild in self.wild:
            if wild.matches(name):
                rank = max(rank, wild.rank(name))
        if self.paths:
            rank = max(rank, self.paths.get(path, -1))
        for wild in self.path_wild:
            if wild.matches(path):
                rank = max(rank, wild.rank(path))
        return rank >= 0 and not rank & 1


class IgnoreRules:
    """The rules of every ignore file from the repository's root down to one folder."""

    __slots__ = ("_count", "files", "folders")

    def __init__(self, base: IgnoreRules | None = None, rules: tuple[Rule, ...] = (), folder: bytes = b"") -> None:
        first: int = base._count if base else 0
        self._count: int = first + len(rules)
        ranked = [(2 * (first + at) + rule.is_negated, rule) for at, rule in enumerate(rules)]
        self.folders: _Table = _Table(base.folders if base else None, ranked, folder)
        self.files: _Table = _Table(
            base.files if base else None, [pair for pair in ranked if not pair[1].is_folder_only], folder
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is no rule at all."""
        return not self._count

    def below(self, text: bytes, folder: bytes, *, takes_all: bool = True) -> IgnoreRules:
        """These rules and, stronger, those of an ignore file in `folder` (`a/b/`, or empty for the root).

        Without `takes_all`, a rule that ignores every entry there is is left out. A file that is too long or holds
        too many wildcards is not honoured, so that more is read, never less.
        """
        if len(text) > SIZE_LIMIT:
            return self
        rules = parse_rules(text)
        if not takes_all:
            rules = tuple(rule for rule in rules if rule.is_negated or rule.pattern.strip(b"*"))
        if not rules or sum(_WILD.search(rule.pattern) is not None for rule in rules) > WILD_LIMIT:
            return self
        return IgnoreRules(self, rules, folder)
