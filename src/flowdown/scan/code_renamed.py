"""Imported classes, functions and modules that a program goes on to call by a name of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_types import alias
from flowdown.scan.context import Context
from flowdown.scan.trace import Trace
from flowdown.scan.word_search import is_word_character

_RENAMED = re.compile(r"((?:\.[A-Za-z_]\w*)*)[ \t]*(?=[\n;]|$)")
_ASSIGNS = ("= ", "=")
_MEMBER = re.compile(r"(?:self|this|cls)\.\w+\Z")
_CALLED = re.compile(r"((?:\.\w+)*)\s*(\()")


class Called(NamedTuple):
    """A call by a name of the program's own: where it begins, what follows the name, the bracket, whose it is."""

    start: int
    end: int
    opener: int
    origin: str
    name: str
    """The imported name."""


def renamed(file: CodeFile, names: dict[str, str], mere: Collection[str]) -> Iterator[Trace]:
    """Classes and modules that a variable holds, to be called upon by its name: `client = acme.Generation`."""
    for at, name, end, context in _held(file, names):
        last = re.split(r"[.:>]", context.target)[-1]
        if last[:1].islower() and name not in mere:
            yield alias(file, last, at, end, names[name] + file.masked[at + len(name) : end])


def called_members(file: CodeFile, names: dict[str, str]) -> Iterator[Called]:
    """The calls of members into which an object has put what was imported: `self._Asker = Asker`, `self._Asker(...)`.

    The import may stand in the function that does so, where a package is only asked for when it is needed.
    """
    holders: dict[str, tuple[str, str]] = {}
    for at, name, end, context in _held(file, names):
        if _MEMBER.match(context.target):
            holders[context.target] = names[name] + file.masked[at + len(name) : end], name
    lasts = {target.partition(".")[2]: target for target in holders}
    for at, last in file.words.of(lasts):
        target = lasts[last]
        start = at - (len(target) - len(last))
        match = _CALLED.match(file.masked, at + len(last))
        if match is None or not file.masked.startswith(target, max(0, start)):
            continue
        if start and (is_word_character(file.masked[start - 1]) or file.masked[start - 1] == "."):
            continue
        origin, name = holders[target]
        yield Called(start, match.end(1), match.start(2), origin + match.group(1), name)


def _held(file: CodeFile, names: Collection[str]) -> Iterator[tuple[int, str, int, Context]]:
    """Where an imported name, or what hangs on it, is all that a variable is given: where, the name, its end, the rest."""
    for at, name in file.words.of(names):
        found = _RENAMED.match(file.masked, at + len(name))
        if found is None or not file.masked.endswith(_ASSIGNS, 0, at) or file.is_in_import(at):
            continue
        context = file.contexts.around(at, found.end())
        if context.target and not context.callee and not context.keys:
            yield at, name, found.end(1), context
