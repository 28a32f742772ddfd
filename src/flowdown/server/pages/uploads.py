"""What was brought lately and what became of it; the form to bring more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.pipeline.importing import list_kinds
from flowdown.server.asked import ListAsked
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few, list_rows
from flowdown.server.page import Cell, Facts, Field, Form, Page, View
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.accounts.uploads import Upload
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

_TONES = {"kept": "clear", "known": "", "refused": "breach"}


@dataclass(frozen=True)
class UploadAsked(ListAsked):
    """Which upload is shown whole."""

    upload: Annotated[str, Query(max_length=40, description="the upload of which all is told")] = ""


def _show(visit: Visit, asked: UploadAsked) -> View:
    links = visit.links
    uploads = visit.uploads()
    parts: list[Part] = []
    if asked.upload:
        found = next((each for each in uploads if each.id == asked.upload), None)
        if found is None:
            raise NotHere("no such upload", hint="`/upload` lists them")
        parts += _tell(found)
    if visit.may(Right.UPLOAD):
        parts.append(_form())
    columns = (
        Column("at", "When", lambda each: Cell(_when(each.at), links.to("/upload", upload=each.id)), key=_at),
        Column(
            "name", "File", lambda each: Cell(each.name, under=f"{int(each.size):,} bytes"), key=lambda each: each.name
        ),
        Column("fate", "Became", lambda each: Cell(each.fate, "", _TONES.get(each.fate, ""), is_badge=True)),
        Column("person", "By", lambda each: each.person, key=lambda each: each.person),
        Column("digest", "Digest", lambda each: each.digest.removeprefix("sha256:")[:16]),
    )
    shown = list_rows(
        "uploads", "Brought lately", columns, uploads, asked, lambda each: f"{each.name} {each.person}".casefold()
    )
    parts.append(shown)
    lead = "Scans of `flowdown scan --format json`, bills of materials, tables, logs, attestations, archives of them."
    return View("Uploads", parts, shape_view(visit, "upload", (shown,)), shown, lead)


def _at(upload: Upload) -> str:
    return upload.at


def _when(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"


def _form() -> Form:
    kinds = (("", "told from its content"), *((each.id, each.id) for each in list_kinds()))
    fields = (
        Field("file", "File", kind="file", is_needed=True),
        Field("repository", "Of a scan: which repository of the profile it is of", hint="as its tree is called"),
        Field("kind", "Of a document: what it is", "", kinds),
        Field("about", "Of a document: what it describes", hint="system:billing"),
    )
    return Form("/upload", "Upload", fields, "Bring a file", does=True, takes_file=True)


def _tell(upload: Upload) -> list[Part]:
    told = json.loads(upload.told)
    if told.get("schema") == "flowdown.pushed/1":
        trees = ", ".join(each["id"] for each in told["trees"])
        return [
            Facts(
                (
                    ("File", upload.name),
                    ("Trees", trees),
                    ("Sightings", told["sightings"]),
                    ("New claims", told["new"]),
                    (
                        "No repository of the profile",
                        Cell(", ".join(told["strays"]), tone="warning") if told["strays"] else "",
                    ),
                    ("Interrupted", "yes" if told["incomplete"] else ""),
                ),
                "What became of it",
            )
        ]
    columns = (
        Column("name", "Document", lambda each: each["name"]),
        Column("fate", "Became", lambda each: Cell(each["fate"], "", "breach" if each["fate"] == "refused" else "")),
        Column("kind", "Kind", lambda each: each["dialect"] or each["kind"]),
        Column("claims", "Claims", lambda each: each["claims"], True),
        Column("new", "New", lambda each: each["new"], True),
        Column("why", "Why, and what it breaks", _remarks),
    )
    return [list_few("documents", "What became of it", columns, told["documents"], None, 200)]


def _remarks(document: dict[str, list[dict[str, str]]]) -> str:
    remarks = [*document["why"], *document["violations"], *document["unread"]]
    said = [" ".join(filter(None, (each["path"], each["says"]))) for each in remarks[:5]]
    return "; ".join(said) + (f"; and {len(remarks) - 5} more" if len(remarks) > 5 else "")


PAGE = Page(
    "uploads",
    "/upload",
    "Uploads",
    "What was brought lately, and what became of it.",
    _show,
    UploadAsked,
    17,
    has_lens=False,
)
