"""Lays out what changed for an organisation between two days, by instrument."""

from __future__ import annotations

from itertools import groupby

from flowdown.reason.determination import Outcome
from flowdown.report.check_diff_v1 import AnswerChangeV1, CheckDiffV1
from flowdown.report.check_page import badge_of
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import NO_ADVICE, count, listed


def lay_out_check_diff(diff: CheckDiffV1) -> Page:
    """The page of a difference."""
    head = f" from {diff.first.isoformat()} to {diff.second.isoformat()}: "
    tally = f"{count(len(diff.changes), 'answer')} changed, {count(diff.alike, 'answer')} did not."
    blocks: list[Block] = [Paragraph(line(span(diff.organisation, Tone.STRONG), head + tally))]
    if diff.past_checked:
        verb = "was" if len(diff.past_checked) == 1 else "were"
        words = f"Warning: {listed(diff.past_checked)} {verb} not followed up to {diff.second.isoformat()}."
        blocks.append(Paragraph(line(span(words, Tone.WARNING))))
    for norm, group in groupby(diff.changes, key=lambda each: each.norm):
        changes = list(group)
        points = [_point(each) for each in changes]
        why = Points(
            tuple(Point(line(words)) for words in dict.fromkeys(word for each in changes for word in each.why))
        )
        because = (Section(line("Because of"), (why,)),) if why.points else ()
        blocks.append(Section(line(norm), (Points(tuple(points)), *because)))
    blocks.append(Paragraph(line(span(f"What was read is taken to be so on both days. {NO_ADVICE}", Tone.FAINT))))
    return Page(tuple(blocks), f"Flowdown: {diff.organisation}")


def _point(change: AnswerChangeV1) -> Point:
    after = change.after or "no longer speaks of it"
    badge = badge_of(Outcome(change.after)) if change.after else None
    head = f"{change.subject}: {change.before or 'did not speak of it'} before, {after} then"
    return Point(line(head), (line(change.says),), badge)
