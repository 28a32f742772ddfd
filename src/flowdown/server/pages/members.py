"""Who is what in the organisation; the forms to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.server.accounts.people import list_members
from flowdown.server.asked import Asked
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Field, Form, Page, View
from flowdown.server.rights import Right, Role
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

_ROLES = (
    (Role.READER.value, "reader: looks"),
    (Role.CONTRIBUTOR.value, "contributor: also brings scans and documents, disputes, comments"),
    (Role.COUNSEL.value, "counsel: also changes the profile, records reports, asks suppliers"),
    (Role.ADMIN.value, "admin: also says who may what"),
)


def _show(visit: Visit, asked: Asked) -> View:
    members = list_members(visit.accounts, visit.visitor.organisation)
    columns = (
        Column("name", "Name", lambda each: Cell(each.name, under=each.person)),
        Column("role", "Role", lambda each: Cell(each.role.value, is_badge=True)),
        Column("since", "Since", lambda each: each.since[:10]),
    )
    shown = list_few("members", "Members", columns, members, None, 1000)
    people = tuple((each.person, each.name) for each in members)
    inviting = (
        Field("role", "As what", Role.READER.value, _ROLES),
        Field("person", "Name to sign in with, if you choose it; or of one who forgot the password"),
    )
    changing = (
        Field("person", "Who", people[0][0] if people else "", people),
        Field("role", "Is from now on", Role.READER.value, (*_ROLES, ("none", "nobody here any more"))),
    )
    parts: list[Part] = [
        shown,
        Form("/members/invite", "Make a link", inviting, "Invite somebody", does=True),
        Form("/members", "Change", changing, "Change what somebody is", does=True),
    ]
    provider = visit.door.provider if visit.door is not None else None
    if provider is not None:
        offering = (
            Field("person", "Who", people[0][0] if people else "", people),
            Field("email", "The address that the provider verified", kind="email", is_needed=True),
        )
        title = f"Let a member in by {provider.said.title}"
        parts.append(Form("/members/identity", "Let them in", offering, title, does=True))
        ending = (Field("person", "Who", people[0][0] if people else "", people),)
        title = f"End the link of a member to {provider.said.title}"
        parts.append(Form("/account/identity/end", "End the link", ending, title, does=True))
    return View("Members", parts, shape_view(visit, "members", (shown,)), shown)


PAGE = Page(
    "members",
    "/members",
    "Members",
    "Who is what here.",
    _show,
    rank=20,
    needs=Right.ADMINISTER,
    of_accounts=True,
    has_lens=False,
)
