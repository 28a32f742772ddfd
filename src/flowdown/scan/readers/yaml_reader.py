"""Read YAML by lines into nodes with places, also where templates or mistakes make it no valid YAML."""

from __future__ import annotations

import re

from flowdown.scan.readers.flow_reader import FlowReader
from flowdown.scan.readers.node import DEPTH_LIMIT, Alias, Document, Mapping, Node, Pair, Scalar, Sequence

_LINE = re.compile(r"([ \t]*)([^\n]*)")
_PROPERTY = re.compile(r"(?:!<[^>\s]*>|![^\s,\[\]{}]*|&[^\s,\[\]{}]+)(?=\s|\Z)[ \t]*")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)[ \t]*(?=[\n:#]|\Z)")
_BLOCK = re.compile(r"[|>][+-]?([1-9]?)[+-]?[ \t]*(?:#[^\n]*)?(?=\n|\Z)")
_DASH = re.compile(r"-(?:[ \t]+|(?=\n|\Z))")
_COLON = re.compile(r":(?=[ \t\r\n]|\Z)")
_DOUBLE = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_SINGLE = re.compile(r"'([^']*+(?:''[^']*+)*+)'")
_ONLY_TEMPLATE = re.compile(r"\{\{.*\}\}\s*\Z|\{%.*%\}\s*\Z|\{\{-?\s*/\*|\{#")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)[ \t]*")


def read_yaml(text: str, start: int = 0, end: int | None = None) -> Document:
    """Read a text, or a span of it whose offsets are kept, as a stream of YAML documents."""
    return _Reader(text, start, len(text) if end is None else end).read()


class _Level:
    """An open block container and the pair or place whose value is still to come."""

    __slots__ = ("container", "indent", "pending")

    def __init__(self, container: Mapping | Sequence, indent: int) -> None:
        self.container = container
        self.indent = indent
        self.pending = False


class _Reader:
    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.at = start
        self.end = end
        self.document = Document()
        self.levels: list[_Level] = []
        self.anchors: dict[str, Mapping | Sequence | Scalar] = {}
        self.anchor = ""
        self.tag = ""
        self.is_template = "{{" in text or "{%" in text

    def read(self) -> Document:
        text, end = self.text, self.end
        while self.at < end:
            line_end = text.find("\n", self.at, end)
            if line_end < 0:
                line_end = end
            at = self.at
            while at < line_end and text[at] == " ":
                at += 1
            if at < line_end and text[at] == "\t":
                at = self._skip_tabs(at, line_end)
            self._read_line(at, line_end, at - self.at)
        return self.document

    def _skip_tabs(self, at: int, line_end: int) -> int:
        rest = self.text[at:line_end].strip()
        if rest and not rest.startswith("#") and not self.is_template:
            self.document.blame("tab in the indentation", at)
        while at < line_end and self.text[at] in " \t":
            at += 1
        return at

    def _read_line(self, at: int, line_end: int, indent: int) -> None:
        text = self.text
        self.at = line_end + 1
        first = text[at] if at < line_end else ""
        if not first or first == "\r":
            return
        if first == "#":
            self.document.comments.append((at, line_end))
            return
        if indent == 0 and first in "-.%":
            marker = _MARKER.match(text, at, line_end)
            if marker:
                self.levels.clear()
                self.anchors.clear()
                at = marker.end()
                if at >= line_end or text[at] in "#\r":
                    return
            elif first == "%":
                return
        if first == "{" and self.is_template and _ONLY_TEMPLATE.match(text[at:line_end]):
            return
        self._read_content(at, line_end, indent)

    def _read_content(self, at: int, line_end: int, indent: int) -> None:
        text = self.text
        line_start = at - indent
        while True:
            dash = _DASH.match(text, at, self.end) if text[at] == "-" else None
            if dash and dash.end() <= line_end + 1:
                sequence = self._sequence_at(indent, at)
                if sequence is None:
                    return
                at = min(dash.end(), line_end)
                self.levels[-1].pending = True
                if at >= line_end or text[at] in "\r#":
                    if at < line_end and text[at] == "#":
                        self.document.comments.append((at, line_end))
                    return
                indent = at - line_start
                continue
            break
        at = self._take_properties(at, line_end)
        if at >= line_end or text[at] == "\r":
            return
        if text[at] == "?" and at + 1 < line_end and text[at + 1] == " ":
            at = _skip_blanks(text, at + 2, line_end)
            indent = at - line_start
            if at >= line_end or text[at] == "\r":
                return
        key, after = self._key_at(at, line_end)
        if key is None:
            self._read_value(at, line_end, indent - 1 if not self.levels else self._floor(indent))
            return
        mapping = self._mapping_at(indent, at)
        if mapping is None:
            return
        mapping.pairs.append(Pair(key, Scalar("", after, after)))
        self.levels[-1].pending = True
        after = self._take_properties(_skip_blanks(text, after, line_end), line_end)
        if after < line_end and text[after] != "\r":
            self._read_value(after, line_end, indent)

    def _floor(self, indent: int) -> int:
        """The indentation that continuation lines of a value must exceed."""
        return min(self.levels[-1].indent, indent)

    def _take_properties(self, at: int, line_end: int) -> int:
        while at < line_end and self.text[at] in "!&":
            found = _PROPERTY.match(self.text, at, line_end)
            if not found:
                break
            word = found.group().strip()
            if word.startswith("&"):
                self.anchor = word[1:]
            else:
                self.tag = word
            at = found.end()
        return at

    def _key_at(self, at: int, line_end: int) -> tuple[Scalar | None, int]:
        """The key that starts here and the offset after its colon, or None."""
        text = self.text
        first = text[at]
        if first in "\"'":
            quoted = (_DOUBLE if first == '"' else _SINGLE).match(text, at, line_end)
            if not quoted:
                return None, at
            after = _skip_blanks(text, quoted.end(), line_end)
            if _COLON.match(text, after, self.end):
                return Scalar(_unquote(quoted.group(1), first), at + 1, quoted.end() - 1, True), after + 1
            return None, at
        if first in "[{|>#" and not text.startswith("{{", at):
            return None, at
        found = at
        while True:
            found = text.find(":", found, line_end)
            if found < 0:
                return None, at
            if found + 1 >= line_end or text[found + 1] in " \t\r":
                break
            found += 1
        if found == at:
            return None, at
        hash_at = text.find(" #", at, found)
        if hash_at >= 0:
            return None, at
        stop = found
        while text[stop - 1] in " \t":
            stop -= 1
        return Scalar(text[at:stop], at, stop), found + 1

    def _sequence_at(self, indent: int, at: int) -> Sequence | None:
        self._close(indent, is_sequence=True)
        if self.levels and self.levels[-1].indent == indent and isinstance(self.levels[-1].container, Sequence):
            return self.levels[-1].container
        sequence = Sequence(at)
        return sequence if self._open(sequence, indent) else None

    def _mapping_at(self, indent: int, at: int) -> Mapping | None:
        self._close(indent, is_sequence=False)
        if self.levels and self.levels[-1].indent == indent and isinstance(self.levels[-1].container, Mapping):
            return self.levels[-1].container
        mapping = Mapping(at)
        return mapping if self._open(mapping, indent) else None

    def _close(self, indent: int, is_sequence: bool) -> None:
        levels = self.levels
        while levels and levels[-1].indent > indent:
            levels.pop()
        # A sequence may stand at the indentation of the key that holds it; a key there ends it.
        if not is_sequence and levels and levels[-1].indent == indent and isinstance(levels[-1].container, Sequence):
            levels.pop()
        level = levels[-1] if is_sequence and levels else None
        is_taken = level is not None and level.indent == indent and isinstance(level.container, Mapping)
        if level is not None and is_taken and not level.pending and not self.is_template:
            self.document.blame("a list entry where a key was expected", level.container.start)

    def _open(self, container: Mapping | Sequence, indent: int) -> bool:
        if len(self.levels) >= DEPTH_LIMIT:
            self.document.blame("nested too deeply", container.start)
            return False
        container.tag, self.tag = self.tag, ""
        self._place(container)
        self.levels.append(_Level(container, indent))
        return True

    def _place(self, node: Node) -> None:
        """Put a node where a value is waited for."""
        if self.anchor and not isinstance(node, Alias):
            self.anchors[self.anchor] = node
        self.anchor = ""
        if not self.levels:
            self.document.roots.append(node)
            return
        level = self.levels[-1]
        if isinstance(level.container, Sequence):
            level.container.nodes.append(node)
        elif level.pending and level.container.pairs:
            level.container.pairs[-1].value = node
        else:
            if not self.is_template:
                self.document.blame("text where a key was expected", node.start)
            level.container.pairs.append(Pair(Scalar("", node.start, node.start), node))
        level.pending = False

    def _read_value(self, at: int, line_end: int, floor: int) -> None:
        text = self.text
        first = text[at]
        if first in "|>":
            block = _BLOCK.match(text, at, self.end)
            if block:
                self._read_block(block.end(), floor, int(block.group(1) or 0))
                return
        elif first == "#":
            self.document.comments.append((at, line_end))
            return
        elif first == "*":
            alias = _ALIAS.match(text, at, self.end)
            if alias:
                self._place(Alias(at, self.anchors.get(alias.group(1))))
                return
        elif first in "\"'":
            quoted = (_DOUBLE if first == '"' else _SINGLE).match(text, at, self.end)
            if quoted:
                self._place(self._tagged(Scalar(_unquote(quoted.group(1), first), at + 1, quoted.end() - 1, True)))
                self._finish_line(quoted.end())
                return
            if not self.is_template:
                self.document.blame("a quote that is not closed", at)
        elif first in "[{" and not text.startswith("{{", at) and not text.startswith("{%", at):
            flow = FlowReader(text, at, self.end, self.document, self.anchors)
            node = flow.read()
            if node is not None:
                if not isinstance(node, Alias):
                    node.tag, self.tag = self.tag, ""
                self._place(node)
                self._finish_line(flow.at)
                return
            if not self.is_template:
                self.document.blame("a bracket that is not closed", at)
        self._read_plain(at, line_end, floor)

    def _tagged(self, scalar: Scalar) -> Scalar:
        scalar.tag, self.tag = self.tag, ""
        return scalar

    def _finish_line(self, at: int) -> None:
        """Go on after a value that may have ended on a later line."""
        line_end = self.text.find("\n", at, self.end)
        line_end = self.end if line_end < 0 else line_end
        comment = _COMMENT.search(self.text, at, line_end)
        if comment:
            self.document.comments.append((comment.start(), line_end))
        self.at = line_end + 1

    def _read_plain(self, at: int, line_end: int, floor: int) -> None:
        text = self.text
        stop = self._end_of_plain(at, line_end)
        if stop < line_end and text[stop:line_end].lstrip().startswith("#"):
            self._place(self._tagged(Scalar(text[at:stop], at, stop)))
            return
        parts = [text[at:stop]]
        position = line_end + 1
        while position < self.end:
            next_end = text.find("\n", position, self.end)
            next_end = self.end if next_end < 0 else next_end
            start = position
            while start < next_end and text[start] == " ":
                start += 1
            if start >= next_end or text[start] == "\r":
                position = next_end + 1
                continue
            if start - position <= floor or text[start] == "#" or (self.is_template and text[start] == "{"):
                break
            if floor < 0 and _MARKER.match(text, start, next_end):
                break
            if self._key_at(start, next_end)[0] is not None and text[start] != "-":
                break
            stop = self._end_of_plain(start, next_end)
            parts.append(text[start:stop])
            position = next_end + 1
            self.at = position
        self._place(self._tagged(Scalar(" ".join(parts), at, stop)))

    def _end_of_plain(self, at: int, line_end: int) -> int:
        text = self.text
        hash_at = at - 1
        stop = line_end
        while True:
            hash_at = text.find("#", hash_at + 1, line_end)
            if hash_at < 0:
                break
            if hash_at > at and text[hash_at - 1] in " \t":
                self.document.comments.append((hash_at, line_end))
                stop = hash_at
                break
        while stop > at and text[stop - 1] in " \t\r":
            stop -= 1
        return stop

    def _read_block(self, at: int, floor: int, given: int) -> None:
        """Take the indented lines that follow as one text."""
        text = self.text
        position = min(at + 1, self.end)
        first_at, indent = position, floor + given if given else -1
        stop = position
        while position < self.end:
            next_end = text.find("\n", position, self.end)
            next_end = self.end if next_end < 0 else next_end
            start = position
            while start < next_end and text[start] == " ":
                start += 1
            if start < next_end and text[start] != "\r":
                here = start - position
                if here <= floor or (indent >= 0 and here < indent):
                    break
                if indent < 0:
                    indent = here
                stop = next_end
            position = next_end + 1
        self.at = min(position, self.end) if position < self.end else self.end
        body = text[first_at:stop]
        margin = max(indent, 0)
        lines = [line[margin:] for line in body.split("\n")]
        self._place(self._tagged(Scalar("\n".join(lines), first_at, stop, is_block=True)))


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t":
        at += 1
    return at


_ESCAPE = re.compile(r"\\(?:\r?\n[ \t]*|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_FOLD = re.compile(r"[ \t]*\r?\n[ \t]*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/", "0": "\0", " ": " ", "e": "\x1b"}


def _unquote(body: str, quote: str) -> str:
    if "\n" in body:
        if quote == '"':
            body = re.sub(r"\\\r?\n[ \t]*", "", body)
        body = _FOLD.sub(lambda found: " ", body)
    if quote == "'":
        return body.replace("''", "'")
    return _ESCAPE.sub(_unescape, body) if "\\" in body else body


def _unescape(found: re.Match[str]) -> str:
    word = found.group()[1:]
    if word[0] in "xuU" and len(word) > 1:
        code = int(word[1:], 16)
        return chr(code) if code < 0x110000 else found.group()
    return _ESCAPES.get(word[0], "" if word[0] in "\r\n" else word)
