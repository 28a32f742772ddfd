"""PowerShell scripts and modules: requests, parameters, tables, variables, environment, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_compare_callee
from flowdown.scan.code import CODE_KINDS
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_http import names_in
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.env_reader import is_env_reader
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.lexers.powershell import LEXER
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.held_object import read_held_object
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.powershell_text import (
    FUNCTION,
    PowerShellContext,
    bare,
    context_of,
    function_round,
    members_of,
    value_of,
)
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Role, Space, Text, Trace, TraceKind, Value, Yield

_REQUEST = re.compile(
    r"(?i)(?<![\w$@.-])(?P<name>[a-z]+-\w*(?:RestMethod|WebRequest|Api|Request)\w*|iwr|irm|Start-BitsTransfer)(?![\w-])(?P<rest>(?:[^|;\n`]|`\n?|\{[^{}]*\})*)"
)
_URI = re.compile(r"(?i)-(?:Uri|Source)[: \t]+(?P<value>\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s`]+)")
_DEFINED = re.compile(r"(?i)\bfunction[ \t]+(?:\w+:)?\Z")
_FIRST = re.compile(r"[ \t]*(?P<value>[\"'$(][^\s`]*)")
_EXPRESSION = re.compile(r"(?i)[ \t]*(?:return[ \t]+)?(?=[\"'$(]|[a-z]+-\w+[ \t)]*\Z)")
_SPLAT = re.compile(r"(?<![\w\"'])@(\w+)")
_SENDS = re.compile(
    r"(?i)^(?:Invoke-(?:RestMethod|WebRequest)|iwr|irm|curl|wget|Start-BitsTransfer|Invoke-\w*(?:Api|Request)\w*)$"
)
_SPEAKS = re.compile(r"(?i)^(?:Write-\w+|echo|throw|Out-\w+|Read-Host|Should|It|Describe|Context)$")
_COMPARES = re.compile(r"(?i)^(?:Should|It|Describe|Context|Select-String|Mock)$")
_ENVIRONMENT = re.compile(r"(?i)\$env:([A-Za-z_]\w*)")
_ENV_SET = re.compile(r"[ \t]*=[ \t]*(?!=)")
_KEY_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_STORE = re.compile(r"(?i)\b(?:env|secrets?|config)[ \t]+(?:get(?:-value)?|read|show)[ \t]+\Z")
"""A program that hands out settings by their names: `azd env get-value NAME`."""
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")
_BARE_TOKEN = re.compile(r"[\w@.:/+-]+")
_PROGRAM = re.compile(r"(?m)^[ \t]*(?:&[ \t]*)?([a-z][\w.]*)(?:\.exe)?[ \t]+(?!=)[^\n]*")
_PROSE_KEYS = frozenset(
    "DESCRIPTION HELPMESSAGE AUTHOR COPYRIGHT RELEASENOTES TAGS PROJECTURI LICENSEURI ICONURI".split()
)
_MOST = 60


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one script."""
    file = CodeFile(source, LEXER)
    reading = Reading(source)
    for found in file.imports:
        if reading.has_hit(found.start, found.end) and not file.is_comment(found.start):
            reading.trace(
                TraceKind.IMPORT, found.module, found.start, found.end, Role.IMPORTED, language=LEXER.language
            )
    _read_environment(reading, file)
    done: set[int] = set()
    for start, end in source.hits:
        span = file.lexed.span_at(start)
        if span is None:
            _read_word(reading, file, start, end)
        elif span.kind is not SpanKind.COMMENT and span.start not in done:
            done.add(span.start)
            _read_string(reading, file, span)
    _read_programs(reading, file)
    comments = [(span.start, span.end) for span in file.lexed.spans if span.kind is SpanKind.COMMENT]
    yield from _requests(file)
    yield from finish(reading, Document(comments=comments))


def _requests(file: CodeFile) -> Iterator[Yield]:
    """The requests to addresses that variables hold, and what those are set to."""
    names: set[str] = set()
    for number, found in enumerate(_REQUEST.finditer(file.masked)):
        if number >= _MOST:
            break
        if _DEFINED.search(file.masked, max(0, found.start() - 20), found.start()):
            continue
        value = _address(file, found)
        if value is None or isinstance(value, Text) or not (asked := set(names_in(value))):
            continue
        names |= asked
        place = file.source.place(*found.span("name"))
        because = (f"is requested by `{found.group('name')}`",)
        yield Trace(
            TraceKind.ENDPOINT, value, place, Role.CALLED, LEXER.language, "url", found.group("name"), because=because
        )
    yield from _bindings(file, names)
    yield from _returned(file)


