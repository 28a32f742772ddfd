"""Python: strings with prefixes and triple quotes, `#` comments, `import` and `from`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.word_search import starting_with

_TOKEN = re.compile(
    r"""
    [^\#"']*+(?:
    (?P<comment>\#[^\n]*+)
  | (?P<string3>\"\"\"(?:[^\\"]++|\\.|"(?!""))*+(?:\"\"\"|\Z))
  | (?P<string4>'''(?:[^\\']++|\\.|'(?!''))*+(?:'''|\Z))
  | (?P<string1>"(?:[^"\\\n]++|\\.)*+")
  | (?P<string2>'(?:[^'\\\n]++|\\.)*+')
  | (?P<skip>"(?:[^"\\\n]*+\\.){100,}+|'(?:[^'\\\n]*+\\.){100,}+|["']|\Z)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_IMPORT = re.compile(
    r"[ \t]*(?:>>>[ ]*)?(?:from[ \t]+(?P<from>[.\w]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n;]*)"
    r"|import[ \t]+(?P<modules>[\w., \t]+))"
)
_DYNAMIC = re.compile(r"\b(?:import_module|__import__|importorskip|find_spec|optional_import)\(\s*(?P<quote>['\"])")
_DYNAMIC_WORDS = ("import_module", "__import__", "importorskip", "find_spec", "optional_import")
_WORD = re.compile(r"([\w.]+)(?:[ \t]+as[ \t]+(\w+))?")


def _statements(masked: str) -> Iterator[re.Match[str]]:
    # Searching the bare word and looking back is far quicker than anchoring a pattern at every line.
    at = masked.find("import")
    while at >= 0:
        line = masked.rfind("\n", 0, at) + 1
        match = _IMPORT.match(masked, line)
        if match is not None:
            yield match
            at = match.end() - 1
        at = masked.find("import", at + 6 if match is None else at + 1)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    masked = lexed.masked
    for match in _statements(masked):
        module = match.group("from")
        if module:
            names = tuple(
                (alias or name, f"{module}.{name}")
                for name, alias in _WORD.findall(match.group("names"))
                if name != "as"
            )
            yield Import(module, match.start("from"), match.end(), names, module.startswith("."))
            continue
        start = match.start("modules")
        for word in _WORD.finditer(match.group("modules")):
            name, alias = word.groups()
            local = alias or name.split(".", 1)[0]
            origin = name if alias else local
            yield Import(name, start + word.start(1), start + word.end(), ((local, origin),))
    for match in starting_with(masked, _DYNAMIC, _DYNAMIC_WORDS):
        span = lexed.span_at(match.start("quote"))
        if span is not None:
            yield Import(lexed.inner(span), span.inner_start, span.inner_end)


LEXER = Lexer(
    id="python",
    language="python",
    suffixes=(".py", ".pyi", ".pyw"),
    token=_TOKEN,
    delimiters={"string3": (3, 3), "string4": (3, 3), "string1": (1, 1), "string2": (1, 1)},
    imports=_imports,
    interpolation=re.compile(r"(?<!\{)\{([^{}:!]+)(?:[:!][^{}]*)?\}"),
    prefix_letters="rRbBuUfFtT",
    template_letters="fFtT",
    has_statement_docstrings=True,
)
