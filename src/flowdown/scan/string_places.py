"""Places of strings that say what they are for: defaults of functions, sources of flags, answers of a switch."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_consumer
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.required_keys import is_gone_through

_ASKED_FOR = re.compile(r"\s*(?:not\s+)?in\s+(?:os\.environ|environ|process\.env|Deno\.env)\b")
"""What asks whether the environment holds a key."""
_HOST_LIMIT = 200
_ARM_REACH = 60
_ARM = re.compile(r"=>\s*(?:(?:String::from|Some|Ok)\(\s*)?\Z")
_MATCH = re.compile(r"\bmatch\b[^{};]*\Z")
_ATTRIBUTE = re.compile(r"#!?\[\s*[\w:]+\s*\Z")


def is_named_default(file: CodeFile, name: str) -> bool:
    """Whether a function says by its name that it gives the default of a model, and its file calls or names it again."""
    if name[:7].lower() != "default" or not vocabulary.is_model_key(name):
        return False
    return len(re.findall(rf"\b{re.escape(name)}\b", file.source.text)) > 1


def is_flag_source(file: CodeFile, context: Context) -> bool:
    """Whether a key of a flag's declaration says which variables it is read from: `EnvVars: []string{...}`, `#[arg(env = ...)]`."""
    told = "".join(vocabulary.words_of(context.key))
    return told in ("envvars", "envvar") or (told == "env" and is_in_attribute(file, context))


def is_in_attribute(file: CodeFile, context: Context) -> bool:
    """Whether what a string is given to is an attribute of Rust, whose brackets hold no list."""
    at = context.callee_offset
    return file.lexer.language == "rust" and at > 0 and _ATTRIBUTE.search(file.masked, max(0, at - 60), at) is not None


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


def whole_match(file: CodeFile, span: Span) -> tuple[int, int]:
    """The span of the `match` of Rust one of whose arms gives a string; its own where none does, or nothing is said of it."""
    whole = _match_round(file, span)
    return whole if whole is not None and _says(file, *whole) else (span.start, span.end)


def _match_round(file: CodeFile, span: Span) -> tuple[int, int] | None:
    near = file.masked[max(0, span.start - _ARM_REACH) : span.start] if file.lexer.language == "rust" else ""
    if "=>" not in near or _ARM.search(near) is None or vocabulary.urls_in(file.lexed.inner(span)):
        return None
    opener = next((frame.opener for frame in file.frames.around(span.start, 3) if frame.char == "{"), -1)
    head = _MATCH.search(file.masked, max(0, opener - 160), opener) if opener > 0 else None
    return None if head is None else (head.start(), file.frames.close_of(opener) + 1)


def _says(file: CodeFile, start: int, end: int) -> bool:
    """Whether what stands round an expression says what it is for: where a function ends with it, the function's name does."""
    context = file.contexts.around(start, end)
    if context.callee or context.keys or context.target:
        return True
    name = file.function_giving(start)
    return is_named_default(file, name) or is_consumer(name)


def is_later_choice(file: CodeFile, span: Span, context: Context) -> bool:
    """Whether a word is one of those that a call lets people choose from and not the first of them, or an arm of a `match`."""
    if not (context.in_list and context.callee) or is_in_attribute(file, context):
        return _match_round(file, span) is not None
    frames = file.frames.around(span.start, 1)
    return bool(frames) and "," in file.masked[frames[0].opener : span.start]


def behind_hole(file: CodeFile, span: Span, text: str) -> str:
    """What a template says behind the part that it begins with: `${place}-api.acme.com`."""
    interpolation = file.lexer.interpolation if span.kind is SpanKind.TEMPLATE and len(text) <= _HOST_LIMIT else None
    hole = interpolation.match(text) if interpolation is not None else None
    return text[hole.end() :].lstrip("-.") if hole is not None else text
