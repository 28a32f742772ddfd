"""What stands on every document: whose it is, for which day, by what it was drawn up."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.report.deadlines_page import say_day
from flowdown.report.dossier.answers import TERMS
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.in_words import verbatim
from flowdown.report.dossier.meets import met_orders


@dataclass(frozen=True, slots=True)
class Cover:
    """The words of the head and foot of every document."""

    organisation: str
    as_of: str
    known_at: str
    stance: str
    readings: tuple[str, ...]
    tool: str
    orders: str
    redacted: bool
    followed: str = ""
    verbatim: frozenset[str] = frozenset()

    @property
    def foot(self) -> str:
        """The line at the foot of a page."""
        shared = ", redacted" if self.redacted else ""
        return f"{self.organisation}, as of {self.as_of}{shared}. Draft; not legal advice."


def cover_of(facts: Facts, *, redacted: bool) -> Cover:
    """The cover of a dossier."""
    return Cover(
        facts.organisation,
        say_day(facts.as_of),
        say_day(facts.check.known_at),
        facts.check.stance.value,
        facts.readings,
        facts.report.tool,
        facts.check.order_digest[:19],
        redacted,
        _followed(facts),
        verbatim(facts.library),
    )


def _followed(facts: Facts) -> str:
    """Up to which day the orders that matter here were followed, the oldest and the latest; empty where it is the day itself."""
    met = met_orders(facts)
    days = sorted({order.checked_until for order in facts.orders if order.id in met and not order.id.startswith(TERMS)})
    if not days or days[0] >= facts.as_of:
        return ""
    return (
        say_day(days[0]) if len(days) == 1 else f"{say_day(days[0])} (the oldest) to {say_day(days[-1])} (the latest)"
    )
