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
_LABEL = re.compile(r"(?:^|[\s,{(\"'])(?:label|title|name|displayName|text)[\"']?\s*:")
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
    return context.target if held in _MODELS and len(context.keys) == 2 else ""
