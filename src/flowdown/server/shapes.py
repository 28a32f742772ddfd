"""Shapes pages for programs: what is asked, the facts, the rows (`flowdown.view/1`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.view_v1 import ListingV1, ViewV1
from flowdown.server.listing import plain, shape_rows
from flowdown.server.page import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowdown.server.listing import Shown
    from flowdown.server.visit import Visit


def shape_view(
    visit: Visit,
    identity: str,
    listings: tuple[Shown, ...] = (),
    facts: Facts | None = None,
    more: Mapping[str, object] | None = None,
) -> ViewV1:
    """A page's facts and rows; a listing that has pages gives the one that is asked for."""
    told: dict[str, object] = {name: plain(texts) for name, texts in facts.pairs} if facts is not None else {}
    return ViewV1(
        "flowdown.view/1",
        identity,
        visit.as_of,
        visit.asked.stance,
        {**told, **(more or {})},
        tuple(ListingV1(each.id, each.total, each.page, shape_rows(each)) for each in listings),
    )
