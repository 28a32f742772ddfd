"""Puts the norms of a court to what is seen in the places of a setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.base.truth import Truth
from flowdown.evidence.claim import Claim
from flowdown.orders.norm import Modality, Names, names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.applicability import Applies
from flowdown.reason.court import Court, Verdict, is_ban
from flowdown.reason.determination import Determination, Outcome, Position, Reading
from flowdown.reason.lower import fact_of, given_of, name_of, term_of
from flowdown.reason.observed import ids_of, observe
from flowdown.reason.phrasing import say, say_relief, say_stated
from flowdown.reason.place import Bench, Place, sightings_of
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Question, Sighting

RANKING = (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT, Outcome.CLEAR)
OBSERVED = frozenset({"use", "have", "run", "deploy", "download", "provide_or_use", "have_or_use"})
"""Acts that a use seen in a place shows."""
REMOVING = frozenset({"remove", "begin_removal"})
"""Acts that are done where what they are about is not there."""
_PERMITS = {Position.PERMITTED: "permits", Position.UNDETERMINED: "may permit"}
PROVIDED = frozenset({"provide", "supply"})
"""Acts that a use shows only where what it is in goes to the customer."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A use in a place, and what the norm says of it; `asks` are what stands between them."""

    place: Place
    verdict: Verdict
    outcome: Outcome
    asks: tuple[Question, ...] = ()

    @property
    def at(self) -> tuple[Place, Use]:
        """Where it is, and what is used."""
        return self.place, self.verdict.use


def rule_on(court: Court, bench: Bench, applies: Mapping[str, Applies]) -> Iterator[Determination]:
    """A determination for every norm that speaks of this kind of actor there; at least one for the order."""
    hall = _Hall(court, bench, applies)
    told = [each for norm in court.norms for each in [hall.of_norm(norm)] if each is not None]
    yield from told
    rules = tuple(hall.unformalised())
    yield from rules
    if not told and not rules:
        yield hall.no_norm()


