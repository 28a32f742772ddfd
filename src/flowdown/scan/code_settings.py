"""Settings of a program that are read by a path in which a section is called after whoever it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.callee import is_compare_callee, is_taken_from_memory, last_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.lexer import Span
from flowdown.scan.readers.provider_name import KEYED, provider_names
from flowdown.scan.trace import Role, Text, Trace, TraceKind
from flowdown.scan.vocabulary import words_of

_PATH = re.compile(r"(?:[A-Za-z][\w-]*(?:\.|::?|__)){0,5}[A-Za-z][\w-]*\Z")
_SAYS_WHAT = re.compile(
    r"(?i)[-_]?(?:(?:api|access|secret|base)[-_]?)*(?:key|token|secret|endpoint|url|uri|host|base)\Z"
)
_STEP = re.compile(r"\.|::?|__")
_TOLD = frozenset(
    (
        "key apikey token secret password endpoint url uri base baseurl host region deployment org organization organisation "
        "project location tenant appid"
    ).split()
)
"""Last words of the names of settings by which a service is told who asks, and where it is."""
_ASIDE = frozenset("org organization organisation project location tenant appid".split())
"""Those that say for whom, or where."""
_READERS = re.compile(
    r"(?i)(?:get|getvalue|getstring|getoptional|getproperty|getrequired\w*|getsection|config|configuration|settings?|conf|cfg|option|value"
    r"|secrets|fetch|dig|lookup|read|viper\.\w+|[gs]etitem|[gs]etpassword)$"
)
_SECTION = re.compile(r"(?i)(?:getsection|getrequiredsection)$")
_TAIL = re.compile(r"(?<=[a-zA-Z])(?:Text|Embeddings?|Chat|Completions?|Options|Settings|Config|Service)$")
_HOLDER = re.compile(r"(?i)(?:settings|config|configuration|conf|cfg|secrets)(?:\(\s*\))?\s*\.\s*\Z")
_MEMBER = re.compile(r"\.([A-Za-z]\w*)(?![\w(])")


def read_setting(file: CodeFile, span: Span, text: str, context: Context) -> Iterator[Trace]:
    """The sections of a path by which a string asks for a setting: `config["Acme:ApiKey"]`, `get("ACME.KEY")`."""
    reader = context.subscript or last_of(context.callee)
    if context.is_key or not _READERS.search(reader) or is_compare_callee(context.callee):
        return
    if not context.subscript and context.position != 0:
        return
    if _SECTION.search(reader):
        sections = _STEP.split(text)
    elif _PATH.match(text) and not _TOLD.isdisjoint(words_of(_STEP.split(text)[-1])[-1:]):
        steps = _STEP.split(text)
        sections = steps[:-1] + ([] if is_taken_from_memory(context.callee) else _named_in(steps[-1]))
    else:
        return
    for section in sections:
        yield _trace(file, _TAIL.sub("", section), span.inner_start, span.inner_end, text)


def _named_in(name: str) -> list[str]:
    """Whom the name of a setting says it is for: `acme_api_key`, `acmeApiKey`; nobody where it says only what it is."""
    whom = _SAYS_WHAT.sub("", name)
    return list(provider_names(whom)) if whom and whom != name and not name.isupper() else []


def read_member(file: CodeFile, start: int, end: int) -> Iterator[Trace]:
    """A setting that is read as a member of a section: `settings.acme.key`."""
    member = _MEMBER.match(file.masked, end)
    if member is None or _TOLD.isdisjoint(words_of(member.group(1))[-1:]):
        return
    if _HOLDER.search(file.masked, max(0, start - 40), start) is not None:
        name = file.masked[start:end]
        yield _trace(file, name, start, member.end(), f"{name}.{member.group(1)}")


def _trace(file: CodeFile, name: str, start: int, end: int, path: str) -> Trace:
    return Trace(
        TraceKind.CONFIG,
        Text(name),
        file.source.place(start, end),
        Role.READ,
        language=file.lexer.language,
        name=KEYED,
        because=(f"the setting `{path}` is read",),
        # For whom and where it is asked, it is told only if it is asked at all.
        is_optional=not _ASIDE.isdisjoint(words_of(path)[-1:]),
    )
