"""Somebody brings an older version of the profile back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.pipeline.profile_change import Changing, read_text, read_version, save_text
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import Act, Done, Work
from flowdown.server.rights import Right


@dataclass(frozen=True)
class VersionAsked:
    """Which version."""

    version: Annotated[str, Field(min_length=64, max_length=64)]


def _do(work: Work, asked: VersionAsked) -> Done:
    site = work.site
    why = f"brought version {asked.version[:12]} back"
    with site.writing():
        _, base = read_text(site.profile)
        text = read_version(site.profile, asked.version)
        claim = save_text(Changing(site.profile, site.target, work.who, why, work.moment, site.cache), text, base)
    return Done("/profile", "profile", shape_done("restore-profile", "profile", (claim,)), why)


ACT = Act(
    "restore-profile",
    "/profile/restore",
    "Bring back",
    "Make an older version of the profile the present one; what is present now is kept as a version.",
    _do,
    VersionAsked,
    Right.STATE,
    "The older version is the present one again.",
)
