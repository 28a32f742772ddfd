"""Every claim that stands: who says what of whom, where, since when; what is disputed apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import choice
from flowdown.server.listing import list_rows, search_field
from flowdown.server.more_columns import claim_columns
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class ClaimsAsked(ListAsked):
    """Which claims."""

    node: Annotated[Word, Query(description="only those that name this node, as `vendor:openai`")] = ""
    predicate: Annotated[Word, Query(description="only those that say this")] = ""
    document: Annotated[Word, Query(description="only those of this document")] = ""
    standing: Annotated[Word, Query(description="firm, disputed or denial")] = ""


def _show(visit: Visit, asked: ClaimsAsked) -> View:
    index = visit.claims()
    rows = index.choose(asked.node, asked.predicate, asked.document, asked.standing, asked.q)
    filters = (
        search_field(asked),
        choice(
            "predicate",
            "Says",
            asked.predicate,
            (("", "anything"), *((each, each) for each in sorted(index.of_predicate))),
        ),
        choice(
            "standing",
            "Stands",
            asked.standing,
            (("", "however"), *((each, f"{each} ({number:,})") for each, number in sorted(index.standings.items()))),
        ),
        *(
            choice(name, title, value, (("", "any"),))
            for name, title, value in (("node", "Of", asked.node), ("document", "Source", asked.document))
            if value
        ),
    )
    shown = list_rows("claims", "Claims", claim_columns(visit), rows, asked, None, filters)
    lead = "Nothing is ever edited or deleted: what turns out wrong is disputed or taken back by another claim, and both stay."
    return View("Claims", [shown], shape_view(visit, "claims", (shown,)), shown, lead)


PAGE = Page(
    "claims", "/claims", "Claims", "Every claim that stands on the day, with its source.", _show, ClaimsAsked, 12
)
