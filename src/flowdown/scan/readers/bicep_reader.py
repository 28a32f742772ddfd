"""Read Bicep into statements with nodes: parameters, variables, resources, modules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flowdown.scan.readers.node import DEPTH_LIMIT, Mapping, Node, Pair, Scalar, Sequence

_BLANK = re.compile(r"(?:[ \t\r\n]+|//[^\n]*|/\*.*?(?:\*/|\Z))+", re.DOTALL)
_COMMENT = re.compile(r"'''.*?(?:'''|\Z)|'(?:\\.|[^'\\\n])*'?|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))", re.DOTALL)
_HEAD = re.compile(
    r"(?P<kind>param|var|resource|module|output)[ \t]+(?P<name>\w+)[ \t]*(?:'(?P<target>[^'\n]*)')?"
    r"(?:[ \t]+(?!existing\b)(?P<type>[\w.|?'\[\]<> ]+?))?(?:[ \t]+existing)?[ \t]*=[ \t]*"
)
_STATEMENT = re.compile(r"^[ \t]*(?:param|var|resource|module|output)[ \t]", re.MULTILINE)
_DECORATOR = re.compile(r"^[ \t]*@(?:sys\.)?(?P<name>\w+)\(", re.MULTILINE)
_STRING = re.compile(r"'''(?P<block>.*?)(?:'''|\Z)|'(?P<plain>(?:\\.|[^'\\\n])*)'?", re.DOTALL)
_KEY = re.compile(r"(?:'(?P<quoted>[^'\n]*)'|(?P<bare>[A-Za-z_]\w*))[ \t]*:[ \t]*")
_LOOP = re.compile(r"\[\s*for\b[^:\n]*:\s*")
"""The head of a list that is made of another: each of its members is made as the one that is written."""
_GUARD = re.compile(r"if[ \t]*\(")
_NAME = re.compile(r"[A-Za-z_][\w.!?]*")
_GOES_ON = re.compile(r"\s+(?:\?\??|:|&&|\|\|)(?=[\s'({\[\w!])")
"""The beginning of a line that goes on with a condition of the line before."""
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True, eq=False)
class Statement:
    """One statement: its kind, its name, the quoted type or path behind it, and what stands behind `=`.

    `target` is the type of a resource or the path of a module, with the offset where it starts; `is_optional` says
    that a condition decides whether the resource is made.
    """

    kind: str
    name: Scalar
    target: Scalar | None
    value: Node
    is_optional: bool = False


@dataclass(slots=True, eq=False)
class Template:
    """The statements of a file, the spans of its comments, and the texts of its decorators."""

    statements: list[Statement] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    decorators: list[tuple[int, int]] = field(default_factory=list)


def read_bicep(text: str) -> Template:
    """Read a text; what is no statement is passed over."""
    template = Template()
    template.comments = [found.span() for found in _COMMENT.finditer(text) if found.group("comment")]
    for found in _DECORATOR.finditer(text):
        template.decorators.append((found.end(), _closing(text, found.end() - 1)))
    at = 0
    while begun := _STATEMENT.search(text, at):
        head = _HEAD.match(text, begun.end() - len(begun.group().lstrip()))
        if head is None:
            at = begun.end()
            continue
        at = head.end()
        guard = _GUARD.match(text, at)
        if guard is not None:
            at = _blank(text, _closing(text, guard.end() - 1) + 1)
        value, at = _value(text, at, 0)
        target = Scalar(head.group("target"), *head.span("target"), True) if head.group("target") else None
        name = Scalar(head.group("name"), *head.span("name"))
        template.statements.append(Statement(head.group("kind"), name, target, value, guard is not None))
    return template


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    """The value that starts at an offset, and the offset behind it."""
    start = at
    if text[at : at + 1] == "{" and depth < DEPTH_LIMIT:
        return _object(text, at, depth)
    if text[at : at + 1] == "[" and depth < DEPTH_LIMIT:
        loop = _LOOP.match(text, at)
        if loop is None:
            return _array(text, at, depth)
        body = loop.end()
        guard = _GUARD.match(text, body)
        if guard is not None:
            body = _blank(text, _closing(text, guard.end() - 1) + 1)
        return _value(text, body, depth + 1)[0], _closing(text, at) + 1
    end = _end_of_expression(text, at)
    literal = _STRING.match(text, at)
    if literal is not None and not text[literal.end() : end].strip():
        group = "plain" if literal.group("plain") is not None else "block"
        inner = literal.group(group)
        tag = "!Sub" if group == "plain" and "${" in inner else ""
        return Scalar(inner, *literal.span(group), True, group == "block", tag), literal.end()
    parts, literals = _parts(text, at, end, depth)
    if parts:
        return Sequence(start, parts), end
    if len(literals) == 1 and "?" in text[start:end]:
        return literals[0], end
    written = text[start:end].strip()
    tag = "!Ref" if _NAME.fullmatch(written) and written not in ("true", "false", "null") else ""
    return Scalar(written, start, start + len(written), tag=tag), end


def _parts(text: str, at: int, end: int, depth: int) -> tuple[list[Node], list[Scalar]]:
    """The objects and lists in an expression, and the texts that one of its branches gives.

    They are what a condition chooses from (`wanted ? [{ ... }] : []`), and what functions put together (`union(a, [{ ... }])`).
    """
    nodes: list[Node] = []
    literals: list[Scalar] = []
    last = ""
    while at < end:
        sign = text[at]
        if sign == "'":
            literal = _STRING.match(text, at)
            if literal is None or literal.end() <= at:
                break
            if last in ("?", ":") and literal.group("plain"):
                literals.append(Scalar(literal.group("plain"), *literal.span("plain"), True))
            at = literal.end()
        elif depth < DEPTH_LIMIT and (sign == "{" or (sign == "[" and not _is_index(text, at))):
            node, at = _value(text, at, depth + 1)
            nodes.append(node)
        else:
            at += 1
        last = last if sign.isspace() else sign
    return nodes, literals


def _is_index(text: str, at: int) -> bool:
    """Whether a bracket takes a member of what stands before it."""
    before = text[at - 1 : at]
    return before.isalnum() or before in ("_", ")", "]")


def _object(text: str, at: int, depth: int) -> tuple[Mapping, int]:
    mapping = Mapping(at)
    at = _blank(text, at + 1)
    while at < len(text) and text[at] != "}":
        key = _KEY.match(text, at)
        if key is None:
            at = _blank(text, max(_end_of_expression(text, at), at + 1))
            continue
        group = "quoted" if key.group("quoted") is not None else "bare"
        value, end = _value(text, key.end(), depth + 1)
        mapping.pairs.append(Pair(Scalar(key.group(group), *key.span(group)), value))
        at = _blank(text, max(end, key.end()))
        at = _blank(text, at + 1) if text[at : at + 1] == "," else at
    return mapping, at + 1


def _array(text: str, at: int, depth: int) -> tuple[Sequence, int]:
    sequence = Sequence(at)
    at = _blank(text, at + 1)
    while at < len(text) and text[at] != "]":
        value, end = _value(text, at, depth + 1)
        sequence.nodes.append(value)
        at = _blank(text, max(end, at + 1))
        at = _blank(text, at + 1) if text[at : at + 1] == "," else at
    return sequence, at + 1


def _end_of_expression(text: str, at: int) -> int:
    """Where an expression ends: at the end of its line outside brackets, at a comma, or at the bracket round it."""
    while at < len(text):
        sign = text[at]
        if sign == "'":
            literal = _STRING.match(text, at)
            at = literal.end() if literal is not None and literal.end() > at else at + 1
        elif sign in _PAIRS:
            at = _closing(text, at) + 1
        elif sign == "\n" and (goes_on := _GOES_ON.match(text, at)):
            at = goes_on.end()
        elif sign in ",)]}\n" or text.startswith("//", at):
            return at
        else:
            at += 1
    return at


def _closing(text: str, at: int) -> int:
    """The offset of the bracket that closes the one at an offset; the text's last offset if none does."""
    waiting = [_PAIRS[text[at]]]
    at += 1
    while at < len(text):
        sign = text[at]
        if sign == "'":
            literal = _STRING.match(text, at)
            at = literal.end() if literal is not None and literal.end() > at else at + 1
            continue
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                return at
        at += 1
    return len(text) - 1
