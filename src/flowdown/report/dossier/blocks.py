"""Reads the Markdown of a document as a tree of blocks, from which every other format is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

_LINE = 112.0
"""About how many letters a line of a table holds."""
_PARTS = re.compile(r"(?<=[/_:@\\])|\s")
"""Where text may break."""

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    Node: TypeAlias = SyntaxTreeNode


def parse(marked: str) -> Node:
    """CommonMark with tables; HTML in it is text."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(marked))


def text_of(node: Node) -> str:
    """The words of a node, without any form."""
    if node.type in ("text", "code_inline", "fence", "code_block"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(text_of(each) for each in node.children)


def rows_of(table: Node) -> tuple[Sequence[Node], Sequence[Sequence[Node]]]:
    """The cells of the head of a table, and those of each row."""
    rows = [row for part in table.children for row in part.children]
    return rows[0].children, [row.children for row in rows[1:]]


def weights_of(table: Node) -> tuple[float, ...]:
    """How wide the columns of a table are against one another: room for the longest word, the rest by what stands in them."""
    head, rows = rows_of(table)
    least, wanted = [], []
    for index, title in enumerate(head):
        words = [text_of(row[index]) for row in rows if index < len(row)]
        longest = max((len(part) for text in words for part in _PARTS.split(text)), default=1)
        named = max((len(part) * 1.15 for part in text_of(title).split()), default=1.0)
        usual = sorted(len(text) for text in words)[int(len(words) * 0.8)] if words else 1
        least.append(min(max(float(longest), named), 24.0) + 2.5)
        wanted.append(min(float(usual), 90.0))
    left = max(_LINE - sum(least), 4.0)
    more = [max(want - has, 0.5) ** 0.75 for want, has in zip(wanted, least, strict=True)]
    return tuple(has + left * share / sum(more) for has, share in zip(least, more, strict=True))


def is_local(target: str) -> bool:
    """Whether a link leads to another file of the same folder."""
    return bool(target) and not target.startswith(("/", "\\", ".")) and ":" not in target
