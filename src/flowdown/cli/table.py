"""Plain tables for lists, as wide as the screen."""

from __future__ import annotations

from collections.abc import Sequence

from flowdown.cli.surroundings import look


def draw(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with wrapped cells, drawn by Rich."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    screen = look()
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, no_wrap=index == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(
        file=StringIO(),
        width=screen.width,
        force_terminal=screen.has_colour,
        no_color=not screen.has_colour,
        highlight=False,
    )
    console.print(table)
    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
