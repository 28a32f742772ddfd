"""The supply chain below an organisation or a contract, by tier."""

from __future__ import annotations

from collections import defaultdict

from flowdown.base.period import Days
from flowdown.evidence.predicate import Predicate
from flowdown.graph.history import Answer, History
from flowdown.graph.row import Row
from flowdown.graph.spread import spread


def find_suppliers(history: History, customer: str, *, contract: str = "", tiers: int | None = None) -> Answer:
    """Everyone who supplies or works under a customer, directly or over others; the tier is `Answer.hops`.

    With `contract`, the chain of this contract: ties that name another contract do not count, and those who are tied
    to the contract itself are at tier 1 of every customer who is a party to it.
    """
    name = history.identity.name
    wanted = name(_as_contract(contract)) if contract else ""
    arcs: dict[str, list[tuple[str, Row, Days]]] = defaultdict(list)
    for tie in history.ties((Predicate.SUPPLIES, Predicate.SUBCONTRACTOR_OF)):
        of = tie.row.claim.qualifier("contract")
        if of and wanted and name(_as_contract(of)) != wanted:
            continue
        arcs[tie.object].append((tie.subject, tie.row, tie.days))
    start = [customer, _as_contract(contract)] if contract else [customer]
    return spread(history, start, arcs, tiers)


def _as_contract(word: str) -> str:
    return word if word.startswith("contract:") else f"contract:{word}"