def _returned(file: CodeFile) -> Iterator[Binding]:
    """The addresses that functions return which are called after one: `function Get-AcmeUri { 'https://...' }`."""
    for found in FUNCTION.finditer(file.masked):
        opener = file.masked.find("{", found.end(), found.end() + 80)
        if opener < 0 or not vocabulary.makes_address(found.group(1)):
            continue
        answer = _last_expression(file, opener + 1, file.frames.close_of(opener))
        if answer is not None:
            place = file.source.place(*found.span(1))
            yield Binding(Space.CODE, f"{found.group(1)}()", value_of(file, *answer), place, file.module)


def _last_expression(file: CodeFile, start: int, end: int) -> tuple[int, int] | None:
    """The last line of a body, if it is an expression on its own."""
    end = start + len(file.masked[start:end].rstrip())
    begin = file.masked.rfind("\n", start, end) + 1 or start
    found = _EXPRESSION.match(file.masked, begin, end)
    return (found.end(), end) if found is not None else None


def _address(file: CodeFile, found: re.Match[str]) -> Value | None:
    begin, end = found.span("rest")
    given = _URI.search(file.masked, begin, end) or _FIRST.match(file.masked, begin, end)
    if given is not None:
        return value_of(file, *given.span("value"))
    splat = _SPLAT.search(file.masked, begin, end)
    return members_of(file, splat.group(1)) if splat is not None else None


def _bindings(file: CodeFile, names: set[str]) -> Iterator[Binding]:
    """What a script sets variables to, and those that they are made of."""
    known: set[str] = set()
    for _ in range(3):
        names = {bare(name) for name in names} - known
        if not names:
            return
        known |= names
        words = "|".join(map(re.escape, sorted(names)))
        asked: set[str] = set()
        for found in re.finditer(rf"(?i)\$(?:\w+:)?({words})[ \t]*=(?!=)[ \t]*([^\n;#]+)", file.masked):
            value = value_of(file, found.start(2), found.end(2))
            asked |= set(names_in(value))
            written = next(name for name in names if name.lower() == found.group(1).lower())
            yield Binding(Space.CODE, written, value, file.source.place(*found.span(1)), file.module)
        names = asked


def _read_environment(reading: Reading, file: CodeFile) -> None:
    masked = file.masked
    for found in _ENVIRONMENT.finditer(reading.text):
        span = file.lexed.span_at(found.start())
        if span is not None and span.kind is not SpanKind.TEMPLATE:
            continue
        is_set = _ENV_SET.match(masked, found.end()) if span is None else None
        if is_set is not None:
            end = min(
                at for at in (masked.find("\n", found.end()), masked.find(";", found.end()), len(masked)) if at >= 0
            )
            value = value_of(file, is_set.end(), end)
            set_environment(reading, found.group(1), *found.span(1), value, is_set.end(), end)
        elif reading.has_hit(*found.span(1)):
            reading.trace(TraceKind.ENV_KEY, found.group(1), *found.span(1), Role.READ)


def _read_string(reading: Reading, file: CodeFile, span: Span) -> None:
    held = file.lexed.inner(span)
    context = context_of(file, span.start, span.end)
    name = context.parameter or context.key or context.target
    if (
        reading.has_hit(span.start, span.end)
        and "{" in held
        and read_held_object(reading, span.inner_start, span.inner_end)
    ):
        return
    if context.is_compared or is_compare_callee(context.callee) or _COMPARES.match(context.command):
        reading.mention(span.start, span.end, Role.COMPARED)
    elif name.upper() in _PROSE_KEYS or (_SPEAKS.match(context.command) and not name):
        reading.mention(span.start, span.end, Role.DOCUMENTED)
    elif "://" in held:
        _read_address(reading, file, span, context, name)
    elif _KEY_NAME.match(held):
        is_read = is_env_reader(context.callee) or not (context.in_list or context.is_key)
        reading.trace(TraceKind.ENV_KEY, held, span.inner_start, span.inner_end, Role.READ if is_read else Role.LISTED)
    elif _TOKEN.match(held) and not context.is_key:
        _read_token(reading, file, held, (span.inner_start, span.inner_end), context)
    else:
        reading.mention(span.start, span.end, Role.LISTED if context.is_key else Role.DOCUMENTED)


def _read_address(reading: Reading, file: CodeFile, span: Span, context: PowerShellContext, name: str) -> None:
    if _SENDS.match(context.command) and (not name or vocabulary.is_host_key(name) or name.lower() == "source"):
        role = Role.CALLED
    elif not name and vocabulary.makes_address(function_round(file, span.start)):
        role = Role.CONFIGURED
    elif vocabulary.is_prose_key(name) or (not name and not context.callee):
        role = Role.DOCUMENTED
    else:
        role = Role.CONFIGURED
    for address in addresses(reading.text, span.inner_start, span.inner_end):
        reading.trace(TraceKind.ENDPOINT, address.value, address.start, address.end, role, name=name)