class _Hall:
    """One court over one bench."""

    def __init__(self, court: Court, bench: Bench, applies: Mapping[str, Applies]) -> None:
        self.court = court
        self.order = court.order
        self.bench = bench
        self.applies = applies
        contract = bench.setting.contract
        self.where = court.where if contract is None else f"{court.where} ({contract.id})"

    def no_norm(self) -> Determination:
        """What is said of an order none of whose norms speaks of this kind of actor there."""
        kind = self.court.kind.replace("_", " ")
        says = f"{self.order.citation} binds no {kind} in {self.where} on this day"
        return self._told(self.order.id, Position.FREE, Outcome.CLEAR, says)

    def unformalised(self) -> Iterator[Determination]:
        """The rules that the vocabulary cannot say yet: shown, and undetermined."""
        for rule in self.order.unformalised:
            if self.court.speaks_here(rule.contexts) and self.order.is_ruled_by(rule, self.court.asked.as_of):
                name = name_of(self.order, rule.id)
                question = Question(name, rule.id, rule.why, (rule.quote,), ("outcome",))
                says = f"not formalised: {rule.why}"
                yield self._told(
                    name, Position.UNDETERMINED, Outcome.UNDETERMINED, says, because=(name,), questions=(question,)
                )

    def of_norm(self, norm: OrderNorm) -> Determination | None:
        """What a norm means there; None where another one of the order settles it in any case."""
        told = self._applies_to(norm)
        if told is not None and told.truth is Truth.NO:
            says = f"{norm.cites} does not bind here: {told.why}"
            return self._told(name_of(self.order, norm.id), Position.FREE, Outcome.CLEAR, says, clauses=_clause(told))
        if not is_ban(norm):
            return self._duty(norm)
        if norm.action not in OBSERVED | PROVIDED:
            return self._unobserved(norm)
        objects = self.court.objects(norm)
        found, is_settled_otherwise = self._find(norm, objects)
        if is_settled_otherwise:
            return None
        if found:
            return self._seen(norm, found)
        return self._absent(norm, objects)

    def _applies_to(self, norm: OrderNorm) -> Applies | None:
        term = term_of(norm.bearer)
        return None if term is None else self.applies[fact_of(self.order, term)]

    def _find(self, norm: OrderNorm, objects: frozenset[Use]) -> tuple[list[_Found], bool]:
        """The uses that the norm speaks of; whether there are any and another norm forbids each in any case."""
        found: list[_Found] = []
        anyway = False
        for place in self.bench.places:
            for use in sorted(objects & place.uses.keys()):
                verdict = self.court.verdict(norm, use, place.stated)
                if verdict.is_forbidden_anyway:
                    anyway = True
                else:
                    found.append(self._put(norm, place, verdict))
        return found, anyway and not found

    def _put(self, norm: OrderNorm, place: Place, verdict: Verdict) -> _Found:
        """The verdict on a use, softened where it is not known that the place counts."""
        asks: list[Question] = []
        outcome = verdict.outcome
        if outcome is Outcome.BREACH:
            if place.serves_asks:
                asks.append(Question(f"serves:{place.id}", place.id, place.serves_asks, (), ("outcome",)))
            if norm.action in PROVIDED and place.is_provided is not Truth.YES:
                what = f"is what {place.name} uses of {verdict.use.vendor} part of what you provide in {self.where}?"
                asks.append(Question(f"provided:{place.id}:{verdict.use.thing}", place.id, what, (), ("outcome",)))
        if asks:
            outcome = Outcome.UNDETERMINED
        return _Found(place, verdict, outcome, tuple(asks))

    def _seen(self, norm: OrderNorm, found: Sequence[_Found]) -> Determination:
        worst = min((each.outcome for each in found), key=RANKING.index)
        same = [each for each in found if each.outcome is worst]
        first = same[0]
        name = name_of(self.order, norm.id)
        evidence = observe((each.at for each in same), not self.bench.setting.is_open)
        facts = tuple(dict.fromkeys(fact for each in same for fact in each.verdict.standing.depends_on))
        asked: tuple[Question, ...] = ()
        if worst is Outcome.UNDETERMINED:
            own = tuple(dict.fromkeys(question for each in same for question in each.asks))
            asked = (*self._fact_questions(self._without_relief(norm, facts)), *own)
        softened = worst is Outcome.UNDETERMINED and first.verdict.outcome is not worst
        position = first.verdict.position
        says = say(
            norm,
            Position.UNDETERMINED if softened else position,
            worst,
            evidence.says,
            self.court.asked.as_of,
            self.where,
            relief=say_relief(self.order, norm, self.court.asked.as_of),
        )
        if settled := say_stated({each.place.name: each.place.stated for each in same}, norm, self.order):
            says = f"{says}; {settled}"
        told = self._applies_to(norm)
        return self._told(
            name,
            position,
            worst,
            says,
            because=tuple(dict.fromkeys([name, *(each for one in same for each in one.verdict.because)])),
            sightings=evidence.sightings,
            claims=evidence.claims,
            readings=self.court.readings(norm, first.verdict, first.place.stated),
            questions=asked,
            clauses=_clause(told),
            places=evidence.places,
            stated=evidence.stated,
        )

    def _absent(self, norm: OrderNorm, objects: frozenset[Use]) -> Determination:
        """What the norm means where none of its objects is seen in use: clear only with coverage."""
        name, asked = name_of(self.order, norm.id), self.court.asked
        position = self.court.ban(norm)
        told = self._applies_to(norm)
        if position is Position.FREE:
            says = say(norm, Position.FREE, Outcome.CLEAR, "", asked.as_of, self.where, asked.known_at)
            because = (name,) if norm.given or norm.from_ is not None else ()
            return self._told(name, Position.FREE, Outcome.CLEAR, says, because=because, clauses=_clause(told))
        questions: list[Question] = []
        claims: list[Claim] = []
        for place in self.bench.places:
            hinted = sorted(objects & place.hints.keys())
            claims += [claim for use in hinted for claim in place.hints[use]]
            questions += place.doubts(objects, hinted)
        outcome = Outcome.UNDETERMINED if questions else Outcome.CLEAR
        return self._told(
            name,
            position,
            outcome,
            say(norm, position, outcome, "", asked.as_of, self.where),
            because=(name,),
            sightings=sightings_of(self.bench.places, claims),
            claims=ids_of(claims),
            questions=tuple(dict.fromkeys(questions)),
            clauses=_clause(told),
        )

    def _unobserved(self, norm: OrderNorm) -> Determination | None:
        """A ban of an act that no code or profile shows: asked where the setting knows the one it is about."""
        objects = self.court.objects(norm)
        name = name_of(self.order, norm.id)
        near = [place for place in self.bench.places if objects & place.uses.keys()]
        position = self.court.ban(norm) if objects else self.court.duty(norm).position
        told = self._applies_to(norm)
        act = norm.action.replace("_", " ")
        if position is Position.FREE:
            says = say(norm, position, Outcome.CLEAR, "", self.court.asked.as_of, self.where, self.court.asked.known_at)
            return self._told(name, position, Outcome.CLEAR, says, because=(name,), clauses=_clause(told))
        who = ", ".join(sorted({use.vendor for use in objects}))
        # What is asked names no contract, so that one answer settles it for all of them.
        asks = f"{norm.asks}?" if norm.asks else f"do you {act}{' ' if who else ''}{who}?"
        verb = "forbids" if position is Position.FORBIDDEN else "may forbid"
        says = f"{norm.cites} {verb} to {act}; nothing that was read shows whether you do"
        return self._told(
            name,
            position,
            Outcome.UNDETERMINED,
            says,
            because=(name,),
            questions=(Question(f"act:{name}", self.bench.subject, asks, (norm.quote,), ("outcome",)),),
            clauses=_clause(told),
            places=tuple(place.id for place in near),
        )

    def _duty(self, norm: OrderNorm) -> Determination | None:
        """A norm that requires or permits: what is required is shown, and asked whether it was done."""
        name, standing = name_of(self.order, norm.id), self.court.duty(norm)
        told = self._applies_to(norm)
        position = standing.position if name in standing.because else Position.FREE
        act = norm.action.replace("_", " ")
        when = ""
        if position is Position.FREE and (due := self.court.past_due(norm)) is not None:
            then = self.court.duty(norm, due)
            if name in then.because:
                standing, when = then, f" by {due.isoformat()}, which has passed"
                position = Position.REQUIRED if then.position is Position.DUE else then.position
        if norm.modality in (Modality.MAY, Modality.NEED_NOT) or position in (Position.FREE, Position.PERMITTED):
            verb = _PERMITS.get(position, "requires nothing of")
            says = f"{norm.cites} {verb} this in {self.where} on this day"
            if position is Position.FREE and norm.from_ is not None and self.court.asked.as_of < norm.from_:
                says = f"{norm.cites} takes effect on {norm.from_.isoformat()} only"
            return self._told(name, position, Outcome.CLEAR, says, because=(name,), clauses=_clause(told))
        if norm.action in REMOVING:
            settled = self._gone(norm, position)
            if settled is None and norm.action == "remove" and when and position is Position.REQUIRED:
                settled = self._still_there(norm, when)
            if settled is not None:
                return settled
        done = Question(
            f"done:{name}", self.bench.subject, f"was it done ({act}), and when?", (norm.quote,), ("outcome",)
        )
        verb = "may require" if position is Position.UNDETERMINED else "requires"
        says = f"{norm.cites} {verb} to {act} in {self.where}{when}; nothing that was read shows whether it was done"
        return self._told(
            name,
            position,
            Outcome.UNDETERMINED,
            says,
            because=(name,),
            questions=(
                # Whether it was done is asked once it is sure that it has to be.
                tuple(self._fact_questions(self._first_open(norm, standing.depends_on))) or (done,)
            ),
            clauses=_clause(told),
        )

    def _gone(self, norm: OrderNorm, position: Position) -> Determination | None:
        """What is said of a removal where nothing is left to remove, as far as was read; None where that is not sure."""
        objects = self.court.objects(norm)
        places = self.bench.places
        if not objects or not places:
            return None
        for place in places:
            hinted = sorted(objects & place.hints.keys())
            if objects & place.uses.keys() or place.doubts(objects, hinted):
                return None
        name = name_of(self.order, norm.id)
        verb = "may require" if position is Position.UNDETERMINED else "requires"
        says = f"no use was seen of what {norm.cites} {verb} to remove in {self.where}"
        return self._told(name, position, Outcome.CLEAR, says, because=(name,), clauses=_clause(self._applies_to(norm)))

    def _still_there(self, norm: OrderNorm, when: str) -> Determination | None:
        """What had to be removed by a day that has passed, and is seen in use: not done (contracts.md, section 4)."""
        objects = self.court.objects(norm)
        found = [
            (place, use)
            for place in self.bench.places
            if not place.serves_asks
            for use in sorted(objects & place.uses.keys())
        ]
        if not found:
            return None
        evidence = observe(found, not self.bench.setting.is_open)
        act = norm.action.replace("_", " ")
        name = name_of(self.order, norm.id)
        return self._told(
            name,
            Position.REQUIRED,
            Outcome.BREACH,
            f"{norm.cites} requires to {act} in {self.where}{when}, and it is still there: {evidence.says}",
            because=(name,),
            sightings=evidence.sightings,
            claims=evidence.claims,
            clauses=_clause(self._applies_to(norm)),
            places=evidence.places,
            stated=evidence.stated,
        )

    def _first_open(self, norm: OrderNorm, facts: tuple[str, ...]) -> tuple[str, ...]:
        """The first of a norm's own premises that is open: while it may fail, what comes after it need not be asked."""
        premises = _facts_of(self.order, norm.given)
        return next(((fact,) for fact in premises if fact in facts), facts)

    def _without_relief(self, norm: OrderNorm, facts: tuple[str, ...]) -> tuple[str, ...]:
        """The facts to ask about: those that only excuse are asked once it is sure that the norm speaks of the use."""
        term = term_of(norm.bearer)
        premises = set(_facts_of(self.order, (*names(norm.given), *filter(None, [norm.object.purpose]))))
        premises |= {fact_of(self.order, term)} if term is not None else set()
        if not premises & set(facts):
            return facts
        given = [each.given for each in norm.exceptions]
        given += [stay.given for stay in self.order.stays if norm.id in names(stay.of)]
        given += [waiver.given for waiver in self.order.waivers if norm.id in names(waiver.of)]
        relief = {fact for each in given for fact in _facts_of(self.order, each)} - premises
        return tuple(fact for fact in facts if fact not in relief)

    def _fact_questions(self, facts: Iterable[str]) -> Iterator[Question]:
        wanted = tuple(facts)
        for order in self.court.orders:
            for point in order.open_points:
                if name_of(order, point.id) in wanted:
                    yield Question(name_of(order, point.id), order.id, point.asks, (point.claim,), ("outcome",))
        for fact in wanted:
            told = self.applies.get(fact)
            for number, asks in enumerate(told.asks if told is not None else ()):
                identity = f"{self.bench.subject}/{fact.partition('@')[2]}/{number}"
                yield Question(
                    identity, self.bench.subject, asks, (told.why,) if told is not None else (), ("outcome",)
                )

    def _told(
        self,
        norm: str,
        position: Position,
        outcome: Outcome,
        says: str,
        *,
        because: tuple[str, ...] = (),
        sightings: tuple[Sighting, ...] = (),
        claims: tuple[str, ...] = (),
        readings: tuple[Reading, ...] = (),
        questions: tuple[Question, ...] = (),
        clauses: tuple[str, ...] = (),
        places: tuple[str, ...] = (),
        stated: tuple[str, ...] = (),
    ) -> Determination:
        return Determination(
            self.order.id,
            norm,
            self.bench.subject,
            self.court.leaf,
            position,
            outcome,
            says,
            because,
            sightings,
            claims,
            readings,
            questions,
            (),
            clauses,
            places,
            stated,
        )


def _facts_of(order: Order, given: Names) -> tuple[str, ...]:
    """The facts that some premises are about, in their order."""
    return tuple(word.removeprefix("not ").strip() for word in names(given_of(order, given)))


def _clause(told: Applies | None) -> tuple[str, ...]:
    return (told.clause,) if told is not None and told.clause else ()
