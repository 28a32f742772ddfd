"""A use to leave: what of a vendor, where, in which contracts, and because of which orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flowdown.catalogue.replacement import USUAL, Replacements
from flowdown.plan.demand import WHAT_IF, Demand, Outlook, of_vendor
from flowdown.reason.place import Bench, Place
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role

PlaceKind = Literal["tree", "device", "known-use", "supplier", "other"]
_SETS = (Role.CONFIGURED, Role.DECLARED)
_RUNS = (Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL)


@dataclass(frozen=True, slots=True)
class PlannedUse:
    """One use to leave.

    `workload` is the class of model, `tool` where only developers use it, empty where it is no model. `subjects` are the
    settings in which it is demanded, `serves` all that the place serves. `shared` are sightings of the vendor in the
    tree that belong to every workload there: its clients, keys, packages. `beside` are settings of the vendor in the
    repository around the tree: defaults and overrides by which it is deployed.
    """

    id: str
    vendor: str
    place: Place
    kind: PlaceKind
    workload: str
    sightings: tuple[Sighting, ...]
    shared: tuple[Sighting, ...]
    subjects: tuple[str, ...]
    serves: tuple[str, ...]
    demands: tuple[Demand, ...]
    uses: tuple[Use, ...]
    beside: tuple[Sighting, ...] = ()

    @property
    def where(self) -> str:
        """The place in a few words that are fit for ids: a tree by its name, anything else by its node."""
        return self.place.name if self.kind == "tree" else self.place.id

    @property
    def all_sightings(self) -> tuple[Sighting, ...]:
        """Its own sightings and the shared ones."""
        return (*self.sightings, *self.shared)

    @property
    def is_sure(self) -> bool:
        """Whether some order forbids it without any doubt."""
        return any(demand.is_sure for demand in self.demands)

    @property
    def is_only_threatened(self) -> bool:
        """Whether nothing but threatened orders asks for it."""
        return bool(self.demands) and all(demand.is_threatened for demand in self.demands)


def find_uses(
    benches: Sequence[Bench], outlook: Outlook, map_: Replacements, makers: frozenset[str], only: str = ""
) -> tuple[PlannedUse, ...]:
    """Every use that an order demands to leave; with a vendor, every use of that vendor, as if one did.

    `makers` are the vendors that make models.
    """
    places: dict[tuple[str, str], Place] = {}
    serves: dict[tuple[str, str], list[str]] = defaultdict(list)
    demands: dict[tuple[str, str, str], list[Demand]] = defaultdict(list)
    for bench in benches:
        for place in bench.places:
            key = (place.id, place.name)
            places.setdefault(key, place)
            serves[key].append(bench.subject)
            for vendor in sorted({use.vendor for use in place.uses}):
                if only and vendor != only:
                    continue
                found = _assumed(bench, place, vendor) if only else outlook.demands(bench, of_vendor(place, vendor))
                demands[(*key, vendor)] += found
    every = [
        use
        for (node, name, vendor), found in sorted(demands.items())
        if found
        for use in _with_beside(
            places, _split(places[node, name], vendor, found, tuple(dict.fromkeys(serves[node, name])), map_, makers)
        )
    ]
    return tuple(_told_apart(every))


def _with_beside(places: Mapping[tuple[str, str], Place], uses: Iterable[PlannedUse]) -> Iterator[PlannedUse]:
    """With what sets the vendor in the repository around a tree: a default there, or an override, keeps it running."""
    for use in uses:
        around = [
            place
            for (node, name), place in places.items()
            if node == f"tree:{name}" and use.where.startswith(f"{name}/")
        ]
        settings = {
            each.order: each
            for place in (around if use.kind == "tree" else ())
            for each in place.sightings.values()
            if each.is_use and each.vendor == use.vendor and each.role in _SETS
        }
        yield replace(use, beside=tuple(settings[key] for key in sorted(settings)))


def _told_apart(uses: Sequence[PlannedUse]) -> Iterator[PlannedUse]:
    """With ids of their own, where several places bear one name."""
    counts: dict[str, int] = {}
    for use in uses:
        counts[use.id] = counts.get(use.id, 0) + 1
        yield use if counts[use.id] == 1 else replace(use, id=f"{use.id}:{counts[use.id]}")


def _assumed(bench: Bench, place: Place, vendor: str) -> Iterator[Demand]:
    for use in sorted(place.uses):
        if use.vendor == vendor and use.basis in ("model", "service", "device"):
            yield Demand(WHAT_IF, WHAT_IF, f"assumed: {vendor} may not be used", bench.subject, use, None, True, False)


def _split(
    place: Place,
    vendor: str,
    demands: Sequence[Demand],
    serves: tuple[str, ...],
    map_: Replacements,
    makers: frozenset[str],
) -> Iterator[PlannedUse]:
    """The vendor's uses at a place, one for each class of model that it serves there."""
    uses = tuple(sorted({demand.use for demand in demands}))
    kind: PlaceKind = _KINDS.get(place.id.partition(":")[0], "other")
    found = _sightings(place, uses)
    subjects = tuple(dict.fromkeys(demand.subject for demand in demands))
    name = f"{place.id.partition(':')[2] or place.id}:{vendor}"
    if not found:
        yield PlannedUse(name, vendor, place, kind, "", (), (), subjects, serves, tuple(demands), uses)
        return
    if not any(each.strength in _RUNS or each.strength is Strength.TEST_ONLY for each in found):
        yield PlannedUse(name, vendor, place, kind, "tool", found, (), subjects, serves, tuple(demands), uses)
        return
    by_class: dict[str, list[Sighting]] = defaultdict(list)
    shared: list[Sighting] = []
    for sighting in found:
        if sighting.basis.value == "model":
            by_class[map_.class_of(sighting.value)].append(sighting)
        else:
            shared.append(sighting)
    if not by_class and vendor not in makers:
        yield PlannedUse(name, vendor, place, kind, "", found, (), subjects, serves, tuple(demands), uses)
        return
    for workload in sorted(by_class) or [USUAL]:
        suffix = "" if workload == USUAL else f":{workload}"
        own = tuple(by_class.get(workload, ()))
        yield PlannedUse(
            name + suffix, vendor, place, kind, workload, own, tuple(shared), subjects, serves, tuple(demands), uses
        )


_KINDS: dict[str, PlaceKind] = {
    "tree": "tree",
    "device": "device",
    "known-use": "known-use",
    "supplier": "supplier",
}


def _sightings(place: Place, uses: Iterable[Use]) -> tuple[Sighting, ...]:
    """What was seen of some uses: uses only, each once."""
    ids = {claim.id for use in uses for claim in place.uses.get(use, ())}
    found = {each.order: each for identity, each in place.sightings.items() if identity in ids and each.is_use}
    return tuple(found[key] for key in sorted(found))
