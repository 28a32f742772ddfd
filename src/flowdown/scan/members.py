"""Names that stand for members of what other names hold: those of loops and of what is mapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.trace import Binding, Reference, Space
from flowdown.scan.word_search import places_of, starting_with

_JOINTS = re.compile(r"[.:>]")
_WORD = re.compile(r"[\w$]+")
_MAPPED = re.compile(r"\s*\??\.(?:map|forEach|flatMap|each|foreach|for_each|Select)\b")
_LOOP_HEAD = re.compile(r"[\w$\s,\[\](&):=.]*+")
_LOOPS_OVER = ("in", "of", ":", "range")


def members_of(file: CodeFile, names: Iterable[str]) -> Iterator[Binding]:
    """The names that stand for one member after another of what other names hold: those of loops and mappings."""
    lasts = sorted({_JOINTS.split(name.removesuffix("()"))[-1] for name in names} - {""})
    if not lasts:
        return
    if not _can_have_members(file, lasts):
        return
    words = "|".join(map(re.escape, lasts))
    pattern = re.compile(
        rf"\bfor\b\s*\(?\s*(?:const|let|var|final|auto|String|string|_\s*,)?\s*[\[(&]*(?P<each>[\w$]+(?:\s*,\s*[\w$]+)*)[\])]*\s*"
        rf"(?:in|of|:|:=\s*range|=\s*range)\s*[(&]*(?P<all>(?:self\.|this\.)?(?:{words}))(?![\w$]|\.(?!(?:iter|items|entries|values)\b))"
        rf"|(?<![\w$])(?P<list>{words})\s*\??\.(?:map|forEach|flatMap|each|foreach|for_each|Select)\b\s*[({{(]?\s*(?:do\s*)?"
        rf"(?:async\s*)?[(|]*(?P<one>[\w$]+)"
    )
    for match in starting_with(file.masked, pattern, ["for", *lasts]):
        group, whole = ("each", "all") if match.group("each") else ("one", "list")
        value = Reference(Space.CODE, match.group(whole))
        place = file.source.place(*match.span(group))
        scope = file.scope_of(match.start(group))
        # Of several names (`for name, url in table`) each stands for a part of a member.
        for name in _WORD.findall(match.group(group)):
            block = file.block_of(name, match.end(group)) if scope else (0, 0)
            yield Binding(Space.CODE, name, value, place, file.module, scope=scope, block=block)


def _can_have_members(file: CodeFile, lasts: Iterable[str]) -> bool:
    """Whether one of some words stands where a loop or a mapping would name it: most files have none."""
    masked = file.masked
    for at, word in places_of(masked, lasts):
        if _MAPPED.match(masked, at + len(word)):
            return True
        before = at - 5 if masked.endswith(("self.", "this."), 0, at) else at
        while before and masked[before - 1] in "(&":
            before -= 1
        while before and masked[before - 1].isspace():
            before -= 1
        if masked.endswith(_LOOPS_OVER, 0, before):
            loop = masked.rfind("for", 0, before)
            if loop >= 0 and _LOOP_HEAD.fullmatch(masked, loop, at):
                return True
    return False
