"""The lines of a document as one text in which every position knows its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from flowdown.evidence.document.document import DocumentLine

_LONGEST = 150
_REACH = 600


class RunningText:
    """All lines, joined."""

    def __init__(self, lines: Sequence[DocumentLine]) -> None:
        self._numbers = [line.number for line in lines]
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line.text) + 1
        self.text = "\n".join(line.text for line in lines)

    def place(self, at: int) -> int:
        """The number of the page, paragraph or line at a position."""
        return self._numbers[self._line(at)] if self._numbers else 0

    def line_start(self, at: int) -> int:
        """Where the line of a position starts."""
        return self._starts[self._line(at)]

    def line_end(self, at: int) -> int:
        """Where the line of a position ends, or has gone on for long enough."""
        limit = min(at + _REACH, len(self.text))
        end = self.text.find("\n", at, limit)
        return limit if end < 0 else end

    def line_before(self, at: int) -> str:
        """The last line before that of a position that is not empty, if it is close."""
        index = self._line(at) - 1
        for each in range(index, max(index - 2, -1), -1):
            text = self.text[self._starts[each] : self._starts[each + 1] - 1].strip()
            if text:
                return text
        return ""

    def words(self, start: int, end: int) -> str:
        """What stands between two positions, on one line and not too long."""
        words = " ".join(self.text[start : min(end, start + _REACH)].split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 3] + "..."

    def _line(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)
