"""Tells which open questions a change brings, whatever lines and files the old ones moved to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from flowdown.scan.sighting import Question

_LINE = re.compile(r"(?<=[^\s:]):\d+(?::\d+)?")
_SEPARATORS = re.compile(r"[\s:,;`]+")
_BRACKETS = "()[]"


def fresh_questions(
    before: Sequence[Question], after: Sequence[Question], moves: Mapping[str, str]
) -> tuple[Question, ...]:
    """The questions of now that were not asked before; `moves` leads from a moved file's old path to its new one.

    Of questions that are alike but for their lines as many are new as there are more of them; the last ones are taken.
    """
    asked = Counter(_key(each, moves) for each in before)
    fresh: list[Question] = []
    for each in after:
        key = _key(each, {})
        if asked[key]:
            asked[key] -= 1
        else:
            fresh.append(each)
    return tuple(fresh)


def _key(question: Question, moves: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    return _placeless(question.about, moves), _placeless(question.asks, moves), question.settles


def _placeless(text: str, moves: Mapping[str, str]) -> str:
    """A text without lines and columns, each path as it is called now."""
    words = (
        word.strip(_BRACKETS) if word not in moves else moves[word] for word in _SEPARATORS.split(_LINE.sub("", text))
    )
    return " ".join(filter(None, words))
