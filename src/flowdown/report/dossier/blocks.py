"""Reads the Markdown of a document as a tree of blocks, from which every other format is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

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
    """How wide the columns of a table are against one another: by what stands in them, within limits."""
    head, rows = rows_of(table)
    weights = []
    for index, title in enumerate(head):
        words = [text_of(title), *(text_of(row[index]) for row in rows if index < len(row))]
        longest = max((len(word) for text in words for word in text.split()), default=1)
        usual = sorted(len(text) for text in words)[int(len(words) * 0.8)]
        weights.append(float(min(max(longest * 0.9, usual**0.75 * 1.6, 5), 40)))
    return tuple(weights)


def is_local(target: str) -> bool:
    """Whether a link leads to another file of the same folder."""
    return bool(target) and not target.startswith(("/", "\\", ".")) and ":" not in target
