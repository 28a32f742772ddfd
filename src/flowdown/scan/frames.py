"""The brackets round a place in masked code: which opens where, and where its parts begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

_EVENT = re.compile(r"[()\[\]{},;]")
_CLOSES = {")": "(", "]": "[", "}": "{"}


class Frame(NamedTuple):
    """An open bracket round a place; `segment` is where the comma-separated part that holds it begins."""

    opener: int
    char: str
    segment: int
    position: int


class Frames:
    """Brackets and separators of a masked text, found in one pass, asked at any offset."""

    def __init__(self, masked: str) -> None:
        self.masked = masked
        self._at: list[int] = []
        self._char: list[str] = []
        self._parent: list[int] = []
        self._match: list[int] = []
        self._backs: dict[int, tuple[int, int, int]] = {}
        self._read()

    def _read(self) -> None:
        stack: list[int] = []
        masked = self.masked
        at = self._at = [found.start() for found in _EVENT.finditer(masked)]
        chars = self._char = [masked[offset] for offset in at]
        matches = self._match = [-1] * len(at)
        append = self._parent.append
        top = -1
        for index, char in enumerate(chars):
            if char in ",;":
                append(top)
            elif char in "([{":
                append(top)
                stack.append(index)
                top = index
            elif top >= 0 and chars[top] == _CLOSES[char]:
                matches[index] = top
                matches[top] = index
                del stack[-1]
                top = stack[-1] if stack else -1
                append(top)
            else:
                opener = -1
                # A closer that fits none of the last open brackets is ignored: broken text must not unwind all.
                for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                    if chars[stack[depth]] == _CLOSES[char]:
                        opener = stack[depth]
                        del stack[depth:]
                        top = stack[-1] if stack else -1
                        break
                matches[index] = opener
                if opener >= 0:
                    matches[opener] = index
                append(top)

    def around(self, offset: int, limit: int = 8) -> list[Frame]:
        """The frames that hold an offset, innermost first; the last one (opener -1) is the statement level."""
        frames: list[Frame] = []
        index = bisect_left(self._at, offset) - 1
        backs = self._backs
        while len(frames) < limit:
            # Many places lie in the same class and function.
            back = backs.get(index)
            if back is None:
                back = backs[index] = self._back(index)
            opener, segment, position = back
            if opener < 0:
                frames.append(Frame(-1, "", segment, position))
                break
            frames.append(Frame(self._at[opener], self._char[opener], segment, position))
            index = opener - 1
        return frames

    def _back(self, index: int) -> tuple[int, int, int]:
        """The frame that holds the text after an event: (its opener's index or -1, start of the segment, parts before).

        Counting parts stops after 40 steps, so that a table of a million rows costs no more than a call.
        """
        if index < 0:
            return -1, 0, 0
        opener = index if self._char[index] in "([{" else self._parent[index]
        segment = -1
        position = 0
        for _ in range(40):
            if index <= opener:
                break
            char = self._char[index]
            if char in ")]}":
                if segment < 0 and char == "}":
                    # A block that has ended: what follows is a new statement, unless it is still an expression.
                    segment = self._after_block(index)
                if self._match[index] >= 0:
                    index = self._match[index]
            elif char not in "([{":
                if segment < 0:
                    segment = self._at[index] + 1
                if char == ",":
                    position += 1
            index -= 1
        if segment < 0:
            segment = self._at[opener] + 1 if opener >= 0 else 0
        return opener, segment, position

    def _after_block(self, index: int) -> int:
        rest = self.masked[self._at[index] + 1 : self._at[index] + 40].lstrip(" \t")
        if rest.startswith(("\n", "\r")):
            return self._at[index] + 1
        return -1

    def opener_of(self, offset: int) -> int:
        """The number of the innermost bracket that holds an offset; -1 outside all of them."""
        index = bisect_left(self._at, offset) - 1
        if index < 0:
            return -1
        return index if self._char[index] in "([{" else self._parent[index]

    def close_of(self, opener: int) -> int:
        """The offset of the bracket that closes the one at `opener`, or the end of the text."""
        index = bisect_left(self._at, opener)
        if index < len(self._at) and self._at[index] == opener and self._match[index] >= 0:
            return self._at[self._match[index]]
        return len(self.masked)

    def open_of(self, closer: int) -> int:
        """The offset of the bracket that the one at `closer` closes; -1 if it closes none."""
        index = bisect_left(self._at, closer)
        if index < len(self._at) and self._at[index] == closer and self._match[index] >= 0:
            return self._at[self._match[index]]
        return -1

    def end_of_part(self, offset: int) -> int:
        """Where the comma-separated part, or the statement, that holds an offset ends."""
        index = bisect_left(self._at, offset)
        while index < len(self._at):
            char = self._char[index]
            if char in "([{":
                if self._match[index] < 0:
                    return self._at[index]
                index = self._match[index]
            else:
                return self._at[index]
            index += 1
        return len(self.masked)

    def parts_of(self, opener: int, limit: int = 64) -> list[tuple[int, int]]:
        """The comma-separated parts inside the bracket at `opener`, as (start, end)."""
        close = self.close_of(opener)
        parts: list[tuple[int, int]] = []
        start = opener + 1
        while start < close and len(parts) < limit:
            end = min(self.end_of_part(start), close)
            parts.append((start, end))
            start = end + 1
        return parts
