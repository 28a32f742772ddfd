"""The function in whose body a name holds its value: from where to where that name can be meant at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from flowdown.base.cached import cached_property
from flowdown.scan.callee_before import callee_before
from flowdown.scan.frames import Frames
from flowdown.scan.lexer import Lexed

_JOINTS = re.compile(r"[.:>]")

Block = tuple[int, int]
"""First and last line of a function's body; (0, 0) for what a whole file or object holds."""
WHOLE: Block = (0, 0)
_INDENTED = frozenset({"python", "ruby", "elixir", "lua"})
_INDENTED_HEAD = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:async[ \t]+)?def(?:p|p?macro)?\b"
    r"|(?:it|test|specify|scenario|example|before|after|around|let!?|subject)\b[^\n]*\bdo\b)",
    re.MULTILINE,
)
_LUA_HEAD = re.compile(r"^(?P<indent>[ \t]*)(?:[^\n]*[\s=(,])?function\b", re.MULTILINE)
_PYTHON_HEAD = re.compile(r"([ \t]*)(?:async[ \t]+)?\Z")
"""What stands before `def` in its line."""
_CONTROL = frozenset(
    "if for while switch match catch when foreach using lock synchronized with until unless guard select elseif".split()
)
_CONTROL_LINE = re.compile(
    r"\s*(?:\}\s*)?(?:else\b|if\b|for\b|while\b|switch\b|match\b|select\b|guard\b|try\b|do\b|catch\b|finally\b|case\b)"
)
_TYPE_HEAD = re.compile(
    r"\b(?:class|interface|struct|enum|trait|impl|namespace|module|object|extension|record|protocol)\b[^(){};]*$"
)
_BODY = re.compile(r"(\))[^(){};=]*$|=>\s*$|\b(?:def|fun|func|fn|function|sub)\b[^{};]*$")
_DECLARED = re.compile(r"[\w>\])*&?]\s*[*&]*$|\$$")
_SHORT_DECLARATION = re.compile(r"[\w, \t]*:=")
_NOT_DECLARING = re.compile(r"(?:^|\s)(?:return|else|await|yield|throw|and|or|in|then|do|case)\s*$")
_COMPUTED = re.compile(r"\bvar\s+(\w+)\s*:[^={}()]*\Z")
"""A property of Swift that is computed: `var address: String {`."""
_NAMED_HEAD = re.compile(
    r"(?:\b(?:function|func|fun|fn|def)\s+(?:\([^()]*\)\s*)?(?P<word>[\w$]+)\b[^{};]*"
    r"|(?<![\w$.])(?P<held>[\w$.]+)\s*(?:<-|[:=])\s*(?:async\s*)?(?:function\b[^{};]*|\([^()]*\)(?:\s*:\s*(?:\w+<\s*)?\{[^{}]*\})?[^{}();]*=>\s*|[\w$]+\s*=>\s*)"
    r"|(?<![\w$.])(?P<method>[\w$]+)\s*\([^(){};]*\)\s*(?::\s*(?:\w+<\s*)?\{[^{}]*\}[\[\]>\s]*|:[^{}();=]+)?)\Z"
)
_INDENTED_NAME = re.compile(r"\s*(?:async\s+)?def\w*\s+(?:self\.)?(?P<word>\w+[?!]?)")
_HEAD_REACH = 300
"""Characters before a body in which the head of its function is looked for."""
_LINE = 200
"""Characters of a line that are looked at before a name: lines of bundles have no end."""
_REACH = 60
"""Functions that are looked back through for the one that holds a place."""


