"""Requests that an interface declares and a library sends: Retrofit's `@POST("path")`, to the host its builder is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.sent_request import sent_request
from flowdown.scan.trace import Binding, Join, Reference, Space, Text, Trace, Yield

_WORD = "etrofit"
"""It stands in every file that declares such a request, or builds what sends it."""
_ASKED = re.compile(r"@(?:GET|POST|PUT|PATCH|DELETE|HTTP)\s*(\()")
_INTERFACE = re.compile(r"\binterface\s+(\w+)")
_POINTED = re.compile(r"\.\s*baseUrl\s*(\()")
_CREATED = re.compile(
    r"\bcreate\s*\(\s*(?P<given>\w+)\s*(?:::class\.java|\.class)\s*\)|\bcreate\s*<\s*(?P<typed>\w+)\s*>\s*\("
    r"|:\s*(?P<returned>\w+)\s*(?:=|\{\s*return)\s*[\w.]*(?:\([^()]*\))?\.?create\s*\(\s*\)"
)
_HELD = re.compile(
    r"\b([A-Za-z_]\w*)\s*(?::\s*\w+\s*)?(?:=|by\s+lazy(?:\([^()]*\))?\s*\{)\s*(?:[\w.]+(?:\(\s*\))?\s*\.\s*)?\Z"
)
"""A variable that is given what follows, which some owner is asked for: `val asker = retrofit.`, `asker = Factory.client().`."""
_HEAD_REACH = 120
_METHOD = re.compile(r"\s*[?!]{0,2}\.\s*[A-Za-z_]\w*\s*\(")
_OWN = re.compile(r"(?<![\w.])(?:this\.)?\Z")
_MOST = 200


def read_interfaces(file: CodeFile) -> Iterator[Yield]:
    """The requests that the interfaces of a file declare, and the host at which those that it creates are pointed."""
    if file.lexer.language != "jvm" or _WORD not in file.source.text:
        return
    masked = file.masked
    declared = [(match.start(), match.group(1)) for match in _INTERFACE.finditer(masked)]
    for number, match in enumerate(_ASKED.finditer(masked)):
        owner = next((name for start, name in reversed(declared) if start < match.start()), "")
        if number >= _MOST or not owner:
            break
        path = next(
            (each.value.text for each in file.expressions.arguments(match.start(1)) if isinstance(each.value, Text)), ""
        )
        value = Join((Reference(Space.CODE, _host_of(owner)), Text("/" + path.lstrip("/"))))
        yield sent_request(file, value, match.start(), match.start(1))
    pointed = list(_POINTED.finditer(masked))
    for match in pointed[:_MOST]:
        for argument in file.expressions.arguments(match.start(1))[:1]:
            if not isinstance(argument.value, Text):
                yield sent_request(file, argument.value, match.start(), match.start(1))
    for match in _CREATED.finditer(masked):
        before = [each for each in pointed if each.start() < match.start()]
        owner = match.group("given") or match.group("typed") or match.group("returned")
        yield sent_request(file, Reference(Space.CODE, _host_of(owner)), match.start(), match.end())
        yield from _calls_of(file, match, owner)
        for argument in file.expressions.arguments(before[-1].start(1))[:1] if before else ():
            yield Binding(Space.CODE, _host_of(owner), argument.value, file.source.place(*match.span()), file.module)


def _calls_of(file: CodeFile, created: re.Match[str], owner: str) -> Iterator[Trace]:
    """Where the variable is called upon that holds what was created of an interface."""
    held = _HELD.search(file.masked, max(0, created.start() - _HEAD_REACH), created.start())
    if held is None:
        return
    name = held.group(1)
    first, last = file.block_of(name, created.start())
    for number, at in enumerate(at for at, _ in file.words.of({name})):
        called = _METHOD.match(file.masked, at + len(name))
        if number >= _MOST or called is None or not _OWN.search(file.masked, max(0, at - 6), at):
            continue
        if not last or first <= file.source.line_of(at) <= last:
            yield sent_request(file, Reference(Space.CODE, _host_of(owner)), at, called.end() - 1)


def _host_of(interface: str) -> str:
    """The name that holds where the requests of an interface go."""
    return f"host_of_{interface}"
