"""Gathers what the orders say of one contract: what is forbidden and used, stayed, open, or binds with nothing seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flowdown.catalogue.kinds import Basis
from flowdown.orders.norm import Modality, names
from flowdown.orders.order import Order
from flowdown.reason.determination import Cited, Determination, Outcome, Position
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.say import called, capital, place_of, stated_at, status_of
from flowdown.report.dossier.serving import resolve, served_by_tree
from flowdown.report.organisation_summary import short
from flowdown.report.words import count
from flowdown.scan.sighting import STRENGTHS, Sighting

TERMS = "terms-"
"""How the ids of vendors' terms start (contracts.md, section 6)."""
_FEW = 4
_ALIKE = ("bearer", "action", "contexts", "from_", "to", "exceptions")
"""In what two bans have to be alike for one to add nothing to the other."""
_FOLLOWS = {
    Outcome.BREACH: "it is forbidden",
    Outcome.CLEAR: "it is not forbidden by this",
    Outcome.EXEMPT: "an exception, waiver or stay covers it",
    Outcome.UNDETERMINED: "it stays open",
}


class Stands(StrEnum):
    """How an order stands to a contract, the worst first."""

    BREACH = "forbidden, and seen in use"
    EXEMPT = "would be forbidden, but is stayed, waived or excepted"
    PERHAPS = "seen in use; whether it is forbidden is open"
    FOUND = "binds; a find of what it names is recorded, though no use is stated"
    DUTY = "asks for an act; whether it has to be done is open"
    OPEN = "not seen, and not ruled out"
    BINDS = "binds; nothing covered was seen"
    CLAUSE = "its clause is in the contract; nothing covered was seen"
    MAY_BIND = "would bind only by what is not known; nothing covered was seen"
    FREE = "does not reach it"


ORDER = tuple(Stands)
_ASKING = (Stands.DUTY, Stands.OPEN)
_BINDING = (Stands.BINDS, Stands.CLAUSE)


@dataclass(frozen=True, slots=True)
class Text:
    """Words relied on, once for the whole paper."""

    id: str
    cites: str
    title: str
    quote: str
    mark: str
    status: str


@dataclass(frozen=True, slots=True)
class ReadingTold:
    """One way to read an order, who holds it, and what follows."""

    says: str
    held_by: str
    follows: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one order says of one contract."""

    id: str
    title: str
    status: str
    stands: str
    says: str
    clauses: tuple[str, ...]
    seen: tuple[str, ...]
    texts: tuple[str, ...]
    readings: tuple[ReadingTold, ...]
    asks: tuple[str, ...]
    more_asks: int
    determinations: int

    @property
    def rank(self) -> int:
        """How bad it is, 0 the worst."""
        return ORDER.index(Stands(self.stands))


class Texts:
    """The words that a paper relies on, numbered as they come."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._cited = {each.norm: each for each in facts.check.cited}
        self._ids: dict[str, str] = {}
        self._texts: dict[tuple[str, str], Text] = {}

    def take(self, norms: Sequence[str]) -> tuple[str, ...]:
        """The numbers of the words of some norms; norms with the same words share one."""
        return tuple(dict.fromkeys(self._take(self._cited[norm]) for norm in norms if norm in self._cited))

    def _take(self, cited: Cited) -> str:
        key = (cited.cites or cited.title, cited.quote)
        if key not in self._texts:
            order = self._facts.order(cited.order)
            state = status_of(self._facts, order) if order is not None else cited.status
            status = f"{state.replace('_', ' ')}{f', effective {cited.effective}' if cited.effective else ''}"
            self._texts[key] = Text(f"T{len(self._texts) + 1}", key[0], cited.title, cited.quote, cited.mark, status)
        return self._texts[key].id

    def all(self) -> tuple[Text, ...]:
        """All of them, in their order."""
        return tuple(self._texts.values())


def stands(facts: Facts, each: Determination) -> Stands:
    """How a norm stands to a contract."""
    match each.outcome:
        case Outcome.BREACH:
            return Stands.BREACH
        case Outcome.EXEMPT:
            return Stands.EXEMPT
        case Outcome.UNDETERMINED:
            if each.places or each.sightings:
                return Stands.PERHAPS
            norm = facts.norm(each.norm)
            return Stands.DUTY if norm is not None and norm.modality is Modality.MUST else Stands.OPEN
    if each.position is Position.FREE or each.position is Position.PERMITTED:
        return Stands.FREE
    if each.position in (Position.FORBIDDEN, Position.REQUIRED, Position.DUE):
        return Stands.BINDS
    return Stands.CLAUSE if each.clauses else Stands.MAY_BIND


def answers_on(facts: Facts, subject: str, texts: Texts) -> tuple[Answer, ...]:
    """An answer for each order that was put to a contract (or the own business), the worst first."""
    groups: dict[str, list[Determination]] = defaultdict(list)
    for each in facts.check.determinations:
        if each.subject == subject:
            groups[each.order].append(each)
    answers = [_answer(facts, order, group, texts) for order, group in groups.items()]
    return tuple(sorted(answers, key=lambda each: (each.rank, each.id.startswith(TERMS), each.id)))


