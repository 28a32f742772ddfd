"""Tells from what stands before a bracket whether it opens a block of statements or the parameters of a method."""

from __future__ import annotations

import re

_BLOCK_WORDS = (
    *"else try do finally loop unsafe begin static get set init async move impl".split(),
    "companion object",
)
_BLOCK_WORD_END = re.compile(rf"\b(?:{'|'.join(_BLOCK_WORDS)})$")

_HEAD_END = re.compile(r"\)\s*(?:->|:)?[\w\s.,*&<>\[\]|?():]*$")
"""The last line of a function's head that goes over several: `) error`, `): Promise<void>`, `) -> Result<A, B>`."""


def opens_block(ahead: str) -> bool:
    """Whether a `{` opens a block of statements rather than an object, map or struct literal."""
    text = ahead.rstrip()
    if not text or text[-1] in "){};":
        return True
    if text.endswith(("=>", "->")):
        return True
    if text.endswith(_BLOCK_WORDS) and _BLOCK_WORD_END.search(text):
        return True
    line = text.rsplit("\n", 1)[-1]
    if line.count(")") > line.count("(") and _HEAD_END.search(line) is not None:
        return True
    return re.search(
        r"\b(?:class|interface|struct|enum|trait|impl|namespace|module|package|object|extension|func|fn|fun|record|extends|implements|protocol|mod|if|for|while|switch|match|guard)\b",
        line,
    ) is not None and not line.rstrip().endswith(("=", "(", ",", ":", "return"))


def is_method_header(ahead: str, masked: str, close: int) -> bool:
    """Whether a bracket holds the parameters of a method written without a keyword (`name(a, b) {`)."""
    after = masked[close + 1 : close + 60].lstrip()
    if not after.startswith("{"):
        return False
    line = ahead.rsplit("\n", 1)[-1]
    return re.match(
        r"\s*(?:(?:public|private|protected|static|async|override|final|virtual|internal|export|default)\s+)*(?:[\w<>\[\],.?]+\s+)?[\w$]+\s*$",
        line,
    ) is not None and not re.match(r"\s*(?:if|for|while|switch|catch|return|await|new)\b", line)
