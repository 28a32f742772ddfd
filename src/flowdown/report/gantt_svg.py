"""Draws the steps of a plan over its weeks: a bar a step, with what it waits for, the dates, and what is safe to do now."""

from __future__ import annotations

import datetime
import html
import textwrap
from collections.abc import Iterator, Sequence

from flowdown.report.plan_v1 import PlanStepV1, PlanV1
from flowdown.report.words import visible

_WIDTH, _MARGIN, _NAMES = 900, 16, 400
_ROW, _HEAD, _LINE = 24, 92, 15
_LETTER = 6.9
"""The width of a letter of the small text, about."""
Date = datetime.date

STYLE = """
.gantt { font-family: system-ui, "DejaVu Sans", sans-serif; font-size: 13px; max-width: 100%; height: auto; }
.gantt .paper { fill: #ffffff; } .gantt .ink { fill: #1b1f24; } .gantt .faint { fill: #57606a; }
.gantt .head { font-size: 16px; font-weight: 600; } .gantt .grid { stroke: #d0d7de; } .gantt .due { stroke: #b3261e; stroke-width: 1.5; stroke-dasharray: 5 3; }
.gantt .late { fill: #b3261e; } .gantt .safe { fill: #2f7d4f; } .gantt .work { fill: #2f5f98; } .gantt .done { fill: #9aa4ae; }
.gantt .wait { fill: none; stroke: #57606a; stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) {
.gantt .paper { fill: #0d1117; } .gantt .ink { fill: #e6edf3; } .gantt .faint { fill: #9da7b1; } .gantt .grid { stroke: #30363d; }
.gantt .due { stroke: #ff8a80; } .gantt .late { fill: #ff8a80; } .gantt .safe { fill: #56b37c; } .gantt .work { fill: #6ea2dd; } .gantt .done { fill: #59636e; }
.gantt .wait { stroke: #9da7b1; }
}
"""


def draw_gantt(plan: PlanV1) -> str:
    """The picture as SVG text, empty without steps; every text in it is escaped."""
    # Checks are short and follow each use: they would double the rows and tell nothing.
    steps = [step for step in plan.steps if step.kind != "check"]
    if not steps:
        return ""
    first = min(plan.as_of, steps[0].starts)
    dues = sorted({step.due for step in steps if step.due is not None})
    ends = max(step.ends for step in steps)
    # A date that lies far behind the work would press the work into a corner.
    near = [due for due in dues if (due - first).days <= 2 * (ends - first).days + 14]
    last = max([ends, *near]) + datetime.timedelta(days=3)
    rows = [_wrap(step.title) for step in steps]
    row = _ROW + _LINE * (max(map(len, rows)) - 1)
    height = _HEAD + row * len(steps) + 24
    return "\n".join(
        [
            *_opening(plan, steps, height),
            *_legend(),
            *_weeks(first, last, height),
            *(
                part
                for number, (step, words) in enumerate(zip(steps, rows, strict=True))
                for part in _bar(step, words, _HEAD + number * row, first, last)
            ),
            *(part for due in near for part in _due(due, first, last, height)),
            "</svg>",
        ]
    )


def _at(day: Date, first: Date, last: Date) -> float:
    share = (day - first).days / max((last - first).days, 1)
    return round(_NAMES + min(max(share, 0), 1) * (_WIDTH - _NAMES - _MARGIN), 1)


def _opening(plan: PlanV1, steps: Sequence[PlanStepV1], height: int) -> Iterator[str]:
    title = f"Steps of the plan for {plan.name}"
    about = "; ".join(f"{step.title}: {step.starts.isoformat()} to {step.ends.isoformat()}" for step in steps)
    yield (
        f'<svg class="gantt" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="gantt-title gantt-desc">'
    )
    yield f'<title id="gantt-title">{_text(title)}</title><desc id="gantt-desc">{_text(about)}</desc>'
    yield f'<style>{STYLE}</style><rect class="paper" width="{_WIDTH}" height="{height}"/>'
    yield f'<text class="ink head" x="{_MARGIN}" y="28">{_text(title)}</text>'


def _legend() -> Iterator[str]:
    left = float(_MARGIN)
    for name, words in (
        ("safe", "does no harm if the order falls"),
        ("work", "work"),
        ("done", "done"),
        ("wait", "waiting for others"),
        ("late", "the last day"),
    ):
        yield f'<rect class="{name}" x="{left}" y="42" width="18" height="12"/>'
        yield f'<text class="ink" x="{left + 24}" y="52">{words}</text>'
        left += 24 + len(words) * _LETTER + 20


def _weeks(first: Date, last: Date, height: int) -> Iterator[str]:
    """A line at the beginning of each team week, or of every so many where they stand close."""
    count = (last - first).days // 7 + 1
    step = max(1, -(-count * 60 // (_WIDTH - _NAMES - _MARGIN)))
    for number in range(0, count, step):
        day = first + datetime.timedelta(days=7 * number)
        left = _at(day, first, last)
        yield f'<line class="grid" x1="{left}" y1="{_HEAD - 8}" x2="{left}" y2="{height - 16}"/>'
        anchor, shift = ("start", 3) if left < _WIDTH - 50 else ("end", -3)
        yield f'<text class="faint" x="{left + shift}" y="{_HEAD - 12}" text-anchor="{anchor}">{day.isoformat()[5:]}</text>'


def _bar(step: PlanStepV1, words: Sequence[str], top: int, first: Date, last: Date) -> Iterator[str]:
    left, right = _at(step.starts, first, last), _at(step.ends + datetime.timedelta(days=1), first, last)
    name = "done" if step.is_done else "safe" if step.is_safe else "work"
    told = f"{step.id}: {step.title}. {step.days:g} days, {step.starts.isoformat()} to {step.ends.isoformat()}"
    for index, part in enumerate(words):
        yield f'<text class="ink" x="{_MARGIN}" y="{top + 14 + index * _LINE}">{_text(part)}</text>'
    if step.waits:
        start = _at(first, first, last)
        width = max(left - start, 1)
        yield f'<rect class="wait" x="{start}" y="{top + 6}" width="{width:.1f}" height="6"><title>waiting for others, {step.waits} days</title></rect>'
    width = max(right - left, 3)
    yield f'<rect class="{name}" x="{left}" y="{top + 3}" width="{width:.1f}" height="13" rx="2"><title>{_text(told)}</title></rect>'


def _due(day: Date, first: Date, last: Date, height: int) -> Iterator[str]:
    left = _at(day + datetime.timedelta(days=1), first, last)
    yield f'<line class="due" x1="{left}" y1="{_HEAD - 30}" x2="{left}" y2="{height - 16}"/>'
    yield f'<text class="late" x="{left - 4}" y="{_HEAD - 26}" text-anchor="end">by {day.isoformat()}</text>'


def _wrap(text: str) -> list[str]:
    """The words of a step in at most two lines."""
    limit = int((_NAMES - _MARGIN - 8) / _LETTER)
    return textwrap.wrap(visible(text.replace("`", "")), limit, max_lines=2, placeholder=" …")


def _text(text: str) -> str:
    return html.escape(visible(text))
