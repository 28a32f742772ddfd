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

_TYPED_HEAD = re.compile(
    r"\)\s*(?:(?:->|:)\s*\??[A-Za-z_\\][\w\s\\|<>\[\],.?&]*|throws\s+[\w\s.,]+|const|noexcept|override)\s*$"
)
"""A function's head with what it returns or throws behind its parameters: `ask(): string`, `ask() throws Failure`."""


_LAZY_END = re.compile(r"\s+by\s+lazy(?:\([^()]*\))?\Z")


_NEAR, _FAR = 160, 4000


def text_before(masked: str, opener: int) -> str:
    """What stands before a bracket; where only comments do, what stands before them."""
    near = masked[max(0, opener - _NEAR) : opener]
    if opener <= _NEAR or not near.isspace():
        return near
    return masked[max(0, opener - _FAR) : opener].rstrip()[-_NEAR:]


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
    if _TYPED_HEAD.search(line) is not None and "?" not in line.partition(")")[0]:
        return True
    return re.search(
        r"\b(?:class|function|interface|struct|enum|trait|impl|namespace|module|package|object|extension|func|fn|fun|record|extends|implements|protocol|mod|if|for|while|switch|match|guard)\b",
        line,
    ) is not None and not line.rstrip().endswith(("=", "(", ",", ":", "return"))


_INTERFACE = re.compile(r"\binterface\s+[\w$][^{};=]*\Z")


def opens_interface(ahead: str, language: str) -> bool:
    """Whether a `{` opens a type in which a text behind a name is that member's type: TypeScript's `kind: "word"`."""
    return language == "javascript" and _INTERFACE.search(ahead) is not None


_ARM = re.compile(r"\s*case\b[^:\n]*(?<!:):(?!:)")


def is_arm(head: str) -> bool:
    """Whether a statement's head is that of an arm with its value behind it, as Swift writes them: `case .large: "acme-large"`."""
    return _ARM.match(head) is not None


def before_lazy(head: str) -> str:
    """What is declared at the end of a text to have what a block makes when it is first asked for: `val made by lazy`."""
    text = head.rstrip()
    found = _LAZY_END.search(text) if text.endswith((")", "lazy")) else None
    return text[: found.start()] if found is not None else ""


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
