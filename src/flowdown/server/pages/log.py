"""The inquiry log: what was searched, when, by whom, with which result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.pipeline.inquiry_log import read_log, shape_log, verify
from flowdown.server.asked import ListAsked
from flowdown.server.listing import Column, list_rows
from flowdown.server.page import Cell, Facts, Notice, Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.report.log_v1 import LogEntryV1
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: ListAsked) -> View:
    if not visit.site.log.is_file():
        words = "Nothing is logged yet: `flowdown check` and `flowdown scan` write what they searched, `flowdown log add` what a person did."
        return View("Inquiry log", [Notice(words, "quiet")], shape_view(visit, "log"), None)
    log = read_log(visit.site.log)
    faults = verify(log)
    shape = shape_log(log, 0)
    columns = (
        Column("number", "No.", lambda each: each.number, True, lambda each: each.number),
        Column("at", "When", lambda each: each.at, key=lambda each: each.at),
        Column("what", "What was searched", lambda each: Cell(each.what, under=each.result)),
        Column("by", "By", lambda each: each.by, key=lambda each: each.by),
        Column("duty", "Meets", lambda each: Cell(each.duty, under=each.contract)),
        Column("digest", "Digest", lambda each: Cell(f"`{each.digest[:19]}`")),
    )
    rows = tuple(reversed(shape.entries))
    shown = list_rows("log", "Inquiry log", columns, rows, asked, _text)
    parts: list[Part] = [Notice(each, "breach") for each in faults[:20]]
    if not faults:
        parts.append(Notice(f"{len(rows)} entries, none changed, added between or taken out.", "clear"))
    parts.append(Facts((("Last digest", Cell(f"`{shape.head}`")),)))
    lead = "Lines are only ever added, each with the digest of the one before. Keep the last digest elsewhere: who can write the file can cut off its end."
    return View("Inquiry log", [*parts, shown], shape, shown, lead)


def _text(each: LogEntryV1) -> str:
    return f"{each.what} {each.result} {each.by} {each.duty} {each.contract}".casefold()


PAGE = Page(
    "log",
    "/log",
    "Inquiry log",
    "What was searched, when, by whom (`flowdown.log/1`).",
    _show,
    ListAsked,
    16,
    says=("flowdown.view/1", "flowdown.log/1"),
)
