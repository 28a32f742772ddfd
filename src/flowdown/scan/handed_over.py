"""Functions that a program hands to what calls them later: `partial(acme.ask, "large-2")`, `to_thread(client.send, text)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from flowdown.scan.callee import is_builder
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.trace import Argument, Role, Text, Trace, TraceKind

_CALLS_LATER = re.compile(
    r"(?:^|[._])(?:partial|to_thread|run_sync|run_in_(?:executor|threadpool|thread)|(?:add|create)_executor_job|submit)\Z"
)
_WORDS = ("partial(", "to_thread(", "run_sync(", "run_in_", "executor_job(", "submit(")
_ENDS = re.compile(r"\s*[,)]")
_MEMBERS = re.compile(r"(?:\.\w+)*")
_GIVEN = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:,|\Z)")


class Handed(NamedTuple):
    """A function that is handed over: the bracket of the call that takes it, and its own arguments."""

    opener: int
    arguments: tuple[Argument, ...]


def handed_over(file: CodeFile, start: int, end: int) -> Handed | None:
    """How the name in a span is handed to what calls it; None if it is not."""
    if file.lexer.language != "python" or _ENDS.match(file.masked, end) is None or not _may_hand(file.masked):
        return None
    context = file.contexts.around(start, end)
    if context.keys or context.position < 0 or not calls_later(context.callee):
        return None
    return Handed(context.callee_offset, _arguments_behind(file, context.callee_offset, context.position))


def called_later(file: CodeFile, start: int, method: re.Match[str] | None, receiver: str, owner: str) -> Trace | None:
    """The call of a client's method that is handed to something that calls it; None if it is not."""
    handed = handed_over(file, start, method.end()) if method is not None else None
    if method is None or handed is None:
        return None
    callee = method.group().strip(".")
    return Trace(
        TraceKind.CALL,
        Text(owner + file.masked[start : method.end()]),
        file.source.place(start, method.end()),
        Role.CALLED,
        language=file.lexer.language,
        callee=callee,
        receiver=receiver,
        arguments=handed.arguments,
        scope=file.scope_of(start),
        because=(f"`{callee}` is handed to what calls it",),
    )


def import_called_later(file: CodeFile, start: int, name: str, origin: str) -> Iterator[Trace]:
    """The call of an imported function, or the client of an imported class, that is handed to something that calls it."""
    members = _MEMBERS.match(file.masked, start + len(name))
    end = members.end() if members is not None else start + len(name)
    handed = handed_over(file, start, end)
    if handed is None:
        return
    callee = origin + file.masked[start + len(name) : end]
    builds = is_builder(callee)
    holder = file.contexts.around(start, end).target if builds else ""
    yield Trace(
        TraceKind.CLIENT if builds else TraceKind.CALL,
        Text(callee),
        file.source.place(start, end),
        Role.CONSTRUCTED if builds else Role.CALLED,
        language=file.lexer.language,
        callee=callee,
        arguments=handed.arguments,
        binds=holder,
        scope=file.scope_of(start),
        block=file.block_of(holder, start),
        because=(f"`{callee}` is handed to what calls it",),
    )


def calls_later(callee: str) -> bool:
    """Whether a function calls another that it is given."""
    return _CALLS_LATER.search(callee) is not None


def function_before(file: CodeFile, context: Context) -> str:
    """The function to which what stands here is given when it is called later; empty if there is none."""
    if context.position < 1 or context.callee_offset < 0 or not calls_later(context.callee):
        return ""
    for start, end in file.frames.parts_of(context.callee_offset, context.position):
        found = _GIVEN.match(file.masked, start, end)
        if found is not None and found.group(1) != "None":
            return found.group(1)
    return ""


@lru_cache(maxsize=4)
def _may_hand(masked: str) -> bool:
    """Whether a text has a word of those that call later at all: most have none, and are asked of at every name."""
    return any(word in masked for word in _WORDS)


def _arguments_behind(file: CodeFile, opener: int, position: int) -> tuple[Argument, ...]:
    """The arguments of a call behind a position, numbered from there."""
    found: list[Argument] = []
    for each in file.expressions.arguments(opener):
        if not each.name.isdigit():
            found.append(each)
        elif int(each.name) > position:
            found.append(replace(each, name=str(int(each.name) - position - 1)))
    return tuple(found)
