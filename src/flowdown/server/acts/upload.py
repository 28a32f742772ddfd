"""Somebody uploads a file in the browser: a scan, or a document that an import knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import UnusableArgument
from flowdown.report.import_v1 import ImportV1
from flowdown.report.work_v1 import PushedV1
from flowdown.server.act import LARGE, Act, Brought, Done, Work
from flowdown.server.bring import bring_document, bring_scan
from flowdown.server.rights import Right

_START = 4_096
_SCAN = b'"flowdown.scan/1"'


@dataclass(frozen=True)
class UploadAsked:
    """What it is of."""

    repository: Annotated[str, Field(max_length=200, description="of a scan: the repository of the profile")] = ""
    kind: Annotated[str, Field(max_length=40, description="of a document: what it is")] = ""
    about: Annotated[str, Field(max_length=200, description="of a document: the node it describes")] = ""


def _do(work: Work, asked: UploadAsked) -> Done:
    if work.brought is None:
        raise UnusableArgument("no file was sent")
    told: PushedV1 | ImportV1
    if _is_scan(work.brought):
        told, identity = bring_scan(work, work.brought, asked.repository)
    else:
        told, identity = bring_document(work, work.brought, asked.kind, asked.about)
    return Done(f"/upload?upload={identity}", work.brought.name, told, f"{told.new} new claims")


def _is_scan(brought: Brought) -> bool:
    with brought.file.open("rb") as opened:
        return _SCAN in opened.read(_START)


ACT = Act(
    "upload",
    "/upload",
    "Upload",
    "Keep a scan (`flowdown.pushed/1`), or import a document (`flowdown.import/1`).",
    _do,
    UploadAsked,
    Right.UPLOAD,
    "It was read; what became of it stands below.",
    "form",
    LARGE,
    says=("flowdown.pushed/1", "flowdown.import/1"),
)
