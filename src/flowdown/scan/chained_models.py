"""The models that the links of a chain of calls name: `client.converse().model_id(MODEL).send()`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.trace import Argument

_LINK = re.compile(
    r"\s*(?:\?|!!)?\s*(?:\??\.|::|->)\s*(?:await\b|(?P<name>\w+)\s*(?:(?:::)?<[^<>()]*>)?\s*(?P<open>\())"
)
_SET = re.compile(r"(?:set|with)_?(?=[A-Z_a-z])")
_REACH = 1500
_MOST = 16


def chained_models(file: CodeFile, start: int) -> Iterator[Argument]:
    """What the calls chained to a name that ends at an offset are given as the model."""
    masked = file.masked
    if masked.find("odel", start, start + _REACH) < 0:
        return
    at = start
    for _ in range(_MOST):
        link = _LINK.match(masked, at)
        if link is None:
            return
        at = link.end()
        if link.group("open") is None:
            continue
        opener = link.start("open")
        name = _SET.sub("", link.group("name"), count=1)
        if vocabulary.is_model_key(name):
            first = next(iter(file.expressions.arguments(opener)), None)
            if first is not None:
                yield Argument(name, first.value)
        at = file.frames.close_of(opener) + 1
        if at <= opener:
            return
