"""Read bracketed notation (JSON, JSON with comments, flow style of YAML) into nodes with places."""

from __future__ import annotations

import re

from flowdown.scan.readers.node import DEPTH_LIMIT, Alias, Document, Mapping, Node, Pair, Scalar, Sequence

_SPACE = re.compile(r"[ \t\r\n\ufeff]*+")
_DOUBLE = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_SINGLE_JSON = re.compile(r"'([^'\\]*+(?:\\.[^'\\]*+)*+)'", re.DOTALL)
_SINGLE_YAML = re.compile(r"'([^']*+(?:''[^']*+)*+)'")
_PLAIN = re.compile(
    r"(?:[^\s,\[\]{}:#\"']|:(?![\s,\[\]{}]|\Z)|(?<=\S)#"
    r"|(?<=[^\s,\[{:])[\"'])(?:[^\n,\[\]{}:#]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#)*"
)
_CONTINUED = re.compile(r"[ \t\r]*\n\s*(?=[^\s,\[\]{}:#\"'])")
_TEMPLATE = re.compile(r"\{\{[^\n{}]*+\}\}[^\s,\[\]{}\"']*")
_PLAIN_PAIR = re.compile(
    r'[ \t\r\n]*+"([^"\\]*+)"[ \t\r\n]*+:[ \t\r\n]*+'
    r'(?:"([^"\\]*+)"|(-?[0-9][0-9.eE+\-]*+|true|false|null))[ \t\r\n]*+(?=[,}])'
)
"""A key with a text or a figure, as most pairs of JSON are."""
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n[ \t]*|(.))", re.DOTALL)
_VALUES = frozenset("\"'{[]},")
"""What neither a blank nor a comment begins with."""
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}


def read_json(text: str, start: int = 0, end: int | None = None) -> Document:
    """Read JSON, also with comments, trailing commas, bare keys and several values one after another."""
    document = Document()
    stop = len(text) if end is None else end
    reader = FlowReader(text, start, stop, document, {}, is_json=True)
    while True:
        reader.skip()
        if reader.at >= stop:
            return document
        before = reader.at
        node = reader.read()
        if node is None or reader.at <= before:
            document.blame("not valid JSON", min(reader.at, stop - 1))
            return document
        document.roots.append(node)


