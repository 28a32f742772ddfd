"""Texts of program code that list several models as the default of a setting: `getenv("MODELS", "acme-large,acme-small")`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_tables import is_table_of_models
from flowdown.scan.context import Context
from flowdown.scan.lexer import Span
from flowdown.scan.trace import Role, Text, Trace, TraceKind

_LIST = re.compile(r"[\w.:/@-]+(?:\s*[,;]\s*[\w.:/@-]+)+\Z")
_MEMBER = re.compile(r"[\w.:/@-]+")


def read_listed(file: CodeFile, span: Span, text: str, context: Context) -> Iterator[Trace]:
    """Each model of a list that is taken where nothing else is set; the first before the others."""
    if not ("," in text or ";" in text) or context.is_compared or _LIST.match(text) is None:
        return
    asked = file.source.text[slice(*context.env_key_range)].strip("\"'` ") if context.env_position > 0 else ""
    name = asked or (context.key if context.is_default or "default" in context.keys[:2] else "")
    if not name or not is_table_of_models(file, name):
        return
    for index, member in enumerate(_MEMBER.finditer(text)):
        start, end = span.inner_start + member.start(), span.inner_start + member.end()
        if any(start <= hit < end for hit, _ in file.source.hits):
            yield Trace(
                TraceKind.MODEL_ID,
                Text(member.group()),
                file.source.place(start, end),
                Role.CONFIGURED,
                language=file.lexer.language,
                name=name,
                is_default=index == 0,
                is_optional=index > 0,
            )
