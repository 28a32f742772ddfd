"""What the languages of the C family share: `//` and `/* */` comments, double and single quotes, dotted imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flowdown.scan.lexer import Import, Lexed, SpanKind

LINE_COMMENT = r"(?P<comment1>//[^\n]*+)"
BLOCK_COMMENT = r"(?P<comment2>/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))"
HASH_COMMENT = r"(?P<comment3>\#[^\n]*+)"
TRIPLE = r'(?P<string3>"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z))'
DOUBLE = r'(?P<string1>"(?:[^"\\\n]++|\\.)*+")'
SINGLE = r"(?P<string2>'(?:[^'\\\n]++|\\.)*+')"
CHARACTER = r"(?P<skip1>'(?:[^'\\\n]|\\.[^'\n]{0,8})')"
BACKTICK = r"(?P<string4>`[^`]*+(?:`|\Z))"

DELIMITERS = {"string1": (1, 1), "string2": (1, 1), "string3": (3, 3), "string4": (1, 1)}


def unclosed(line_end: str = "\\n") -> str:
    """Quotes that no quote closes before many escaped characters: skipped whole, else each escaped quote would be tried to the end."""
    return "|".join(rf"{quote}(?:[^{quote}\\{line_end}]*+\\.){{100,}}+" for quote in "\"'`")


def token(skip: str, *forms: str, has_long: bool = False) -> re.Pattern[str]:
    """A token pattern: a run of characters that start no form, then one of the forms or the end.

    `has_long`: strings in quotes may go over several lines.
    """
    # NOTE: without the end among the alternatives, what follows the last form is tried again from every character.
    alternatives = "\n  | ".join(forms)
    rest = unclosed("" if has_long else "\\n")
    return re.compile(
        f"[^{skip}]*+(?:\n    {alternatives}\n  | (?P<skip9>{rest}|[{skip}]|\\Z)\n)", re.VERBOSE | re.DOTALL
    )


_GROUP = r"(?:[^{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+"
"""What stands between the braces of an import: other braces too, three deep."""
_INNER = re.compile(rf"(?P<prefix>[\w:.]+)::\{{(?P<group>{_GROUP})\}}")
_MEMBER = re.compile(r"[\w:.]+(?:\s+as\s+\w+)?")


def dotted_imports(
    keyword: str, separator: str = ".", split: str = r"[.]", is_open: bool = False
) -> Callable[[str, Lexed], Iterator[Import]]:
    """Imports written as a keyword and a dotted name, with `as x` or `x = ` for an alias and `{a, b}` for several.

    `is_open`: in this language an import brings all names of a namespace; elsewhere one with a `*` does.
    """
    pattern = re.compile(
        rf"^[ \t]*(?:pub(?:\([^)]*\))?\s+|global\s+)?{keyword}[ \t]+(?:static[ \t]+|function[ \t]+|const[ \t]+)?(?:(?P<alias>\w+)[ \t]*=[ \t]*)?"
        rf"(?P<name>[\w$\\.:]+?)(?P<wild>[.:\\]+(?:\*|_))?(?:[.:\\]+\{{(?P<group>{_GROUP})\}})?(?:[ \t]+as[ \t]+(?P<as>\w+))?[ \t]*(?:;|$|//)",
        re.MULTILINE,
    )
    splits = re.compile(split)

    def find(text: str, lexed: Lexed) -> Iterator[Import]:
        for match in pattern.finditer(lexed.masked):
            name = match.group("name").strip(":\\")
            # In most languages a name has no other joint than the separator itself.
            dotted = re.sub(r"::|\\", separator, name) if "::" in name or "\\" in name else name
            last = splits.split(dotted)[-1]
            names: list[tuple[str, str]] = []
            if match.group("group"):
                for word in _members(match.group("group")):
                    origin, _, alias = word.partition(" as ")
                    origin = re.sub(r"::|\\", ".", origin.strip())
                    names.append((alias.strip() or origin.rsplit(".", 1)[-1], f"{dotted}.{origin}"))
            elif match.group("wild") is None:
                names.append((match.group("alias") or match.group("as") or last, dotted))
            opens = (is_open and not match.group("alias")) or match.group("wild") is not None
            yield Import(name, match.start("name"), match.end(), tuple(names), is_open=opens)

    return find


def _members(group: str) -> Iterator[str]:
    """The members of a braced import; those of an inner brace with what stands before it."""
    at = 0
    for inner in _INNER.finditer(group):
        yield from _MEMBER.findall(group, at, inner.start())
        for word in _members(inner["group"]):
            yield inner["prefix"] if word == "self" else f"{inner['prefix']}::{word}"
        at = inner.end()
    yield from _MEMBER.findall(group, at)


def quoted_imports(pattern: str, local: Callable[[str, str], str]) -> Callable[[str, Lexed], Iterator[Import]]:
    """Imports that name a module in quotes and bring its names; `local` gives the local name of (module, alias)."""
    compiled = re.compile(pattern, re.MULTILINE)

    def find(text: str, lexed: Lexed) -> Iterator[Import]:
        for match in compiled.finditer(lexed.masked):
            span = lexed.span_at(match.start("quote"))
            if span is None or span.kind is SpanKind.COMMENT:
                continue
            module = lexed.inner(span)
            alias = match.groupdict().get("alias") or ""
            name = local(module, alias)
            names = ((name, module),) if name else ()
            is_relative = module.startswith(".")
            yield Import(module, span.inner_start, span.inner_end, names, is_relative, is_open=not alias)

    return find
