"""What the profile states of devices, programs, accounts and suppliers, as places of use."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flowdown.base.truth import Truth
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import ProductClass
from flowdown.evidence.claim import Claim
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.holding import Equipment, KnownUse, System
from flowdown.evidence.profile.maker import Makers
from flowdown.evidence.profile.party import Supplier, Supply
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.profile.tree_place import tree_of
from flowdown.reason.place import NOTHING_STATED, Bench, Doubts, Place
from flowdown.reason.place import Stated as StatedThere
from flowdown.reason.setting import settings_of
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Question

Uses = dict[Use, tuple[Claim, ...]]
Asks = list[tuple[frozenset[str], str]]
"""What is not known of a maker: the vendors that it may be, and the question."""
Served = tuple[str, ...] | None
"""Ids of contracts and `own-business`; None where it is not known."""
_INSTALLED = (ProductClass.DEVICE, ProductClass.APP)
_TRUTH = {Answer.YES: Truth.YES, Answer.NO: Truth.NO, Answer.UNKNOWN: Truth.UNKNOWN}


class Stated:
    """A profile on a day, with the claims that were made of it."""

    def __init__(self, profile: Profile, catalogue: Catalogue, claims: Iterable[Claim], as_of: datetime.date) -> None:
        self.profile = profile
        self.as_of = as_of
        self._makers = Makers(catalogue)
        self._catalogue = catalogue
        self._systems = {system.id: system for system in profile.systems}
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._claims[claim.subject].append(claim)
            self._claims[claim.object].append(claim)
        self._device_makers = frozenset(brief.id for brief in catalogue.briefs() if brief.makes_devices)

    def benches(self, trees: dict[str, Place], claimed: Mapping[str, Place] | None = None) -> tuple[Bench, ...]:
        """Each contract, and the company's own business, with the places that serve it.

        `claimed` are places by the node of which documents claim something: a system, contract, repository, equipment.
        """
        placed = [*self._trees(trees), *self._devices(), *self._known_uses(), *self._suppliers()]
        placed += self._claimed(claimed or {})
        by_setting: dict[str, list[Place]] = defaultdict(list)
        anywhere: list[Place] = []
        for place, served in placed:
            if served is None:
                anywhere.append(place)
            for setting in served or ():
                by_setting[setting].append(place)
        return tuple(
            Bench(setting.subject, setting, (*by_setting[setting.id], *anywhere))
            for setting in settings_of(self.profile.contracts)
        )

    def _trees(self, trees: dict[str, Place]) -> Iterator[tuple[Place, Served]]:
        served: dict[str, list[Served]] = defaultdict(list)
        provided: dict[str, Truth] = {}
        used: dict[str, list[System]] = defaultdict(list)
        for repository in self.profile.repositories:
            served[tree_of(repository.id)].append(_words(repository.serves))
        for system in self.profile.systems:
            folders = [tree_of(system.repository, path) for path in system.paths] or [tree_of(system.repository)]
            for tree in folders if system.repository else ():
                served[tree].append(_words(system.serves))
                used[tree].append(system)
                provided[tree] = _TRUTH[system.federal]
        for name, place in sorted(trees.items()):
            listed = served.get(f"tree:{name}", [])
            known = [each for each in listed if each is not None]
            asks = f"for which contracts is the code in {name} used?" if not known else ""
            where = tuple(dict.fromkeys(word for each in known for word in each)) if known else None
            truth = provided.get(f"tree:{name}", Truth.UNKNOWN)
            stated = _purposes(used.get(f"tree:{name}", []))
            yield replace(place, serves_asks=asks, is_provided=truth, stated=stated), where

    def _devices(self) -> Iterator[tuple[Place, Served]]:
        for device in self.profile.equipment:
            if not _holds(device.acquired, device.removed, self.as_of):
                continue
            node = f"device:{device.id}"
            uses: Uses = {}
            hints: Uses = {}
            asks: Asks = []
            self._take(node, device.maker, device.name or device.model, uses, hints, asks)
            for program in device.installed:
                self._take(node, program.maker or program.name, program.name, uses, hints, asks)
            if device.maker is None or not isinstance(device.maker, str) or not device.maker:
                kind = f" ({device.kind})" if device.kind else ""
                asks.append((self._device_makers, f"who makes the equipment {device.id}{kind}?"))
            system = self._systems.get(device.system)
            served = _words(device.serves) or (_words(system.serves) if system else None)
            placed, where = self._place(node, _name_device(device), uses, hints, asks, served, _TRUTH[device.federal])
            yield replace(placed, stated=replace(_purposes([device]), owner=device.owner)), where

    def _take(self, node: str, maker: object, name: str, uses: Uses, hints: Uses, asks: Asks) -> None:
        """What a maker's name says of something that is there, and which of the maker's products it is or may be."""
        if not isinstance(maker, str) or not maker:
            return
        known = self._makers.recognise(maker)
        vendor = maker if maker in self._catalogue.vendors else known.vendor if known else ""
        if not vendor:
            return
        if vendor != maker and known is not None and not known.is_sure:
            # Whose name is like this vendor's is it, or a firm that no order names.
            asks.append((frozenset({vendor}), f"is `{maker}` the vendor {vendor}? ({node.partition(':')[2]})"))
            return
        claims = tuple(self._claims[node])
        uses[Use(vendor, "device")] = claims
        self._tell_products(vendor, name, claims, uses, hints)

    def _tell_products(self, vendor: str, name: str, claims: tuple[Claim, ...], uses: Uses, hints: Uses) -> None:
        """A product whose name is told is used; where none is, each that is installed as such may be it."""
        told = _split(name)
        products = [each for each in self._catalogue.vendors[vendor].products if each.class_ in _INSTALLED]
        named = [each for each in products if told and told <= _split(f"{each.name} {each.id}")]
        for product in named or products:
            (uses if named else hints)[Use(vendor, "", False, product.id)] = claims

    def _known_uses(self) -> Iterator[tuple[Place, Served]]:
        for use in self.profile.vendors:
            if not _holds(use.since, use.until, self.as_of) or use.vendor not in self._catalogue.vendors:
                continue
            claims = tuple(each for each in self._claims[f"vendor:{use.vendor}"] if each.predicate == "knows-use-of")
            served = self._resolved(_words(use.serves))
            uses: Uses = {Use(use.vendor, "service"): claims}
            hints: Uses = {}
            self._tell_products(use.vendor, use.what, claims, uses, hints)
            node = f"known-use:{use.vendor}"
            placed, where = self._place(node, _name_use(use), uses, hints, [], served, Truth.UNKNOWN)
            yield replace(placed, stated=_purposes([use])), where

    def _suppliers(self) -> Iterator[tuple[Place, Served]]:
        for supplier in self.profile.suppliers:
            vendor = supplier.vendor or self._sure(supplier.name)
            if vendor not in self._catalogue.vendors:
                continue
            for supply in supplier.supplies or (Supply(),):
                if _holds(supply.since, supply.until, self.as_of):
                    name = f"supplier {supplier.name or supplier.id}{f' ({supply.what})' if supply.what else ''}"
                    claims = tuple(self._claims[f"vendor:{vendor}"] or self._claims[f"supplier:{supplier.id}"])
                    served = self._resolved(_words(supply.to))
                    node = f"supplier:{supplier.id}"
                    uses: Uses = {Use(vendor, "service"): claims}
                    hints: Uses = {}
                    self._tell_products(vendor, supply.what, claims, uses, hints)
                    yield self._place(node, name, uses, hints, [], served, Truth.UNKNOWN)

    def _claimed(self, claimed: Mapping[str, Place]) -> Iterator[tuple[Place, Served]]:
        words = {node: _words(serves) for node, serves in self._serving()}
        for node, place in sorted(claimed.items()):
            served = self._resolved(words.get(node))
            asks = f"for which contracts is {place.name} used?" if served is None else ""
            yield replace(place, serves_asks=asks), served

    def nodes(self) -> dict[str, str]:
        """What documents may speak of, by node, with its name for people."""
        return {node: node.replace(":", " ", 1) for node, _ in self._serving()}

    def _serving(self) -> Iterator[tuple[str, object]]:
        yield f"organisation:{self.profile.organisation.id}", ("own-business",)
        for contract in self.profile.contracts:
            yield f"contract:{contract.id}", (contract.id,)
        for system in self.profile.systems:
            yield f"system:{system.id}", system.serves
        for repository in self.profile.repositories:
            yield f"repository:{repository.id}", repository.serves
        for device in self.profile.equipment:
            yield f"device:{device.id}", device.serves

    def _sure(self, name: str) -> str:
        known = self._makers.recognise(name) if name else None
        return known.vendor if known is not None and known.is_sure else ""

    def _resolved(self, words: Served, depth: int = 0) -> Served:
        """What a system, supplier or contract serves in the end."""
        if words is None:
            return None
        suppliers = {each.id: each for each in self.profile.suppliers}
        found: list[str] = []
        for word in words:
            below: Served = (word,)
            if word in self._systems:
                below = _words(self._systems[word].serves)
            elif word in suppliers and depth < 8:
                below = self._resolved(_all_served(suppliers[word]), depth + 1)
            if below is None:
                return None
            found.extend(below)
        return tuple(dict.fromkeys(found))

    def _place(
        self,
        node: str,
        name: str,
        uses: Uses,
        hints: Uses,
        asks: Asks,
        served: Served,
        provided: Truth,
    ) -> tuple[Place, Served]:
        question = f"for which contracts is {name} used?" if served is None else ""
        doubts = _asking(node, name, asks)
        return Place(node, name, uses, hints, doubts, {}, provided, question), served


def _asking(node: str, name: str, asks: Asks) -> Doubts:
    """Doubts about who made a device, each for the vendors that it may be, and about which product something is."""
    questions = tuple(
        (vendors, Question(f"maker:{node}:{number}", node, words, (), ("vendor",)))
        for number, (vendors, words) in enumerate(asks)
    )

    def doubts(objects: frozenset[Use], hinted: Sequence[Use]) -> tuple[Question, ...]:
        makers = {use.vendor for use in objects if use.basis == "device" or use.product}
        which = (
            Question(f"product:{node}:{use.thing}", node, f"is {name} the product {use.thing}?", (), ("vendor",))
            for use in hinted
        )
        return (*(question for vendors, question in questions if vendors & makers), *which)

    return doubts


def _purposes(holdings: Sequence[System | Equipment | KnownUse]) -> StatedThere:
    """What is stated of the purposes of everything that is there."""
    if not holdings:
        return NOTHING_STATED
    used_for = frozenset(purpose for each in holdings for purpose in each.used_for)
    return StatedThere(used_for, all(each.all_purposes_listed is Answer.YES for each in holdings))


def _words(serves: object) -> Served:
    return serves if isinstance(serves, tuple) and serves else None


def _all_served(supplier: Supplier) -> Served:
    words = [word for supply in supplier.supplies for word in _words(supply.to) or ()]
    return tuple(words) or None


def _holds(since: object, until: object, day: datetime.date) -> bool:
    started = not isinstance(since, datetime.date) or since <= day
    return started and not (isinstance(until, datetime.date) and until <= day)


def _name_device(device: Equipment) -> str:
    kind = f" ({device.kind})" if device.kind else ""
    return f"equipment {device.name or device.id}{kind}"


def _name_use(use: KnownUse) -> str:
    return f"the known use of {use.vendor}{f' ({use.what})' if use.what else ''}"


def _split(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", name.casefold()))
