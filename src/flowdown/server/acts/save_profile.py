"""Somebody changes the text of the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flowdown.base.errors import Problems
from flowdown.pipeline.profile_change import Changing, save_text
from flowdown.report.work_v1 import shape_done
from flowdown.server.act import SMALL, Act, AskAgain, Done, Work
from flowdown.server.profile_form import profile_form
from flowdown.server.rights import Right


@dataclass(frozen=True)
class ProfileAsked:
    """The new text, the digest of the one that was changed, and why."""

    text: Annotated[str, Field(max_length=4_000_000)]
    base: Annotated[str, Field(min_length=64, max_length=64)]
    why: Annotated[str, Field(max_length=300)] = ""


def _do(work: Work, asked: ProfileAsked) -> Done:
    site = work.site
    changing = Changing(site.profile, site.target, work.who, asked.why, work.moment, site.cache)
    try:
        with site.writing():
            claim = save_text(changing, asked.text, asked.base)
    except Problems as error:
        told = tuple(f"{each.where}: {each.message}{f' ({each.hint})' if each.hint else ''}" for each in error.problems)
        form = profile_form(asked.text, asked.base, asked.why)
        raise AskAgain("The profile cannot be so; nothing of it is kept", told, form) from None
    return Done("/profile", "profile", shape_done("save-profile", "profile", (claim,)), asked.why)


ACT = Act(
    "save-profile",
    "/profile",
    "Save",
    "Put a text in the place of the profile, if nothing is wrong with it and nobody changed it meanwhile.",
    _do,
    ProfileAsked,
    Right.STATE,
    "The profile is saved. The version before can be brought back below.",
    most=16 * SMALL,
)
