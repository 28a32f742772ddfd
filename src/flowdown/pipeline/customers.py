"""Says which customers of a vendor the orders about it reach: for the vendor, or whoever resells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.evidence.profile.contract import AgencyKind
from flowdown.evidence.profile.field import Answer
from flowdown.reason.setting import CONTEXT_OF
from flowdown.report.orders_v1 import CustomerOnDayV1, CustomerUseV1, OrderOnDayV1, Reached, Stands

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.party import Customer

_SYSTEMS = {
    AgencyKind.DEFENSE: "dod_systems",
    AgencyKind.INTELLIGENCE: "ic_systems",
    AgencyKind.CIVILIAN: "civilian_systems",
    AgencyKind.STATE: "state_systems",
    AgencyKind.FOREIGN: "foreign_agency_systems",
}
"""Where an agency itself uses something, by its kind."""
_OWN = CONTEXT_OF[AgencyKind.PRIVATE]
_TERMS = "terms-"
_RANKING: tuple[Stands, ...] = ("forbidden", "conflict", "open", "required", "suspended", "free")


def read_customers(file: Path, catalogue: Catalogue) -> tuple[Customer, ...]:
    """The customers of a profile; raises what reading it raises."""
    from flowdown.pipeline.profile import load_profile

    return load_profile(file, catalogue).profile.customers


def place_customers(
    customers: Sequence[Customer], orders: Sequence[OrderOnDayV1], leaves: Sequence[str]
) -> tuple[CustomerOnDayV1, ...]:
    """Each customer with the contexts in which it uses the vendor, and what orders (not the vendor's own terms) say there."""
    laws = [order for order in orders if not order.order.startswith(_TERMS)]
    by_context = {leaf: _say(leaf, laws) for leaf in leaves}
    return tuple(_place(customer, by_context) for customer in customers)


def _say(leaf: str, laws: Sequence[OrderOnDayV1]) -> CustomerUseV1:
    by: dict[Stands, dict[str, None]] = {}
    questions: dict[str, None] = {}
    for order in laws:
        for norm in order.norms:
            if leaf in norm.contexts:
                by.setdefault(norm.stands, {})[order.order] = None
                if norm.stands == "open":
                    questions.update(dict.fromkeys(norm.questions))
    stands: Stands = next((word for word in _RANKING if word in by), "free")
    return CustomerUseV1(leaf, stands, tuple(by.get(stands, ())) if stands != "free" else (), tuple(questions))


def _place(customer: Customer, by_context: Mapping[str, CustomerUseV1]) -> CustomerOnDayV1:
    uses = tuple(by_context[leaf] for leaf in _contexts(customer) if leaf in by_context)
    asks = tuple(_asks(customer))
    stands = {each.stands for each in uses}
    reached: Reached = "free"
    if stands & {"forbidden", "conflict"}:
        reached = "forbidden" if stands <= {"forbidden", "conflict"} and not asks else "in-part"
    elif asks or stands & {"open", "required"}:
        reached = "not-known"
    return CustomerOnDayV1(customer.id, customer.name, reached, uses, asks)


def _contexts(customer: Customer) -> Iterator[str]:
    if customer.is_agency is Answer.YES:
        yield from (_SYSTEMS[kind] for kind in customer.works_for if kind in _SYSTEMS)
        return
    told = [CONTEXT_OF[kind] for kind in customer.works_for if kind in CONTEXT_OF]
    # Whatever a firm does for others, it may use it in its own business too.
    yield from dict.fromkeys((*told, _OWN))


def _asks(customer: Customer) -> Iterator[str]:
    if not customer.works_for or AgencyKind.UNKNOWN in customer.works_for:
        yield f"for whom does {customer.name or customer.id} use it: defense, intelligence, civilian agencies, states, or only itself?"
