"""What is seen in use of a vendor whose find must be reported, and is not recorded as found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flowdown.evidence.profile.maker import Makers
from flowdown.orders.norm import Owners, names
from flowdown.orders.order import Order
from flowdown.reason.determination import Determination, Outcome
from flowdown.report.dossier.clocks import REPORTS
from flowdown.report.dossier.facts import Facts
from flowdown.report.organisation_summary import short
from flowdown.report.words import listed


def unreported(facts: Facts) -> Iterator[str]:
    """One sentence a vendor: where it is seen, and that its find starts clocks once it is recorded."""
    known = {each.maker for each in facts.occurrences}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    covered = {vendor for order in facts.orders for vendor in _reported(order)}
    for each in facts.check.determinations:
        if each.outcome in (Outcome.BREACH, Outcome.UNDETERMINED):
            for vendor, place in vendors_of(facts, each):
                if vendor in covered - known:
                    found[vendor][f"{place} for {short(each.subject)}"] = None
    for vendor, places in sorted(found.items()):
        told = listed(tuple(places)[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
        yield (
            f"{facts.vendor_name(vendor)} is seen ({told}), and what is found of it must be reported. If it is what it seems, record it under "
            "`discoveries` with the day and hour of identification: the clocks run from then."
        )


def _reported(order: Order) -> Iterator[str]:
    """The vendors whose find starts a clock of the order."""
    for duty in order.duties:
        if duty.action in REPORTS and duty.about is not None and duty.clock is not None and duty.bearer.party_to:
            makers = duty.about.made_by or duty.about.developed_by or duty.about.provided_by
            yield from names(makers.owned_by if isinstance(makers, Owners) else makers)


def vendors_of(facts: Facts, determination: Determination) -> Iterator[tuple[str, str]]:
    """The vendors that an answer saw, each with the place."""
    for sighting in determination.sightings:
        if sighting.vendor:
            yield sighting.vendor, sighting.tree
    makers = Makers(facts.catalogue)
    for place in determination.places:
        kind, _, name = place.partition(":")
        if kind == "known-use":
            yield name, f"a stated use of {facts.vendor_name(name)}"
        for device in facts.profile.equipment if kind == "device" else ():
            for maker in (device.maker, *(each.maker for each in device.installed)) if device.id == name else ():
                recognised = makers.recognise(maker) if isinstance(maker, str) else None
                if recognised is not None:
                    yield recognised.vendor, f"equipment {name}"
        for supplier in facts.profile.suppliers if kind == "supplier" else ():
            if supplier.id == name and supplier.vendor:
                yield supplier.vendor, f"supplier {name}"
