"""One file as detectors see it: its text, its lines, and where keywords hit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from flowdown.base.cached import cached_property
from flowdown.scan.trace import Place

_TO_FILL_IN = tuple(
    ".example .sample .template .tmpl .tpl .gotmpl .tftpl .dist .default .defaults .in .j2 .jinja .jinja2 .erb .ejs".split()
)
"""What a file's name ends with when a program or a person makes the file without this ending from it."""
_SAMPLE_WORDS = ("example", "sample", "template", "dist")
_SAMPLE = re.compile(
    r"(\.(?:json[c5]?|ya?ml|toml|ini|cfg|conf|properties|xml))(?:\.[\w-]{1,30})?[-_](?:example|sample|template|dist)\Z"
)
"""The same with a hyphen, and a word that says which of several samples it is: `settings.json.azure-example`."""


def underlying(path: str) -> str:
    """The path of the file that is made from this one: `config.yaml` for `config.yaml.j2`; else the path itself."""
    lower = path.lower()
    while lower.endswith(_TO_FILL_IN):
        lower = lower[: lower.rindex(".")]
    sample = _SAMPLE.search(lower) if lower.endswith(_SAMPLE_WORDS) else None
    if sample is not None:
        lower = lower[: sample.end(1)]
    shorter = path[: len(lower)]
    return shorter if shorter and not shorter.endswith("/") else path


class Plain(NamedTuple):
    """What is known of a hit that mentions nobody: whether its calls, and the quoted word that it is in, show nothing."""

    is_called_in_vain: bool
    is_quoted_in_vain: bool


class Judge(Protocol):
    """Tells of the hits of one file, when it is asked, what they can show by their words."""

    def is_idle(self, hit: tuple[int, int]) -> bool:
        """Whether a hit can show nothing where it stands."""

    def plain(self, hit: tuple[int, int]) -> Plain | None:
        """What is known of a hit that shows something only as a value, or where it is called or imported; else None."""


class SourceFile:
    """The text of a file with the prefilter's hits in code points, sorted by start.

    `path` is relative to its tree and `/`-separated. `line_offset` and `column_offset` shift places when the
    text is a part of a larger file (a notebook's cell, a workflow's script): they are added to what is found. `quiet` are the hits that
    stand for nothing but libraries: what is imported there is reported, and not followed into every call. `libraries`
    are the hits on names of packages and modules without a wire: what their calls return is not followed. `judge` knows the
    hits that can show nothing where they stand: a file with no other hit in its code is not read further.
    """

    def __init__(
        self,
        path: str,
        text: str,
        hits: Sequence[tuple[int, int]] = (),
        line_offset: int = 0,
        column_offset: int = 0,
        line_map: Sequence[int] = (),
        quiet: frozenset[tuple[int, int]] = frozenset(),
        libraries: frozenset[tuple[int, int]] = frozenset(),
        judge: Judge | None = None,
    ) -> None:
        self.path = path
        self.text = text
        self.hits = tuple(hits)
        self.line_offset = line_offset
        self.column_offset = column_offset
        self.line_map = tuple(line_map)
        self.quiet = quiet
        self.libraries = libraries
        self.judge = judge
        self._last_line = (0, 1, 0)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        lengths.pop()
        return [0, *accumulate(lengths)]

    def _line_at(self, offset: int) -> tuple[int, int]:
        """The number (from 1) and the start of the line that holds an offset.

        Most files are asked for few places, in order: counting on from the last one costs less than listing all lines.
        """
        at, row, start = self._last_line
        if offset < at or "line_starts" in self.__dict__:
            row = bisect_right(self.line_starts, offset)
            return row, self.line_starts[row - 1]
        more = self.text.count("\n", at, offset)
        if more:
            row, start = row + more, self.text.rfind("\n", at, offset) + 1
        self._last_line = (offset, row, start)
        return row, start

    @property
    def name(self) -> str:
        """The file's name without its folders; of a template the name of what is made from it."""
        return underlying(self.path).rsplit("/", 1)[-1]

    def line_of(self, offset: int) -> int:
        """The number of the line (from 1) that holds an offset, in the whole file."""
        return self._numbered(self._line_at(offset)[0])

    def _numbered(self, row: int) -> int:
        """The number in the whole file of a line of this text."""
        return self.line_map[min(row, len(self.line_map)) - 1] if self.line_map else row + self.line_offset

    def place(self, start: int, end: int | None = None) -> Place:
        """The place of a span of offsets."""
        row, line_start = self._line_at(start)
        column = start - line_start + 1 + self.column_offset
        end_line = self.line_of(max(start, (end or start) - 1)) if end else 0
        line = self._numbered(row)
        return Place(self.path, line, column, end_line or line)

    def line_text(self, offset: int) -> str:
        """The text of the line that holds an offset, without its end."""
        _, start = self._line_at(offset)
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def with_text(self, text: str, hits: Sequence[tuple[int, int]]) -> SourceFile:
        """Another text of the same lines at the same places."""
        return SourceFile(self.path, text, hits, self.line_offset, self.column_offset, self.line_map, self.quiet)

    def with_hits(self, hits: Sequence[tuple[int, int]]) -> SourceFile:
        """The same text with other hits: what is left when some have been dealt with."""
        return SourceFile(self.path, self.text, hits, self.line_offset, self.column_offset, self.line_map, self.quiet)

    def part(self, start: int, end: int, text: str | None = None) -> SourceFile:
        """A part of this file as a file of its own, with places that still count in the whole."""
        row, _ = self._line_at(start)
        hits = [(at - start, to - start) for at, to in self.hits if start <= at and to <= end]
        body = self.text[start:end] if text is None else text
        if self.line_map:
            return SourceFile(self.path, body, hits, 0, 0, self.line_map[row - 1 :])
        # NOTE: only the first line of the part is shifted in column; scripts start on a line of their own.
        return SourceFile(self.path, body, hits, row - 1 + self.line_offset, 0)
