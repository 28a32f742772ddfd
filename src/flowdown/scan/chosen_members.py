"""Where one member of an enumeration of models is chosen: by a default, or by its constant's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_assertion, last_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.enum_case import case_name, names_models
from flowdown.scan.trace import Consumption, Place, Reference, Role, Space, Trace, TraceKind, Yield

_TYPED = re.compile(r":\s*\Z")
_SHARED = re.compile(r"\b(?:static|class)\s+(?:let|var)\s+\w+\s*:\s*\Z")
_DEFAULT_CASE = re.compile(r"\??\s*=\s*\.(\w+)(?:\(\s*\.(\w+)\s*\))?")
_OWNER = re.compile(r"((?:\w+\.)*(\w+)\.)\Z")
_SPELLED = re.compile(r"\.(?:get(?:[mM]odel)?(?:Name|Id|Value)|(?:model)?(?:name|id|value|[nN]ame|Id))\b(?:\(\))?")
"""What gives the text of a member: `LARGE_2.getModelName()`."""
_REACH = 80


def default_case(file: CodeFile, start: int, end: int) -> Iterator[Yield]:
    """The case of an enumeration of Swift that is taken when nobody says another: `model: AskModel = .chat(.large)`."""
    if file.lexer.language != "swift" or _TYPED.search(file.masked, max(0, start - 8), start) is None:
        return
    case = _DEFAULT_CASE.match(file.masked, end)
    if case is None:
        return
    is_parameter = file.contexts.around(start, end).is_parameter
    if not (is_parameter or _SHARED.search(file.masked, max(0, start - _REACH), start)):
        return  # what one object works with for itself
    word, place = file.masked[start:end], file.source.place(start, case.end())
    group, member = (case.group(1), case.group(2)) if case.group(2) else ("", case.group(1))
    name = case_name(word, group, member)
    yield Consumption(Space.CODE, word, place, TraceKind.TEXT, file.module)
    yield Consumption(Space.CODE, name, place, TraceKind.MODEL_ID, file.module)
    yield replace(_chosen(file, name, place), name=word, is_default=is_parameter)


def chosen_constant(file: CodeFile, start: int, end: int, name: str) -> Iterator[Yield]:
    """A constant of a type of models that is given where a model is told: `.model(AskModel.LARGE_2.getName())`."""
    word = file.masked[start:end]
    if not (word[:1].isupper() and any(map(str.isdigit, word)) and file.masked[start - 1 : start] == "."):
        return
    owner = _OWNER.search(file.masked, max(0, start - _REACH), start)
    if owner is None or not names_models(owner.group(2)):
        return
    spelled = _SPELLED.match(file.masked, end)
    last = spelled.end() if spelled is not None else end
    if file.masked[last : last + 1] in (".", "(", "["):
        return
    context = file.contexts.around(owner.start(1), last)
    key = context.key or last_of(context.callee)
    if not vocabulary.is_model_key(key) or context.is_compared or context.is_key or is_assertion(context.outer_callee):
        return
    place, callee = file.source.place(start, end), file.origin(context.callee)
    yield Consumption(Space.CODE, name, place, TraceKind.MODEL_ID, file.module, key, callee)
    is_default = context.is_default or context.is_parameter
    yield replace(_chosen(file, name, place), name=key, callee=callee, is_default=is_default)


def _chosen(file: CodeFile, name: str, place: Place) -> Trace:
    """What a member stands for is the model that is taken."""
    value = Reference(Space.CODE, name)
    return Trace(TraceKind.MODEL_ID, value, place, Role.CONFIGURED, language=file.lexer.language)
