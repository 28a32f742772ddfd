"""One file of program code, lexed, with what its readers share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from flowdown.base.cached import cached_property
from flowdown.scan import vocabulary
from flowdown.scan.area import Area, area_of
from flowdown.scan.callee import last_of
from flowdown.scan.context import Context, Contexts
from flowdown.scan.expression import Expressions
from flowdown.scan.frames import Frames
from flowdown.scan.function_block import WHOLE, Block, FunctionBlocks
from flowdown.scan.function_header import Headers
from flowdown.scan.homes import module_name
from flowdown.scan.lexer import Import, Lexed, Lexer, Span, SpanKind
from flowdown.scan.source_file import SourceFile
from flowdown.scan.test_echoes import TestEchoes
from flowdown.scan.test_fakes import TestFakes
from flowdown.scan.trace import Binding, Place, Role, Space, Text, Trace, TraceKind, Unknown, Value
from flowdown.scan.word_search import WordPlaces, is_word_character, starting_with

_FUNCTION = re.compile(
    r"\b(?:def|function|func|fn|fun)\s+(?:\([^)]*\)\s*|self\.)?([\w$]+)|\b(?:const|let)\s+([\w$]+)\s*=\s*(?:async\s*)?\("
)
_FUNCTION_WORDS = ("def", "fn", "fun", "const", "let")
_FUNCTION_REACH = 3000
"""Characters that are looked back for the function round a place."""
_ARROW_MEMBER = re.compile(r"[\w>\]?][ \t]+(\w+)[ \t]*(?:<[^<>]*>)?\([^(){};]*\)\s*=>(?=[^{};]*\Z)")
"""A method that is written as what it returns: `static string Host() => "...";`."""
_ARROW_REACH = 300
_WORD = re.compile(r"[\w$]+")
_GIVES = re.compile(r"return(?<!\wreturn)\s+(?:await\s+|new\s+)*([A-Za-z_][\w.]*)(?=\s*[({])")
"""The names of what a function returns newly made."""
_SETTINGS_CLASS = re.compile(r"^[ \t]*class\s+\w+\(\s*(?:[\w.]+\.)?BaseSettings\b", re.MULTILINE)


MEMBER_SET = re.compile(r"\.(\w+)\s*=(?!=)\s*")


_OTHERWISE = frozenset("unwrap_or unwrap_or_else getOrElse orElse orElseGet".split())
"""Methods that are told what is taken where nothing is set."""


class HostSet(NamedTuple):
    """A place where a member is given an address: where its owner's name stands, that name, the member."""

    at: int
    name: str
    member: re.Match[str]


class Interpolation(NamedTuple):
    """A part of a string that is code: where it begins, and its words."""

    start: int
    words: WordPlaces


