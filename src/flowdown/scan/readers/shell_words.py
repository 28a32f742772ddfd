"""Split shell text into commands and words with places, never running anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flowdown.scan.readers.held_text import FILLER
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.trace import Text, Value

NEST_LIMIT = 6
"""Command substitutions inside one another."""

_BLANK = re.compile(r"(?:[ \t\r\f\v]|\\\r?\n)+")
_OPERATOR = re.compile(r"&&|\|\||;;&?|;&|[;|&()]|\n")
_REDIRECT = re.compile(r"[0-9]?(?:<<<|<<-?|>>|>&|<&|&>>?|>\||<>|[<>])")
_SEGMENT = re.compile(r"(?:\x1f|[^\s;|&()<>\"'`\\$])+")
_VARIABLE = re.compile(r"\$(?:\w+|[?!@*#$-])")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\+?=)")
_HEREDOC = re.compile(r"""["']?\\?([\w.!-]+)["']?""")
_KEYWORDS = frozenset("if then else elif while until do ! { time".split())
_UNESCAPE = re.compile(r"\\(?:\r?\n|(.))", re.DOTALL)


@dataclass(slots=True, eq=False)
class Word:
    """A word of a command, without its quotes; `is_literal` when nothing in it is expanded."""

    text: str
    start: int
    end: int
    is_literal: bool = False

    @property
    def value(self) -> Value:
        """What the word stands for."""
        return Text(self.text) if self.is_literal or "$" not in self.text else read_value(self.text, Dialect.SHELL)


@dataclass(slots=True, eq=False)
class Assignment:
    """`name=word` before a command or alone."""

    name: str
    start: int
    word: Word


@dataclass(slots=True, eq=False)
class Command:
    """Assignments and words up to the next separator.

    `heredocs` are the spans fed to it; `is_pattern` marks a branch of `case`; `is_redirected` output into a file, also
    by way of `tee`; `target` that file as it is written there; `is_piped` output into the next command.
    """

    assignments: list[Assignment] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    heredocs: list[tuple[int, int]] = field(default_factory=list)
    is_pattern: bool = False
    is_redirected: bool = False
    is_piped: bool = False
    target: str = ""


@dataclass(slots=True, eq=False)
class Script:
    """The commands of a text in order, with those of substitutions after the command that holds them."""

    commands: list[Command] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)


def read_shell(text: str, start: int = 0, end: int | None = None, *, joins_comments: bool = False) -> Script:
    """Split a span of shell text; `joins_comments` lets a comment line stand inside a continued command."""
    script = Script()
    _Lexer(text, start, len(text) if end is None else end, script, joins_comments, 0).run()
    return script


