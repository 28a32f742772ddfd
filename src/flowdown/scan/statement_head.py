"""The head of a statement: what stands before a value in it, over line ends and the arguments of types."""

from __future__ import annotations

import re

_BLOCK_HEAD = re.compile(r"\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b")
_CUT_TYPE = re.compile(r"\s*(?:[\w$.\[\]<>, |?]|\{[^{}=]{0,400}\})*>+(?:\[\])?\s*(?:\w+\s*)?=\s*$")
_OBJECT_TYPE = re.compile(r"\{[^{}]*\}")
_OTHER_LIST = re.compile(r"\s*\]\s*:\s*\Z")
"""Between the two lists of a condition: `asked ? [...] : [...]`."""
_TYPE_LIST = re.compile(r"\[[^\[\]]*\]\Z")
_GIVES = re.compile(r"[ \t]*return\b")
_GIVES_WITHIN = re.compile(r"(?<=[\s:;)\]>])return\b(?!\s*[:=.,])")


def with_type(masked: str, before: str, inside: int) -> str:
    """The head of a statement that a comma among a type's arguments cut: `const x: Map<string, Thing> = `."""
    if before.count("<") >= before.count(">") or not before.rstrip().endswith("="):
        return before
    if not _CUT_TYPE.match(before):
        return before
    return masked[masked.rfind("\n", 0, inside - len(before)) + 1 : inside]


def from_return(head: str) -> str:
    """The head from the `return` on that stands behind a condition on one line: `if (asked) return`, `case A: return`."""
    if "return" not in head or _GIVES.match(head):
        return head
    starts = [found.start() for found in _GIVES_WITHIN.finditer(head)]
    return head[starts[-1] :] if starts else head


def without_object_types(left: str) -> str:
    """What is assigned to, without the members of the types in it: `const x: { id: string }[]`."""
    if "\n" in left and left.endswith("]"):
        left = _TYPE_LIST.sub("", left)  # `model: Literal[...] = ` over several lines
    while ":" in left and "{" in left:
        rest = _OBJECT_TYPE.sub("", left)
        if rest == left:
            break
        left = rest
    return left


def last_statement(before: str) -> str:
    """The text from the start of the statement that goes on at the end of `before`."""
    lines = before.rsplit("\n", 14)
    take = lines[-1]
    if _OTHER_LIST.match(take):
        return take
    index = len(lines) - 2
    while index >= 0 and not _GIVES.match(take):
        previous = lines[index].rstrip()
        if previous.endswith(":") and _BLOCK_HEAD.match(previous):
            break
        continues = previous.endswith(
            ("=", "(", ",", "\\", "+", "||", "??", "?", ":", "=>", "&&", "->", "return", " or", "[")
        )
        if not (
            continues or (take.strip() and take.lstrip().startswith((".", "||", "??", "?", ":", "+", "&&", "or ")))
        ):
            break
        take = lines[index] + "\n" + take
        index -= 1
    return take
