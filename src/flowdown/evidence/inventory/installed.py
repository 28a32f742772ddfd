"""A thing found on a device, and who makes it as far as the catalogue and the inventory say."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowdown.catalogue.kinds import SignatureKind
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.reader import Unread
from flowdown.evidence.usage.tally import US

MOST = 2_000_000
"""Pairs of device and thing that are held of one document."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Software, or with `is_device` the device itself: its name, who makes it, its bundle id or package URL, version."""

    name: str
    maker: str = ""
    bundle: str = ""
    purl: str = ""
    is_device: bool = False


@dataclass(slots=True)
class _Installed:
    place: str
    version: str = ""
    first: datetime.date | None = None
    gone: datetime.date | None = None
    is_gone: bool = False


class Inventory:
    """The devices of one document and what is on them."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._on: dict[tuple[str, Thing], _Installed] = {}
        self._beyond = 0
        self._makers = lru_cache(maxsize=65536)(self._find_makers)

    def add(self, device: str, thing: Thing, place: str, day: datetime.date | None = None, version: str = "") -> None:
        """Something is on a device, from a day on where that is told."""
        there = self._on.get((device, thing))
        if there is None:
            if len(self._on) >= MOST:
                self._beyond += 1
                return
            self._on[device, thing] = _Installed(place, version, day)
            return
        there.is_gone, there.version = False, version or there.version
        if day is not None and (there.first is None or day < there.first):
            there.first = day

    def remove(self, device: str, thing: Thing, place: str, day: datetime.date | None) -> None:
        """Something is no longer on a device."""
        there = self._on.setdefault((device, thing), _Installed(place))
        there.is_gone, there.gone = True, day

    def tell(self) -> Iterator[Claim | Unread]:
        """Each device, what is on it, and who makes that."""
        root = self._incoming.about or US
        devices: set[str] = set()
        told: set[str] = set()
        for (device, thing), there in sorted(
            self._on.items(), key=lambda each: (each[0][0], each[0][1].name, repr(each[0]))
        ):
            if device not in devices:
                devices.add(device)
                yield self._incoming.claim(root, Predicate.CONTAINS, device, there.place)
            if thing.is_device:
                yield from self._made(device, thing, there.place)
                continue
            if there.is_gone and (there.gone is None or there.first is None or there.gone <= there.first):
                continue
            until = there.gone if there.is_gone else None
            what = self._node(thing)
            yield self._incoming.claim(
                what, Predicate.INSTALLED_IN, device, there.place, period=(there.first, until), version=there.version
            )
            if what not in told:
                told.add(what)
                if not thing.purl:
                    yield self._incoming.claim(what, Predicate.NAMED, f"text:{plain(thing.name)}", there.place)
                yield from self._made(what, thing, there.place)
        if self._beyond:
            said = f"{self._beyond:,} things on devices beyond {MOST:,} were left out"
            yield Unread(said, self._incoming.where())

    def _node(self, thing: Thing) -> str:
        if thing.purl:
            try:
                return str(self._incoming.names.package(thing.purl))
            except ValueError:
                pass
        words = [make_id(thing.maker) or make_id(thing.bundle), make_id(thing.name) or plain(thing.name)]
        return node("product", "/".join(filter(None, words)))

    def _made(self, what: str, thing: Thing, place: str) -> Iterator[Claim]:
        for vendor, product, basis in self._makers(thing):
            yield self._incoming.claim(what, Predicate.MADE_BY, vendor, place, product=product, basis=basis)

    def _find_makers(self, thing: Thing) -> tuple[tuple[str, str, str], ...]:
        """Vendor or firm, product and basis: by the maker's name, and by the thing's own where it is signed."""
        names = self._incoming.names
        basis = "device" if thing.is_device else "service"
        if thing.purl:
            known = names.makers_of_package(thing.purl)
            if known:
                return tuple(known)
            basis = "library"
        signed = _by_name(self._incoming, thing)
        firm = names.firm(thing.maker) if thing.maker else ""
        if firm.startswith("vendor:"):
            product = next((each[1] for each in signed if each[0] == firm), "")
            return ((firm, product, basis),)
        if signed and not firm:
            return tuple((vendor, product, basis) for vendor, product in signed)
        return ((firm, "", basis),) if firm else ()


def _by_name(incoming: Incoming, thing: Thing) -> list[tuple[str, str]]:
    """The vendors whose brand a name begins with; nothing where several share it."""
    names = incoming.names
    words = thing.name.replace("_", " ").split()
    for count in range(min(len(words), 4), 0, -1):
        name = " ".join(words[:count])
        hits = [hit for hit in names.index.find(SignatureKind.WORD, name) if hit.vendor]
        if len({hit.vendor for hit in hits}) == 1:
            return [(f"vendor:{hits[0].vendor}", hits[0].product)]
        if vendor := names.index.vendor(name):
            return [(f"vendor:{vendor}", "")]
    if thing.bundle.count(".") >= 2:
        top, house, *_ = thing.bundle.split(".")
        vendor, is_sure = names.vendor_of(house)
        if is_sure and len(top) <= 3 and len(house) > 3:
            return [(vendor, "")]
    return []


def device(name: str) -> str:
    """The node of a device; empty for none."""
    return node("device", plain(name)[:200]) if plain(name) else ""
