"""The trace of a request that a program sends, however its reader found it."""

from __future__ import annotations

from flowdown.scan.code_file import CodeFile
from flowdown.scan.trace import Role, Trace, TraceKind, Value


def sent_request(
    file: CodeFile, value: Value, start: int, end: int, *, callee: str = "", why: str = "", scope: str = ""
) -> Trace:
    """A request to an address by the call in a span; `why` says more of what is called, `scope` where its names are bound."""
    callee = callee or file.masked[start:end].strip(" .")
    return Trace(
        TraceKind.ENDPOINT,
        value,
        file.source.place(start, end),
        Role.CALLED,
        language=file.lexer.language,
        name="url",
        callee=callee,
        scope=scope or file.scope_of(start),
        because=(f"is requested by `{callee}`" + (f", which {why}" if why else ""),),
    )
