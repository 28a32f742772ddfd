"""Every contract and the own business: what serves it, how it is hit, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import OUTCOME_CHOICES, choice
from flowdown.server.columns import contract_columns
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import ContractRow
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class ContractsAsked(ListAsked):
    """Which contracts."""

    outcome: Annotated[Word, Query(description="only those whose worst answer is this")] = ""
    kind: Annotated[Word, Query(description="defense, intelligence, civilian, state, foreign, private or unknown")] = ""
    vendor: Annotated[Word, Query(description="only those served by something that uses this vendor")] = ""


def _show(visit: Visit, asked: ContractsAsked) -> View:
    every = visit.answer.panorama.contracts
    rows = [
        row
        for row in every
        if asked.outcome in ("", row.tally.worst)
        and (not asked.kind or (row.contract is not None and row.contract.agency_kind.value == asked.kind))
        and (not asked.vendor or asked.vendor in row.vendors)
    ]
    kinds = sorted({row.contract.agency_kind.value for row in every if row.contract is not None})
    used = sorted({vendor for row in every for vendor in row.vendors})
    filters = (
        choice("outcome", "Worst answer", asked.outcome, OUTCOME_CHOICES),
        choice("kind", "For", asked.kind, (("", "anybody"), *((each, each) for each in kinds))),
        choice("vendor", "Vendor", asked.vendor, (("", "any"), *((each, visit.vendor_name(each)) for each in used))),
    )
    shown = list_rows("contracts", "Contracts", contract_columns(visit), rows, asked, _text, filters)
    return View(
        "Contracts", [shown], shape_view(visit, "contracts", (shown,)), shown, "What you hold, and your own business."
    )


def _text(row: ContractRow) -> str:
    contract = row.contract
    if contract is None:
        return row.subject
    return f"{row.subject} {contract.title} {contract.number} {contract.piid} {contract.agency}".casefold()


PAGE = Page("contracts", "/contracts", "Contracts", "Every contract and the own business.", _show, ContractsAsked, 4)
