"""The calls of a framework's functions that ask the model which is made among their arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.callee import last_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.trace import Argument, Role, Text, Trace, TraceKind, Value

_ASKS = re.compile(r"(?:generate|stream|embed|transcribe)(?:[A-Z]\w*)?\Z")
"""Functions of frameworks that ask the model that they are given."""


def asked_with(file: CodeFile, context: Context, callee: str, model: Value) -> Iterator[Trace]:
    """The call that a model is made for, where that begins on a line before: `streamText({ prompt, model: acme("large-2") })`."""
    if file.lexer.language != "javascript" or not _ASKS.match(last_of(context.callee)):
        return
    at = context.callee_offset - len(context.callee)
    if context.keys[:1] == ("model",) and at >= 0 and file.masked.startswith(context.callee, at):
        yield Trace(
            TraceKind.CALL,
            Text(context.callee),
            file.source.place(at, context.callee_offset),
            Role.CALLED,
            language=file.lexer.language,
            callee=callee,
            arguments=(Argument("model", model),),
            because=(f"`{context.callee}` is given a model of `{callee}`",),
        )
