"""The forms by which somebody says something of a node, and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.pipeline.remarks import list_remarks
from flowdown.server.listing import Column, Shown, list_few
from flowdown.server.page import Cell, Field, Form
from flowdown.server.rights import Right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowdown.pipeline.remarks import Remark
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

KIND_CHOICES = (("", "anything"), ("comment", "comments"), ("assigned-to", "assigned to"), ("answer", "answers"))
_KINDS = (
    ("comment", "a comment"),
    ("assigned-to", "who takes care of it (a name)"),
    ("answer", "the answer to a question, in words"),
)


def remark_form(visit: Visit, node: str = "", about: str = "", title: str = "Say something of it") -> Form:
    """A form for a remark; of a node that is given, or of one that is named in it."""
    fields = (
        Field(
            "node",
            "Of which node",
            node,
            kind="hidden" if node else "text",
            hint="contract:ID, system:ID ...",
            is_needed=not node,
        ),
        Field("about", "", about, kind="hidden"),
        Field("of", "What it is", "comment", _KINDS),
        Field("text", "Words", kind="area", is_needed=True, most=900),
        Field("to", "", visit.links.to(visit.path, **dict(visit.query)), kind="hidden"),
    )
    return Form("/work", "Keep", fields, title, does=True)


def tell_remarks(visit: Visit, node: str, about: str = "") -> list[Part]:
    """What was said of a node (about one norm or question of it, if one is given), and the form to say more."""
    found = [each for each in list_remarks(visit.site.kept(), visit.site.now(), node) if about in ("", each.about)]
    parts: list[Part] = [_listing(visit, found)] if found else []
    if visit.may(Right.SAY):
        parts.append(remark_form(visit, node, about))
    return parts


def _listing(visit: Visit, found: Sequence[Remark]) -> Shown:
    links = visit.links
    columns = (
        Column("of", "What", lambda each: each.of.replace("-", " ")),
        Column("text", "Words", lambda each: Cell(each.text, links.claim(each.id))),
        Column("who", "By", lambda each: each.who),
        Column("at", "When", lambda each: f"{each.at[:10]} {each.at[11:16]} UTC"),
    )
    return list_few("said", "What was said of it", columns, found, None, 50)
