"""Builds the tree of an XML document: no entities, no document type, no depth and no memory without end."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from flowdown.base.errors import UnusableFile, Where, clip
from flowdown.base.strict_json import DEPTH, decode

MOST = 1_000_000
"""Elements and attributes of which a tree is made; some hundred bytes are needed for each."""
MOST_TAGS = 3_000_000
"""Elements and attributes in a document, those that are left out among them."""
_STEP = 1024 * 1024
_NONE: Mapping[str, str] = MappingProxyType({})
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']""")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(slots=True)
class Leaf:
    """An element: its name (`namespace name`, or the bare name), attributes, text, children and line."""

    name: str
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    children: Sequence[Leaf] = ()

    @property
    def bare(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(" ")[2]

    def walk(self) -> Iterator[Leaf]:
        """The element and all below it, in their order."""
        pending = [self]
        while pending:
            leaf = pending.pop()
            yield leaf
            pending.extend(reversed(leaf.children))


LeaveOut = Callable[[str, str], bool]
"""Given the names of an element and of the one that holds it: true if no tree is to be made of it and all below it."""


def read_xml(content: bytes, name: str) -> Leaf:
    """The outermost element of a document. Raises `UnusableFile`, with its line, for what is no XML or not safe."""
    # NOTE: what the declaration says of the coding is not heeded: documents are changed to UTF-16 without changing it.
    return _build([decode(content, name).encode("utf-8", "replace")], name, None)


def stream_xml(stream: BinaryIO, name: str, leave_out: LeaveOut) -> Leaf:
    """The same bit by bit, in the coding that the document declares, without the elements that are left out."""
    start = stream.read(_STEP)
    declared = _DECLARED.match(start)
    coding = next((coding for bom, coding in _BOMS if start.startswith(bom)), "")
    coding = coding or (declared[1].decode() if declared else "utf-8-sig")
    if coding.lower() == "utf-8":
        coding = "utf-8-sig"
    try:
        return _build(_recode(start, stream, coding), name, leave_out)
    except UnicodeError:
        raise UnusableFile(
            f"is no XML: holds bytes that are no {clip(coding.removesuffix('-sig'))}", Where(name)
        ) from None
    except LookupError:
        raise UnusableFile(f"is no XML: its coding `{clip(coding)}` is not known", Where(name)) from None


def _recode(start: bytes, stream: BinaryIO, coding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(coding)()
    block = start
    while block:
        following = stream.read(_STEP)
        yield decoder.decode(block, final=not following).encode("utf-8", "replace")
        block = following


def _build(blocks: Iterable[bytes], name: str, leave_out: LeaveOut | None) -> Leaf:
    building = _Building(name, leave_out)
    parser = building.parser
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        says = expat.ErrorString(error.code)
        raise UnusableFile(f"is no XML: {says}", Where(name, error.lineno, error.offset + 1)) from None
    except UnicodeError:
        raise
    except ValueError as error:
        raise UnusableFile(f"is no XML: {str(error)[:80]}", Where(name)) from None
    (root,) = building.top.children
    return root


class _Building:
    """A tree that grows as its parser reads."""

    def __init__(self, name: str, leave_out: LeaveOut | None) -> None:
        # NOTE: a document type is refused as soon as it opens, so that no entity is ever declared.
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = lambda *_: self._refuse("declares a document type, which is not read")
        self.parser.EntityDeclHandler = lambda *_: self._refuse("declares entities, which are not read")
        self.top = Leaf("", _NONE, 0)
        self._name, self._leave_out = name, leave_out
        self._open = [self.top]
        self._texts: list[list[str]] = [[]]
        self._kept = self._seen = self._below = 0
        """Elements and attributes so far, and the levels that are open of what is left out."""

    def _refuse(self, says: str) -> NoReturn:
        raise UnusableFile(says, Where(self._name, self.parser.CurrentLineNumber))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        count = 1 + len(attributes)
        self._seen += count
        if self._seen > MOST_TAGS:
            self._refuse(f"holds more than {MOST_TAGS:,} tags and attributes")
        if len(self._open) + self._below > DEPTH:
            self._refuse(f"is nested deeper than {DEPTH} levels")
        above = self._open[-1]
        if self._below or (self._leave_out is not None and self._leave_out(tag, above.name)):
            self._below += 1
            return
        self._kept += count
        if self._kept > MOST:
            self._refuse(f"holds more than {MOST:,} tags and attributes that are read")
        leaf = Leaf(tag, attributes or _NONE, self.parser.CurrentLineNumber)
        # Most elements hold no other: only those that do get a list.
        if isinstance(above.children, list):
            above.children.append(leaf)
        else:
            above.children = [leaf]
        self._open.append(leaf)
        self._texts.append([])

    def _end(self, _: str) -> None:
        if self._below:
            self._below -= 1
        else:
            self._open.pop().text = "".join(self._texts.pop())

    def _data(self, text: str) -> None:
        if not self._below:
            self._texts[-1].append(text)
