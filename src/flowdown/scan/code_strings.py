"""Strings of program code: whether they are for people, run, fetched, compared, read as keys, or name something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.callee import (
    is_assertion,
    is_compare_callee,
    is_expectation,
    is_formatter,
    is_http,
    is_log_callee,
    is_runner,
    is_service_factory,
    is_taken_from_memory,
    last_of,
    unsets,
)
from flowdown.scan.code_calls import read_call
from flowdown.scan.code_config import kept_setting
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_installs import installed_name
from flowdown.scan.code_listed import read_listed
from flowdown.scan.code_settings import read_setting
from flowdown.scan.code_tables import table_of
from flowdown.scan.context import Context
from flowdown.scan.declared_choice import choice_of
from flowdown.scan.enum_case import enum_round, member_bound
from flowdown.scan.env_reader import ENV_NAME, is_env_reader
from flowdown.scan.flow import is_distinctive
from flowdown.scan.handed_over import function_before
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.option_list import list_round
from flowdown.scan.required_keys import is_gone_through
from flowdown.scan.string_context import context_of
from flowdown.scan.string_places import (
    behind_hole,
    is_asked_for,
    is_flag_source,
    is_later_choice,
)
from flowdown.scan.token_role import kind_of_token, name_before, names_weights, picks_default, runs_programs
from flowdown.scan.trace import HEADER, KEPT, Binding, Consumption, Role, Space, Text, Trace, TraceKind, Yield

_TOKEN = re.compile(r"[\w@%~.:/\-+#=${}\[\]*]+\Z")
_TOKEN_LIMIT = 200
_TEMPLATE_LIMIT = 4000
"""Characters of a template in which variables of the environment are looked for: a longer one is a document."""
_SHELL_WORD = re.compile(r"[\w@./:\-]+")
_BARE_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|cn|dev|app|cloud|co|ru|eu|us|kr|jp)(?::\d+)?(?:/[\w./{}%-]*)?\Z"
)
_PATH = re.compile(r"(?:%s|\\\([\w.]+\))?[\w.:@%~+*\[\]${}#\-]*(?:/[\w.:@%~+*\[\]${}#\-]+)+/?(?:\?\S*)?\Z")
_ENV_IN_HOLE = re.compile(
    r"(?:\b(?:process|import\.meta|Bun|Deno)\.env\.|\benv\.|\$env:|\b(?:environ|env|ENV|getenv|Getenv|get_env)[\[(.]\w*\(?\s*[\"']?)"
    r"([A-Z][A-Z0-9_]+)"
)
_LOADS_AND_RUNS = re.compile(
    r"(?:set -[\w ]+;\s*|sudo\s+|(?:ba|z)?sh\s+-c\s+[\"']?)*(?:(?:curl|wget)\s[^|]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|(?:irm|iwr)\s[^|]*\|\s*iex\b)"
)
_SERVERS = frozenset(
    "provider providers endpoint endpoints server servers url urls hosts api apis platforms backends".split()
)
"""Words of the names of tables of those who can be asked."""
_HOST_PARTS = frozenset(
    "api base host hostname url uri endpoint server address root origin default custom http https v1".split()
)
"""Words of names that say no more than that something is an address."""
_HEADER_NAME = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)+\Z")
_HEADER_WORDS = frozenset("version beta key api organization project token auth sse async workspace".split())
"""Words of headers by which a service is told who asks, and for what."""
_PASSES_ON = frozenset("proxy proxies rewrites".split())
_PAGE = re.compile(r"(?i)(?:docs?|help|link|href|console|homepage|website|signup|dashboard)")
_ASKS = re.compile(r"(?i)env|secret|config|require|setting|variable|\bkeys?\b")
"""Names of functions that may read the variables of which they are given a list."""
_SAID_BY_TESTS = ("match", "reason", "msg", "expected_exception", "expected")
"""Names of arguments by which a test says what it expects."""
_ENVIRONMENT = re.compile(r"(?i)env")
_SET = re.compile(r"\s*\]\s*=(?![=>])")
_PAGE_NAME = re.compile(r"(?i)(?:^|_|\b)(?:docs?|help|link|href|homepage|website|signup|dashboard)(?:_?url)?$")
_PAGE_PATH = re.compile(
    r"(?i)//[^/]+(?:/(?!v\d|api(?:/|$))[\w.-]+)*/(?:api[-_]?keys?|[\w-]*apikeys?[\w-]*|billing|pricing|sign-?up|register|privacy|terms)"
    r"(?:/(?!v\d)[\w-]*)*/?(?:[?#][^/]*)?\Z"
)
"""Addresses of pages on which people make keys, pay or read conditions."""


def read_string(file: CodeFile, span: Span) -> Iterator[Yield]:
    """What one string that holds a hit shows."""
    text = file.lexed.inner(span)
    context = context_of(file, span)
    if span.kind is SpanKind.TEMPLATE:
        yield from _env_in_holes(file, span, text)
    if _is_header_set(file, span, text, context):
        place = file.inner_place(span)
        yield Trace(TraceKind.CONFIG, Text(text), place, Role.CONFIGURED, file.lexer.language, name=HEADER)
    if _is_path(_without_holes(file, span, text)) and not _is_compared(context) and not context.is_key:
        yield from _url(file, span, context)
    package = installed_name(context, text) if file.lexer.language == "python" else ""
    if package:
        place = file.inner_place(span)
        yield Trace(TraceKind.DEPENDENCY, Text(package), place, Role.DECLARED, language="pypi")
        return
    told = [*read_setting(file, span, text, context), *read_listed(file, span, text, context)]
    if told:
        yield from told
        return
    if _is_docstring(file, context) or _is_for_people(text, context):
        yield from file.mentions(span, Role.DOCUMENTED)
    elif is_runner(context.callee) and not context.is_compared and (context.in_list or context.position == 0):
        yield from _command(file, span, text, context)
    elif vocabulary.urls_in(text) or _BARE_HOST.match(behind_hole(file, span, text)):
        yield from _url(file, span, context)
    elif ENV_NAME.match(text) and is_asked_for(file, span, context):
        yield from _env_key(file, span, text, context)
    elif _is_compared(context) and not picks_default(context):
        yield from file.mentions(span, Role.COMPARED)
    elif ENV_NAME.match(text) or (context.env_callee and context.env_position == 0 and text.isidentifier()):
        yield from _env_key(file, span, text, context)
    elif len(text) <= _TOKEN_LIMIT and _TOKEN.match(text):
        yield from _token(file, span, text, context)
    else:
        yield from file.mentions(span, Role.DOCUMENTED)


def _env_in_holes(file: CodeFile, span: Span, text: str) -> Iterator[Trace]:
    """The environment variables that a template reads where it is filled in: `Bearer ${key ?? process.env.KEY}`."""
    interpolation = file.lexer.interpolation
    for part in interpolation.finditer(text) if interpolation is not None and len(text) <= _TEMPLATE_LIMIT else ():
        for read in _ENV_IN_HOLE.finditer(part.group()):
            at = span.inner_start + part.start() + read.start(1)
            if any(at <= start < at + len(read.group(1)) for start, _ in file.source.hits):
                place = file.source.place(at, at + len(read.group(1)))
                yield Trace(TraceKind.ENV_KEY, Text(read.group(1)), place, Role.READ, language=file.lexer.language)


def _without_holes(file: CodeFile, span: Span, text: str) -> str:
    """A text with a bare name in the place of each part that is filled in, whatever is computed there."""
    interpolation = file.lexer.interpolation
    is_short = span.kind is SpanKind.TEMPLATE and "/" in text and len(text) <= _TOKEN_LIMIT * 2
    return interpolation.sub("${x}", text) if interpolation is not None and is_short else text


def _is_docstring(file: CodeFile, context: Context) -> bool:
    return context.is_statement and file.lexer.has_statement_docstrings and context.depth == 0


def _is_for_people(text: str, context: Context) -> bool:
    is_address = is_formatter(context.callee) and (vocabulary.urls_in(text) or _is_path(text))
    if context.is_thrown or (is_log_callee(context.callee) and not is_address):
        return not (vocabulary.is_model_key(context.key) or vocabulary.is_host_key(context.key))
    if vocabulary.is_prose_key(context.key) or (
        vocabulary.is_prose_key(context.target) and not context.callee and not context.key
    ):
        return True
    shown = context.keys[1:] if context.callee else (*context.keys, context.target)[1:]
    return any(map(vocabulary.is_sample_key, shown)) or (vocabulary.is_prose(text) and not is_runner(context.callee))


def _is_path(text: str) -> bool:
    """Whether a string is the path of an address without its host: `{base}/v1/things?kind=all`."""
    return "/" in text and len(text) <= _TOKEN_LIMIT * 2 and "://" not in text and _PATH.match(text) is not None


def _is_compared(context: Context) -> bool:
    if is_assertion(context.callee) or (is_compare_callee(context.callee) and not context.keys):
        return True
    if is_expectation(last_of(context.key or context.target)) or (context.keys and is_expectation(context.target)):
        return True
    if is_assertion(context.outer_callee) and not context.keys:
        return True  # given to what a test tries: `expect(named("x")).to(equal("y"))`
    return context.is_compared and not context.is_default


def _command(file: CodeFile, span: Span, text: str, context: Context) -> Iterator[Trace]:
    if _SHELL_WORD.match(text.strip()) and not context.keys:
        yield Trace(
            TraceKind.CLI,
            Text(text.strip()),
            file.inner_place(span),
            Role.CALLED,
            language="shell",
            callee=context.callee,
            because=(f"is run by `{context.callee}`",),
        )


def _url(file: CodeFile, span: Span, context: Context) -> Iterator[Yield]:
    value = file.value(span)
    is_given = context.is_returned and not context.callee
    given_by = (file.headers.before(span.start).name or file.function_giving(span.start)) if is_given else ""
    yield Trace(
        TraceKind.ENDPOINT,
        value,
        file.inner_place(span),
        Role.CALLED if _installs(file, span, context) else _role_of_url(context, file.lexed.inner(span)),
        language=file.lexer.language,
        name=_holder_of_url(context)
        or (given_by if vocabulary.is_host_key(given_by) else given_by and f"{given_by}()"),
        callee=context.callee or _passer_on(file, span, context),
        is_default=context.is_default,
        is_optional=context.in_list and context.in_map and not context.callee,
        block=_block(file, context),
    )
    yield from kept_setting(file, context, value, span)
    yield from file.binding(context, value, span)
    if context.key and not context.is_key and vocabulary.is_host_key(context.key):
        yield Binding(Space.CODE, KEPT + context.key, value, file.source.place(span.start, span.end), file.module)
    if given_by and vocabulary.makes_address(given_by):
        place = file.source.place(span.start, span.end)
        yield Binding(Space.CODE, f"{given_by}()", value, place, file.module)
    if _is_default_address(context):
        # A default in an object of settings: who reads the member elsewhere is told by its name.
        place = file.source.place(span.start, span.end)
        yield Binding(Space.CODE, context.key, value, place, file.module, is_default=True)


def _passer_on(file: CodeFile, span: Span, context: Context) -> str:
    """The part of a web server's settings by which requests are passed on to an address: `proxy: {"/api": {target: ...}}`."""
    if context.key not in ("target", "destination") and context.key[:1] not in ("/", "^"):
        return ""
    names = (*context.keys[1:], file.function_round(span.start), file.headers.before(span.start).name)
    return next((name for name in names if not _PASSES_ON.isdisjoint(vocabulary.words_of(name))), "")


