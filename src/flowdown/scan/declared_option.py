"""The option, field or setting whose default a literal is, by the name that its declaration gives it."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_compare_callee, is_log_callee
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context

_DEFAULTS = frozenset("default default_value default_value_t defaultValue defaultvalue".split())
_MACROS = frozenset({"ruby", "elixir"})
"""Languages in which a declaration is a call without brackets: `option :model, "..."`, `field :model, :string, default: "..."`."""
_MACRO = re.compile(r"[ \t]*(\w+)[ \t(]+:(\w+)[ \t]*,")
_FLAG = re.compile(r"--([A-Za-z][\w-]*)|\A(?:[\"']|:)([A-Za-z][\w-]*)[\"']?\Z")
_ATTRIBUTE_END = re.compile(r"\s*\)\s*\]\s*(?:pub(?:\([^()]*\))?\s+)?(\w+)\s*:")
_MOST = 4
"""Arguments before a default among which the names of an option stand."""


def option_of(file: CodeFile, context: Context, start: int, end: int) -> str:
    """The name of a model, host or provider that the literal in a span is the default of; empty if it is of none."""
    if file.lexer.language == "go" and context.key == "Value":
        names = _named_beside(file, start)
        return next((name for name in names if _tells(name)), "")
    if context.key and context.key[:1].lower() + context.key[1:] not in _DEFAULTS:
        return ""
    names = _names(file, context, start, end)
    return next((name for name in names if _tells(name)), "")


_SIBLING = re.compile(r"\s*Name:\s*\"([\w.-]+)\"")


def _named_beside(file: CodeFile, start: int) -> list[str]:
    """The name of the flag in whose literal a value stands: `{Name: "model", Value: "..."}`."""
    frame = file.frames.around(start, 1)[0]
    if frame.char != "{":
        return []
    parts = file.frames.parts_of(frame.opener, 3 * _MOST)
    found = (_SIBLING.match(file.source.text, at, to) for at, to in parts)
    return [each.group(1) for each in found if each is not None]


def _tells(name: str) -> bool:
    return vocabulary.is_model_key(name) or vocabulary.is_host_key(name) or vocabulary.is_provider_key(name)


def _names(file: CodeFile, context: Context, start: int, end: int) -> list[str]:
    if file.lexer.language in _MACROS and not context.callee:
        if context.target and context.target not in _DEFAULTS:
            return []
        found = _MACRO.match(file.masked, file.lexed.line_start(start), start)
        is_said = found is not None and not (is_compare_callee(found.group(1)) or is_log_callee(found.group(1)))
        return [found.group(2)] if found is not None and is_said else []
    if context.callee_offset < 0 or not (context.key or context.position > 0):
        return []
    if file.lexer.language == "rust":
        after = _ATTRIBUTE_END.match(file.masked, file.frames.close_of(context.callee_offset))
        return [after.group(1)] if after is not None else []
    names: list[str] = []
    for at, to in file.frames.parts_of(context.callee_offset, _MOST):
        if at >= start:
            break
        text = file.source.text[at:to].strip()
        if context.key or (at < to and "--" in text):
            names.extend(flag or word for flag, word in _FLAG.findall(text))
    return names
