"""Read HOCON, the notation of `application.conf` on the JVM: nested braces, dotted keys, `${?VARIABLE}`."""

from __future__ import annotations

import re

from flowdown.scan.readers.node import DEPTH_LIMIT, Document, Mapping, Node, Pair, Scalar, Sequence

_SKIP = re.compile(r"[\s,]+")
_COMMENT = re.compile(r"(?://|#)[^\n]*")
_INCLUDE = re.compile(r"include\b[^\n{]*")
_KEY = re.compile(
    r"(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[\w\-$]+(?:\.[\w\-$\"]+)*))[ \t]*(?P<sign>\+?=|:|(?=\{))[ \t]*(?:\n\s*(?=[\[{]))?"
)
_TRIPLE = re.compile(r"\"\"\"(.*?)\"\"\"", re.DOTALL)
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"")
_BARE = re.compile(r"(?:\$\{[^{}\n]*\}|(?!//)[^\n,#\]{}])+")


def is_hocon(path: str, text: str) -> bool:
    """Whether a `.conf` file is in this notation rather than made of sections and directives."""
    name = path.rpartition("/")[2]
    if not name.startswith(("application", "reference")) and "/resources/" not in f"/{path}" and "${?" not in text:
        return False
    return re.search(r"(?m)^[ \t]*[\w.\-\"]+[ \t]*[=:]?[ \t]*\{[ \t]*(?:$|#|//)", text) is not None


def read_hocon(text: str) -> Document:
    """The one mapping of a file."""
    document = Document()
    reader = _Reader(text, document)
    document.roots.append(reader.members(0, top=True))
    return document


class _Reader:
    """A place in a text, moving on."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self.document = document
        self.at = 0

    def _skip(self) -> None:
        while True:
            found = _SKIP.match(self.text, self.at) or _COMMENT.match(self.text, self.at)
            if found is None:
                return
            if self.text[found.start()] in "/#":
                self.document.comments.append(found.span())
            self.at = found.end()

    def members(self, depth: int, *, top: bool = False) -> Mapping:
        """The pairs up to a closing brace, or to the end."""
        mapping = Mapping(self.at)
        while True:
            self._skip()
            if self.at >= len(self.text):
                return mapping
            if self.text[self.at] == "}":
                self.at += 1
                if not top:
                    return mapping
                continue
            included = _INCLUDE.match(self.text, self.at)
            found = _KEY.match(self.text, self.at) if included is None else None
            if found is None:
                self.at = included.end() if included is not None else self._line_end()
                continue
            group = "quoted" if found.group("quoted") is not None else "bare"
            key = Scalar(found.group(group), *found.span(group), group == "quoted")
            self.at = found.end()
            mapping.pairs.append(Pair(key, self._value(depth + 1)))

    def _line_end(self) -> int:
        end = self.text.find("\n", self.at)
        opened = self.text.find("{", self.at, end if end >= 0 else len(self.text))
        if opened >= 0:
            return opened + 1
        return len(self.text) if end < 0 else end + 1

    def _value(self, depth: int) -> Node:
        text = self.text
        first = text[self.at : self.at + 1]
        if first == "{" and depth < DEPTH_LIMIT:
            self.at += 1
            return self.members(depth)
        if first == "[" and depth < DEPTH_LIMIT:
            return self._items(depth)
        triple = _TRIPLE.match(text, self.at)
        quoted = triple or _QUOTED.match(text, self.at)
        if quoted is not None:
            self.at = quoted.end()
            return Scalar(quoted.group(1), *quoted.span(1), is_quoted=True)
        bare = _BARE.match(text, self.at)
        if bare is None:
            return Scalar("", self.at, self.at)
        self.at = bare.end()
        held = bare.group().rstrip()
        return Scalar(held, bare.start(), bare.start() + len(held))

    def _items(self, depth: int) -> Sequence:
        sequence = Sequence(self.at)
        self.at += 1
        while True:
            self._skip()
            if self.at >= len(self.text) or self.text[self.at] == "]":
                self.at += 1
                return sequence
            before = self.at
            sequence.nodes.append(self._value(depth + 1))
            if self.at == before:
                self.at += 1
