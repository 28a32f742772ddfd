"""A timeline of norms: when each is in force, threatened, stayed or replaced, and when norms conflict."""

from __future__ import annotations

from flowdown.base.calendar import add_months
from flowdown.base.period import Days, Window
from flowdown.orders.norm import Modality, Norm, NormStatus
from flowdown.reason.case.canvas import FAINT, RULE, Canvas
from flowdown.reason.case.card import COLOURS
from flowdown.reason.reasoner import Clashes, Reasoner
from flowdown.reason.scene import Scene

WIDTH = 980
LEFT = 250
ROW = 24
NORMS_SHOWN = 60
_FILLS = {
    Modality.MUST: "#1f6feb",
    Modality.MUST_NOT: "#b42318",
    Modality.MAY: "#1a7f37",
    Modality.NEED_NOT: "#1a7f37",
}
_SIGNS = {Modality.MUST: "must", Modality.MUST_NOT: "must not", Modality.MAY: "may", Modality.NEED_NOT: "need not"}


def draw_timeline(reasoner: Reasoner, clashes: Clashes) -> Canvas:
    """Draw the norms of a situation over its window."""
    canvas = Canvas(WIDTH)
    scene = reasoner.scene({})
    norms = list(reasoner.index.norms.values())[:NORMS_SHOWN]
    rows = len(norms) + len(clashes.conflicts)
    bottom = 58 + ROW * rows + (14 if clashes.conflicts else 0)
    _draw_axis(canvas, reasoner.index.window, bottom)
    y = 58.0
    for norm in norms:
        _draw_norm(canvas, scene, norm, y)
        y += ROW
    if clashes.conflicts:
        y += 14
    for number, conflict in enumerate(clashes.conflicts, 1):
        kind = conflict.kind.value + (f" via {conflict.via.value}" if conflict.via is not None else "")
        canvas.text(16, y + 15, f"conflict {number}: {kind}", 'font-size="12" font-weight="600"')
        _bar(canvas, reasoner.index.window, conflict.days, (y + 5, 12), f'rx="2" fill="{COLOURS[conflict.kind]}"')
        y += ROW
    canvas.height = int(_draw_legend(canvas, bottom + 26, len(reasoner.index.norms) - len(norms)))
    return canvas


def _place(window: Window, index: int) -> float:
    return LEFT + (WIDTH - LEFT - 20) * index / max(1, window.length)


def _draw_axis(canvas: Canvas, window: Window, bottom: float) -> None:
    canvas.text(16, 24, "Norms over time", 'font-size="16" font-weight="600"')
    months = window.length // 28 + 1
    step = max(1, -(-months // 12))
    day = window.from_.replace(day=1)
    while day < window.to:
        if day >= window.from_:
            x = _place(window, window.index(day))
            canvas.line((x, 50), (x, bottom), f'stroke="{RULE}"')
            canvas.text(x + 3, 46, day.isoformat()[:7], f'font-size="11" fill="{FAINT}"')
        day = add_months(day, step)


def _draw_norm(canvas: Canvas, scene: Scene, norm: Norm, y: float) -> None:
    window = scene.index.window
    label = f"{norm.id} ({_SIGNS[norm.modality]})"
    canvas.text(16, y + 15, label if len(label) < 36 else f"{label[:33]}...", 'font-size="12"')
    period = scene.period(norm.id)
    if period is None:
        note = {NormStatus.THREATENED: "only threatened", NormStatus.WITHDRAWN: "withdrawn"}.get(norm.status)
        issued = f"not known on {scene.index.situation.as_of}"
        canvas.text(LEFT, y + 15, note or issued, f'font-size="11.5" fill="{FAINT}" font-style="italic"')
        return
    whole = window.between(*period)
    effect = scene.effect(norm.id)
    stayed = whole & scene.stayed_as_a_whole(norm.id)
    _bar(canvas, window, whole & ~effect & ~stayed, (y + 6, 10), f'fill="#fff" stroke="{FAINT}" stroke-dasharray="3 2"')
    _bar(canvas, window, stayed, (y + 6, 10), 'fill="#c3ccd8"')
    fill = (
        'fill="url(#hatch)" stroke="#7a8aa0"'
        if norm.status is NormStatus.THREATENED
        else f'fill="{_FILLS[norm.modality]}"'
    )
    _bar(canvas, window, effect, (y + 6, 10), f'rx="2" {fill}')


def _bar(canvas: Canvas, window: Window, days: Days, at: tuple[float, float], style: str) -> None:
    for from_, to in window.periods(days):
        low, high = _place(window, window.index(from_)), _place(window, window.index(to))
        canvas.rect((low, at[0]), max(2.0, high - low), at[1], style)


def _draw_legend(canvas: Canvas, y: float, left_out: int) -> float:
    entries = (
        ("must", f'fill="{_FILLS[Modality.MUST]}"'),
        ("must not", f'fill="{_FILLS[Modality.MUST_NOT]}"'),
        ("may, need not", f'fill="{_FILLS[Modality.MAY]}"'),
        ("threatened", 'fill="url(#hatch)" stroke="#7a8aa0"'),
        ("stayed", 'fill="#c3ccd8"'),
        ("replaced, or its condition fails", f'fill="#fff" stroke="{FAINT}" stroke-dasharray="3 2"'),
    )
    x = 16.0
    for words, style in entries:
        canvas.rect((x, y - 9), 16, 10, style)
        canvas.text(x + 22, y, words, f'font-size="11.5" fill="{FAINT}"')
        x += 40 + 6.6 * len(words)
    if left_out:
        canvas.text(16, y + 20, f"and {left_out} more norms", f'font-size="11.5" fill="{FAINT}"')
    return y + (36 if left_out else 16)
