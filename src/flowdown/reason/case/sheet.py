"""Drawings of a case: a card for each conflict and a timeline, apart or on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowdown.reason.case.canvas import FAINT, Canvas
from flowdown.reason.case.card import draw_card
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.timeline import draw_timeline
from flowdown.reason.case.view import ViewAnswer

MARGIN = 24
CARDS_LIMIT = 100
"""Cards that are drawn of one view; the text answer has them all."""


def draw_pieces(case: CaseFile, views: Iterable[ViewAnswer]) -> Iterator[tuple[str, str]]:
    """File names with drawings."""
    for view in views:
        stance = view.answer.view.value
        timeline = draw_timeline(view.reasoner, view.clashes)
        yield f"{stance}-timeline.svg", timeline.render(f"{case.id}: timeline, {stance}")
        for number, conflict in enumerate(view.clashes.conflicts[:CARDS_LIMIT], 1):
            card = draw_card(view.reasoner, conflict, number)
            yield f"{stance}-conflict-{number}.svg", card.render(f"{case.id}: conflict {number}, {stance}")


def draw_sheet(case: CaseFile, views: Iterable[ViewAnswer]) -> str:
    """Everything on one sheet."""
    sheet = Canvas(0)
    y = sheet.paragraph(
        (MARGIN, 40), 900, f"{case.id}: {case.title}" if case.title else case.id, 'font-weight="600"', 18
    )
    width = 0
    for view in views:
        stance = "In force" if view.answer.view.value == "in_force" else "As threatened"
        sheet.text(MARGIN, y + 18, stance, f'font-size="15" fill="{FAINT}"')
        y += 32
        drawings = [draw_timeline(view.reasoner, view.clashes)]
        drawings += [
            draw_card(view.reasoner, conflict, number)
            for number, conflict in enumerate(view.clashes.conflicts[:CARDS_LIMIT], 1)
        ]
        for drawing in drawings:
            sheet.place(drawing, MARGIN, y)
            y += drawing.height + 20
            width = max(width, drawing.width)
    sheet.width, sheet.height = width + 2 * MARGIN, int(y)
    return sheet.render(case.id)
