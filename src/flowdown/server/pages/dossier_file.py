"""One file of the dossier, or all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import Asked
from flowdown.server.dossier_files import ZIP, draw_files
from flowdown.server.faults import NotHere
from flowdown.server.page import File, Page

if TYPE_CHECKING:
    from flowdown.server.visit import Visit

_TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
_PAPER = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-same-origin allow-top-navigation-by-user-activation"
"""What a paper may do: it brings its own style, and runs nothing."""


@dataclass(frozen=True, kw_only=True)
class FileAsked(Asked):
    """Which file."""

    name: Annotated[str, Query(min_length=1, max_length=120, description="its name in the manifest, or `dossier.zip`")]
    redact: Annotated[bool, Query(description="of the redacted dossier")] = False


def _show(visit: Visit, asked: FileAsked) -> File:
    files = draw_files(visit, is_redacted=asked.redact)
    suffix = asked.name.rpartition(".")[2]
    content = files.zip() if asked.name == ZIP else files.contents.get(asked.name)
    if content is None or suffix not in _TYPES:
        raise NotHere(f"the dossier has no file `{asked.name}`", hint="`/dossier` lists them")
    is_read_here = suffix == "html"
    return File(
        content, _TYPES[suffix], "" if is_read_here else asked.name, _PAPER if suffix in ("html", "svg") else ""
    )


PAGE = Page(
    "dossier-file",
    "/dossier/file",
    "A file of the dossier",
    "One file of the dossier.",
    _show,
    FileAsked,
    gives=dict.fromkeys(_TYPES.values(), "the file"),
)
