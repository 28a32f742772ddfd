"""The option, field or setting whose default a literal is, by the name that its declaration gives it."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_compare_callee, is_log_callee, last_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context

_DEFAULTS = frozenset("default default_value default_value_t defaultValue defaultvalue server_default".split())
_MACROS = frozenset({"ruby", "elixir"})
"""Languages in which a declaration is a call without brackets: `option :model, "..."`, `field :model, :string, default: "..."`."""
_MACRO = re.compile(r"[ \t]*(?:\w+\.)?(\w+)[ \t(]+(?::(\w+)|[\"'](\w+)[\"'])[ \t]*,(?:[ \t]*:(\w+)\b(?!:))?")
_COLUMN_SETTERS = frozenset("add_column change_column change_column_default".split())
"""Macros that are told a table before the column."""
_CHAINED = frozenset("default defaultTo withDefault".split())
"""Methods that give what a call before them in a chain declares its default: `string("model").nullable().default("...")`."""
_CHAIN_LINK = re.compile(r"(?:\.|->|::)\s*(\w+)\s*\Z")
_LONGEST_CHAIN = 8
_FIRST_WORD = re.compile(r"\(\s*[\"'](\w+)[\"']\s*[,)]")
_DECORATED = re.compile(r"\s*\)\s*(?:(?:public|private|protected|readonly|declare)\s+)*(\w+)\s*[!?]?\s*:")
_REACH = 60
_FLAG = re.compile(
    r"--([A-Za-z][\w-]*)|\A(?:[\"']|:)([A-Za-z][\w-]*)[\"']?\Z|\A(?:key|name|id|field|dest|param)\s*=\s*[\"']([\w.-]+)[\"']\Z"
)
_FIELD = re.compile(r"\b(?:Field|Query|Body|Form|PrivateAttr)\(\s*\Z")
"""What a class of Python declares a field with: the default comes first."""
_ATTRIBUTE_END = re.compile(r"\s*\)\s*\]\s*(?:pub(?:\([^()]*\))?\s+)?(\w+)\s*:")
_DEFAULT_LINE = re.compile(r"[ \t]*default[ \t(]+[\"']?")
_BLOCK = re.compile(r"^[ \t]*(?:(\w+)[ \t]*=[ \t]*\w+|\w+[ (]:(\w+)\)?)[ \t]+do[ \t]*$", re.MULTILINE)
_BLOCK_END = re.compile(r"^[ \t]*end\b", re.MULTILINE)
_BLOCK_REACH = 400
_MOST = 4
"""Arguments before a default among which the names of an option stand."""


def option_of(file: CodeFile, context: Context, start: int, end: int) -> str:
    """The name of a model, host or provider that the literal in a span is the default of; empty if it is of none."""
    if file.lexer.language == "go" and context.key == "Value":
        names = _named_beside(file, start)
        return next((name for name in names if _tells(name)), "")
    if file.lexer.language == "python" and not (context.keys or context.callee) and _tells(context.target):
        return context.target if _FIELD.search(file.masked, max(0, start - _REACH), start) else ""
    if context.key and context.key[:1].lower() + context.key[1:] not in _DEFAULTS:
        return ""
    if context.key and context.in_map and len(context.keys) > 1 and not context.in_list and _tells(context.keys[1]):
        return context.keys[1]  # `model: {type: String, default: "..."}`
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
    if file.lexer.language == "ruby" and not context.key:
        block = _block_of_default(file, start)
        if block:
            return [block]
    if file.lexer.language in _MACROS and not context.callee:
        if context.target and context.target not in _DEFAULTS:
            return []
        found = _MACRO.match(file.source.text, file.lexed.line_start(start), start)
        if found is None or is_compare_callee(found.group(1)) or is_log_callee(found.group(1)):
            return []
        name, quoted, second = found.group(2, 3, 4)
        return [second or ""] if found.group(1) in _COLUMN_SETTERS else [name or quoted]
    if context.callee_offset < 0:
        return []
    if not (context.key or context.position > 0):
        return _declared_in_chain(file, context) if context.position == 0 else []
    if context.callee[:1] == "@" and file.lexer.language == "javascript":
        after = _DECORATED.match(file.masked, file.frames.close_of(context.callee_offset))
        return [after.group(1)] if after is not None and context.key else []
    if file.lexer.language == "rust":
        after = _ATTRIBUTE_END.match(file.masked, file.frames.close_of(context.callee_offset))
        return [after.group(1)] if after is not None else []
    names: list[str] = []
    for at, to in file.frames.parts_of(context.callee_offset, _MOST):
        if at >= start:
            break
        text = file.source.text[at:to].strip()
        if context.key or (at < to and "--" in text):
            names.extend(flag or word or named for flag, word, named in _FLAG.findall(text))
    return names


def _block_of_default(file: CodeFile, start: int) -> str:
    """The name of the setting in whose block a default stands: `MODEL = set do ... default "..." ... end`."""
    line = file.lexed.line_start(start)
    if _DEFAULT_LINE.fullmatch(file.masked, line, start) is None:
        return ""
    before = file.masked[max(0, line - _BLOCK_REACH) : line]
    opened = next(reversed(list(_BLOCK.finditer(before))), None)
    if opened is None or _BLOCK_END.search(before, opened.end()):
        return ""
    return opened.group(1) or opened.group(2)


def _declared_in_chain(file: CodeFile, context: Context) -> list[str]:
    """The names that the calls before a `default(...)` declare, nearest first."""
    if last_of(context.callee) not in _CHAINED:
        return []
    names: list[str] = []
    at = context.callee_offset
    for _ in range(_LONGEST_CHAIN):
        link = _CHAIN_LINK.search(file.masked, max(0, at - _REACH), at)
        end = _end_before(file.masked, link.start()) if link is not None else 0
        opener = file.frames.open_of(end - 1) if end and file.masked[end - 1] == ")" else -1
        if opener < 0:
            break
        word = _FIRST_WORD.match(file.source.text, opener, end)
        if word is not None:
            names.append(word.group(1))
        at = opener
    return names


def _end_before(masked: str, at: int) -> int:
    """Where what stands before an offset ends, blanks left out."""
    while at and masked[at - 1].isspace():
        at -= 1
    return at
