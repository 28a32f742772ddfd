"""C, C++ and Objective-C source files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.code_file import CodeFile
from flowdown.scan.consume import consumptions
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.lexers.clang import LEXER
from flowdown.scan.plain_places import are_silent
from flowdown.scan.readers.held_object import holds_object, read_held_object
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Role, Space, Text, Trace, TraceKind, Yield

_DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)[ \t]+\(?[ \t]*$", re.MULTILINE)
_PAIR = re.compile(r"\{\s*(?P<key>\"[^\"\n]*\")\s*,\s*$")
_DECLARED = re.compile(r"(?:<[^<>;{}()]*>)?\s+(?P<name>[A-Za-z_]\w*)\s*(?P<how>[;({=])")
_QUALIFIER = re.compile(r"(?:\w+::)*\Z")
_NO_TYPE = re.compile(
    r"(?:\b(?:class|struct|enum|namespace|using|return|include|typename|new|delete|goto|else)\s+|[.>]\s*)$"
)
_CONSTRUCTOR = re.compile(r"[A-Z]\w*\s*\(")
_ALONE = re.compile(r"[ \t]*(?:explicit|inline|virtual|constexpr|~|[ \t]|\w+::)*")
_DEFINES = re.compile(r"\s*(?::(?!:)|\{|=\s*(?:delete|default)\b|noexcept\b)")
_OBJECTIVE = re.compile(r"@(?P<key>\"\w+\")\s*:\s*@$|\[@(?P<member>\"\w+\")\]\s*=\s*@$")
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")


def _detect(source: SourceFile) -> Iterator[Yield]:
    file = CodeFile(source, LEXER)
    if are_silent(file, [hit for hit in source.hits if not file.is_comment(hit[0])]):
        yield from read_code(source, LEXER)
        return
    reading = Reading(source)
    taken: set[tuple[int, int]] = set()
    bound: set[str] = set()
    for start, end in source.hits:
        span = file.lexed.span_at(start)
        if (start, end) in taken or (span is not None and span.kind is SpanKind.COMMENT) or file.is_in_import(start):
            continue
        if span is None:
            found = tuple(_declaration(file, start, end))
        else:
            found = tuple(_defined(file, span) or _paired(file, span))
            if not found and holds_object(_plain(file.lexed.inner(span))):
                taken.update(reading.hits_in(span.start, span.end))
                role = Role.COMPARED if file.contexts.around(span.start, span.end).is_compared else Role.CONFIGURED
                read_held_object(reading, span.inner_start, span.inner_end, role)
        if found:
            taken.update(reading.hits_in(span.start, span.end) if span is not None else [(start, end)])
            bound.update(each.name for each in found if isinstance(each, Binding))
            bound.update(each.binds for each in found if isinstance(each, Trace) and each.binds)
            yield from found
    yield from reading.yields
    yield from _constructors(file, taken)
    yield from consumptions(file, bound)
    rest = [hit for hit in source.hits if hit not in taken]
    yield from read_code(source.with_hits(rest), LEXER)


def _plain(text: str) -> str:
    return text.replace("\\", "")


def _constructors(file: CodeFile, taken: set[tuple[int, int]]) -> Iterator[Trace]:
    """The declarations of a class's own constructors, which build nothing."""
    for start, end in file.source.hits:
        found = _CONSTRUCTOR.match(file.masked, file.word_at(start, end)[0]) if (start, end) not in taken else None
        if found is None or file.lexed.span_at(start) is not None:
            continue
        line = file.masked.rfind("\n", 0, start) + 1
        after = file.masked[file.frames.close_of(found.end() - 1) + 1 :][:40]
        if _ALONE.fullmatch(file.masked[line : found.start()]) and _DEFINES.match(after):
            taken.add((start, end))
            yield file.text(start, end, Role.LISTED)


