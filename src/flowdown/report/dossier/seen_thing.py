"""What a use that is seen or stated tells of the thing, as a find would tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import Determination
from flowdown.reason.occurrence import Occurrence
from flowdown.report.dossier.facts import Facts
from flowdown.report.words import listed

_FEW = 3


def as_found(facts: Facts, answers: Sequence[Determination], vendors: set[str]) -> Occurrence | None:
    """The one thing that the answers are about; None where they are about several makers, or none is known.

    Of several things by one maker only the maker is told: which of them is meant is for a person to say.
    """
    if len(vendors) != 1:
        return None
    (vendor,) = vendors
    places = dict.fromkeys(place for each in answers for place in each.places)
    things = [each for place in places for each in _stated(facts, place, vendor)]
    if len(things) == 1:
        return things[0]
    what = listed(tuple(_products(facts, answers, vendor))[:_FEW]) if not things else ""
    return Occurrence(vendor, what, {}, vendor, facts.vendor_name(vendor))


def _stated(facts: Facts, place: str, vendor: str) -> Iterator[Occurrence]:
    kind, _, name = place.partition(":")
    maker = facts.vendor_name(vendor)
    if kind == "known-use":
        for use in facts.profile.vendors:
            if use.vendor == name:
                yield Occurrence(name, use.what, {}, vendor, maker)
    if kind == "device":
        for device in facts.profile.equipment:
            if device.id == name:
                yield Occurrence(name, device.name or device.kind, {}, vendor, maker, device=device)
    if kind == "supplier":
        for supplier in facts.profile.suppliers:
            if supplier.id == name:
                what = ", ".join(each.what for each in supplier.supplies if each.what)
                yield Occurrence(name, what, {}, vendor, maker, supplier=supplier)


def _products(facts: Facts, answers: Sequence[Determination], vendor: str) -> Iterator[str]:
    """The products of the maker that were seen in code, each once."""
    known = facts.catalogue.vendors.get(vendor)
    names = {each.id: each.name for each in known.products} if known is not None else {}
    seen = (
        each
        for answer in answers
        for each in answer.sightings
        if each.vendor == vendor and each.basis is not Basis.LIBRARY
    )
    yield from dict.fromkeys(names.get(each.product.rpartition("/")[2], "") or each.product for each in seen)