class FunctionBlocks:
    """The bodies of the functions of one file, as offsets."""

    def __init__(self, lexed: Lexed, frames: Frames) -> None:
        self._masked = lexed.masked
        self._language = lexed.lexer.language
        self._is_indented = self._language in _INDENTED
        self._frames = frames
        self._ends: dict[int, int] = {}

    def around(self, offset: int) -> tuple[int, int] | None:
        """The body of the innermost function that holds an offset; None outside of all."""
        return self._by_indentation(offset) if self._is_indented else self._by_braces(offset)

    def name_round(self, offset: int) -> str:
        """The name of the innermost function with a name whose body holds an offset; empty if none does."""
        if self._is_indented:
            body = self._by_indentation(offset)
            found = _INDENTED_NAME.match(self._masked, body[0]) if body is not None else None
            return found["word"] if found is not None else ""
        for frame in self._frames.around(offset, 12):
            if frame.char != "{":
                continue
            begin = max(0, frame.opener - _HEAD_REACH)
            found = _NAMED_HEAD.search(self._masked[begin : frame.opener].rstrip())
            if found is None:
                found = _COMPUTED.search(self._masked, begin, frame.opener)
                if found is not None:
                    return found.group(1)
            name = (found["word"] or found["held"] or found["method"]) if found is not None else ""
            if name and name not in _CONTROL:
                return name
        return ""

    def of_name(self, name: str, value: int) -> tuple[int, int] | None:
        """The function whose own a name is that is given the value at an offset; None for one of a file or object."""
        masked = self._masked
        last = _JOINTS.split(name)[-1].lstrip("@$")
        at = masked.rfind(last, max(0, value - 300), value) if last else -1
        if at < 0 or masked[at - 1 : at] in (".", "@", ">") or "." in name:
            return None
        if not self._is_indented and not self._is_declared(at, last):
            return None  # it was declared elsewhere, perhaps for all of the file
        body = self.around(at)
        # The words alone are sought first: a pattern over a function of a million characters costs a hundred times more.
        says = body is not None and any(masked.find(word, body[0], at) >= 0 for word in ("global", "nonlocal"))
        if (
            body is not None
            and says
            and re.search(rf"\b(?:global|nonlocal)\s[^\n]*\b{re.escape(last)}\b", masked[body[0] : at])
        ):
            return None
        return body

    def _is_declared(self, at: int, last: str) -> bool:
        masked = self._masked
        before = masked[max(masked.rfind("\n", 0, at) + 1, at - _LINE) : at]
        if _SHORT_DECLARATION.match(masked, at + len(last), at + len(last) + 80):
            return True
        return (
            bool(before.strip()) and _DECLARED.search(before) is not None and _NOT_DECLARING.search(before) is None
        ) or before.endswith("$")

    @cached_property
    def _heads(self) -> list[tuple[int, int]]:
        if self._language == "python":
            return list(_python_heads(self._masked))
        heads = _LUA_HEAD if self._language == "lua" else _INDENTED_HEAD
        return [(match.start(), len(match["indent"])) for match in heads.finditer(self._masked)]

    def _by_indentation(self, offset: int) -> tuple[int, int] | None:
        last = bisect_right(self._heads, offset, key=lambda head: head[0])
        for start, indent in reversed(self._heads[max(0, last - _REACH) : last]):
            end = self._end_of(start, indent)
            if end > offset:
                return start, end
        return None

    def _end_of(self, start: int, indent: int) -> int:
        if start not in self._ends:
            masked = self._masked
            line_end = masked.find("\n", start)
            opener = masked.find("(", start, line_end if line_end >= 0 else len(masked))
            body = self._frames.close_of(opener) if opener >= 0 else start
            after = re.compile(rf"\n[ \t]{{0,{indent}}}[^\s\"'#)\]}}]").search(masked, max(body, start + 1))
            self._ends[start] = after.start() if after is not None else len(masked)
        return self._ends[start]

    def _by_braces(self, offset: int) -> tuple[int, int] | None:
        for frame in self._frames.around(offset, 12):
            if frame.opener < 0:
                return None
            if frame.char == "{" and self._opens_body(frame.opener):
                return frame.opener, self._frames.close_of(frame.opener)
        return None

    def _opens_body(self, opener: int) -> bool:
        begin = max(0, opener - 240)
        ahead = self._masked[begin:opener].rstrip()
        line = ahead.rsplit("\n", 1)[-1]
        if _CONTROL_LINE.match(line) or _TYPE_HEAD.search(line):
            return False
        body = _BODY.search(ahead)
        if body is None or body.group(1) is None:
            return body is not None
        bracket = self._frames.open_of(begin + body.start(1))
        return bracket >= 0 and callee_before(self._masked[max(0, bracket - 80) : bracket]) not in _CONTROL


def _python_heads(masked: str) -> Iterator[tuple[int, int]]:
    """Where the lines begin that define functions of Python, each with its indent; a pattern tries every line for it."""
    at = masked.find("def ")
    while at >= 0:
        start = masked.rfind("\n", 0, at) + 1
        found = _PYTHON_HEAD.match(masked, start, at)
        if found is not None:
            yield start, found.end(1) - start
        at = masked.find("def ", at + 1)
