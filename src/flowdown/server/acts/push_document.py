"""A pipeline pushes a document that an import knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.server.act import LARGE, Act, Done, Work
from flowdown.server.bring import bring_document
from flowdown.server.rights import Right


@dataclass(frozen=True)
class DocumentAsked:
    """What it is called, what it is, what it describes."""

    name: Annotated[
        str,
        Field(min_length=1, max_length=200, description="its name: new bytes under a name are a new revision of it"),
    ]
    kind: Annotated[str, Field(max_length=40, description="what it is, where that is not told by itself")] = ""
    about: Annotated[str, Field(max_length=200, description="the node it describes, as `system:ID`")] = ""


def _do(work: Work, asked: DocumentAsked) -> Done:
    assert work.brought is not None
    told, identity = bring_document(work, work.brought, asked.kind, asked.about)
    status = 422 if told.refused else 201 if told.new else 200
    return Done(f"/upload?upload={identity}", work.brought.name, told, f"{told.new} new claims", status)


ACT = Act(
    "push-document",
    "/api/v1/documents",
    "Push a document",
    "Import a bill of materials, a table, a log, or an archive of some, each whole or not at all (`flowdown.import/1`): 201"
    " where something is new, 200 where it was there, 422 where a document was refused.",
    _do,
    DocumentAsked,
    Right.UPLOAD,
    "The document was read.",
    "body",
    LARGE,
    says=("flowdown.import/1",),
    may_refuse=True,
)
