"""A conflict card: one clash on one small sheet."""

from __future__ import annotations

from flowdown.reason.case.canvas import FAINT, RULE, Canvas
from flowdown.reason.case.explain import Explained, explain
from flowdown.reason.conflicts import Conflict
from flowdown.reason.kind import Kind, Via
from flowdown.reason.reasoner import Reasoner

WIDTH = 760
MARGIN = 24
COLOURS = {Kind.TIMING: "#9a6700", Kind.PRACTICAL: "#6f42c1", Kind.DIRECT: "#b42318", Kind.JOINT: "#b42318"}


def draw_card(reasoner: Reasoner, conflict: Conflict, number: int) -> Canvas:
    """Draw a conflict."""
    explained = explain(reasoner, conflict)
    canvas = Canvas(WIDTH)
    colour = COLOURS[conflict.kind]
    inner = WIDTH - 2 * MARGIN
    y = _draw_head(canvas, conflict, explained, number, colour)
    y = canvas.paragraph((MARGIN, y), inner, explained.nature)
    y = _draw_norms(canvas, explained, y + 6, colour)
    for join in explained.joins:
        y = canvas.paragraph((MARGIN, y), inner, join)
    for line in explained.when:
        y = canvas.paragraph((MARGIN, y), inner, line, 'font-style="italic"')
    y = canvas.paragraph((MARGIN, y + 4), inner, f"{explained.smaller} {explained.order}".strip(), f'fill="{FAINT}"')
    y = _draw_days(canvas, reasoner, conflict, y + 6, colour)
    canvas.height = int(y + 14)
    canvas.shapes.insert(
        0,
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{canvas.height - 1}" rx="8" fill="#fff" stroke="{RULE}"/>',
    )
    return canvas


def _draw_head(canvas: Canvas, conflict: Conflict, explained: Explained, number: int, colour: str) -> float:
    kind = conflict.kind.value + (f", via {conflict.via.value}" if conflict.via is not None else "")
    if conflict.when:
        kind += ", only if disputed facts are so"
    canvas.rect((MARGIN, 20), 6.7 * len(kind) + 24, 22, f'rx="11" fill="{colour}"')
    canvas.text(MARGIN + 11, 35.5, kind, 'font-size="12.5" fill="#fff"')
    obey = "can be obeyed, not justified" if conflict.via is Via.GROUNDS else "cannot be obeyed"
    canvas.text(WIDTH - MARGIN, 35.5, obey, f'font-size="12.5" fill="{FAINT}" text-anchor="end"')
    return canvas.paragraph((MARGIN, 68), WIDTH - 2 * MARGIN, f"{number}. {explained.heading}", 'font-weight="600"', 17)


def _draw_norms(canvas: Canvas, explained: Explained, y: float, colour: str) -> float:
    """The norms, two side by side."""
    width = (WIDTH - 2 * MARGIN - 16) / 2 if len(explained.norms) > 1 else WIDTH - 2 * MARGIN
    for start in range(0, len(explained.norms), 2):
        low = y
        boxes = []
        for column, (source, says, bonds) in enumerate(explained.norms[start : start + 2]):
            x = MARGIN + column * (width + 16)
            place = len(canvas.shapes)
            end = canvas.paragraph((x + 14, y + 22), width - 26, source, 'font-weight="600"')
            end = canvas.paragraph((x + 14, end), width - 26, says)
            for bond in bonds:
                end = canvas.paragraph((x + 14, end), width - 26, f"{bond}.", f'fill="{FAINT}"')
            boxes.append((place, x))
            low = max(low, end)
        for place, x in reversed(boxes):
            height = low - y
            canvas.shapes.insert(
                place,
                f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" fill="#f6f8fa"/>'
                f'<rect x="{x:g}" y="{y:g}" width="4" height="{height:g}" fill="{colour}"/>',
            )
        y = low + 12
    return y + 10


def _draw_days(canvas: Canvas, reasoner: Reasoner, conflict: Conflict, y: float, colour: str) -> float:
    window = reasoner.index.window
    inner = WIDTH - 2 * MARGIN
    canvas.rect((MARGIN, y), inner, 8, f'rx="4" fill="{RULE}"')
    for from_, to in window.periods(conflict.days):
        low, high = window.index(from_) / window.length, window.index(to) / window.length
        canvas.rect((MARGIN + inner * low, y), max(2.0, inner * (high - low)), 8, f'rx="2" fill="{colour}"')
    canvas.text(MARGIN, y + 25, window.from_.isoformat(), f'font-size="11" fill="{FAINT}"')
    canvas.text(WIDTH - MARGIN, y + 25, window.last.isoformat(), f'font-size="11" fill="{FAINT}" text-anchor="end"')
    middle = f"{conflict.from_} to {window.day(window.index(conflict.to) - 1)}"
    canvas.text(WIDTH / 2, y + 25, middle, 'font-size="11" text-anchor="middle"')
    return y + 32
