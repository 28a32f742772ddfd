"""Places of strings that say what they are for: defaults of functions, sources of flags, answers of a switch."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.lexer import Span
from flowdown.scan.required_keys import is_gone_through

_ASKED_FOR = re.compile(r"\s*(?:not\s+)?in\s+(?:os\.environ|environ|process\.env|Deno\.env)\b")
"""What asks whether the environment holds a key."""


def is_named_default(file: CodeFile, name: str) -> bool:
    """Whether a function says by its name that it gives the default of a model, and its file calls or names it again."""
    if name[:7].lower() != "default" or not vocabulary.is_model_key(name):
        return False
    return len(re.findall(rf"\b{re.escape(name)}\b", file.source.text)) > 1


def is_flag_source(key: str) -> bool:
    """Whether a key of a flag's declaration says which variables it is read from: `EnvVars: []string{...}`, `envvar=[...]`."""
    return "".join(vocabulary.words_of(key)) in ("envvars", "envvar")


def is_case(file: CodeFile, start: int) -> bool:
    """Whether a string is an answer of R's `switch(name, first = "...", second = "...")`."""
    opener = file.frames.around(start, 1)[0].opener
    return opener > 0 and file.masked.endswith("switch", 0, opener)


def is_asked_for(file: CodeFile, span: Span, context: Context) -> bool:
    """Whether the environment is asked for a name, or whether it holds it, for whatever that is compared with."""
    if context.env_callee and context.env_position == 0:
        return True
    if context.in_list and context.is_compared and is_gone_through(file, context, span.start):
        return True
    return _ASKED_FOR.match(file.lexed.masked, span.end) is not None