class _Lexer:
    def __init__(self, text: str, at: int, end: int, script: Script, joins_comments: bool, depth: int) -> None:
        self.text = text
        self.at = at
        self.end = end
        self.script = script
        self.joins_comments = joins_comments
        self.depth = depth
        self.command = Command()
        self.heredocs: list[tuple[str, Command]] = []
        self._alternatives: list[Command] = []

    def run(self) -> None:
        text, end = self.text, self.end
        while self.at < end:
            blank = _BLANK.match(text, self.at, end)
            if blank:
                self.at = blank.end()
                continue
            if text[self.at] == "#":
                self._comment()
                continue
            operator = _OPERATOR.match(text, self.at, end)
            if operator and not text.startswith("&>", self.at):
                self._separate(operator)
                continue
            redirect = _REDIRECT.match(text, self.at, end)
            if redirect:
                self._redirect(redirect)
                continue
            self._word()
        self._close()

    def _comment(self) -> None:
        stop = self.text.find("\n", self.at, self.end)
        stop = self.end if stop < 0 else stop
        self.script.comments.append((self.at, stop))
        self.at = stop + 1 if self.joins_comments and self.command.words else stop

    def _separate(self, operator: re.Match[str]) -> None:
        sign = operator.group()
        if sign == ")":
            self.command.is_pattern = len(self.command.words) >= 1
            if self.command.is_pattern:
                for alternative in self._alternatives:
                    alternative.is_pattern = True
        if sign != "|" or len(self.command.words) != 1 or self.command.assignments:
            self._alternatives.clear()
        else:
            self._alternatives.append(self.command)  # `a|b)` of a `case`, as soon as the bracket shows it
        self.at = operator.end()
        self.command.is_piped = sign == "|"
        self._close()
        if operator.group() == "\n" and self.heredocs:
            self._take_heredocs()

    def _close(self) -> None:
        command = self.command
        if command.words or command.assignments:
            if any(word.text == "tee" for word in command.words[:2]):
                _redirect_to(command, command.words[-1].text)
                if self.script.commands and self.script.commands[-1].is_piped:
                    _redirect_to(self.script.commands[-1], command.target)
            self.script.commands.append(command)
        self.command = Command()

    def _redirect(self, redirect: re.Match[str]) -> None:
        self.at = redirect.end()
        sign = redirect.group().lstrip("0123456789")
        blank = _BLANK.match(self.text, self.at, self.end)
        if blank:
            self.at = blank.end()
        if sign in ("<<", "<<-"):
            name = _HEREDOC.match(self.text, self.at, self.end)
            if name:
                self.heredocs.append((name.group(1), self.command))
                self.at = name.end()
            return
        if self.at < self.end and not _OPERATOR.match(self.text, self.at, self.end):
            before = len(self.command.words)
            self._word()
            if sign != "<<<":
                if ">" in sign and len(self.command.words) > before:
                    _redirect_to(self.command, self.command.words[before].text)
                del self.command.words[before:]

    def _take_heredocs(self) -> None:
        for name, command in self.heredocs:
            closing = re.compile(rf"^[\t ]*{re.escape(name)}[ \t\r]*$", re.MULTILINE)
            found = closing.search(self.text, self.at, self.end)
            stop = found.start() if found else self.end
            command.heredocs.append((self.at, stop))
            self.at = min(found.end() + 1 if found else self.end, self.end)
        self.heredocs = []

    def _word(self) -> None:
        text, end = self.text, self.end
        start = self.at
        parts: list[str] = []
        is_literal = True
        quotes = 0
        while self.at < end:
            at = self.at
            sign = text[at]
            plain = _SEGMENT.match(text, at, end)
            if plain:
                parts += [bare] if (bare := plain.group().replace(FILLER, "")) else []
                self.at = plain.end()
            elif sign == "'":
                parts.append(self._single(at + 1))
                quotes += 1
            elif sign == '"':
                body = self._double(at + 1)
                is_literal = is_literal and "$" not in body
                parts.append(_UNESCAPE.sub(lambda found: found.group(1) or "", body) if "\\" in body else body)
                quotes += 1
            elif sign == "\\":
                if text.startswith(("\\\n", "\\\r\n"), at):
                    break
                parts.append(text[at + 1 : at + 2])
                self.at = at + 2
            elif sign == "$":
                is_literal = False
                parts.append(self._dollar(at))
            elif sign == "`":
                stop = text.find("`", at + 1, end)
                stop = end if stop < 0 else stop
                self._nest(at + 1, stop)
                is_literal = False
                parts.append(text[at : stop + 1])
                self.at = stop + 1
            elif sign == "&" and text.startswith("&", at) and parts and parts[-1][-1:] in ("?", "="):
                parts.append("&")  # an unquoted query string
                self.at = at + 1
            else:
                break
        stop = min(self.at, end)
        if stop == start:
            self.at = start + 1
            return
        word = "".join(parts)
        if not word and not quotes:
            return
        start = past_fillers(text, start)
        stop -= text.endswith(FILLER, start, stop)
        is_one = quotes == 1 and len(parts) == 1
        self._add(
            Word(word, start + 1, max(start + 1, stop - 1), is_literal)
            if is_one
            else Word(word, start, stop, is_literal)
        )

    def _single(self, at: int) -> str:
        stop = self.text.find("'", at, self.end)
        stop = self.end if stop < 0 else stop
        self.at = stop + 1
        return self.text[at:stop].replace(FILLER, "")

    def _double(self, at: int) -> str:
        """The raw text up to the closing quote; substitutions inside are read as commands."""
        text, end = self.text, self.end
        start = at
        while at < end:
            sign = text[at]
            if sign == '"':
                break
            if sign == "\\":
                at += 2
                continue
            if sign == "$" and text.startswith("$(", at) and not text.startswith("$((", at):
                stop = self._closing(at + 2)
                self._nest(at + 2, stop)
                at = stop + 1
                continue
            at += 1
        at = min(at, end)
        self.at = at + 1
        return text[start:at].replace(FILLER, "")

    def _dollar(self, at: int) -> str:
        text = self.text
        if text.startswith("$((", at):
            stop = text.find("))", at, self.end)
            self.at = self.end if stop < 0 else stop + 2
        elif text.startswith("$(", at):
            stop = self._closing(at + 2)
            self._nest(at + 2, stop)
            self.at = stop + 1
        elif text.startswith("${{", at):
            stop = text.find("}}", at, self.end)
            self.at = self.end if stop < 0 else stop + 2
        elif text.startswith("${", at):
            stop = text.find("}", at, self.end)
            self.at = self.end if stop < 0 else stop + 1
        else:
            found = _VARIABLE.match(text, at, self.end)
            self.at = found.end() if found else at + 1
        return text[at : self.at]

    def _closing(self, at: int) -> int:
        """The offset of the parenthesis that closes a substitution."""
        text, end = self.text, self.end
        depth, quote = 1, ""
        while at < end:
            sign = text[at]
            if sign == "\\":
                at += 2
                continue
            if quote:
                if sign == quote:
                    quote = ""
            elif sign in "'\"":
                quote = sign
            elif sign == "(":
                depth += 1
            elif sign == ")":
                depth -= 1
                if depth == 0:
                    return at
            at += 1
        return end

    def _nest(self, start: int, stop: int) -> None:
        if self.depth < NEST_LIMIT:
            _Lexer(self.text, start, stop, self.script, False, self.depth + 1).run()

    def _add(self, word: Word) -> None:
        command = self.command
        if not command.words:
            if word.is_literal and word.text in _KEYWORDS:
                return
            found = _ASSIGNMENT.match(self.text, word.start, word.end)
            if found and self.text[word.start : word.start + 1] not in "\"'":
                command.assignments.append(self._assignment(word, found))
                return
        command.words.append(word)

    def _assignment(self, word: Word, found: re.Match[str]) -> Assignment:
        return Assignment(found.group(1), word.start, split_at_equals(self.text, word))


def past_fillers(text: str, at: int) -> int:
    """The offset behind the fillers that stand at an offset."""
    while text[at : at + 1] == FILLER:
        at += 1
    return at


def split_at_equals(text: str, word: Word) -> Word:
    """The part of a word behind its first `=`, without quotes around it."""
    body = word.text.partition("=")[2]
    start = text.find("=", word.start, word.end) + 1
    start, end = past_fillers(text, start), word.end
    if start < end and text[start] in "\"'" and end - start >= 2 and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    return Word(body, start, end, word.is_literal)


def _redirect_to(command: Command, target: str) -> None:
    command.is_redirected, command.target = True, target
