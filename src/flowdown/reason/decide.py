"""Decides orders on a view: position of each norm, put to the evidence of each tree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.claim import Claim
from flowdown.evidence.from_scan import claim_of, name_editions
from flowdown.graph.view import View
from flowdown.orders.context import ContextForest
from flowdown.orders.load import Library
from flowdown.orders.norm import names
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.answer import Act, Standing, find_standing
from flowdown.reason.citing import cite
from flowdown.reason.determination import Check, Determination, Outcome, Position, Reading, Stance
from flowdown.reason.doubts import find_doubts
from flowdown.reason.phrasing import say, say_assumed, say_limits
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.stage import US, build_situation, name_of
from flowdown.reason.uses import Seen, Use, see
from flowdown.scan.sighting import Question, Scan, Sighting

_RANKING = (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT, Outcome.CLEAR)
_BASES = ("model", "service", "device", "host", "library")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: on which day, known when, under which stance, in which contexts, with which facts settled."""

    as_of: datetime.date
    known_at: datetime.date
    stance: Stance = Stance.IN_FORCE
    contexts: tuple[str, ...] = ()
    given: Mapping[str, bool] | None = None


def decide(
    orders: Sequence[Order], library: Library, catalogue: Catalogue, view: View, scan: Scan, asked: Asked
) -> Check:
    """Put orders to what a view knows of each scanned tree, in every leaf of the asked contexts (default: all).

    Raises `UnusableArgument` for a context that is none.
    """
    forest = ContextForest.of(library.contexts)
    known = {context.id for context in library.contexts}
    for context in asked.contexts:
        if context not in known:
            raise UnusableArgument(f"unknown context `{context}`", hint=f"one of {', '.join(sorted(known))}")
    mask = forest.mask(asked.contexts or None)
    leaves = [leaf for index, leaf in enumerate(forest.leaves) if mask >> index & 1]
    editions = name_editions(scan)
    determinations = [
        determination
        for tree in scan.trees
        for leaf in leaves
        for determination in _Court(
            orders, library, catalogue, view, scan, asked, tree.id, editions[tree.id], leaf
        ).determine(forest)
    ]
    determinations.sort(key=lambda each: (each.order, each.norm, each.subject, each.context))
    return Check(
        as_of=asked.as_of,
        known_at=asked.known_at,
        stance=asked.stance,
        determinations=tuple(determinations),
        cited=tuple(cite(order, norm, asked.as_of, asked.known_at) for order in orders for norm in order.norms),
        conflicts=(),
        checked_until=tuple((order.id, order.checked_until) for order in orders),
        is_past_checked=tuple(order.id for order in orders if asked.as_of > order.checked_until),
        coverage=scan.coverage,
        order_digest=library.digest,
        limits=(*say_assumed(asked.given or {}), *say_limits(orders, asked.as_of)),
    )


