"""A canvas on which simple drawings are made as SVG text."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass, field

FONT = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif"
INK = "#1b2430"
FAINT = "#5b6675"
RULE = "#d5dbe3"


@dataclass(slots=True)
class Canvas:
    """Shapes in the order in which they are drawn, and the size they need."""

    width: int
    height: int = 0
    shapes: list[str] = field(default_factory=list)

    def rect(self, at: tuple[float, float], width: float, height: float, style: str) -> None:
        """A box; `style` holds its attributes."""
        x, y = at
        self.shapes.append(f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}" {style}/>')

    def line(self, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
        """A straight line."""
        self.shapes.append(f'<line x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}" {style}/>')

    def text(self, x: float, y: float, words: str, style: str = "") -> None:
        """One line of text; y is its base line."""
        safe = html.escape("".join(char if char.isprintable() else " " for char in words), quote=False)
        self.shapes.append(f'<text x="{x:g}" y="{y:g}" {style}>{safe}</text>')

    def paragraph(self, at: tuple[float, float], width: float, words: str, style: str = "", size: float = 13) -> float:
        """Lines of text that fit the width; returns where the next line would stand."""
        x, y = at
        # Without font metrics, a little more than half the size is what a letter takes on the whole.
        columns = max(12, int(width / (size * (0.63 if "bold" in style or "600" in style else 0.535))))
        for line in textwrap.wrap(words, columns, break_on_hyphens=False):
            self.text(x, y, line, f'font-size="{size:g}" {style}')
            y += size * 1.4
        return y

    def place(self, other: Canvas, x: float, y: float) -> None:
        """Another drawing, moved."""
        self.shapes.append(f'<g transform="translate({x:g} {y:g})">')
        self.shapes += other.shapes
        self.shapes.append("</g>")

    def render(self, title: str) -> str:
        """The finished SVG document."""
        name = html.escape("".join(char if char.isprintable() else " " for char in title), quote=False)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" role="img" font-family="{FONT}" fill="{INK}">'
        )
        hatch = (
            '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
            '<rect width="3" height="6" fill="#7a8aa0"/></pattern></defs>'
        )
        paper = f'<rect width="{self.width}" height="{self.height}" fill="#fff"/>'
        return "\n".join([head, f"<title>{name}</title>", hatch, paper, *self.shapes, "</svg>"]) + "\n"
