"""Read TOML into nodes with places, line by line, going on after what it cannot read."""

from __future__ import annotations

import re

from flowdown.scan.readers.node import DEPTH_LIMIT, Document, Mapping, Node, Pair, Scalar, Sequence

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_LINE_BLANK = re.compile(r"[ \t\r]*+")
_COMMENT = re.compile(r"#[^\n]*")
_HEADER = re.compile(r"\[\[?[ \t]*([^\]\n]*?)[ \t]*\]\]?")
_BARE_KEY = re.compile(r"[A-Za-z0-9_\-]++|\"([^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+)\"|'([^'\n]*+)'")
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
_EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
_STRING = re.compile(
    r'"""\n?(.*?)"""|\'\'\'\n?(.*?)\'\'\'|"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"|\'([^\'\n]*+)\'', re.DOTALL
)
_BARE_VALUE = re.compile(r"[^\s,\]}#][^\n,\]}#]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|\r?\n\s*|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def read_toml(text: str, start: int = 0, end: int | None = None) -> Document:
    """Read a text, or a span of it, as TOML."""
    return _Reader(text, start, len(text) if end is None else end).read()


class _Reader:
    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.at = start
        self.end = end
        self.document = Document()
        self.root = Mapping(start)
        self.table = self.root
        self.document.roots.append(self.root)
        self.opened: dict[tuple[int, str], Mapping | Sequence] = {}

    def read(self) -> Document:
        while True:
            self._skip()
            if self.at >= self.end:
                return self.document
            before = self.at
            if self.text[self.at] == "[":
                self._header()
            elif not self._assignment(self.table):
                self.document.blame("a line that is no `key = value`", before)
                self._next_line()
            if self.at <= before:
                self._next_line()

    def _skip(self) -> None:
        found = _BLANK.match(self.text, self.at, self.end)
        if found and found.end() > self.at:
            if "#" in found.group():
                comments = _COMMENT.finditer(self.text, self.at, found.end())
                self.document.comments.extend(comment.span() for comment in comments)
            self.at = found.end()

    def _next_line(self) -> None:
        stop = self.text.find("\n", self.at, self.end)
        self.at = self.end if stop < 0 else stop + 1

    def _header(self) -> None:
        is_array = self.text.startswith("[[", self.at)
        found = _HEADER.match(self.text, self.at, self.end)
        if not found:
            self.document.blame("a table header that is not closed", self.at)
            self._next_line()
            return
        self.at = found.start(1)
        keys = self._keys()
        self.at = found.end()
        if not keys:
            return
        holder = self.root
        for key in keys[:-1]:
            holder = self._open(holder, key, False)
        self.table = self._open(holder, keys[-1], is_array)

    def _keys(self) -> list[Scalar]:
        """The parts of a dotted key."""
        keys: list[Scalar] = []
        while len(keys) < DEPTH_LIMIT:
            found = _BARE_KEY.match(self.text, self.at, self.end)
            if not found:
                break
            quoted = found.group(1) if found.group(1) is not None else found.group(2)
            margin = 0 if quoted is None else 1
            name = found.group() if quoted is None else quoted
            keys.append(Scalar(name, found.start() + margin, found.end() - margin, bool(margin)))
            self.at = found.end()
            dot = _DOT.match(self.text, self.at, self.end)
            if not dot:
                break
            self.at = dot.end()
        return keys

    def _open(self, holder: Mapping, key: Scalar, is_array: bool) -> Mapping:
        """The table of a key, made when it is new; an array of tables gets another entry."""
        known = self.opened.get((id(holder), key.text))
        if isinstance(known, Sequence):
            if is_array:
                known.nodes.append(Mapping(key.start))
            if known.nodes and isinstance(known.nodes[-1], Mapping):
                return known.nodes[-1]
        elif isinstance(known, Mapping) and not is_array:
            return known
        made = Mapping(key.start)
        value = Sequence(key.start, [made]) if is_array else made
        holder.pairs.append(Pair(key, value))
        self.opened[id(holder), key.text] = value
        return made

    def _assignment(self, holder: Mapping, depth: int = 0) -> bool:
        keys = self._keys()
        equals = _EQUALS.match(self.text, self.at, self.end)
        if not keys or not equals:
            return False
        self.at = equals.end()
        for key in keys[:-1]:
            holder = self._open(holder, key, False)
        value = self._value(depth)
        if value is None:
            return False
        holder.pairs.append(Pair(keys[-1], value))
        if isinstance(value, Mapping | Sequence):
            self.opened[id(holder), keys[-1].text] = value
        return True

    def _value(self, depth: int) -> Node | None:
        text, at = self.text, self.at
        if at >= self.end or depth > 40:
            return None
        first = text[at]
        if first in "\"'":
            return self._string()
        if first == "[":
            return self._array(depth)
        if first == "{":
            return self._inline_table(depth)
        found = _BARE_VALUE.match(text, at, self.end)
        if not found:
            return None
        self.at = found.end()
        word = found.group().rstrip()
        return Scalar(word, at, at + len(word))

    def _string(self) -> Scalar | None:
        found = _STRING.match(self.text, self.at, self.end)
        if not found:
            return None
        group = next(number for number in range(1, 5) if found.group(number) is not None)
        body = found.group(group)
        self.at = found.end()
        if group in (1, 3) and "\\" in body:
            body = _ESCAPE.sub(_unescape, body)
        return Scalar(body, found.start(group), found.end(group), True, group < 3 and "\n" in body)

    def _array(self, depth: int) -> Sequence | None:
        sequence = Sequence(self.at)
        self.at += 1
        while True:
            self._skip()
            if self.at >= self.end:
                self.document.blame("a bracket that is not closed", sequence.start)
                return sequence
            if self.text[self.at] == "]":
                self.at += 1
                return sequence
            if self.text[self.at] == ",":
                self.at += 1
                continue
            node = self._value(depth + 1)
            if node is None:
                return None
            sequence.nodes.append(node)

    def _inline_table(self, depth: int) -> Mapping | None:
        mapping = Mapping(self.at)
        self.at += 1
        while True:
            self._skip()
            if self.at >= self.end:
                self.document.blame("a brace that is not closed", mapping.start)
                return mapping
            if self.text[self.at] == "}":
                self.at += 1
                return mapping
            if self.text[self.at] == ",":
                self.at += 1
            elif not self._assignment(mapping, depth + 1):
                return None


def _unescape(found: re.Match[str]) -> str:
    if found.group(1):
        return chr(int(found.group(1), 16))
    word = found.group(2) or ""
    return _ESCAPES.get(word, word)
