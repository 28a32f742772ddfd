"""Lays out what changed for an organisation between two days, by instrument."""

from __future__ import annotations

from itertools import groupby

from flowdown.reason.determination import Outcome
from flowdown.report.check_diff_v1 import AnswerChangeV1, CheckDiffV1, ReasonChangeV1
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
    blocks.extend(_reasons(diff))
    blocks.append(Paragraph(line(span(f"What was read is taken to be so on both days. {NO_ADVICE}", Tone.FAINT))))
    return Page(tuple(blocks), f"Flowdown: {diff.organisation}")


def _reasons(diff: CheckDiffV1) -> list[Block]:
    """The answers that are the same for other reasons; those that changed alike together."""
    told = {words for each in diff.changes for words in each.why}
    groups: dict[tuple[object, ...], list[ReasonChangeV1]] = {}
    for each in diff.reasons:
        groups.setdefault((each.about, each.outcome, each.before, each.after, each.of_questions), []).append(each)
    points = []
    for group in groups.values():
        first = group[0]
        where = listed(tuple(each.subject for each in group))
        gone = tuple(norm for norm in first.before if norm not in first.after)
        come = tuple(norm for norm in first.after if norm not in first.before)
        kept = tuple(norm for norm in first.after if norm in first.before)
        by, sort = ("turns on: ", " ".join) if first.of_questions else ("by ", listed)
        under = [line(f"no longer {by}{sort(gone)}")] if gone else []
        under += [line(f"now {by}{sort(come)}")] if come else []
        under += [line(f"still {by}{sort(kept)}")] if kept else []
        under += [line(words) for words in first.why if words.partition(", ")[2] not in told]
        points.append(Point(line(f"{first.about} in {where}"), tuple(under), badge=badge_of(Outcome(first.outcome))))
    return [Section(line(f"The same for other reasons ({len(points)})"), (Points(tuple(points)),))] if points else []


def _point(change: AnswerChangeV1) -> Point:
    after = change.after or "no longer speaks of it"
    badge = badge_of(Outcome(change.after)) if change.after else None
    head = f"{change.subject}: {change.before or 'did not speak of it'} before, {after} then"
    return Point(line(head), (line(change.says),), badge)
