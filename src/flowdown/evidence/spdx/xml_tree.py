"""Reads XML into plain elements with their lines; no entities, no document type, no depth without end."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import NoReturn
from xml.parsers import expat

from flowdown.base.errors import UnusableFile, Where
from flowdown.base.strict_json import DEPTH, decode

_MOST = 2_000_000
"""Elements of one document."""


@dataclass(slots=True)
class Leaf:
    """An element: its name (`namespace name`, or the bare name), attributes, text, children and line."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Leaf] = field(default_factory=list)

    @property
    def bare(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(" ")[2]


def read_xml(content: bytes, name: str) -> Leaf:
    """The outermost element of a document. Raises `UnusableFile`, with its line, for what is no XML or not safe."""
    # NOTE: what the declaration says of the coding is not heeded: documents are changed to UTF-16 without changing it.
    text = decode(content, name)
    # NOTE: a document type is refused as soon as it opens, so that no entity is ever declared.
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    top = Leaf("", {}, 0)
    open_ = [top]
    texts: list[list[str]] = [[]]

    def refuse(says: str) -> NoReturn:
        raise UnusableFile(says, Where(name, parser.CurrentLineNumber))

    numbers = count(1)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if next(numbers) > _MOST:
            refuse(f"has more than {_MOST} elements")
        if len(open_) > DEPTH:
            refuse(f"is nested deeper than {DEPTH} levels")
        leaf = Leaf(tag, attributes, parser.CurrentLineNumber)
        open_[-1].children.append(leaf)
        open_.append(leaf)
        texts.append([])

    def end(_: str) -> None:
        open_.pop().text = "".join(texts.pop())

    def data(text: str) -> None:
        texts[-1].append(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = lambda *_: refuse("declares a document type, which is not read")
    parser.EntityDeclHandler = lambda *_: refuse("declares entities, which are not read")
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        says = expat.ErrorString(error.code)
        raise UnusableFile(f"is no XML: {says}", Where(name, error.lineno, error.offset + 1)) from None
    except ValueError as error:
        raise UnusableFile(f"is no XML: {str(error)[:80]}", Where(name)) from None
    return top.children[0]
