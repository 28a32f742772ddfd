"""Answers everything about an organisation for a day at once, so that many can look at it: checked, counted, sorted by place."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flowdown.base.cached import cached_property
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
    """One line of evidence: a claim that a vendor is used at a place, with the sighting that made it, if one did.

    `id` is the claim's, which takes long to work out; `text` is what is searched, without capitals.
    """

    id: str
    vendor: str
    place: str
    claim: Claim
    sighting: Sighting | None
    text: str

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
        return {line.id: line for line in self.lines}

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

    def warm(self) -> None:
        """Work out now what the pages ask for, so that none of them waits for it."""
        panorama = self.panorama
        for part in (panorama.vendors, panorama.orders, panorama.contracts, panorama.systems, panorama.questions):
            assert part is not None
        assert self.by_place is not None
        assert self.line_of_claim is not None

    def vendors_of(self, determination: Determination) -> frozenset[str]:
        """The vendors whose use a determination of this answer rests on."""
        return self._vendors[id(determination)]

    @cached_property
    def _vendors(self) -> Mapping[int, frozenset[str]]:
        """By the identity of a determination, since each may rest on thousands of lines."""
        lines = self.line_of_claim
        return {
            id(each): frozenset(
                {sighting.vendor for sighting in each.sightings if sighting.vendor}
                | {lines[claim].vendor for claim in each.claims if claim in lines}
            )
            for each in self.facts.check.determinations
        }


def take_up_keeping(
    keeping: Keeping, day: datetime.date, cache: Path | None, order_folders: tuple[Path, ...] = ()
) -> Matter:
    """Read the profile and the repositories that are here, and keep what they say."""
    return take_up(request_of(keeping, Lens(day), day, order_folders), cache, None)


def answer(
    matter: Matter,
    keeping: Keeping,
    lens: Lens,
    known_at: datetime.date,
    log: Path,
    cache: Path | None,
    order_folders: tuple[Path, ...] = (),
) -> Answer:
    """Decide every order for everything that the organisation has, on the day of the lens."""
    from flowdown.pipeline.dossier_facts import draw_facts

    request = request_of(keeping, lens, known_at, order_folders)
    benches = seat(matter, request)
    check = decide_benches(matter, request, benches)
    found = Answer(matter, benches, draw_facts(matter, benches, check, request, log, cache), lens)
    found.warm()
    return found


def request_of(
    keeping: Keeping, lens: Lens, known_at: datetime.date, order_folders: tuple[Path, ...] = ()
) -> CheckRequest:
    """What a check of everything that the profile names is asked."""
    return CheckRequest((), (), lens.as_of, known_at, Stance(lens.stance), order_folders=order_folders, keeping=keeping)


def _lines(place: Place) -> list[Line]:
    """The lines of a place; a claim that speaks of a vendor on several bases, or of a product too, stands once."""
    found: dict[tuple[str, str], Line] = {}
    for use, claims in (*place.uses.items(), *place.hints.items()):
        for claim in claims:
            identity = claim.id
            if (use.vendor, identity) not in found:
                found[use.vendor, identity] = _line(use.vendor, place, identity, claim)
    return list(found.values())


def _line(vendor: str, place: Place, identity: str, claim: Claim) -> Line:
    sighting = place.sightings.get(identity)
    text = f"{place.name} {claim.source.locator} {vendor} {sighting.value if sighting else ''}".casefold()
    return Line(identity, vendor, place.id, claim, sighting, text)


def _group(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    grouped: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return {key: tuple(values) for key, values in grouped.items()}
