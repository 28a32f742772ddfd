"""Read XML tags with places by a tolerant pass; entities and document types are never followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flowdown.scan.readers.node import DEPTH_LIMIT

_TOKEN = re.compile(r"<!--|<!\[CDATA\[|<[?!]|</?[A-Za-z_][\w.:-]*")
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


@dataclass(slots=True, eq=False)
class Span:
    """A text and its offsets."""

    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes, its own text and the elements inside; names without name space."""

    name: str
    start: int
    attributes: dict[str, Span] = field(default_factory=dict)
    content: Span | None = None
    children: list[Element] = field(default_factory=list)

    def child(self, *names: str) -> Element | None:
        """The first element inside along a chain of names."""
        found: Element | None = self
        for name in names:
            found = next((one for one in found.children if one.name == name), None) if found else None
        return found

    def text_of(self, name: str) -> str:
        """The text of the first element inside of a name."""
        inner = self.child(name)
        return inner.content.text if inner and inner.content else ""


@dataclass(slots=True, eq=False)
class Markup:
    """The elements of a text in document order, with their nesting, and the comments."""

    root: Element
    comments: list[tuple[int, int]] = field(default_factory=list)
    is_broken: bool = False


def read_xml(text: str) -> Markup:
    """Read a text as XML; a tag that is not closed ends with the text."""
    root = Element("", 0)
    markup = Markup(root)
    stack = [root]
    at = 0
    while True:
        token = _TOKEN.search(text, at)
        if not token:
            break
        opening = token.group()
        if opening == "<!--":
            at = _after(text, "-->", token.end())
            markup.comments.append((token.start(), at))
        elif opening == "<![CDATA[":
            stop = text.find("]]>", token.end())
            stop = len(text) if stop < 0 else stop
            stack[-1].content = Span(text[token.end() : stop], token.end(), stop)
            at = stop + 3
        elif opening[1] in "?!":
            at = _after(text, ">", token.end())
        elif opening[1] == "/":
            name = _local(opening[2:])
            if name in (one.name for one in stack[-4:]):
                while len(stack) > 1 and stack.pop().name != name:
                    markup.is_broken = True
            else:
                markup.is_broken = True
            at = _after(text, ">", token.end())
        else:
            at = _open(text, token, stack)
    markup.is_broken |= len(stack) > 1
    return markup


def _open(text: str, token: re.Match[str], stack: list[Element]) -> int:
    stop = _end_of_tag(text, token.end())
    element = Element(_local(token.group()[1:]), token.start())
    for found in _ATTRIBUTE.finditer(text, token.end(), stop):
        group = 2 if found.group(2) is not None else 3
        element.attributes[_local(found.group(1))] = Span(found.group(group), found.start(group), found.end(group))
    if len(stack) < DEPTH_LIMIT:
        stack[-1].children.append(element)
    if text.startswith("/", stop - 1) and stop > token.end():
        return stop + 1
    if len(stack) < DEPTH_LIMIT:
        stack.append(element)
    after = stop + 1
    close = text.find("<", after)
    close = len(text) if close < 0 else close
    body = text[after:close]
    stripped = body.strip()
    if stripped:
        start = after + body.index(stripped)
        element.content = Span(_plain(stripped), start, start + len(stripped))
    return after


def _end_of_tag(text: str, at: int) -> int:
    """The offset of the `>` that ends a tag, past quoted attributes."""
    quote = ""
    for offset in range(at, min(len(text), at + 20_000)):
        sign = text[offset]
        if quote:
            if sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == ">":
            return offset
        elif sign == "<":
            return offset - 1
    return min(len(text), at + 20_000)


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _plain(text: str) -> str:
    if "&" in text:
        for entity, sign in _ENTITIES.items():
            text = text.replace(entity, sign)
    return text
