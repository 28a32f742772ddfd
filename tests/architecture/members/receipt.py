"""A new paper, for the test that one file and its words are enough."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Paper, Sheet


@dataclass(frozen=True, slots=True)
class ReceiptContext:
    """The receipt."""

    contracts: int


def _build(facts: Facts) -> tuple[Sheet, ...]:
    return (Sheet("receipt", "Receipt", ReceiptContext(len(facts.profile.contracts))),)


PAPER = Paper("receipt", "Receipt", "the test", "how many contracts there are", 99, _build)
