"""Rows of what a page lets people choose, in an object of settings: `models: [{id, name}]`."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context

_IDENTITIES = frozenset("id value model modelid".split())
_MODELS = frozenset(
    "models llms modeloptions modelchoices modellist availablemodels llmoptions chatmodels llmmodels".split()
)
_OPTIONS = frozenset("options choices".split())
"""Keys of the rows in what is itself called after models: `ACME_MODELS = {OPTIONS: [...], DEFAULT: "..."}`."""
_NAMED_SO = frozenset("model models llm llms".split())
_ENDS = frozenset("models llms options catalog config definition definitions".split())
_LABEL = re.compile(r"(?:^|[\s,{(\"'])(?:label|title|name|displayName|text)[\"']?\s*:")
_TAKEN = re.compile(r"[\"']?(?i:default|defaultModel|defaultValue|default_model|initial|selected)[\"']?\s*:")
"""The member that says which of the rows is taken when nobody chooses."""
_PRICED = re.compile(r"(?i)(?:^|[\s,{(\"'])\w*(?:price|pricing|cost|score|deprecated)\w*[\"']?\s*:")


def row_holder(file: CodeFile, context: Context, start: int) -> str:
    """The name that holds the rows among which a model's id stands for choice; empty if it is none of them."""
    if file.lexer.language != "javascript" or not (context.in_list and context.in_map) or context.callee:
        return ""
    if len(context.keys) < 2 or not context.target:
        return ""
    if "".join(vocabulary.words_of(context.key)) not in _IDENTITIES:
        return ""
    frames = file.frames.around(start, 2)
    if len(frames) < 2 or (frames[0].char, frames[1].char) != ("{", "["):
        return ""
    row = file.masked[frames[0].opener + 1 : file.frames.close_of(frames[0].opener)]
    if _LABEL.search(row) is None or _PRICED.search(row) is not None:
        return ""
    held = "".join(vocabulary.words_of(context.keys[1]))
    if len(context.keys) != 2 or not (held in _MODELS or (held in _OPTIONS and _is_of_models(file, context, start))):
        return ""
    return context.target


def _is_of_models(file: CodeFile, context: Context, start: int) -> bool:
    """Whether the object that holds the rows is called after models, and says which of them is taken when nobody chooses."""
    words = vocabulary.words_of(context.target)
    if _NAMED_SO.isdisjoint(words) or words[-1] not in _ENDS or vocabulary.is_denial(context.target):
        return False
    frames = file.frames.around(start, 3)
    if len(frames) < 3 or frames[2].char != "{":
        return False
    parts = file.frames.parts_of(frames[2].opener)
    return any(_TAKEN.match(file.source.text[begin:end].lstrip()) for begin, end in parts)
