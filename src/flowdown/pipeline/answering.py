"""Answers everything about an organisation for a day at once, so that many can look at it: checked, counted, sorted by place."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.organisation import Matter, decide_benches, seat, take_up
from flowdown.pipeline.panorama import Panorama
from flowdown.reason.stance import Stance
from flowdown.scan.sighting import STRENGTHS, Strength

if TYPE_CHECKING:
    from flowdown.evidence.claim import Claim
    from flowdown.pipeline.record import Keeping
    from flowdown.reason.determination import Determination
    from flowdown.reason.place import Bench, Place
    from flowdown.report.dossier.facts import Facts
    from flowdown.scan.sighting import Sighting

T = TypeVar("T")
_WEAKEST = len(STRENGTHS)


@dataclass(frozen=True, slots=True)
class Lens:
    """How an organisation is looked at: the day asked about, and whether threatened orders count."""

    as_of: datetime.date
    stance: str = "in_force"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence: a claim that a vendor is used at a place, with the sighting that made it, if one did."""

    vendor: str
    place: str
    claim: Claim
    sighting: Sighting | None

    @property
    def is_sure(self) -> bool:
        """False for what only hints at a use."""
        return self.claim.predicate.value != "may-use"

    @property
    def strength(self) -> str:
        """How strongly it is used; empty for what is stated and not seen."""
        return self.claim.qualifier("strength")

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """What is strongest comes first."""
        word = self.strength
        return (
            STRENGTHS.index(Strength(word)) if word else _WEAKEST,
            self.vendor,
            self.place,
            self.claim.source.locator,
        )


@dataclass(frozen=True)
class Answer:
    """All that is known of an organisation on a day. What pages are made of is worked out when first asked for."""

    matter: Matter
    benches: tuple[Bench, ...]
    facts: Facts
    lens: Lens

    @cached_property
    def panorama(self) -> Panorama:
        """The same, summed up."""
        return Panorama(self)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place that serves a contract or the own business, by id."""
        return {place.id: place for bench in self.benches for place in bench.places}

    @cached_property
    def served(self) -> Mapping[str, tuple[str, ...]]:
        """By place: the subjects (contracts, the own business) that it serves or may serve."""
        found: dict[str, list[str]] = defaultdict(list)
        for bench in self.benches:
            for place in bench.places:
                found[place.id].append(bench.subject)
        return {place: tuple(dict.fromkeys(subjects)) for place, subjects in found.items()}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of evidence, strongest first."""
        return tuple(
            sorted((line for place in self.places.values() for line in _lines(place)), key=lambda each: each.rank)
        )

    @cached_property
    def lines_of_vendor(self) -> Mapping[str, tuple[Line, ...]]:
        """Lines by vendor."""
        return _group((line.vendor, line) for line in self.lines)

    @cached_property
    def lines_of_place(self) -> Mapping[str, tuple[Line, ...]]:
        """Lines by place."""
        return _group((line.place, line) for line in self.lines)

    @cached_property
    def line_of_claim(self) -> Mapping[str, Line]:
        """Lines by the id of their claim."""
        return {line.claim.id: line for line in self.lines}

    @cached_property
    def by_order(self) -> Mapping[str, tuple[Determination, ...]]:
        """Determinations by order."""
        return _group((each.order, each) for each in self.facts.check.determinations)

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Determination, ...]]:
        """Determinations by contract or own business."""
        return _group((each.subject, each) for each in self.facts.check.determinations)

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Determination, ...]]:
        """Determinations by the places that they rest on."""
        return _group((place, each) for each in self.facts.check.determinations for place in each.places)

    @cached_property
    def by_vendor(self) -> Mapping[str, tuple[Determination, ...]]:
        """Determinations by the vendors whose use they rest on."""
        return _group(
            (vendor, each) for each in self.facts.check.determinations for vendor in sorted(self.vendors_of(each))
        )

    def vendors_of(self, determination: Determination) -> frozenset[str]:
        """The vendors whose use a determination rests on."""
        seen = {sighting.vendor for sighting in determination.sightings if sighting.vendor}
        lines = (self.line_of_claim.get(claim) for claim in determination.claims)
        return frozenset(seen.union(line.vendor for line in lines if line is not None))


def take_up_keeping(keeping: Keeping, day: datetime.date, cache: Path | None) -> Matter:
    """Read the profile and the repositories that are here, and keep what they say."""
    return take_up(request_of(keeping, Lens(day), day), cache, None)


def answer(
    matter: Matter, keeping: Keeping, lens: Lens, known_at: datetime.date, log: Path, cache: Path | None
) -> Answer:
    """Decide every order for everything that the organisation has, on the day of the lens."""
    from flowdown.pipeline.dossier_facts import draw_facts

    request = request_of(keeping, lens, known_at)
    benches = seat(matter, request)
    check = decide_benches(matter, request, benches)
    return Answer(matter, benches, draw_facts(matter, check, request, log, cache), lens)


def request_of(keeping: Keeping, lens: Lens, known_at: datetime.date) -> CheckRequest:
    """What a check of everything that the profile names is asked."""
    return CheckRequest((), (), lens.as_of, known_at, Stance(lens.stance), keeping=keeping)


def _lines(place: Place) -> list[Line]:
    """The lines of a place; a claim that speaks of a vendor on several bases, or of a product too, stands once."""
    found: dict[tuple[str, str], Line] = {}
    for use, claims in (*place.uses.items(), *place.hints.items()):
        for claim in claims:
            identity = claim.id
            found.setdefault((use.vendor, identity), Line(use.vendor, place.id, claim, place.sightings.get(identity)))
    return list(found.values())


def _group(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    grouped: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return {key: tuple(values) for key, values in grouped.items()}
