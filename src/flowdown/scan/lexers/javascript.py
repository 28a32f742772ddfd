"""JavaScript and TypeScript: templates, regular expressions, `import`, `require` and `export from`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import OWN_FILES, Import, Lexed, Lexer, SpanKind
from flowdown.scan.word_search import starting_with

# NOTE: a pattern with a class that a long line does not close takes the rest of the line: else each of its `/[` would be
# followed to its end.
_TOKEN = re.compile(
    r"""
    [^/<`"']*+(?:
    (?P<comment1>//[^\n]*+)
  | (?P<comment2>/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))
  | (?P<comment3><!--(?:[^-]++|-(?!->))*+(?:-->|\Z))
  | (?P<template1>`(?:[^`\\$]++|\\(?:.|\Z)|\$(?!\{)|\$\{(?:[^{}`]++|\{[^{}]*+\}|`[^`]*+`)*+\}|\$\{)*+(?:`|\Z))
  | (?P<string1>"(?:[^"\\\n]++|\\.)*+")
  | (?P<string2>'(?:[^'\\\n]++|\\.)*+')
  | (?P<string3>"(?<=[\w\-]=")[^"]{0,4000}+")
  | (?P<skip1>/(?:(?<=[=(,:\[!&|?{;+]/)|(?<=[=(,:\[!&|?{;+]\ /)|(?:(?<=\}/)|(?<=\}\ /))(?!>)|(?<==>/)|(?<==>\ /)|(?<=\breturn/)|(?<=\breturn\ /)
      |(?<=\b(?:case|void)\ /)|(?<=\btypeof\ /)|(?:(?<=[\n\t]/)|(?<=\ \ /))(?![\s=>]))(?![/*])
      (?:[^/\\\n\[]++|\\.|\[(?:[^\]\\\n]++|\\.)*+\])*+(?:/[a-z]*+|\[(?:[^\]\\\n]++|\\.)*+(?<=[^\n]{400})))
  | (?P<skip2>"(?:[^"\\\n]*+\\.){100,}+|'(?:[^'\\\n]*+\\.){100,}+|[/<`"']|\Z)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_FROM = re.compile(
    r"(?:import|export)\b\s*+(?:(?:type\s+)?(?P<names>[\w$*{}\s,]{1,100000}?)\bfrom\s*+|from\s*+)?(?P<quote>['\"])"
    r"|(?:require(?:\.resolve)?|import|mock|doMock|importActual)\s*\(\s*(?P<call>['\"`])"
)
_FROM_WORDS = ("import", "export", "require", "mock", "doMock")
_BOUND = re.compile(r"(?:const|let|var)\s+(?P<bound>[\w$]+|\{[^}]*\})\s*(?::[^=\n]+)?=\s*(?:await\s+)?$")
_PAIR = re.compile(r"(?:type\s+)?([\w$]+|\*)(?:\s+as\s+|\s*:\s*)?([\w$]+)?")


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    masked = lexed.masked
    for match in starting_with(masked, _FROM, _FROM_WORDS):
        start = match.start()
        if start and (masked[start - 1].isalnum() or masked[start - 1] in "_$"):
            continue
        group = "quote" if match.group("quote") else "call"
        span = lexed.span_at(match.start(group))
        if span is None or span.kind is SpanKind.COMMENT:
            continue
        module = lexed.inner(span)
        written = match.group("names") or ""
        if group == "call":
            bound = _BOUND.search(masked, max(0, masked.rfind(";", 0, start), start - 200), start)
            written = bound.group("bound") if bound else ""
        yield Import(
            module, span.inner_start, span.inner_end, tuple(_names(written, module)), module.startswith(OWN_FILES)
        )


def _names(written: str, module: str) -> Iterator[tuple[str, str]]:
    braces = re.search(r"\{([^}]*)\}", written)
    outside = written[: braces.start()] + written[braces.end() :] if braces else written
    for name, alias in _PAIR.findall(outside):
        if name == "*":
            if alias:
                yield alias, module
        else:
            yield name, module
    if braces:
        for name, alias in _PAIR.findall(braces.group(1)):
            yield alias or name, f"{module}.{name}"


LEXER = Lexer(
    id="javascript",
    language="javascript",
    suffixes=(".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte", ".astro"),
    token=_TOKEN,
    delimiters={"template1": (1, 1), "string1": (1, 1), "string2": (1, 1), "string3": (1, 1)},
    imports=_imports,
    interpolation=re.compile(r"\$\{([^{}]*)\}"),
)