def _answer(facts: Facts, identity: str, group: Sequence[Determination], texts: Texts) -> Answer:
    worst = min((stands(facts, each) for each in group), key=ORDER.index)
    decisive = list(telling(facts, [each for each in group if stands(facts, each) is worst]))
    order = facts.order(identity)
    finds = tuple(_finds(facts, order, group[0].subject)) if order is not None and worst in _BINDING else ()
    named = tuple(_named(facts, order, group[0].subject)) if order is not None and worst in _ASKING else ()
    worst = Stands.FOUND if finds else worst
    norms = [norm for each in decisive for norm in (each.norm, *each.because)]
    asks = tuple(dict.fromkeys(capital(question.asks) for each in decisive for question in each.questions))
    return Answer(
        identity,
        order.title if order is not None else identity,
        status_of(facts, order) if order is not None else "",
        worst.value,
        capital(decisive[0].says),
        tuple(dict.fromkeys(clause for each in decisive for clause in each.clauses)),
        (*_seen(facts, decisive), *finds, *named),
        texts.take(norms) if worst is not Stands.FREE and worst is not Stands.MAY_BIND else (),
        tuple(
            dict.fromkeys(
                ReadingTold(reading.says, reading.held_by, _FOLLOWS[reading.outcome])
                for each in decisive
                for reading in each.readings
            )
        )[:_FEW],
        asks[:_FEW],
        max(len(asks) - _FEW, 0),
        len(decisive),
    )


def _named(facts: Facts, order: Order, subject: str) -> Iterator[str]:
    """What is used, in what serves a contract, of the vendors that an order names, though none of its bans speaks of it yet."""
    found: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for each in facts.scan.sightings:
        if each.is_use and each.vendor in order.vendors and each.basis is not Basis.LIBRARY:
            found[each.tree, each.vendor or ""].append(each)
    where = short(subject)
    for (tree, _), sightings in sorted(found.items()):
        serves = served_by_tree(facts, tree)
        if where in serves.contracts or serves.is_open:
            yield from _lines(facts, sightings)
    for index, use in enumerate(facts.profile.vendors):
        serves = resolve(facts.profile, use.serves)
        if use.vendor in order.vendors and (where in serves.contracts or serves.is_open):
            yield f"stated: {facts.vendor_name(use.vendor)} (`{facts.stands_at(('vendors', index))}`)"


def _finds(facts: Facts, order: Order, subject: str) -> Iterator[str]:
    """What is recorded as found of an order's vendors in this contract: a find is no stated use, and no absence."""
    for index, stated in enumerate(facts.profile.discoveries):
        for each in facts.occurrences:
            if each.id == stated.id and each.maker in order.vendors and short(subject) in each.contracts:
                at = facts.stands_at(("discoveries", index))
                yield f"recorded as found: {each.what}, of {facts.vendor_name(each.maker)} (`{at}`)"


def telling(facts: Facts, group: Sequence[Determination]) -> Iterator[Determination]:
    """Those that tell something of their own: not a ban that, to count, takes all that another ban of the same use takes."""
    for each in group:
        if not any(_is_told_by(facts, each, other) for other in group if other is not each):
            yield each


def _is_told_by(facts: Facts, each: Determination, other: Determination) -> bool:
    """Whether one ban adds nothing to another: where it would count the other does, of the same things seen."""
    if (each.order, each.subject, each.outcome) != (other.order, other.subject, Outcome.UNDETERMINED):
        return False
    norm, wider = facts.norm(each.norm), facts.norm(other.norm)
    if norm is None or wider is None or {norm.modality, wider.modality} != {Modality.MUST_NOT}:
        return False
    if any(getattr(norm, part) != getattr(wider, part) for part in _ALIKE):
        return False
    asked, less = ({question.asks for question in one.questions} for one in (each, other))
    is_seen = bool(other.places or other.sightings) and set(each.sightings) <= set(other.sightings)
    return is_seen and set(names(wider.given)) < set(names(norm.given)) and less < asked


def _seen(facts: Facts, group: Sequence[Determination]) -> Iterator[str]:
    """The evidence in few words: for each tree and vendor the strongest line; what the profile states, with its line."""
    found = {sighting.order: sighting for each in group for sighting in each.sightings}
    yield from _lines(facts, found.values())
    trees = {f"tree:{sighting.tree}" for sighting in found.values()}
    for place in dict.fromkeys(place for each in group for place in each.places):
        where = stated_at(facts, place)
        if place not in trees and where:
            yield f"stated: {called(facts, place)} (`{where}`)"


def _lines(facts: Facts, found: Iterable[Sighting]) -> Iterator[str]:
    by_tree: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sorted(found, key=lambda each: each.order):
        by_tree[sighting.tree, sighting.vendor or ""].append(sighting)
    for (tree, vendor), sightings in sorted(by_tree.items()):
        first = min(sightings, key=lambda each: (STRENGTHS.index(each.strength), each.order))
        yield f"{facts.vendor_name(vendor)} in {tree}, {first.strength.value}: `{place_of(first)}` ({count(len(sightings), 'line')})"