def _is_default_address(context: Context) -> bool:
    """Whether an address stands under a key of its own name in an object of settings, and in no row of a table."""
    if not context.in_map or context.in_list or context.callee or len(context.keys) != 1:
        return False
    is_told = not _HOST_PARTS.issuperset(vocabulary.words_of(context.key))
    return is_told and vocabulary.is_host_key(context.key) and is_distinctive(context.key)


def _block(file: CodeFile, context: Context) -> tuple[int, int]:
    """The lines in which the variable can be meant that a literal is assigned to."""
    start = context.target_range[0]
    return file.block_of(context.target, start) if context.target and not context.callee and start > 0 else (0, 0)


def _installs(file: CodeFile, span: Span, context: Context) -> bool:
    """Whether a text is the command by which a program that runs others loads a script and runs it."""
    if _is_compared(context) or _LOADS_AND_RUNS.match(file.source.text, span.inner_start, span.inner_end) is None:
        return False
    return runs_programs(file)


def _holder_of_url(context: Context) -> str:
    """The name under which an address is found again: its key where that says an address, else the table's."""
    if context.key and context.target and context.in_map and not vocabulary.is_host_key(context.key):
        return context.target
    return context.key or context.target


def _role_of_url(context: Context, text: str) -> Role:
    name = context.key or context.target
    if not text.startswith("ws") and (_PAGE_NAME.search(name) or _PAGE_PATH.search(text)):
        return Role.DOCUMENTED
    if _is_compared(context) or vocabulary.is_denial(context.target):
        return Role.COMPARED
    if (context.in_list or context.in_map) and not context.key and not context.callee:
        return Role.CONFIGURED if _SERVERS & set(vocabulary.words_of(context.target)) else Role.LISTED
    if is_http(context.callee) and (context.position in (0, 1, 2) or vocabulary.is_host_key(context.key)):
        return Role.CALLED
    if vocabulary.is_host_key(context.key) or vocabulary.is_host_key(context.target) or context.env_callee:
        return Role.CONFIGURED
    if context.target or context.is_returned or (context.callee and not context.in_list):
        return Role.DOCUMENTED if _PAGE.search(context.target + context.key) else Role.CONFIGURED
    return Role.LISTED


