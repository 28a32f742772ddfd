"""Links: what an act that an order demands needs somebody to do, so that orders about the two can exclude one another."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.orders.duty import Mark
from flowdown.orders.norm import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAct:
    """Somebody's act on a thing (`vendor:basis`). An actor is a vendor, or a kind that stands for any one of it."""

    actor: str
    action: str
    thing: str
    toward: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLink:
    """On a day on which the first is done, the second must be done too; with who says so."""

    id: str
    doing: LinkedAct
    needs: LinkedAct
    source: str
    mark: Mark
    contexts: Names | None = None
    given: Names = ()
    note: str = ""