class _Layout:
    """What a text is made of, whoever reads it."""

    def __init__(self, text: str, lexer: Lexer) -> None:
        self.text = text
        self.lexer = lexer
        self.lexed = Lexed(text, lexer)

    @cached_property
    def frames(self) -> Frames:
        """Its brackets."""
        return Frames(self.lexed.masked)

    @cached_property
    def contexts(self) -> Contexts:
        """What surrounds its places."""
        return Contexts(self.lexed, self.frames)

    @cached_property
    def words(self) -> WordPlaces:
        """The places of its words."""
        return WordPlaces(self.lexed.masked)

    @cached_property
    def interpolations(self) -> tuple[Interpolation, ...]:
        """The parts of its strings that are code."""
        pattern = self.lexer.interpolation
        if pattern is None:
            return ()
        return tuple(
            Interpolation(span.inner_start + part.start(1), WordPlaces(part.group(1)))
            for span in self.lexed.spans
            if span.kind is SpanKind.TEMPLATE
            for part in pattern.finditer(self.lexed.inner(span))
        )

    @cached_property
    def hosts_set(self) -> tuple[HostSet, ...]:
        """Where members are given addresses: most texts have none."""
        masked = self.lexed.masked
        found: list[HostSet] = []
        for member in MEMBER_SET.finditer(masked):
            if vocabulary.is_host_key(member.group(1)):
                at = member.start()
                while at and is_word_character(masked[at - 1]):
                    at -= 1
                at += masked[at] == "$"
                found.append(HostSet(at, masked[at : member.start()], member))
        return tuple(found)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Its imports, in order."""
        return tuple(sorted(self.lexer.imports(self.text, self.lexed), key=lambda found: found.start))

    @cached_property
    def functions(self) -> list[re.Match[str]]:
        """The beginnings of its functions."""
        return list(starting_with(self.lexed.masked, _FUNCTION, _FUNCTION_WORDS))

    @cached_property
    def function_starts(self) -> list[int]:
        """Where they stand."""
        return [match.start() for match in self.functions]

    @cached_property
    def headers(self) -> Headers:
        """The headers of its functions."""
        return Headers(self.lexed.masked)

    @cached_property
    def may_key_models(self) -> bool:
        """Whether it has a word that the key of a model is made of."""
        return vocabulary.may_key_models(self.text)

    @cached_property
    def blocks(self) -> FunctionBlocks:
        """The bodies of its functions."""
        return FunctionBlocks(self.lexed, self.frames)


_LAST: list[_Layout] = []
"""The text that was read last: several readers look at one file in turn."""


def _layout_of(text: str, lexer: Lexer) -> _Layout:
    if not (_LAST and _LAST[0].text is text and _LAST[0].lexer is lexer):
        _LAST[:] = [_Layout(text, lexer)]
    return _LAST[0]


class CodeFile:
    """A source file with its strings, brackets and imports; each is found when it is first asked for."""

    def __init__(self, source: SourceFile, lexer: Lexer) -> None:
        self.source = source
        self.lexer = lexer
        self._layout = _layout_of(source.text, lexer)
        self.lexed = self._layout.lexed
        self.module = module_name(source.path)
        self._called: set[int] = set()

    @property
    def masked(self) -> str:
        """The text with the inside of strings and all of comments blanked."""
        return self.lexed.masked

    @property
    def frames(self) -> Frames:
        """Its brackets."""
        return self._layout.frames

    @cached_property
    def expressions(self) -> Expressions:
        """Its expressions as values."""
        return Expressions(self.lexed, self.frames)

    @property
    def contexts(self) -> Contexts:
        """What surrounds its places."""
        return self._layout.contexts

    @property
    def words(self) -> WordPlaces:
        """The places of its words."""
        return self._layout.words

    @property
    def hosts_set(self) -> tuple[HostSet, ...]:
        """Where members are given addresses."""
        return self._layout.hosts_set

    @property
    def interpolations(self) -> tuple[Interpolation, ...]:
        """The parts of its strings that are code."""
        return self._layout.interpolations

    @property
    def imports(self) -> tuple[Import, ...]:
        """Its imports, in order."""
        return self._layout.imports

    @property
    def headers(self) -> Headers:
        """The headers of its functions."""
        return self._layout.headers

    @property
    def may_key_models(self) -> bool:
        """Whether the text has a word that the key of a model is made of; without one it has no such key."""
        return self._layout.may_key_models

    def function_named_round(self, offset: int) -> str:
        """The name of the innermost function with a name whose body holds an offset; empty if none does."""
        return self._layout.blocks.name_round(offset)

    def function_giving(self, offset: int) -> str:
        """The name of the function that returns what stands at an offset; empty if there is none near."""
        if self.lexer.language == "dotnet" and "=>" in self.masked[max(0, offset - _ARROW_REACH) : offset]:
            member = _ARROW_MEMBER.search(self.masked, max(0, offset - _ARROW_REACH), offset)
            if member is not None:
                return member.group(1)
        return self.function_named_round(offset) or self.function_round(offset)

    def block_at(self, offset: int) -> tuple[int, int] | None:
        """The body of the innermost function that holds an offset; None outside of all."""
        return self._layout.blocks.around(offset)

    def gives_several(self, offset: int) -> bool:
        """Whether the function round an offset returns something that it makes at another place too."""
        body = self._layout.blocks.around(offset)
        return body is not None and len(set(_GIVES.findall(self.masked, *body))) > 1

    @cached_property
    def _origins(self) -> dict[str, str]:
        return {local: origin for found in reversed(self.imports) for local, origin in found.names}

    @cached_property
    def _import_starts(self) -> list[int]:
        return [found.start for found in self.imports]

    def is_in_import(self, offset: int) -> bool:
        """Whether an offset lies in an import."""
        index = bisect_right(self._import_starts, offset) - 1
        return index >= 0 and offset < self.imports[index].end

    def is_comment(self, offset: int) -> bool:
        """Whether an offset lies in a comment."""
        span = self.lexed.span_at(offset)
        return span is not None and span.kind is SpanKind.COMMENT

    def word_at(self, start: int, end: int) -> tuple[int, int]:
        """The whole word round a span of code."""
        masked = self.masked
        while start > 0 and (masked[start - 1].isalnum() or masked[start - 1] in "_$"):
            start -= 1
        while end < len(masked) and (masked[end].isalnum() or masked[end] in "_$"):
            end += 1
        return start, end

    def note_call(self, start: int, end: int) -> None:
        """Note that the dotted name in this span was reported as called."""
        self._called.update(match.start() for match in _WORD.finditer(self.masked, start, end))

    def is_called(self, start: int) -> bool:
        """Whether the word that starts here was reported as called."""
        return start in self._called

    def origin(self, callee: str) -> str:
        """The dotted origin of a called name, with this file's import aliases resolved."""
        head, dot, rest = callee.partition(".")
        origin = self._origins.get(head)
        return callee if origin is None else origin + dot + rest

    def is_imported(self, name: str) -> bool:
        """Whether an import gives this local name."""
        return name in self._origins

    def function_round(self, offset: int) -> str:
        """The name of the function that was begun last before an offset; empty if there is none near."""
        functions = self._layout.functions
        index = bisect_left(self._layout.function_starts, offset) - 1
        if index < 0 or functions[index].start() < offset - _FUNCTION_REACH:
            return ""
        match = functions[index]
        if match.end() <= offset:
            return match.group(1) or match.group(2)
        names = _FUNCTION.findall(self.masked, max(0, offset - _FUNCTION_REACH), offset)
        return next((a or b for a, b in reversed(names)), "")

    @cached_property
    def hit_words(self) -> frozenset[str]:
        """The words that keywords hit."""
        return frozenset(self.source.text[start:end] for start, end in self.source.hits)

    @cached_property
    def _known_words(self) -> frozenset[str]:
        """The words that keywords hit, and the names that imports bring which hold one."""
        hits = self.source.hits
        brought = (
            local
            for found in self.imports
            if bisect_left(hits, (found.start, 0)) < bisect_left(hits, (found.end, 0))
            for local, _ in found.names
        )
        return frozenset((*self.hit_words, *brought))

    def is_known_word(self, word: str) -> bool:
        """Whether a keyword hits a word, or the import that brings it."""
        return word in self._known_words

    @cached_property
    def has_settings_class(self) -> bool:
        """Whether it defines a class whose fields are filled from the environment."""
        return "BaseSettings" in self.masked and _SETTINGS_CLASS.search(self.masked) is not None

    def is_line_start(self, offset: int) -> bool:
        """Whether only blanks stand before an offset on its line, and at least one."""
        if not self.masked[offset - 1 : offset].isspace():
            return False
        start = self.lexed.line_start(offset)
        return start < offset and not self.masked[start:offset].strip()

    @cached_property
    def fakes(self) -> TestFakes | None:
        """Where it puts something else in the place of what it names; None if it is no test."""
        return TestFakes(self.masked) if area_of(self.source.path) is Area.TEST else None

    @cached_property
    def echoes(self) -> TestEchoes | None:
        """What it only gives to see it again; None if it is no test."""
        return TestEchoes(self.source.text, self.masked, self.fakes) if self.fakes is not None else None

    @cached_property
    def tests_from(self) -> int:
        """Where the tests begin that a file of product code ends with; past its end if it has none."""
        start = self.lexer.tests_start(self.masked) if self.lexer.tests_start is not None else -1
        return start if start >= 0 else len(self.masked)

    def scope_of(self, offset: int) -> str:
        """The function in which an offset lies; empty at the level of the file."""
        masked = self.masked
        if self.lexer.has_statement_docstrings:
            start = self.lexed.line_start(offset)
            return self.function_round(offset) if masked[start : start + 1] in (" ", "\t") else ""
        return self.function_round(offset) if self.frames.opener_of(offset) >= 0 else ""

    def block_of(self, name: str, value: int) -> Block:
        """The lines of the function whose own a name is that is given the value at an offset."""
        body = self._layout.blocks.of_name(name, value) if name and not name.endswith("()") else None
        return WHOLE if body is None else (self.source.line_of(body[0]), self.source.line_of(max(body[1] - 1, body[0])))

    def inner_place(self, span: Span) -> Place:
        """The place of what stands between a string's delimiters."""
        return self.source.place(span.inner_start, max(span.inner_end, span.inner_start + 1))

    def value(self, span: Span) -> Value:
        """A string as a value."""
        return self.expressions.value(span.start, span.end)

    def text(self, start: int, end: int, role: Role) -> Trace:
        """A trace of the bare words in a span."""
        words = Text(self.source.text[start:end])
        return Trace(TraceKind.TEXT, words, self.source.place(start, end), role, language=self.lexer.language)

    def mentions(self, span: Span, role: Role) -> Iterator[Trace]:
        """A trace of bare words for every hit inside a string or comment."""
        hits = self.source.hits
        for index in range(bisect_left(hits, (span.start, 0)), len(hits)):
            start, end = hits[index]
            if start >= span.end:
                break
            yield self.text(start, end, role)

    def binding(self, context: Context, value: Value | None, span: Span) -> Iterator[Binding]:
        """What the variable that a literal is assigned to holds; nothing when the literal is only a part of it."""
        if not context.target or (context.callee and last_of(context.callee) not in _OTHERWISE):
            return
        # A member of a map or list: the variable holds all of them, and which is taken is chosen by a look-up.
        is_member = context.in_map or context.in_list
        if context.keys and not is_member:
            return
        start, end = context.target_range if is_member else context.value_range
        whole = self.expressions.value(start, end) if 0 <= start < end else value
        if whole is None or isinstance(whole, Unknown):
            whole = value
        if whole is not None:
            place = self.source.place(span.start, span.end)
            scope = "" if "." in context.target else self.scope_of(span.start)
            block = self.block_of(
                context.target, context.target_range[0] if context.target_range[0] > 0 else span.start
            )
            yield Binding(
                Space.CODE, context.target, whole, place, self.module, context.is_default, scope=scope, block=block
            )