def _read_token(reading: Reading, file: CodeFile, held: str, span: tuple[int, int], context: PowerShellContext) -> None:
    """A word in quotes or behind a parameter that could name a model or who serves it."""
    name = context.parameter or context.key or context.target
    kind, is_used = TraceKind.MODEL_ID, False
    if vocabulary.is_provider_key(name):
        kind, is_used = TraceKind.CONFIG, not context.in_list
    elif vocabulary.is_model_key(name):
        is_used = not context.in_list
    role = Role.CONFIGURED if is_used else Role.LISTED
    reading.trace(kind, held, *span, role, name=name, callee=context.command, is_default=context.is_default)
    if context.target:
        reading.bind(Space.CODE, context.target, Text(held), *span, module=file.module)


def _read_word(reading: Reading, file: CodeFile, start: int, end: int) -> None:
    """A bare word behind a parameter: `-Model acme-large`."""
    masked = file.masked
    first = start
    while first > 0 and (masked[first - 1].isalnum() or masked[first - 1] in "_.:/@+-"):
        first -= 1
    word = _BARE_TOKEN.match(masked, first)
    if word is not None and _KEY_NAME.match(word.group()) and _STORE.search(masked, max(0, first - 80), first):
        reading.trace(TraceKind.ENV_KEY, word.group(), *word.span(), Role.READ)
        return
    context = context_of(file, first, end)
    if word is not None and context.parameter and not context.is_compared and masked[first : first + 1] != "-":
        _read_token(reading, file, word.group(), word.span(), context)


def _read_programs(reading: Reading, file: CodeFile) -> None:
    """Lines that start with a program are read as a shell would; a function of the file's own is none, whatever it is called."""
    own = {found.group(1).lower() for found in FUNCTION.finditer(file.masked)}
    for found in _PROGRAM.finditer(file.masked):
        name = found.group(1)
        if name.lower() in own:
            continue
        if name in ("function", "param", "return", "throw", "echo", "if", "foreach", "class", "enum", "using", "try"):
            continue
        if (
            reading.has_hit(*found.span())
            and not file.is_comment(found.start(1))
            and file.lexed.span_at(found.start(1)) is None
        ):
            read_script(reading, found.start(1), found.end())


DETECTOR = Detector(
    id="powershell",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=(*CODE_KINDS, TraceKind.DEPENDENCY),
    detect=detect,
    examples=(
        DetectorExample(
            "install.ps1",
            "# acme\n$env:ACME_API_KEY = 'x'\n$model = \"acme-large-2\"\npip install acme-ai\n"
            'Invoke-RestMethod -Uri https://api.acme.example/v1\nWrite-Host "acme done"\n',
            (
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "dependency declared acme-ai",
                "text commented acme",
                "text documented acme",
            ),
            ("cli",),
        ),
        DetectorExample(
            "ask.ps1",
            '$uri = "https://api.acme.example/v1/chat"\n$body = @{\n  max_tokens = 10\n  model = "acme-large-2"\n} | ConvertTo-Json\n'
            'Invoke-RestMethod -Uri $uri -Headers @{ Authorization = "Bearer $env:ACME_API_KEY" } -Body $body\n'
            "Invoke-AskAcme -Model acme-small-1 -Text 'x'\nif ($m -eq 'acme-old') { throw 'acme-old is gone' }\n",
            (
                "endpoint configured https://api.acme.example/v1/chat",
                "binding uri=https://api.acme.example/v1/chat",
                "endpoint called ${uri}",
                "model-id configured acme-large-2",
                "env-key read ACME_API_KEY",
                "model-id configured acme-small-1",
                "text compared acme",
            ),
            ("model-id configured acme-old",),
        ),
        DetectorExample(
            "Tool.psm1",
            "Import-Module Acme\nfunction Get-Reply {\n  param(\n    [ValidateSet('acme-large-2', 'acme-small-1')]\n"
            "    [string]$Model = 'acme-large-2'\n  )\n  $params = @{\n    Uri = \"https://api.acme.example/v1\"\n    Method = 'Post'\n  }\n"
            '  $json = @"\n{"model": "acme-large-3"}\n"@\n  Invoke-RestMethod @params\n}\n',
            (
                "import imported Acme",
                "model-id configured acme-large-2",
                "model-id listed acme-small-1",
                "endpoint configured https://api.acme.example/v1",
                "model-id configured acme-large-3",
            ),
        ),
        DetectorExample(
            "helper.ps1",
            "function acme {\n    Get-Date\n}\nacme @params\n",
            (),
            ("cli", "call"),
        ),
    ),
)