class FlowReader:
    """Reads one bracketed value from an offset; afterwards `at` stands behind it."""

    def __init__(
        self,
        text: str,
        at: int,
        end: int,
        document: Document,
        anchors: dict[str, Mapping | Sequence | Scalar],
        is_json: bool = False,
    ) -> None:
        self.text = text
        self.at = at
        self.end = end
        self.document = document
        self.anchors = anchors
        self.is_json = is_json

    def skip(self) -> None:
        """Go past blanks and comments."""
        text, end = self.text, self.end
        if self.at < end and text[self.at] in _VALUES:
            return
        while True:
            found = _SPACE.match(text, self.at, end)
            self.at = found.end() if found else self.at
            if self.at >= end:
                return
            first = text[self.at]
            if first == "#" or (self.is_json and text.startswith("//", self.at)):
                stop = text.find("\n", self.at, end)
                stop = end if stop < 0 else stop
            elif self.is_json and text.startswith("/*", self.at):
                stop = text.find("*/", self.at, end)
                stop = end if stop < 0 else stop + 2
            else:
                return
            self.document.comments.append((self.at, stop))
            self.at = stop

    def read(self) -> Node | None:
        """The value that starts here, or None when its bracket is not closed."""
        stack: list[Mapping | Sequence] = []
        keys: list[Scalar | None] = []
        root: Node | None = None
        while True:
            self.skip()
            if self.at >= self.end:
                if root is not None or stack:
                    self.document.blame("a bracket that is not closed", stack[0].start if stack else self.at)
                return stack[0] if stack and self.is_json else None
            first = self.text[self.at]
            if first in "]}" and stack:
                done: Node = stack.pop()
                if (first == "]") is not isinstance(done, Sequence):
                    self.document.blame("brackets that do not match", self.at)
                pending = keys.pop()
                if pending is not None and isinstance(done, Mapping):
                    done.pairs.append(Pair(pending, Scalar("", pending.end, pending.end)))
                self.at += 1
            elif first == ",":
                if not stack:
                    return root
                self._finish_bare_key(stack, keys)
                self.at += 1
                self._take_plain_pairs(stack[-1])
                continue
            elif first in "[{" and not self._is_template():
                if len(stack) >= DEPTH_LIMIT:
                    self.document.blame("nested too deeply", self.at)
                    return None
                stack.append(Sequence(self.at) if first == "[" else Mapping(self.at))
                keys.append(None)
                self.at += 1
                self._take_plain_pairs(stack[-1])
                continue
            else:
                scalar = self._scalar()
                if scalar is None:
                    return None
                done = scalar
                if stack and isinstance(scalar, Scalar) and self._take_colon(scalar):
                    if isinstance(stack[-1], Mapping):
                        self._finish_bare_key(stack, keys)
                        keys[-1] = scalar
                    continue  # NOTE: `[a: b]` is a mapping of one in YAML; its value is read as an entry
            if not stack:
                return done
            top = stack[-1]
            if isinstance(top, Sequence):
                top.nodes.append(done)
            elif keys[-1] is not None:
                top.pairs.append(Pair(keys[-1], done))
                keys[-1] = None
            elif isinstance(done, Scalar):
                keys[-1] = done

    def _take_plain_pairs(self, top: Mapping | Sequence) -> None:
        """Read the plain pairs of JSON that stand here, each with one step; `at` is then where another thing stands."""
        if not self.is_json or not isinstance(top, Mapping):
            return
        text, end, pairs = self.text, self.end, top.pairs
        found = _PLAIN_PAIR.match(text, self.at, end)
        while found:
            key, quoted, plain = found.groups()
            start, stop = found.span(1)
            value = Scalar(quoted, *found.span(2), True) if plain is None else Scalar(plain, *found.span(3))
            pairs.append(Pair(Scalar(key, start, stop, True), value))
            self.at = found.end()
            if text[self.at] != ",":
                return
            following = _PLAIN_PAIR.match(text, self.at + 1, end)
            if not following:
                return
            found = following

    def _finish_bare_key(self, stack: list[Mapping | Sequence], keys: list[Scalar | None]) -> None:
        key, top = keys[-1], stack[-1]
        if key is not None and isinstance(top, Mapping):
            top.pairs.append(Pair(key, Scalar("", key.end, key.end)))
            keys[-1] = None

    def _is_template(self) -> bool:
        return not self.is_json and self.text.startswith("{{", self.at)

    def _take_colon(self, scalar: Scalar) -> bool:
        at = self.at
        if not (at < self.end and self.text[at] in ":,"):
            found = _SPACE.match(self.text, at, self.end)
            at = found.end() if found else at
        if at >= self.end or self.text[at] != ":":
            return False
        after = self.text[at + 1 : at + 2]
        if (
            not self.is_json
            and not scalar.is_quoted
            and after not in ("", " ", "\t", "\n", "\r", ",", "[", "]", "{", "}")
        ):
            return False
        self.at = at + 1
        return True

    def _scalar(self) -> Scalar | Alias | None:
        text, at = self.text, self.at
        first = text[at]
        tag = ""
        while first in "!&" and not self.is_json:
            stop = at + 1
            while stop < self.end and text[stop] not in " \t\r\n,[]{}":
                stop += 1
            if first == "!":
                tag = text[at:stop]
            self.at = stop
            self.skip()
            at = self.at
            if at >= self.end:
                return None
            first = text[at]
            if first in "[{]},":
                return Scalar("", at, at, tag=tag)
        if first == '"':
            found = _DOUBLE.match(text, at, self.end)
        elif first == "'":
            found = (_SINGLE_JSON if self.is_json else _SINGLE_YAML).match(text, at, self.end)
        else:
            return self._plain(at, tag)
        if not found:
            self.document.blame("a quote that is not closed", at)
            return None
        self.at = found.end()
        return Scalar(_unquote(found.group(1), first, self.is_json), at + 1, found.end() - 1, True, tag=tag)

    def _plain(self, at: int, tag: str) -> Scalar | Alias | None:
        found = _TEMPLATE.match(self.text, at, self.end) or _PLAIN.match(self.text, at, self.end)
        if not found or found.end() == at:
            self.document.blame("text that cannot stand here", at)
            return None
        self.at = found.end()
        word = found.group().rstrip()
        if word.startswith("*") and not self.is_json:
            return Alias(at, self.anchors.get(word[1:]))
        end = at + len(word)
        while not self.is_json:
            more = _CONTINUED.match(self.text, self.at, self.end)
            following = _PLAIN.match(self.text, more.end(), self.end) if more else None
            if not following:
                break
            self.at = following.end()
            word += " " + following.group().rstrip()
            end = following.start() + len(following.group().rstrip())
        return Scalar(word, at, end, tag=tag)


def _unquote(body: str, quote: str, is_json: bool) -> str:
    if quote == "'" and not is_json:
        return body.replace("''", "'")
    if "\\" not in body:
        return body
    text = _ESCAPE.sub(_unescape, body)
    if _SURROGATES.search(text):
        # Two escapes that make one code point.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _unescape(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2)
    if code:
        return chr(int(code, 16))
    word = found.group(3) or ""
    return _ESCAPES.get(word, word)
