"""Somebody comments on something, gives it to somebody, or answers a question about it in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from flowdown.pipeline.remarks import add_remark
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.links import inside
from flowdown.server.rights import Right


@dataclass(frozen=True)
class RemarkAsked:
    """Of which node what is said; `about` names a norm or question of it."""

    node: Annotated[str, Field(min_length=3, max_length=250)]
    of: Literal["comment", "assigned-to", "answer"]
    text: Annotated[str, Field(min_length=1, max_length=900)]
    about: Annotated[str, Field(max_length=300)] = ""
    to: Annotated[str, Field(max_length=300)] = ""


def _do(work: Work, asked: RemarkAsked) -> Done:
    with work.site.writing():
        claims = add_remark(work.site.target, asked.node, asked.of, asked.text, asked.about, work.who, work.moment)
    return Done(inside(asked.to) or "/work", asked.node, shape_done("add-remark", asked.node, claims), asked.of, 201)


ACT = Act(
    "add-remark",
    "/work",
    "Keep",
    "Comment on a node, say who takes care of it, or answer a question about it: a claim with a name and a time.",
    _do,
    RemarkAsked,
    Right.SAY,
    "It is kept.",
)
