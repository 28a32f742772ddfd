"""Classes that a file makes of a library's own client: `class Cached(acme.Chat)`, and what they ask of it by `super()`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.trace import SUPER, Argument, Role, Text, Trace, TraceKind
from flowdown.scan.word_search import is_word_character

_PYTHON_HEAD = re.compile(r"[ \t]*class[ \t]+(\w+)[ \t]*\((?:[\w.,\s]|\[[\w.,\s\[\]]*\])*\Z")
_HEAD = re.compile(r"\bclass\s+(\w+)\s*(?:<[^<>{}]*>)?\s*extends\s+\Z")
_EXTENDS = frozenset({"javascript", "php", "dart"})
"""Languages whose classes say what they extend, and call upon that as `super`."""
_DOTTED = re.compile(r"(?:\.[A-Za-z_]\w*)*")
_BASE_END = re.compile(r"\s*(?:\[[^\[\]]*\]\s*)?[,)]")
_BODY = re.compile(r"\s*(?:<[^<>{}]*>)?\s*(?:implements\s[^{}]*)?\{")
_ASKED = re.compile(r"\bsuper(?:\([^()\n]*\))?\.(?!__)(\w+)\s*\(")
_MADE = re.compile(r"\bsuper(?:\([^()\n]*\)\.__init__)?\s*(\()(?!\s*\)\.)")
_ASKS_INSIDE = re.compile(r"_a?(?:call|chat|complete|create|embed|generate|stream|transcribe)(?:_|\Z)")
"""Methods that a library calls itself to ask its service, and that its heirs put something round."""
_FIELD = re.compile(r"\n[ \t]+(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?=[\"'])")
_REACH = 400


def read_subclasses(file: CodeFile, names: Mapping[str, str], mere: Collection[str]) -> Iterator[Trace]:
    """The classes of a file that extend an imported one, except of a `mere` library's, and their calls of that."""
    is_python = file.lexer.language == "python"
    if (not is_python and file.lexer.language not in _EXTENDS) or "class " not in file.masked:
        return
    masked = file.masked
    for start, name in file.words.of(name for name in names if name not in mere):
        if start and (is_word_character(masked[start - 1]) or masked[start - 1] in ".="):
            continue
        head = _head_before(masked, start, is_python)
        if head is None:
            continue
        rest = _DOTTED.match(masked, start + len(name))
        end = rest.end() if rest is not None else start + len(name)
        body = _body_behind(file, head, end, is_python)
        if body is not None:
            yield from _subclass(file, head.group(1), start, end, names[name] + masked[start + len(name) : end], body)


def _head_before(masked: str, start: int, is_python: bool) -> re.Match[str] | None:
    near = max(0, start - _REACH)
    at = masked.rfind("class ", near, start)
    if at < 0:
        return None
    if not is_python:
        return _HEAD.search(masked, at, start)
    return _PYTHON_HEAD.match(masked, masked.rfind("\n", 0, at) + 1, start)


def _body_behind(file: CodeFile, head: re.Match[str], end: int, is_python: bool) -> tuple[int, int] | None:
    """The span of the body of a class whose base ends at an offset; None where no base stands there."""
    masked = file.masked
    if not is_python:
        opened = _BODY.match(masked, end)
        return (opened.end() - 1, file.frames.close_of(opened.end() - 1)) if opened is not None else None
    if _BASE_END.match(masked, end) is None:
        return None
    indent = head.start(1) - head.start() - len(head.group().lstrip().partition(head.group(1))[0])
    after = re.compile(rf"\n[ \t]{{0,{indent}}}[^\s\"'#)\]}}]").search(masked, end)
    return end, after.start() if after is not None else len(masked)


def _subclass(file: CodeFile, owner: str, start: int, end: int, origin: str, body: tuple[int, int]) -> Iterator[Trace]:
    masked, place = file.masked, file.source.place(start, end)
    file.note_call(start, end)
    asked = [
        each
        for each in _ASKED.finditer(masked, *body)
        if not each.group(1).startswith("_") or _ASKS_INSIDE.match(each.group(1))
    ]
    made = next((each for each in _MADE.finditer(masked, *body) if masked[each.end(1)] != ")"), None)
    yield Trace(
        TraceKind.CLIENT,
        Text(origin),
        place,
        Role.CONSTRUCTED,
        language=file.lexer.language,
        name="super" if asked else "",
        callee=origin,
        arguments=(
            *(file.expressions.arguments(made.start(1)) if made is not None else ()),
            *_hosts_in(file, owner, body),
        ),
        binds=f"{SUPER}{owner}",
        block=(place.line, file.source.line_of(max(body[1] - 1, body[0]))),
        because=(f"`{owner}` extends `{origin}`",),
    )
    for match in asked:
        yield Trace(
            TraceKind.CALL,
            Text(match.group().rstrip("( \t")),
            file.source.place(match.start(), match.end()),
            Role.CALLED,
            language=file.lexer.language,
            callee=match.group(1),
            receiver=f"{SUPER}{owner}",
            arguments=file.expressions.arguments(match.end() - 1),
            scope=file.scope_of(match.start()),
        )


def _hosts_in(file: CodeFile, owner: str, body: tuple[int, int]) -> Iterator[Argument]:
    """The addresses that the fields of a class say (`base_url = "http://localhost:8000/v1"`), or that its file makes it with."""
    for match in _FIELD.finditer(file.masked, *body):
        if vocabulary.is_host_key(match.group(1)):
            yield Argument(
                match.group(1), file.expressions.value(match.end(), file.contexts.statement_end(match.end()))
            )
    for at, _ in file.words.of([owner]):
        if file.masked.startswith("(", at + len(owner)) and not body[0] <= at < body[1]:
            yield from (
                each for each in file.expressions.arguments(at + len(owner)) if vocabulary.is_host_key(each.name)
            )
