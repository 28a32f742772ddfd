"""Splits program text into code, strings and comments, fast and without a grammar."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from flowdown.base.cached import cached_property

PACKAGE = "flowdown.scan.lexers"
"""The folder whose modules are the lexers."""
OWN_FILES = (".", "#", "@/", "~/", "$lib/")
"""Beginnings of a script's modules that are files of its own program, by their place or by what its settings call that."""
_QUOTE = re.compile("[\"']")


class SpanKind(IntEnum):
    """What a span of text is."""

    CODE = 0
    STRING = 1
    COMMENT = 2
    TEMPLATE = 3  # a string with interpolated parts


class Span(NamedTuple):
    """A string or comment: offsets of the whole, and of what stands between its delimiters."""

    start: int
    end: int
    kind: SpanKind
    inner_start: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class Import:
    """An import: the module as written, where, and the local names that it gives (local name, dotted origin).

    `is_open`: it also brings names that it does not list, as a namespace or a whole library does.
    """

    module: str
    start: int
    end: int
    names: tuple[tuple[str, str], ...] = ()
    is_relative: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Lexer:
    """How one language writes strings, comments and imports.

    `token` must match every string and comment, with one named group per form: `comment*` for comments, `string*`
    for strings, `template*` for strings with interpolation, `skip*` for what is neither (regular expressions).
    The pattern should begin with a possessive run of characters that start no form (`[^"'#]*+`): that skips plain
    code ten times as fast as trying every alternative at every character. `delimiters` says for each form how long its opening and closing are
    (-1: the group that is named like it with `_inner` is the inside).
    `prefix_letters` may stand before a quote (`rb"..."`); one of `template_letters` among them makes a template.
    `tests_start` finds where the tests begin that a file of product code may end with (masked text; -1: none).
    `interpolation` finds the interpolated parts of a template. `imports` finds imports in (text, masked text).
    `spans` finds the strings and comments itself, where a pattern cannot (heredocs, whose bodies stand apart).
    """

    id: str
    language: str
    suffixes: tuple[str, ...]
    token: re.Pattern[str]
    delimiters: dict[str, tuple[int, int]]
    imports: Callable[[str, Lexed], Iterator[Import]]
    interpolation: re.Pattern[str] | None = None
    prefix_letters: str = ""
    template_letters: str = ""
    has_statement_docstrings: bool = False
    newline_ends_statement: bool = True
    tests_start: Callable[[str], int] | None = None
    spans: Callable[[str, Lexer], Iterator[Span]] | None = None


_NEAR = 2000
"""Characters that are looked back for the beginning of a line before all beginnings are noted."""


