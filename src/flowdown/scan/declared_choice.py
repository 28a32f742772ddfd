"""Choices of an option that a program declares with its default: `model = {default: "a-1", choices: ["a-1", "a-2"]}`."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context

_OFFERS = frozenset("choices options enum values allowed_values allowedValues".split())
_DEFAULT = re.compile(r"\s*[\"']?:?(?:default|default_value|defaultValue)[\"']?\s*(?::(?!:)|=>|=(?![=>]))")
_MOST = 40


def choice_of(file: CodeFile, context: Context, start: int) -> str:
    """What is said of the choices of a model's option one of which a literal is; empty if it is none.

    One without a default is the form of what others send, and none that the program itself takes something from.
    """
    if not (context.in_list or context.is_key) or not context.in_map or context.is_compared:
        return ""
    if len(context.keys) < 2 or context.keys[0] not in _OFFERS or not vocabulary.is_model_key(context.keys[1]):
        return ""
    if vocabulary.is_voice_key(context.keys[1]):
        return ""
    return f"{context.keys[0]} of {context.keys[1]}" if _stands_beside_default(file, start) else ""


def _stands_beside_default(file: CodeFile, start: int) -> bool:
    """Whether the list or table that holds an offset is a member of one that has a default too."""
    for frame in file.frames.around(start, 4)[1:]:
        if frame.opener < 0:
            return False
        if frame.char not in "{([":
            continue
        parts = file.frames.parts_of(frame.opener, _MOST)
        if any(_DEFAULT.match(file.source.text, file.lexed.behind_comments(*part), part[1]) for part in parts):
            return True
    return False