class _Court:
    """One tree in one context."""

    def __init__(
        self,
        orders: Sequence[Order],
        library: Library,
        catalogue: Catalogue,
        view: View,
        scan: Scan,
        asked: Asked,
        tree: str,
        edition: str,
        context: str,
    ) -> None:
        self.orders = orders
        self.catalogue = catalogue
        self.scan = scan
        self.asked = asked
        self.tree = tree
        self.context = context
        self.kind = library.kind_in(context)
        self.seen: Seen = see(view, f"tree:{tree}")
        self.claimed = {
            claim_of(sighting, edition).id: sighting
            for sighting in scan.sightings
            if sighting.tree == tree and sighting.vendor
        }
        uses = {
            *self.seen.uses,
            *self.seen.hints,
            *(Use(vendor, basis) for order in orders for vendor in order.vendors for basis in _BASES),
        }
        uses |= {Use(vendor, "model") for vendor in catalogue.vendors}
        self.ruled, self.strict = (
            Reasoner(
                build_situation(
                    orders,
                    library,
                    catalogue,
                    uses,
                    self.kind,
                    asked.as_of,
                    asked.known_at,
                    settled=asked.given,
                    has_relief=has_relief,
                ),
                asked.stance,
            )
            for has_relief in (True, False)
        )

    def determine(self, forest: ContextForest) -> Iterator[Determination]:
        """A determination for every norm that speaks of this kind of actor in this context."""
        bit = forest.mask((self.context,))
        for order in self.orders:
            told = list(self._of_order(order, forest, bit))
            yield from told or [self._no_norm(order)]

    def _no_norm(self, order: Order) -> Determination:
        """What is said of an order none of whose norms speaks of this kind of actor in this context."""
        says = (
            f"{order.citation} binds no {self.kind.replace('_', ' ')} in {self.context.replace('_', ' ')} on this day"
        )
        return Determination(order.id, order.id, self.tree, self.context, Position.FREE, Outcome.CLEAR, says)

    def _of_order(self, order: Order, forest: ContextForest, bit: int) -> Iterator[Determination]:
        for norm in order.norms:
            contexts = names(norm.contexts) if norm.contexts is not None else None
            if forest.mask(contexts) & bit and self._binds(norm) and self._is_of_the_day(norm):
                determination = self._of_norm(order, norm)
                if determination is not None:
                    yield determination
        for rule in order.unformalised:
            contexts = names(rule.contexts) if rule.contexts is not None else None
            if forest.mask(contexts) & bit:
                question = Question(f"{order.id}/{rule.id}", rule.id, rule.why, (rule.quote,), ("outcome",))
                yield Determination(
                    order.id,
                    name_of(order, rule.id),
                    self.tree,
                    self.context,
                    Position.UNDETERMINED,
                    Outcome.UNDETERMINED,
                    f"not formalised: {rule.why}",
                    (name_of(order, rule.id),),
                    questions=(question,),
                )

    def _binds(self, norm: OrderNorm) -> bool:
        bearer = norm.bearer
        return bool(bearer.all) or bearer.kind == self.kind or US in names(bearer.actor)

    def _is_of_the_day(self, norm: OrderNorm) -> bool:
        """Whether a merely threatened norm matters to the question: only under the stance that counts it."""
        return norm.status.value == "in_force" or self.asked.stance is Stance.AS_THREATENED

    def _of_norm(self, order: Order, norm: OrderNorm) -> Determination | None:
        name = name_of(order, norm.id)
        objects = self._objects(norm, name)
        judged = [self._judge(use, norm, name, self.seen.uses[use]) for use in objects if use in self.seen.uses]
        # What another norm forbids in any case, this one need not decide.
        found = [each for each in judged if not each.is_forbidden_anyway]
        if judged and not found:
            return None
        hinted = [use for use in objects if use in self.seen.hints and use not in self.seen.uses]
        if found:
            best = min(found, key=lambda each: _RANKING.index(each.outcome))
            same = [each for each in found if each.outcome is best.outcome]
            return self._built(order, norm, same, hinted)
        return self._absent(order, norm, name, objects, hinted)

    def _objects(self, norm: OrderNorm, name: str) -> list[Use]:
        """The uses that the norm, with every open point granted and no relief, would speak of."""
        reaches = self.strict.reaches
        reach = reaches.of.get(name)
        mask = reach.things if reach is not None else 0
        return [
            use for use in self._known_uses() if use.basis in norm.bases and reaches.thing_mask((use.thing,)) & mask
        ]

    def _known_uses(self) -> list[Use]:
        uses = {*self.seen.uses, *self.seen.hints}
        uses |= {Use(vendor, basis) for order in self.orders for vendor in order.vendors for basis in _BASES}
        return sorted(uses | {Use(vendor, "model") for vendor in self.catalogue.vendors})

    def _standing(self, reasoner: Reasoner, use: Use, given: Mapping[str, bool] | None = None) -> Standing:
        return find_standing(reasoner, Act(US, "use", use.thing, self.asked.as_of, self.context), given)

    def _judge(self, use: Use, norm: OrderNorm, name: str, claims: tuple[Claim, ...]) -> _Judged:
        """What the norm means for a use that is seen."""
        standing = self._standing(self.ruled, use)
        forbidden = [
            world for world in standing.worlds if world.position is Position.FORBIDDEN and name in world.because
        ]
        if standing.position is Position.CONFLICT:
            return _Judged(use, Position.CONFLICT, Outcome.UNDETERMINED, standing, claims)
        if forbidden and len(forbidden) == len(standing.worlds):
            return _Judged(use, Position.FORBIDDEN, Outcome.BREACH, standing, claims)
        if forbidden:
            anyway = standing.position is Position.FORBIDDEN
            return _Judged(use, Position.UNDETERMINED, Outcome.UNDETERMINED, standing, claims, anyway)
        strict = self._standing(self.strict, use)
        if any(world.position is Position.FORBIDDEN and name in world.because for world in strict.worlds):
            return _Judged(use, Position.PERMITTED, Outcome.EXEMPT, standing, claims)
        return _Judged(use, _position_of(standing), Outcome.CLEAR, standing, claims)

    def _absent(
        self, order: Order, norm: OrderNorm, name: str, objects: Sequence[Use], hinted: Sequence[Use]
    ) -> Determination:
        """What the norm means where none of its objects is seen in use: clear only with coverage."""
        standings = [self._standing(self.ruled, use) for use in objects if not use.is_derived]
        forbidding = [
            each
            for each in standings
            if any(name in world.because and world.position is Position.FORBIDDEN for world in each.worlds)
        ]
        if not forbidding:
            says = say(norm, Position.FREE, Outcome.CLEAR, (), self.asked.as_of, self.context, self.asked.known_at)
            return Determination(
                order.id, name, self.tree, self.context, Position.FREE, Outcome.CLEAR, says, self._because(norm, name)
            )
        always = all(world.position is Position.FORBIDDEN for each in forbidding for world in each.worlds)
        position = Position.FORBIDDEN if always else Position.UNDETERMINED
        vendors = {use.vendor for use in objects}
        questions = find_doubts(self.scan, self.tree, self.seen, vendors, hinted)
        outcome = Outcome.UNDETERMINED if questions else Outcome.CLEAR
        says = say(norm, position, outcome, (), self.asked.as_of, self.context)
        claims = tuple(claim for use in hinted for claim in self.seen.hints[use])
        return Determination(
            order.id,
            name,
            self.tree,
            self.context,
            position,
            outcome,
            says,
            (name,),
            self._sightings(claims),
            _ids(claims),
            questions=tuple(questions),
        )

    def _because(self, norm: OrderNorm, name: str) -> tuple[str, ...]:
        return (name,) if norm.given or norm.from_ is not None else ()

    def _built(self, order: Order, norm: OrderNorm, judged: Sequence[_Judged], hinted: Sequence[Use]) -> Determination:
        first = judged[0]
        claims = tuple(claim for each in judged for claim in each.claims)
        facts = tuple(dict.fromkeys(fact for each in judged for fact in each.standing.depends_on))
        sightings = self._sightings(claims)
        questions = tuple(self._fact_questions(facts)) if first.outcome is Outcome.UNDETERMINED else ()
        because = tuple(dict.fromkeys([name_of(order, norm.id), *(name for each in judged for name in each.because)]))
        return Determination(
            order.id,
            name_of(order, norm.id),
            self.tree,
            self.context,
            first.position,
            first.outcome,
            say(norm, first.position, first.outcome, sightings, self.asked.as_of, self.context),
            because,
            sightings,
            _ids(claims),
            tuple(self._readings(order, norm, first, facts)),
            questions,
        )

    def _sightings(self, claims: Iterable[Claim]) -> tuple[Sighting, ...]:
        found = {self.claimed[claim.id].order: self.claimed[claim.id] for claim in claims if claim.id in self.claimed}
        return tuple(found[key] for key in sorted(found))

    def _fact_questions(self, facts: Iterable[str]) -> Iterator[Question]:
        for order in self.orders:
            for point in order.open_points:
                if name_of(order, point.id) in facts:
                    yield Question(name_of(order, point.id), order.id, point.asks, (point.claim,), ("outcome",))

    def _readings(self, order: Order, norm: OrderNorm, judged: _Judged, facts: Iterable[str]) -> Iterator[Reading]:
        """What would follow if an open point were one way or the other, everything else left open."""
        name = name_of(order, norm.id)
        for point in order.open_points:
            fact = name_of(order, point.id)
            if fact not in facts:
                continue
            pair: list[Reading] = []
            for truth, says, held_by in (
                (True, point.if_true, point.held_by),
                (False, point.if_false, point.denied_by),
            ):
                standing = self._standing(self.ruled, judged.use, {fact: truth})
                forbidden = [
                    name in world.because and world.position is Position.FORBIDDEN for world in standing.worlds
                ]
                outcome = (
                    Outcome.BREACH if all(forbidden) else Outcome.UNDETERMINED if any(forbidden) else Outcome.EXEMPT
                )
                if outcome is Outcome.EXEMPT and norm.given and fact in self._premises(order, norm):
                    outcome = Outcome.CLEAR
                pair.append(Reading(f"{fact}={'yes' if truth else 'no'}", says or point.claim, held_by, outcome))
            if len({reading.outcome for reading in pair}) > 1:
                yield from pair

    def _premises(self, order: Order, norm: OrderNorm) -> frozenset[str]:
        return frozenset(name_of(order, word.removeprefix("not ").strip()) for word in names(norm.given))


@dataclass(frozen=True, slots=True)
class _Judged:
    use: Use
    position: Position
    outcome: Outcome
    standing: Standing
    claims: tuple[Claim, ...]
    is_forbidden_anyway: bool = False

    @property
    def because(self) -> tuple[str, ...]:
        """The norms that it rests on: those of every world where it is settled, else those of any."""
        if self.outcome is Outcome.UNDETERMINED:
            return self.standing.because
        return tuple(
            name for name in self.standing.because if all(name in each.because for each in self.standing.worlds)
        )


def _position_of(standing: Standing) -> Position:
    return standing.position if standing.position in (Position.PERMITTED, Position.FREE) else Position.FREE


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.id for claim in claims}))