def _env_key(file: CodeFile, span: Span, text: str, context: Context) -> Iterator[Yield]:
    role = Role.READ
    if context.is_key:
        role = Role.DECLARED
    elif context.in_list and not context.env_callee and not is_env_reader(context.subscript):
        asker = context.callee or (file.function_giving(span.start) if context.is_returned else "")
        is_asked = _ASKS.search(asker) or is_flag_source(file, context)
        role = Role.READ if is_asked or is_gone_through(file, context, span.start) else Role.LISTED
    elif (
        unsets(context.callee)
        or last_of(context.key) in _SAID_BY_TESTS
        or is_expectation(last_of(context.key or context.target))
    ):
        role = Role.COMPARED
    elif _is_written(file, span, context):
        role = Role.LISTED  # settings of the program's own, under the same name
    elif not context.env_callee and (
        is_taken_from_memory(context.callee) or any(vocabulary.is_prose_key(key) for key in context.keys)
    ):
        role = Role.LISTED  # what a program keeps for itself under the same name, or shows to people
    yield Trace(
        TraceKind.ENV_KEY,
        Text(text),
        file.inner_place(span),
        role,
        language=file.lexer.language,
        name=context.key or context.target,
        callee=context.env_callee or context.callee,
    )
    if context.target and context.env_callee:
        yield from file.binding(context, None, span)


