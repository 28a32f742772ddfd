"""The profile: its text to be changed, and every version that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.pipeline.profile_change import list_versions, read_text
from flowdown.server.asked import Asked
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Facts, Field, Form, Page, View
from flowdown.server.profile_form import profile_form
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.profile_change import ProfileVersion
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: Asked) -> View:
    text, digest = read_text(visit.site.profile)
    versions = list_versions(visit.site.profile, visit.site.kept(), visit.site.now())
    columns = (
        Column("at", "Since", lambda each: f"{each.at[:10]} {each.at[11:16]} UTC"),
        Column("who", "By", lambda each: each.who),
        Column("why", "Why", lambda each: each.why),
        Column("digest", "Version", lambda each: Cell(f"`{each.digest[:12]}`")),
    )
    shown = list_few("versions", "Versions", columns, versions, None, 50, "Every version is kept.")
    parts: list[Part] = []
    if visit.may(Right.STATE):
        parts.append(profile_form(text, digest))
        older = [each for each in versions if each.digest != digest]
        if older:
            parts.append(_restoring(older))
    else:
        parts.append(Facts((("Digest", digest), ("Lines", text.count("\n"))), "The text as JSON"))
    parts.append(shown)
    lead = "What the organisation says of itself. It is checked as a whole: with one fault, nothing of it is kept."
    return View(
        "Profile", parts, shape_view(visit, "profile", (shown,), None, {"text": text, "digest": digest}), shown, lead
    )


def _restoring(versions: list[ProfileVersion]) -> Form:
    seen = {each.digest: f"{each.at[:16].replace('T', ' ')} by {each.who}" for each in reversed(versions)}
    choices = tuple((digest, f"{digest[:12]}, {words}") for digest, words in reversed(seen.items()))
    fields = (Field("version", "Version", choices[0][0], choices),)
    return Form("/profile/restore", "Bring back", fields, "Bring a version back", does=True)


PAGE = Page("profile", "/profile", "Profile", "The profile, and its versions.", _show, rank=16, has_lens=False)
