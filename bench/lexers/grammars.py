"""The tree-sitter grammars that the lexers are compared with, and which of their nodes are strings, comments and neither."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar: the wheel's module, the function that gives the language, and its nodes' names.

    `other` are nodes in which one of the two may see what the other does not, and that explain a disagreement.
    """

    module: str
    function: str
    suffixes: tuple[str, ...]
    strings: tuple[str, ...]
    comments: tuple[str, ...]
    other: tuple[str, ...] = ()


GRAMMARS = (
    Grammar("tree_sitter_python", "language", (".py", ".pyi"), ("string",), ("comment",)),
    Grammar(
        "tree_sitter_javascript",
        "language",
        (".js", ".mjs", ".cjs", ".jsx"),
        ("string", "template_string"),
        ("comment",),
        ("regex", "jsx_text", "hash_bang_line", "html_comment"),
    ),
    Grammar(
        "tree_sitter_typescript",
        "language_typescript",
        (".ts", ".mts", ".cts"),
        ("string", "template_string", "template_literal_type"),
        ("comment",),
        ("regex", "hash_bang_line"),
    ),
    Grammar(
        "tree_sitter_typescript",
        "language_tsx",
        (".tsx",),
        ("string", "template_string", "template_literal_type"),
        ("comment",),
        ("regex", "jsx_text", "hash_bang_line"),
    ),
    Grammar(
        "tree_sitter_go",
        "language",
        (".go",),
        ("interpreted_string_literal", "raw_string_literal"),
        ("comment",),
        ("rune_literal",),
    ),
    Grammar(
        "tree_sitter_java",
        "language",
        (".java",),
        ("string_literal",),
        ("line_comment", "block_comment"),
        ("character_literal",),
    ),
    Grammar(
        "tree_sitter_c",
        "language",
        (".c", ".h"),
        ("string_literal",),
        ("comment",),
        ("char_literal", "system_lib_string", "preproc_arg", "preproc_call"),
    ),
    Grammar(
        "tree_sitter_cpp",
        "language",
        (".cc", ".cpp", ".cxx", ".hpp", ".hh"),
        ("string_literal", "raw_string_literal"),
        ("comment",),
        ("char_literal", "system_lib_string", "preproc_arg", "preproc_call"),
    ),
    Grammar(
        "tree_sitter_rust",
        "language",
        (".rs",),
        ("string_literal", "raw_string_literal"),
        ("line_comment", "block_comment"),
        ("char_literal", "lifetime"),
    ),
    Grammar(
        "tree_sitter_ruby",
        "language",
        (".rb", ".rake", ".gemspec"),
        ("string", "heredoc_body", "subshell", "uninterpreted"),
        ("comment",),
        ("regex", "string_array", "symbol_array", "delimited_symbol", "character"),
    ),
    Grammar(
        "tree_sitter_php",
        "language_php",
        (".php",),
        ("string", "encapsed_string", "heredoc", "nowdoc"),
        ("comment",),
        ("text", "shell_command_expression"),
    ),
    Grammar(
        "tree_sitter_c_sharp",
        "language",
        (".cs",),
        ("string_literal", "verbatim_string_literal", "raw_string_literal", "interpolated_string_expression"),
        ("comment",),
        ("character_literal", "preproc_region", "preproc_endregion", "preproc_error"),
    ),
    Grammar(
        "tree_sitter_kotlin",
        "language",
        (".kt", ".kts"),
        ("string_literal", "multiline_string_literal"),
        ("line_comment", "block_comment"),
        ("character_literal",),
    ),
    Grammar(
        "tree_sitter_scala",
        "language",
        (".scala",),
        ("string", "interpolated_string_expression"),
        ("comment", "block_comment"),
        ("character_literal",),
    ),
    Grammar(
        "tree_sitter_swift",
        "language",
        (".swift",),
        ("line_string_literal", "multi_line_string_literal", "raw_string_literal"),
        ("comment", "multiline_comment"),
        ("regex_literal",),
    ),
    Grammar(
        "tree_sitter_elixir",
        "language",
        (".ex", ".exs"),
        ("string", "charlist"),
        ("comment",),
        ("sigil", "quoted_atom", "quoted_keyword", "char"),
    ),
)


class Parser:
    """One grammar, ready to parse."""

    def __init__(self, grammar: Grammar) -> None:
        import tree_sitter

        language = tree_sitter.Language(getattr(importlib.import_module(grammar.module), grammar.function)())
        self._parser = tree_sitter.Parser(language)
        patterns = []
        for kinds, label in ((grammar.strings, "string"), (grammar.comments, "comment"), (grammar.other, "other")):
            patterns += [f"({kind}) @{label}" for kind in kinds if _has(tree_sitter, language, kind)]
        self._cursor = tree_sitter.QueryCursor(tree_sitter.Query(language, "\n".join(patterns)))

    def parse(self, content: bytes) -> tuple[dict[str, list[Any]], bool]:
        """The nodes by label, and whether the grammar understood all of the text."""
        root = self._parser.parse(content).root_node
        return self._cursor.captures(root), not root.has_error


def _has(tree_sitter: Any, language: Any, kind: str) -> bool:
    try:
        tree_sitter.Query(language, f"({kind}) @a")
    except Exception:  # the library has an error of its own for it
        return False
    return True
