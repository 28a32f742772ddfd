"""Which texts of a test file are only given to be given back: the test asks what becomes of the text, and no service."""

from __future__ import annotations

import re

from flowdown.scan.test_fakes import TestFakes

_ASKS = re.compile(
    r"(?i)(?:create|generat|complet|chat|stream|invoke|embed|ask|transcri|predict|rerank|convers|fetch|request|post|send|run)"
)
_ROW_EXPECTS = re.compile(r"\b(?:[eE]xpect(?:ed|s)?|[wW]ant(?:ed|s)?)\w*[\"']?\s*(?::|=>?|=)\s*[fbru&]{0,2}[\"'`]")
"""A row of a table of cases that says which text is expected: `{url: "...", want: "..."}`."""
_CHECKS = re.compile(
    r"[!=]==?|\b(?:assert\w*|expect\w*|toBe|toEqual|toStrictEqual|should\w*|Equals?|is|eq)\b|\b(?:assert|expect)[A-Z]\w*"
)
_LITERAL = re.compile(r"([\"'`])((?:(?!\1)[^\\\n]){4,300})\1")
_ROW_REACH = 1500
_LINE_REACH = 2000
"""Characters of a line that are looked back for the literals before a place."""
_CLOSERS = {"{": "}", "[": "]"}
_ADDRESS = "://"


class TestEchoes:
    """The texts of one test file that a test expects to see again, as they were given or shortened."""

    __test__ = False

    def __init__(self, text: str, masked: str, fakes: TestFakes) -> None:
        self._text = text
        self._masked = masked
        self._fakes = fakes
        self._checked: dict[int, frozenset[str]] = {}

    def holds(self, offset: int, callee: str) -> bool:
        """Whether the text at an offset is given to a function of this name (none: to nothing) only to be compared."""
        if callee and _ASKS.search(callee):
            return False
        return self._is_case(offset) or self._is_seen_again(offset)

    def _is_case(self, offset: int) -> bool:
        """Whether the innermost braces round a text hold the text that is expected too."""
        masked, near = self._masked, max(0, offset - _ROW_REACH)
        opener = max(masked.rfind(bracket, near, offset) for bracket in _CLOSERS)
        if opener < 0:
            return False
        closer = masked.find(_CLOSERS[masked[opener]], offset, offset + _ROW_REACH)
        if closer < 0 or masked.find(_CLOSERS[masked[opener]], opener, offset) >= 0:
            return False
        return _ROW_EXPECTS.search(self._text, opener, closer) is not None

    def _is_seen_again(self, offset: int) -> bool:
        literal = self._literal_at(offset)
        if not literal:
            return False
        first, last = self._fakes.part(offset)
        if first not in self._checked:
            self._checked[first] = frozenset(self._literals_checked(first, last))
        low = literal.lower()
        return any(
            low == each or (_ADDRESS in low and _ADDRESS in each and low.startswith(each))
            for each in self._checked[first]
        )

    def _literal_at(self, offset: int) -> str:
        start = self._text.rfind("\n", max(0, offset - _LINE_REACH), offset) + 1 or max(0, offset - _LINE_REACH)
        for match in _LITERAL.finditer(self._text, start, offset + 400):
            if match.start() <= offset < match.end():
                return match.group(2)
            if match.start() > offset:
                break
        return ""

    def _literals_checked(self, first: int, last: int) -> list[str]:
        """The texts, in small letters, on lines that compare something."""
        found: list[str] = []
        at = first
        for line in self._text[first:last].split("\n"):
            if _CHECKS.search(self._masked, at, at + len(line)):
                found.extend(match.group(2).lower() for match in _LITERAL.finditer(line))
            at += len(line) + 1
        return found
