"""Lays out for people what became of a dossier: what was drawn up, whether it is unchanged, what differs from another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowdown.report.dossier.paper import Paper
from flowdown.report.dossier_v1 import DossierDiffV1, DossierV1, FieldChangeV1, VerdictV1
from flowdown.report.page import Block, Column, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import count, shorten

_LONGEST = 160


def lay_out_dossier(dossier: DossierV1, folder: Path) -> Page:
    """What was drawn up, and what was left out."""
    blanks = sum(each.blanks for each in dossier.documents)
    lead = (
        f"{count(len(dossier.documents), 'document')} in {folder}, as of {dossier.as_of.isoformat()}; "
        f"{count(blanks, 'place')} to be filled in. Start with index.html."
    )
    columns = (Column("to fill in", is_number=True), Column("document"), Column("file", from_width=90))
    rows = tuple((line(str(each.blanks)), line(each.title), line(each.name)) for each in dossier.documents)
    blocks: list[Block] = [Paragraph(line(lead)), Table(columns, rows)]
    if dossier.absent:
        points = Points(tuple(Point(line(span(each.title, Tone.STRONG), f": {each.why}")) for each in dossier.absent))
        blocks.append(Section(line("Left out"), (points,)))
    return Page(tuple(blocks))


def lay_out_verdict(verdict: VerdictV1) -> Page:
    """Whether everything is as it was drawn up."""
    if not verdict.faults:
        signed = {"holds": "; the signature holds", "none": "; not signed"}.get(verdict.signature, "")
        log = "; the inquiry log's chain holds" if verdict.log == "holds" else ""
        lead = f"{count(verdict.files, 'file')} as drawn up{signed}{log}."
        return Page((Paragraph(line(lead)), *(Paragraph(line(span(each, Tone.WARNING))) for each in verdict.notes)))
    points = Points(tuple(Point(line(span(each, Tone.BREACH))) for each in verdict.faults))
    return Page((Section(line(f"Not as drawn up ({len(verdict.faults)})"), (points,)),))


def lay_out_papers(papers: Mapping[str, Paper]) -> Page:
    """Every paper there is."""
    columns = (Column("paper"), Column("for whom", from_width=100), Column("what it says"))
    ordered = sorted(papers.values(), key=lambda each: (each.rank, each.id))
    rows = tuple((line(span(each.id, Tone.VALUE)), line(each.for_whom), line(each.about)) for each in ordered)
    return Page((Table(columns, rows),))


def lay_out_diff(diff: DossierDiffV1) -> Page:
    """What changed: answers first, then papers and their fields, then what they were made from."""
    lead = f"From {diff.before.isoformat()} to {diff.after.isoformat()}."
    blocks: list[Block] = [Paragraph(line(lead))]
    if not (diff.answers or diff.came or diff.went or diff.documents):
        blocks.append(Paragraph(line("No answer, paper or field changed.")))
    if diff.answers:
        columns = (Column("contract"), Column("order"), Column("was"), Column("is"))
        rows = tuple(
            (line(each.contract), line(each.order), line(each.before or "-"), line(each.after or "-"))
            for each in diff.answers
        )
        blocks.append(Section(line(f"Answers ({len(diff.answers)})"), (Table(columns, rows),)))
    for title, names in (("New papers", diff.came), ("Papers that are gone", diff.went)):
        if names:
            blocks.append(
                Section(line(f"{title} ({len(names)})"), (Points(tuple(Point(line(each)) for each in names)),))
            )
    for document in diff.documents:
        heading = line(f"{document.title} ({count(len(document.changes), 'change')})")
        blocks.append(Section(heading, (Points(tuple(map(_change, document.changes))),)))
    if diff.inputs:
        blocks.append(Section(line("What they were made from"), (Points(tuple(map(_change, diff.inputs))),)))
    return Page(tuple(blocks))


def _change(each: FieldChangeV1) -> Point:
    was, is_ = shorten(each.before, _LONGEST) or "nothing", shorten(each.after, _LONGEST) or "nothing"
    return Point(line(span(each.where, Tone.STRONG)), (line(f"was: {was}"), line(f"is: {is_}")))