def _is_written(file: CodeFile, span: Span, context: Context) -> bool:
    """Whether a value is put under a key of something that is not the environment: `values["KEY"] = value`."""
    if not context.subscript or context.env_callee or _ENVIRONMENT.search(context.subscript):
        return False
    return _SET.match(file.masked, span.end) is not None


def _is_header_set(file: CodeFile, span: Span, text: str, context: Context) -> bool:
    """Whether a string names a header that is given a value: as a key, or with the value in the same call."""
    if _HEADER_NAME.match(text) is None or _HEADER_WORDS.isdisjoint(vocabulary.words_of(text)) or context.in_list:
        return False
    if context.is_key or context.key == "forHTTPHeaderField":
        return True
    if context.subscript and _SET.match(file.masked, span.end):
        return True
    return context.position == 0 and len(file.expressions.arguments(context.callee_offset)) > 1


def _token(file: CodeFile, span: Span, text: str, context: Context) -> Iterator[Yield]:
    if is_service_factory(context.callee) and (context.position == 0 or context.key == "service_name"):
        yield from read_call(file, span.start, span.end, context.callee_offset, context.callee, Text(text))
        return
    later = function_before(file, context)
    if later and is_service_factory(later):
        yield from read_call(file, span.start, span.end, context.callee_offset, later, Text(text))
        return
    kind, role = kind_of_token(file, context, text, span.start)
    value = file.value(span)
    if kind is TraceKind.MODEL_ID and role is not Role.LISTED:
        yield from _variable_read(file, span, context)
    option = choice_of(file, context, span.start) or list_round(file.lexer.language, file.source.text, span.start)
    if option:
        yield Consumption(Space.CODE, option, file.inner_place(span), TraceKind.TEXT)
    members = enum_round(file, span)
    yield from member_bound(file, span, members, value)
    if option or members:
        kind, role = TraceKind.MODEL_ID, Role.LISTED
    given_by = file.function_giving(span.start) if kind is TraceKind.CONFIG and context.is_returned else ""
    table = option or members or (table_of(file, context, span.start, span.end) if role is Role.LISTED else "")
    yield Trace(
        kind,
        value,
        file.inner_place(span),
        role,
        language=file.lexer.language,
        name=table or context.key or name_before(file, context) or context.target or given_by,
        callee=file.origin(context.callee or (context.subscript if table else "")),
        is_default=context.is_default or context.is_parameter,
        is_optional=bool(table)
        or is_later_choice(file, span, context)
        or ((context.in_list or len(context.keys) > 1) and names_weights(text)),
        is_offered=bool(table),
        block=_block(file, context),
    )
    if table and not option and (context.is_key or context.subscript or table != context.target):
        yield Binding(Space.CODE, table, value, file.source.place(span.start, span.end), file.module)
    if kind is TraceKind.MODEL_ID and role is not Role.LISTED:
        yield from kept_setting(file, context, value, span)
    if not (context.is_key or option):
        yield from file.binding(context, value, span)


def _variable_read(file: CodeFile, span: Span, context: Context) -> Iterator[Trace]:
    """The variable of the environment whose default a model is: a file of settings may set it."""
    name = file.source.text[slice(*context.env_key_range)].strip("\"'` ") if context.env_position > 0 else ""
    if not name and file.has_settings_class and not context.callee and not context.keys:
        name = context.target.upper()
    if ENV_NAME.match(name):
        place = file.source.place(span.start, span.end)
        yield Trace(TraceKind.ENV_KEY, Text(name), place, Role.READ, language=file.lexer.language, callee="env")
