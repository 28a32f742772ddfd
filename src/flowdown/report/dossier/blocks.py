"""Reads the Markdown of a document as a tree of blocks, from which every other format is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

_CODE = 1.25
"""How much wider code is than words of as many letters."""
_LINE = 112.0
"""About how many letters a line of a table holds."""
_FEW_ROWS, _FEW_LETTERS = 12, 1500
"""How long a table may be that stays on one page."""
_LED = ("table", "bullet_list", "ordered_list", "blockquote")
_PARTS = re.compile(r"(?<=[/_:@\\])|(?<!\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))\s")
"""Where text may break: not between a day and its weekday."""

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


def is_small(table: Node) -> bool:
    """Whether a table is one in which no page is to end."""
    _, rows = rows_of(table)
    return len(rows) <= _FEW_ROWS and sum(len(text_of(each)) for row in rows for each in row) <= _FEW_LETTERS


def leads_on(node: Node, after: Node | None) -> bool:
    """Whether a paragraph leads to the table, list or quotation after it, and stays with it."""
    return node.type == "paragraph" and after is not None and after.type in _LED


def weights_of(table: Node) -> tuple[float, ...]:
    """How wide the columns of a table are against one another: room for the longest word, the rest by what stands in them."""
    head, rows = rows_of(table)
    least, wanted = [], []
    for index, title in enumerate(head):
        cells = [row[index] for row in rows if index < len(row)]
        words = [text_of(each) for each in cells]
        wide = _CODE if sum(map(_is_code, cells)) * 2 > len(cells) else 1.0
        longest = wide * max((len(part) for text in words for part in _PARTS.split(text)), default=1)
        named = max((len(part) * 1.15 for part in text_of(title).split()), default=1.0)
        usual = wide * sorted(len(text) for text in words)[int(len(words) * 0.8)] if words else 1
        least.append(min(max(float(longest), named), 24.0 * wide) + 2.5)
        wanted.append(min(float(usual), 90.0))
    left = max(_LINE - sum(least), 4.0)
    more = [max(want - has, 0.5) ** 0.75 for want, has in zip(wanted, least, strict=True)]
    return tuple(has + left * share / sum(more) for has, share in zip(least, more, strict=True))


def _is_code(cell: Node) -> bool:
    """Whether more than half of a cell is code."""
    code = sum(len(each.content) for each in cell.walk() if each.type == "code_inline")
    return code * 2 > len(text_of(cell))


def is_local(target: str) -> bool:
    """Whether a link leads to another file of the same folder."""
    return bool(target) and not target.startswith(("/", "\\", ".")) and ":" not in target