class Lexed:
    """A text with its strings and comments marked.

    `masked` is as long as the text, with the inside of strings and all of comments blanked, so that brackets
    and names in it are code.
    """

    def __init__(self, text: str, lexer: Lexer) -> None:
        self.text = text
        self.lexer = lexer
        self._found: list[Span] = []
        self._starts: list[int] = []
        self._rest: Iterator[Span] | None = (lexer.spans or _spans)(text, lexer)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """All strings and comments, in order."""
        self._lex_to(len(self.text))
        return tuple(self._found)

    def _lex_to(self, offset: int) -> None:
        """Find the strings and comments up to an offset: often all that is asked of a file is its head."""
        if self._rest is None:
            return
        found, starts = self._found, self._starts
        for span in self._rest:
            found.append(span)
            starts.append(span.start)
            if span.start > offset:
                return
        self._rest = None

    @cached_property
    def masked(self) -> str:
        """The text with strings' insides and comments replaced by blanks; line ends are kept."""
        parts: list[str] = []
        at = 0
        text = self.text
        for span in self.spans:
            if span.kind is SpanKind.COMMENT:
                parts.append(text[at : span.start])
                parts.append(_blank(text, span.start, span.end))
            else:
                parts.append(text[at : span.inner_start])
                parts.append(_blank(text, span.inner_start, span.inner_end))
                parts.append(text[span.inner_end : span.end])
            at = span.end
        parts.append(text[at:])
        return "".join(parts)

    @cached_property
    def tests(self) -> list[int]:
        """Where a word that begins a test stands before a literal of its line, in order."""
        masked = self.masked
        found: list[int] = []
        for word in ("if", "when", "case"):
            at = masked.find(word)
            line_end = quote = -1
            while at >= 0:
                # Both only go on: a line of megabytes is not looked through for each word in it.
                if at > line_end:
                    line_end = masked.find("\n", at)
                    line_end = line_end if line_end >= 0 else len(masked)
                if at > quote:
                    following = _QUOTE.search(masked, at)
                    quote = following.start() if following is not None else len(masked)
                if quote < line_end:
                    found.append(at)
                at = masked.find(word, at + 1)
        found.sort()
        return found

    def span_at(self, offset: int) -> Span | None:
        """The string or comment that holds an offset, if any."""
        if not self._starts or self._starts[-1] <= offset:
            self._lex_to(offset)
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._found[index].end:
            return self._found[index]
        return None

    def behind_comments(self, start: int, end: int) -> int:
        """Where the first code or text begins in a span that comments and blanks may head."""
        while start < end:
            if self.text[start].isspace():
                start += 1
                continue
            span = self.span_at(start)
            if span is None or span.kind is not SpanKind.COMMENT:
                break
            start = span.end
        return min(start, end)

    def line_start(self, offset: int) -> int:
        """Where the line begins that holds an offset; looking back in a line of a million characters would cost much."""
        at = self.text.rfind("\n", max(0, offset - _NEAR), offset)
        if at >= 0 or offset <= _NEAR:
            return at + 1
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def inner(self, span: Span) -> str:
        """The text between a span's delimiters."""
        return self.text[span.inner_start : span.inner_end]


def _blank(text: str, start: int, end: int) -> str:
    part = text[start:end]
    if "\n" not in part:
        return " " * len(part)
    return "\n".join(" " * len(line) for line in part.split("\n"))


@cache
def _forms(token: re.Pattern[str]) -> tuple[tuple[str, bool, bool], ...]:
    """By the number of a pattern's group: its name, whether it is a comment, whether it is skipped."""
    names = {number: name for name, number in token.groupindex.items()}
    listed = (names.get(number, "skip") for number in range(token.groups + 1))
    return tuple((name, name.startswith("comment"), name.startswith("skip")) for name in listed)


def _spans(text: str, lexer: Lexer) -> Iterator[Span]:
    delimiters = lexer.delimiters
    forms = _forms(lexer.token)
    letters, template_letters = lexer.prefix_letters, lexer.template_letters
    for match in lexer.token.finditer(text):
        number = match.lastindex or 0
        name, is_comment, is_skipped = forms[number]
        if is_skipped:
            continue
        start, end = match.span(number)
        if is_comment:
            yield Span(start, end, SpanKind.COMMENT, start, end)
            continue
        opening, closing = delimiters[name]
        kind = SpanKind.TEMPLATE if name[0] == "t" else SpanKind.STRING
        before = start
        if letters and start and text[start - 1] in letters:
            before = _prefix_start(text, start, letters, match.start())
            if any(letter in template_letters for letter in text[before:start]):
                kind = SpanKind.TEMPLATE
        if opening < 0:
            yield Span(start, end, kind, *match.span(f"{name}_inner"))
            continue
        inner_end = end - closing
        yield Span(before, end, kind, start + opening, inner_end if inner_end > start + opening else start + opening)


def _prefix_start(text: str, quote: int, letters: str, first: int) -> int:
    start = quote
    while start > first and quote - start < 5 and text[start - 1] in letters:
        start -= 1
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return quote
    return start


def load_lexers() -> dict[str, Lexer]:
    """Every lexer of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules(PACKAGE, "LEXER", Lexer)
