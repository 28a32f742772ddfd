"""Draws what falls with a cut: from left to right by steps, grouped by what stands beside what is cut."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.graph.impact import Answer
from flowdown.report.impact_page import say_amount, say_fate, say_hit
from flowdown.report.impact_tree import Branch, grow_tree
from flowdown.report.words import are_cut, listed, visible

_BOX, _HIGH, _GAP, _STEP, _EDGE, _HEAD = 204, 38, 10, 262, 16, 54
_LETTERS = 28
"""So many letters fit into a box."""
_LEAST = 0.8
"""To which part of its width a picture may shrink."""
_STYLE = """
.impact text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: #1b1f24; } .impact .small { font-size: 11px; }
.impact .paper { fill: #ffffff; } .impact .band { fill: #f3f5f8; } .impact .line { fill: none; stroke: #8c959f; stroke-width: 1.3; }
.impact rect.box { stroke-width: 1.3; } .impact .cut { fill: #1b1f24; stroke: #1b1f24; } .impact text.on-cut { fill: #ffffff; }
.impact .falls { fill: #fde3e1; stroke: #b3261e; } .impact .falls-unavoidably { fill: #f4b8b3; stroke: #8c1d18; }
.impact .kept { fill: #fff4d6; stroke: #9a6700; stroke-dasharray: 5 3; } .impact .way { fill: #ffffff; stroke: #8c959f; }
.impact .folded { fill: none; stroke: #8c959f; stroke-dasharray: 2 3; } .impact .faint { fill: #3d444d; }
@media (prefers-color-scheme: dark) {
.impact text { fill: #e6edf3; } .impact .paper { fill: #0d1117; } .impact .band { fill: #161b22; } .impact .line { stroke: #6e7681; }
.impact .cut { fill: #e6edf3; stroke: #e6edf3; } .impact text.on-cut { fill: #0d1117; }
.impact .falls { fill: #4a1714; stroke: #ff8a80; } .impact .falls-unavoidably { fill: #74201a; stroke: #ffb4ab; }
.impact .kept { fill: #3a2d0a; stroke: #e3b341; } .impact .way { fill: #0d1117; stroke: #6e7681; } .impact .faint { fill: #c3ccd5; }
}
"""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Lines and boxes of a branch, the place of its own box, and where the next one may begin."""

    lines: tuple[str, ...]
    boxes: tuple[str, ...]
    middle: float
    end: float
    right: float


def draw_impact(answer: Answer) -> str:
    """The picture as SVG; every text in it is escaped."""
    top = float(_HEAD)
    lines: list[str] = []
    boxes: list[str] = []
    bands: list[tuple[float, float]] = []
    middles: list[float] = []
    right = float(_EDGE + _BOX)
    for branch in grow_tree(answer):
        drawn = _branch(branch, 1, top)
        bands.append((top - _GAP / 2, drawn.end - _GAP / 2))
        lines += drawn.lines
        boxes += drawn.boxes
        middles.append(drawn.middle)
        right = max(right, drawn.right)
        top = drawn.end + _GAP
    middle = (middles[0] + middles[-1]) / 2 if middles else _HEAD + _HIGH / 2
    height, width = max(top, _HEAD + _HIGH + _EDGE), right + _EDGE
    names = listed(answer.cut)
    root = _box(_EDGE, middle, "cut", names, "is cut", names)
    return "\n".join(
        (
            *_opening(answer, width, height),
            *(
                f'<rect class="band" x="{_EDGE + _STEP - 10}" y="{low:.1f}" width="{right - _EDGE - _STEP + 20:.1f}" '
                f'height="{high - low:.1f}" rx="6"/>'
                for low, high in bands
            ),
            *(_line(0, middle, 1, each) for each in middles),
            *lines,
            root,
            *boxes,
            "</svg>",
        )
    )


def _opening(answer: Answer, width: float, height: float) -> Iterator[str]:
    about = f"If {are_cut(answer.cut)} on {answer.as_of.isoformat()}, {say_hit(answer.impact)}."
    yield (
        f'<svg class="impact" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-labelledby="impact-title impact-desc">'
    )
    yield f'<title id="impact-title">{_text(f"What falls if {are_cut(answer.cut)}")}</title>'
    yield f'<desc id="impact-desc">{_text(about)} From left to right: what is cut, what leans on it, what leans on that.</desc>'
    # A little too wide, it shrinks; much too wide, it stays readable and is scrolled.
    fits = f"svg.impact {{ max-width: 100%; min-width: {width * _LEAST:.0f}px; height: auto; }}"
    yield f"<style>{_STYLE} {fits} @media print {{ svg.impact {{ min-width: 0; }} }}</style>"
    yield f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>'
    x = float(_EDGE)
    for kind, words in (
        ("falls-unavoidably", "falls whatever is taken instead"),
        ("falls", "falls"),
        ("kept", "goes on"),
        ("folded", "folded"),
    ):
        yield f'<rect class="box {kind}" x="{x:.0f}" y="14" width="18" height="14" rx="3"/>'
        yield f'<text x="{x + 24:.0f}" y="25">{words}</text>'
        x += 44 + 6.4 * len(words)


def _branch(branch: Branch, depth: int, top: float) -> _Drawn:
    lines: list[str] = []
    boxes: list[str] = []
    middles: list[float] = []
    end, right = top, float(_EDGE + depth * _STEP + _BOX)
    for each in branch.below:
        drawn = _branch(each, depth + 1, end)
        lines += drawn.lines
        boxes += drawn.boxes
        middles.append(drawn.middle)
        end, right = drawn.end, max(right, drawn.right)
    middle = (middles[0] + middles[-1]) / 2 if middles else top + _HIGH / 2
    lines += [_line(depth, middle, depth + 1, each) for each in middles]
    boxes.append(_box_of(branch, depth, middle))
    return _Drawn(tuple(lines), tuple(boxes), middle, max(end, top + _HIGH + _GAP), right)


def _box_of(branch: Branch, depth: int, middle: float) -> str:
    x = _EDGE + depth * _STEP
    if branch.folded:
        return _box(x, middle, "folded", "and more:", branch.folded, branch.folded)
    affected = branch.affected
    if affected is None:
        return _box(x, middle, "way", branch.name, "on the way", branch.name)
    worth = ", ".join(map(say_amount, affected.amounts))
    fate = "".join(span.text for span in say_fate(affected.fate))
    few = fate.partition(":")[0]
    return _box(
        x,
        middle,
        affected.fate.value,
        branch.name,
        worth or few,
        f"{branch.name}: {fate}{f'; {worth}' if worth else ''}",
    )


def _box(x: float, middle: float, kind: str, name: str, more: str, title: str) -> str:
    on = ' class="on-cut"' if kind == "cut" else ""
    faint = ' class="on-cut small"' if kind == "cut" else ' class="small faint"'
    low = middle - _HIGH / 2
    first = low + (16 if more else 23)
    under = f'<text{faint} x="{x + 8:.1f}" y="{low + 31:.1f}">{_short(more)}</text>' if more else ""
    return (
        f'<g><title>{_text(title)}</title><rect class="box {kind}" x="{x:.1f}" y="{low:.1f}" width="{_BOX}" '
        f'height="{_HIGH}" rx="5"/><text{on} x="{x + 8:.1f}" y="{first:.1f}">{_short(name)}</text>{under}</g>'
    )


def _line(depth: int, middle: float, other: int, to: float) -> str:
    start, end = _EDGE + depth * _STEP + _BOX, _EDGE + other * _STEP
    turn = (start + end) / 2
    return f'<path class="line" d="M{start} {middle:.1f} C{turn} {middle:.1f} {turn} {to:.1f} {end} {to:.1f}"/>'


def _short(text: str) -> str:
    """The text, cut in its middle: names differ at their ends."""
    if len(text) > _LETTERS:
        text = f"{text[: _LETTERS // 2]}…{text[-(_LETTERS // 2 - 2) :]}"
    return _text(text)


def _text(text: str) -> str:
    return html.escape(visible(text))


def write_page(answer: Answer) -> str:
    """The whole answer as an HTML page with the picture in it."""
    from flowdown.report.impact_page import lay_out_impact
    from flowdown.report.page_html import write_html

    picture = draw_impact(answer) if answer.impact.affected else ""
    return write_html(lay_out_impact(answer), visible(f"What falls if {are_cut(answer.cut)}"), picture)
