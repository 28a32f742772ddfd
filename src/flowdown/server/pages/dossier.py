"""The papers that orders make an organisation write: read here, downloaded one by one or all together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import Asked
from flowdown.server.dossier_files import draw_files
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Notice, Page, View

if TYPE_CHECKING:
    from flowdown.server.visit import Visit

_FORMATS = (("html", "read"), ("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown"), ("json", "JSON"))


@dataclass(frozen=True)
class DossierAsked(Asked):
    """Which dossier."""

    redact: Annotated[bool, Query(description="leave out what only you should see")] = False


def _show(visit: Visit, asked: DossierAsked) -> View:
    links = visit.links
    files = draw_files(visit, is_redacted=asked.redact)
    manifest = files.manifest
    redact = "true" if asked.redact else ""
    there = {each.name for each in manifest.files}

    def ways(name: str) -> tuple[Cell, ...]:
        return tuple(
            Cell(words, links.to("/dossier/file", name=f"{name}.{suffix}", redact=redact))
            for suffix, words in _FORMATS
            if f"{name}.{suffix}" in there
        )

    columns = (
        Column(
            "paper",
            "Paper",
            lambda each: Cell(
                each.title, links.to("/dossier/file", name=f"{each.name}.html", redact=redact), under=each.paper
            ),
        ),
        Column(
            "blanks",
            "To be filled in",
            lambda each: Cell(str(each.blanks), tone="warning") if each.blanks else "",
            True,
        ),
        Column("files", "As", lambda each: ways(each.name)),
    )
    absent = (
        Column("paper", "Paper", lambda each: each.title),
        Column("why", "Why it is left out", lambda each: each.why),
    )
    papers = list_few("papers", "Papers", columns, manifest.documents, None, 500)
    left_out = list_few("absent", "Left out", absent, manifest.absent, None, 100)
    whole = Notice(
        (
            Cell(
                "All of it as one ZIP, with its manifest", links.to("/dossier/file", name="dossier.zip", redact=redact)
            ),
            Cell(
                "The whole picture" if asked.redact else "For others: redacted",
                links.to("/dossier", redact="" if asked.redact else "true"),
            ),
        ),
        "quiet",
    )
    lead = "Filled from evidence; what is not known is marked as to be filled in. To sign it, use `flowdown dossier --sign`."
    return View("Dossier, redacted" if asked.redact else "Dossier", [whole, papers, left_out], manifest, papers, lead)


PAGE = Page(
    "dossier",
    "/dossier",
    "Dossier",
    "The papers, with their files (`flowdown.dossier/1`).",
    _show,
    DossierAsked,
    15,
    says=("flowdown.dossier/1",),
)
