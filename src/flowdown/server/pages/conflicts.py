"""Orders that cannot be obeyed together, or not all be justified: a card each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.words import mark_words
from flowdown.server.asked import Asked
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Facts, Notice, Page, Quote, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: Asked) -> View:
    links, check = visit.links, visit.answer.facts.check
    cited = {each.norm: each for each in check.cited}
    parts: list[Part] = []
    for number, each in enumerate(check.conflicts, 1):
        facts = Facts(
            (
                ("Kind", each.kind.replace("_", " ")),
                ("Between", tuple(actor.replace("_", " ") for actor in each.actors)),
                ("From", each.from_.isoformat()),
                ("Through", each.to.isoformat()),
                ("Only if", tuple(each.when)),
            ),
            f"{number}. {each.says}",
        )
        parts.append(facts)
        for name in each.norms:
            norm = cited.get(name)
            order = norm.order if norm is not None else name.partition("/")[0]
            words = f"“{norm.quote}”" if norm is not None and norm.quote else name
            notes = (
                (f"Status: {norm.status}", f"Evidence: {mark_words(norm.mark)}; source: {norm.source}")
                if norm is not None
                else ()
            )
            parts.append(Quote(words, Cell(name, links.page("order", order)), notes))
    if not parts:
        words = (
            "No two orders that reach you clash on this day. Threatened orders count only where that is chosen above."
        )
        parts.append(Notice(words, "clear" if asked.stance == "as_threatened" else "quiet"))
    columns = (
        Column("says", "Conflict", lambda each: each.says),
        Column("kind", "Kind", lambda each: each.kind),
        Column("norms", "Norms", lambda each: "; ".join(each.norms)),
        Column("from", "From", lambda each: each.from_.isoformat()),
        Column("through", "Through", lambda each: each.to.isoformat()),
        Column("when", "Only if", lambda each: "; ".join(each.when)),
    )
    table = list_few("conflicts", "Conflicts", columns, check.conflicts, None, 500)
    lead = "Nothing is resolved here by the order of files: both sides are quoted, with where they stand."
    return View("Conflicts", parts, shape_view(visit, "conflicts", (table,)), table, lead)


PAGE = Page(
    "conflicts", "/conflicts", "Conflicts", "Orders that cannot be obeyed, or justified, together.", _show, Asked, 10
)