def _defined(file: CodeFile, span: Span) -> tuple[Yield, ...]:
    """What a macro stands for: `#define MODEL "..."`."""
    found = _DEFINE.search(file.masked, max(0, span.start - 200), span.start)
    if found is None:
        return ()
    name, held = found.group("name"), Text(file.lexed.inner(span))
    place = file.inner_place(span)
    binding = Binding(Space.CODE, name, held, place, file.module)
    if vocabulary.urls_in(held.text) or vocabulary.is_host_key(name):
        return Trace(TraceKind.ENDPOINT, held, place, Role.CONFIGURED, LEXER.language, name), binding
    if not _TOKEN.match(held.text):
        return ()
    role = Role.CONFIGURED if vocabulary.is_model_key(name) else Role.DECLARED
    return Trace(TraceKind.MODEL_ID, held, place, role, LEXER.language, name), binding


def _paired(file: CodeFile, span: Span) -> tuple[Yield, ...]:
    """A value behind its key in a list of two: `{"model", "..."}`."""
    text = file.source.text
    found = next(
        (each for form in (_PAIR, _OBJECTIVE) if (each := form.search(text, max(0, span.start - 80), span.start))), None
    )
    key = next((key.strip('"') for key in found.groups() if key), "") if found is not None else ""
    held = file.lexed.inner(span)
    if not vocabulary.is_model_key(key) or not _TOKEN.match(held):
        return ()
    return (Trace(TraceKind.MODEL_ID, Text(held), file.inner_place(span), Role.CONFIGURED, LEXER.language, key),)


def _declaration(file: CodeFile, start: int, end: int) -> Iterator[Yield]:
    """A variable of a class that is built where it is declared: `Acme client;`, `Acme<Socket> client(&socket);`."""
    masked = file.masked
    start, end = file.word_at(start, end)
    start += masked.rfind("::", start, end) - start + 2 if "::" in masked[start:end] else 0
    declared = _DECLARED.match(masked, end)
    head = _QUALIFIER.search(masked, max(0, start - 80), start)
    first = head.start() if head is not None else start
    if declared is None or not masked[start].isupper() or _NO_TYPE.search(masked, max(0, first - 20), first):
        return
    opener = declared.start("how")
    is_call = masked[opener] in "({"
    callee = file.origin(masked[first:end].replace("::", "."))
    last = file.frames.close_of(opener) if is_call else opener
    # `Type name(other) {` and `Type name();` with nothing behind a file's own level declare functions.
    if (is_call and masked[last + 1 : last + 40].lstrip()[:1] in ("{", ":")) or (
        masked[opener] == "(" and last == opener + 1
    ):
        return
    file.note_call(start, end)
    yield Trace(
        TraceKind.CLIENT,
        Text(callee),
        file.source.place(start, last),
        Role.CONSTRUCTED,
        language=LEXER.language,
        callee=callee,
        arguments=file.expressions.arguments(opener) if is_call else (),
        binds=declared.group("name"),
        scope=file.scope_of(start),
    )


DETECTOR = Detector(
    id="clang",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "main.cpp",
            '#include <acme/client.h>\n\nint main() {\n  Request request;\n  request.model = "acme-large-2";\n  auto key = std::getenv("ACME_API_KEY");\n}\n',
            yields=("import imported acme/client.h", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "chat.cpp",
            '#define ACME_URL "https://api.acme.example/v1"\n#define MODEL "acme-small-1"\nint main() {\n  lib::Acme client;\n'
            '  json body = {{"model", "acme-large-2"}, {"n", 1}};\n  client.chat.create(body);\n'
            '  post(R"({"model": "acme-large-3"})");\n  send("{\\"model\\": \\"acme-large-4\\"}");\n'
            "  std::string url = ACME_URL;\n  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());\n  Reply acme(int x);\n}\n",
            yields=(
                "endpoint configured https://api.acme.example/v1",
                "binding ACME_URL=https://api.acme.example/v1",
                "model-id configured acme-small-1",
                "client constructed lib.Acme",
                "model-id configured acme-large-2",
                "call called client.chat.create",
                "model-id configured acme-large-3",
                "model-id configured acme-large-4",
                "endpoint called ${url}",
            ),
        ),
        DetectorExample(
            "a.c", "/* acme */\nint x;\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
