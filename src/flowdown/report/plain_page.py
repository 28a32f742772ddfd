"""Draws short pages without Rich, which takes longer to load than such a page to make."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.report.page import Block, Line, Page, Paragraph, Points, Section


def draw_plain(page: Page, width: int) -> str | None:
    """A page of sections and paragraphs as Rich would draw it without colour; None if it takes more than that.

    It does where there are tables or lists, where a line must be wrapped, and where characters may be wider than one.
    """
    lines: list[str] = []
    for line in _drawn(page.blocks, 0):
        if line is None:
            return None
        text, is_title = line
        if len(text) > width or not (text.isascii() and text.isprintable()):
            return None
        room = width - len(text) - 1 if is_title else 0
        lines.append(text + " " + "─" * room if room > 0 else text.rstrip(" "))
    return "\n".join(lines).strip("\n") + "\n"


def _drawn(blocks: tuple[Block, ...], depth: int) -> Iterator[tuple[str, bool] | None]:
    """The lines, each with whether it is a title behind which a rule is drawn; None for what is not drawn here."""
    margin = " " * (2 * max(depth - 1, 0))
    for index, block in enumerate(blocks):
        if depth == 0 and index and isinstance(blocks[index - 1], Points | Section) and not isinstance(block, Section):
            yield "", False
        if isinstance(block, Paragraph):
            yield margin + _text(block.line), False
        elif isinstance(block, Section):
            if depth == 0 or index:
                yield "", False
            yield margin + _text(block.title), depth == 0
            yield from _drawn(block.blocks, depth + 1)
        else:
            yield None


def _text(line: Line) -> str:
    return "".join(part.text for part in line)
