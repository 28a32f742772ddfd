"""The ways out of a vendor's models and services in code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.replacement import Offer, Replacements, RouteFacts, Substitute
from flowdown.plan.alternative import Judge, Verdict, uses_after
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Option, OptionKind
from flowdown.plan.workshop import Workshop
from flowdown.scan.sighting import Sighting

_KEPT = ((5, 2), (3, 1), (3, 1))
"""How many alternatives of a use are weighed, and how many of one vendor: allowed, in doubt, barred."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    model: Substitute
    offer: Offer
    route: RouteFacts
    kind: OptionKind
    verdict: Verdict
    days: float
    is_authorised: bool


class TreeWays:
    """Makes options for uses in trees; `routes` are those in use, by tree."""

    def __init__(
        self,
        workshop: Workshop,
        judge: Judge,
        map_: Replacements,
        catalogue: Catalogue,
        routes: Mapping[str, frozenset[str]],
        federal: frozenset[str],
    ) -> None:
        self.workshop = workshop
        self.judge = judge
        self.map = map_
        self.catalogue = catalogue
        self.routes = routes
        self.federal = federal

    def swaps(self, use: PlannedUse) -> Iterator[Option]:
        """Other models, other routes: the best that may be taken, and the barred ones that come to mind first."""
        groups: tuple[list[_Candidate], ...] = ([], [], [])
        for each in sorted(self._candidates(use), key=_rank):
            level = 2 if each.verdict.bars else 1 if each.verdict.doubts else 0
            most, of_vendor = _KEPT[level]
            same = sum(other.model.vendor == each.model.vendor for other in groups[level])
            if len(groups[level]) < most and same < of_vendor:
                groups[level].append(each)
        for each in (each for group in groups for each in group):
            yield self._option(use, each)

    def _candidates(self, use: PlannedUse) -> Iterator[_Candidate]:
        group = self.map.classes.get(use.workload)
        here = routes_of(use)
        wires = {wire for name in here if name in self.map.routes for wire in self.map.routes[name].wires}
        for model in group.models if group is not None else ():
            for offer in model.routes:
                route = self.map.routes[offer.route]
                if model.vendor == use.vendor:
                    if offer.route in here:
                        continue
                    kind = OptionKind.SWAP_ROUTE
                elif offer.route in here or wires & set(route.wires):
                    kind = OptionKind.SWAP_MODEL
                else:
                    kind = OptionKind.SWAP_SDK
                verdict = self.judge.verdict(
                    uses_after(model, offer, self.catalogue), use.serves, use.place.is_provided
                )
                if kind is OptionKind.SWAP_ROUTE:
                    verdict = _as_before(use, verdict)
                days = sum(self.workshop.works[name].days for name in self._works(use, model, offer, kind))
                is_authorised = bool(route.authorised) or not self.federal & set(use.serves)
                yield _Candidate(model, offer, route, kind, verdict, days, is_authorised)

    def _works(self, use: PlannedUse, model: Substitute, offer: Offer, kind: OptionKind) -> tuple[str, ...]:
        route, here = self.map.routes[offer.route], routes_of(use)
        works: list[str] = []
        if offer.route not in here:
            known = self.routes.get(use.place.id, frozenset())
            if not any(offer.route in each for each in self.routes.values()):
                works.append(self.workshop.account(route))
            if offer.route not in known:
                works.append(self.workshop.connect(use, route, works))
            wires = {wire for name in here if name in self.map.routes for wire in self.map.routes[name].wires}
            same = bool(wires & set(route.wires))
            moved = self.workshop.client(use, route, hosted(use), works, same=same)
            if moved:
                works.append(moved)
        if kind is not OptionKind.SWAP_ROUTE:
            works.append(
                self.workshop.compare(use, model, offer, [name for name in works if name.startswith("account:")])
            )
            works.append(self.workshop.model(use, model, offer, works))
            if use.workload == "embedding":
                works.append(self.workshop.reindex(use, works))
        works.append(self.workshop.check(use, works))
        return tuple(works)

    def _option(self, use: PlannedUse, each: _Candidate) -> Option:
        by = f"by {each.route.name}"
        if each.kind is OptionKind.SWAP_ROUTE:
            title = f"keep {each.model.name}, {by}"
        elif each.offer.route in routes_of(use):
            title = f"{each.model.name} {by}, the route that is there"
        elif each.kind is OptionKind.SWAP_MODEL:
            title = f"{each.model.name} {by}, with the same calls"
        else:
            title = f"{each.model.name} {by}, with its own client"
        works = self._works(use, each.model, each.offer, each.kind)
        return Option(
            f"{each.model.id}@{each.offer.route}",
            each.kind,
            title,
            works,
            tuple(self._risks(use, each)),
            each.verdict.bars,
            each.verdict.doubts,
            vendor=each.model.vendor,
            model=each.offer.id,
            route=each.offer.route,
        )

    def _risks(self, use: PlannedUse, each: _Candidate) -> Iterator[str]:
        before = next((found for s in use.sightings if (found := self.map.known(use.vendor, s.value))), None)
        model = each.model
        if before is not None and 0 < model.context < before.context:
            yield f"it takes {model.context:,} tokens at once, {before.name} takes {before.context:,}"
        if before is not None and (missing := [kind for kind in before.inputs if kind not in model.inputs]):
            yield f"it takes no {' and no '.join(missing)}, {before.name} does: whether you use that was not seen"
        if before is None and model.context and each.kind is not OptionKind.SWAP_ROUTE:
            yield f"it takes {model.context:,} tokens at once; what the present model takes is not in the map"
        if self.federal & set(use.serves):
            told = [f"{a.level} in {a.where}{f' ({a.note})' if a.note else ''}" for a in each.route.authorised]
            name = each.route.name
            if each.route.is_own:
                yield f"{name}: you authorise it yourselves"
            elif told:
                yield f"{name} is authorised at {'; '.join(told)}"
            else:
                yield f"at which level {name} is authorised was not read"
        for terms in each.verdict.terms:
            yield f"`{terms}`: its own terms ask what the use is for"


