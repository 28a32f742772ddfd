"""Addresses that a file makes of another that it holds: `chatUrl = '$baseUrl/chat'`, `CHAT = BASE + "/chat"`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.flow import is_distinctive
from flowdown.scan.trace import Binding, Join, Reference, Space
from flowdown.scan.word_search import whole_words

_JOINTS = re.compile(r"[.:>]")
_MOST = 60
"""Addresses of one file that are looked at: who makes more has a table of them."""


def derived_addresses(file: CodeFile, names: Collection[str]) -> Iterator[Binding]:
    """The constants and members of a file that are addresses made of one that a name holds."""
    hosts = {last for last in (_JOINTS.split(name)[-1] for name in names) if vocabulary.is_host_key(last)}
    if not hosts:
        return
    places = [(at, at + len(word)) for at, word in file.words.of(hosts)]
    for part in file.interpolations:
        span = file.lexed.span_at(part.start)
        if span is not None and next(whole_words(part.words, hosts), None) is not None:
            places.append((span.start, span.end))
    for start, end in places[:_MOST]:
        yield from _made_here(file, start, end, hosts)


def _made_here(file: CodeFile, start: int, end: int, hosts: Collection[str]) -> Iterator[Binding]:
    context = file.contexts.around(start, end)
    name = _JOINTS.split(context.target)[-1]
    if context.callee or context.keys or context.is_compared or name in hosts or not vocabulary.is_host_key(name):
        return
    first, last = context.target_range
    value = file.expressions.value(first, last) if 0 <= first < last else None
    if not isinstance(value, Join) or not isinstance(value.parts[0], Reference):
        return
    if value.parts[0].space is Space.CODE and _JOINTS.split(value.parts[0].name)[-1] in hosts:
        place = file.source.place(start, end)
        block = file.block_of(context.target, first)
        yield Binding(Space.CODE, context.target, value, place, file.module, scope=file.scope_of(start), block=block)


def is_made_of(each: Binding, places: Collection[tuple[str, str]]) -> bool:
    """Whether an address of a name of its own begins with one that a name of its file holds."""
    first = each.value.parts[0] if isinstance(each.value, Join) else None
    is_made = isinstance(first, Reference) and (each.place.path, first.name) in places
    return is_made and is_distinctive(each.name)
