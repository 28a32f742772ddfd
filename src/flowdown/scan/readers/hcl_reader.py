"""Read HCL (Terraform, OpenTofu, Packer, Nomad) into nodes with places, tolerantly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from flowdown.scan.readers.node import DEPTH_LIMIT

_SKIP = re.compile(r"(?:[ \t\r\n,;]++|(?:#|//)[^\n]*+|/\*.*?(?:\*/|\Z))*+", re.DOTALL)
_COMMENT = re.compile(r"(?:#|//)[^\n]*+|/\*.*?(?:\*/|\Z)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][\w-]*+")
_LABEL = re.compile(r'[ \t]*+(?:"([^"\n]*+)"|([A-Za-z_][\w-]*+))')
_OPEN = re.compile(r"[ \t\r]*+\{")
_ASSIGN = re.compile(r"[ \t\r]*+(?:=(?!=)>?|:)[ \t\r\n]*+")
_HEREDOC = re.compile(r"<<[-~]?\"?([A-Za-z_]\w*)\"?[ \t\r]*\n")
_CALL = re.compile(r"([A-Za-z_][\w:-]*)\(")
_REST = re.compile(r"[^\n\"{}\[\](),#]+")


@dataclass(slots=True, eq=False)
class Quoted:
    """A string, its placeholders as they stand; `is_block` for a heredoc."""

    text: str
    start: int
    end: int
    is_block: bool = False


@dataclass(slots=True, eq=False)
class Expression:
    """What is neither string, list nor object: its text, and the strings and structures inside it."""

    text: str
    start: int
    end: int
    parts: list[Term] = field(default_factory=list)
    callee: str = ""


@dataclass(slots=True, eq=False)
class Tuple:
    """`[...]`"""

    start: int
    terms: list[Term] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Object:
    """`{key = value}`"""

    start: int
    attributes: list[Attribute] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Attribute:
    """A key and its value."""

    name: str
    start: int
    end: int
    value: Term


@dataclass(slots=True, eq=False)
class Block:
    """`type "label" "label" { ... }`"""

    type: str
    start: int
    labels: list[Quoted] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def attribute(self, name: str) -> Term | None:
        """The value of an attribute."""
        return next((one.value for one in self.attributes if one.name == name), None)


Term: TypeAlias = Quoted | Expression | Tuple | Object


@dataclass(slots=True, eq=False)
class Body:
    """A file: a block without type, its comments, its first fault."""

    root: Block
    comments: list[tuple[int, int]] = field(default_factory=list)
    fault: str = ""
    fault_at: int = 0


def read_hcl(text: str) -> Body:
    """Read a text as HCL."""
    body = Body(Block("", 0))
    _Reader(text, body).body(body.root, 0)
    return body


class _Reader:
    def __init__(self, text: str, body: Body) -> None:
        self.text = text
        self.end = len(text)
        self.at = 0
        self.made = body

    def skip(self) -> None:
        found = _SKIP.match(self.text, self.at)
        if found and found.end() > self.at:
            chunk = found.group()
            if "#" in chunk or "/" in chunk:
                self.made.comments.extend(one.span() for one in _COMMENT.finditer(self.text, self.at, found.end()))
            self.at = found.end()

    def blame(self, reason: str, at: int) -> None:
        if not self.made.fault:
            self.made.fault, self.made.fault_at = reason, at

    def body(self, block: Block, depth: int) -> None:
        """Attributes and blocks up to the closing brace or the end."""
        while True:
            self.skip()
            if self.at >= self.end:
                if depth:
                    self.blame("a block that is not closed", block.start)
                return
            if self.text[self.at] == "}":
                self.at += 1
                if depth:
                    return
                continue
            self._member(block, depth)

    def _member(self, block: Block, depth: int) -> None:
        start = self.at
        name = _NAME.match(self.text, start) or re.compile(r'"[^"\n]*"').match(self.text, start)
        if not name:
            self.blame("neither an attribute nor a block", start)
            self._next_line()
            return
        self.at = name.end()
        assign = _ASSIGN.match(self.text, self.at)
        if assign:
            self.at = assign.end()
            value = self.expression(depth + 1)
            margin = 1 if name.group().startswith('"') else 0
            word = name.group().strip('"')
            block.attributes.append(Attribute(word, start + margin, name.end() - margin, value))
            return
        inner = Block(name.group(), start)
        while True:
            label = _LABEL.match(self.text, self.at)
            if not label:
                break
            group = 1 if label.group(1) is not None else 2
            inner.labels.append(Quoted(label.group(group), label.start(group), label.end(group)))
            self.at = label.end()
        opening = _OPEN.match(self.text, self.at)
        if not opening or depth >= DEPTH_LIMIT:
            self.blame("neither an attribute nor a block", start)
            self._next_line()
            return
        self.at = opening.end()
        block.blocks.append(inner)
        self.body(inner, depth + 1)

    def _next_line(self) -> None:
        stop = self.text.find("\n", self.at)
        self.at = self.end if stop < 0 else stop + 1

    def expression(self, depth: int) -> Term:
        """A value up to the end of its line, its list or its object."""
        start = self.at
        parts: list[Term] = []
        callee = ""
        while self.at < self.end:
            sign = self.text[self.at]
            if sign in "\n,]})":
                break
            if sign in " \t\r":
                self.at += 1
                continue
            if sign == "#" or self.text.startswith("//", self.at):
                break
            part, name = self._part(depth)
            callee = callee or name
            if part is not None:
                parts.append(part)
        stop = self.at
        raw = self.text[start:stop].rstrip()
        if len(parts) == 1 and not callee and not isinstance(parts[0], Expression):
            only = parts[0]
            if (
                isinstance(only, Tuple | Object)
                or only.end - only.start + (0 if only.is_block else 2) >= len(raw)
                or only.is_block
            ):
                return only
        return Expression(raw[:2000], start, start + len(raw), parts, callee)

    def _part(self, depth: int) -> tuple[Term | None, str]:
        text, at = self.text, self.at
        sign = text[at]
        if sign == '"':
            return self._string(), ""
        if sign == "<":
            heredoc = _HEREDOC.match(text, at)
            if heredoc:
                return self._heredoc(heredoc), ""
        if sign == "[":
            return self._tuple(depth), ""
        if sign == "{":
            return self._object(depth), ""
        call = _CALL.match(text, at)
        if call:
            self.at = call.end()
            return Expression(call.group(1), at, at, self._arguments(")", depth), call.group(1)), call.group(1)
        if sign == "(":
            self.at += 1
            return Expression("", at, at, self._arguments(")", depth)), ""
        rest = _NAME.match(text, at) or _REST.match(text, at)
        self.at = max(rest.end() if rest else at + 1, at + 1)
        return None, ""

    def _arguments(self, close: str, depth: int) -> list[Term]:
        terms: list[Term] = []
        while True:
            self.skip()
            if self.at >= self.end:
                self.blame("a bracket that is not closed", self.end - 1)
                return terms
            if self.text[self.at] in "]})":
                self.at += self.text[self.at] == close
                return terms
            if depth >= DEPTH_LIMIT:
                self.blame("nested too deeply", self.at)
                self.at = self.end
                return terms
            before = self.at
            terms.append(self.expression(depth + 1))
            if self.at <= before:
                self.at += 1

    def _string(self) -> Quoted:
        text, start = self.text, self.at + 1
        at, depth = start, 0
        while at < self.end:
            sign = text[at]
            if sign == "\\":
                at += 2
                continue
            if text.startswith(("${", "%{"), at):
                depth += 1
                at += 2
                continue
            if sign == "}" and depth:
                depth -= 1
            elif (sign == '"' and not depth) or sign == "\n":
                break
            at += 1
        at = min(at, self.end)
        if at >= self.end or text[at] == "\n":
            self.blame("a quote that is not closed", start - 1)
        self.at = min(at + 1, self.end) if text[at : at + 1] == '"' else at
        return Quoted(text[start:at], start, at)

    def _heredoc(self, opening: re.Match[str]) -> Quoted:
        closing = re.compile(rf"^[ \t]*{re.escape(opening.group(1))}[ \t\r]*$", re.MULTILINE)
        found = closing.search(self.text, opening.end())
        stop = found.start() if found else self.end
        self.at = found.end() if found else self.end
        return Quoted(self.text[opening.end() : stop], opening.end(), stop, is_block=True)

    def _tuple(self, depth: int) -> Tuple:
        made = Tuple(self.at)
        self.at += 1
        made.terms = self._arguments("]", depth + 1)
        return made

    def _object(self, depth: int) -> Object:
        made = Object(self.at)
        self.at += 1
        if depth >= DEPTH_LIMIT:
            self.blame("nested too deeply", self.at)
            self.at = self.end
            return made
        inner = Block("", made.start)
        self._object_body(inner, depth + 1)
        made.attributes = inner.attributes
        return made

    def _object_body(self, inner: Block, depth: int) -> None:
        while True:
            self.skip()
            if self.at >= self.end:
                self.blame("a brace that is not closed", inner.start)
                return
            if self.text[self.at] == "}":
                self.at += 1
                return
            start = self.at
            key = re.compile(r'"([^"\n]*)"|\(?[\w.${}\[\]-]+\)?').match(self.text, start)
            assign = _ASSIGN.match(self.text, key.end()) if key else None
            if not key or not assign:
                # `for x in y : k => v` and the like: taken as expressions, for the strings in them.
                value = self.expression(depth)
                inner.attributes.append(Attribute("", start, start, value))
                if self.at <= start:
                    self.at = start + 1
                continue
            self.at = assign.end()
            margin = 1 if key.group(1) is not None else 0
            word = key.group(1) if margin else key.group()
            inner.attributes.append(Attribute(word, start + margin, key.end() - margin, self.expression(depth)))