def _as_before(use: PlannedUse, verdict: Verdict) -> Verdict:
    """Another route is no way out of an order that reaches the maker wherever the model runs: what was open stays so."""
    orders = {demand.order for demand in use.demands}
    same = tuple(each for each in verdict.doubts if each.partition(" for ")[0] in orders)
    if not same:
        return verdict
    bars = (*verdict.bars, *(f"{each}, as it does now" for each in same))
    return Verdict(bars, tuple(each for each in verdict.doubts if each not in same), verdict.terms)


def routes_of(use: PlannedUse) -> frozenset[str]:
    """The routes by which the vendor is reached there; its own service counts as `direct:` with its id."""
    own = f"direct:{use.vendor}"
    direct = any(each.basis is Basis.SERVICE for each in use.all_sightings)
    told = {each.route for each in use.all_sightings if each.route}
    return frozenset(told | ({own} if direct or not told else set()))


def hosted(use: PlannedUse) -> tuple[Sighting, ...]:
    """The lines of the tree that build clients for the clouds by which the vendor's model is reached."""
    routes = routes_of(use)
    found = (each for each in use.place.sightings.values() if each.basis is Basis.HOST and each.route in routes)
    return tuple(sorted((each for each in found if each.is_use), key=lambda each: each.order))


def routes_in_use(places: Iterable[tuple[str, Sequence[Sighting]]]) -> dict[str, frozenset[str]]:
    """The routes that each tree uses already, by its id."""
    found: dict[str, frozenset[str]] = {}
    for identity, sightings in places:
        told = {each.route for each in sightings if each.is_use and each.route}
        told |= {f"direct:{each.vendor}" for each in sightings if each.is_use and each.basis is Basis.SERVICE}
        found[identity] = frozenset(told)
    return found


def _rank(each: _Candidate) -> tuple[bool, float, bool, int, str, str]:
    is_other = each.kind is not OptionKind.SWAP_ROUTE
    # Of what is barred or in doubt, the same model by another route comes first: it is what people try.
    is_later = bool(each.verdict.bars or each.verdict.doubts) and is_other
    return (is_later, each.days, not each.is_authorised, -each.model.context, each.model.id, each.offer.route)
