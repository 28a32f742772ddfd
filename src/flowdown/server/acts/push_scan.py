"""A pipeline pushes a scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.server.act import LARGE, Act, Done, Work
from flowdown.server.bring import bring_scan
from flowdown.server.rights import Right


@dataclass(frozen=True)
class PushAsked:
    """Of which repository the scan is."""

    repository: Annotated[
        str, Field(max_length=200, description="the id of a repository of the profile, for a scan of one tree")
    ] = ""
    name: Annotated[str, Field(max_length=200, description="what the scan is called in messages")] = "scan.json"


def _do(work: Work, asked: PushAsked) -> Done:
    assert work.brought is not None
    told, identity = bring_scan(work, work.brought, asked.repository)
    trees = ", ".join(each.id for each in told.trees)
    return Done(f"/upload?upload={identity}", trees, told, f"{told.new} new claims", 201 if told.new else 200)


ACT = Act(
    "push-scan",
    "/api/v1/scans",
    "Push a scan",
    "Keep a `flowdown.scan/1`, all of it or nothing; answered once it is on the disk (`flowdown.pushed/1`): 201 where"
    " something is new, 200 where the same scan was there. The body may be gzip.",
    _do,
    PushAsked,
    Right.UPLOAD,
    "The scan is kept.",
    "body",
    LARGE,
    ("application/json",),
    says=("flowdown.pushed/1",),
)
