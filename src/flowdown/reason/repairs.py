"""Repairs: the cheapest sets of moves after which no conflict is left in any world."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flowdown.base.period import Days
from flowdown.orders.norm import names
from flowdown.reason.carve_out import carve
from flowdown.reason.cluster import Cluster, Groups
from flowdown.reason.component import Demand
from flowdown.reason.grounds import Dispute, Incoherence
from flowdown.reason.hitting import Choice, Clause, Search
from flowdown.reason.index import Index
from flowdown.reason.move import Move, SuspendNorm, WithdrawNorm
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.ruling import Demanded, Occurrence
from flowdown.reason.scene import Scene
from flowdown.reason.strength import Strength

SETS_LIMIT = 1024
"""Sets that are listed at most."""
ROUNDS_LIMIT = 5000
"""Candidates that are tried at most for one group of norms."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """All cheapest sets of moves; no set at all if nothing works."""

    cost: Fraction | None
    """None if no combination of moves works."""
    sets: tuple[tuple[str, ...], ...]
    is_complete: bool
    """False if a limit was reached before every set was found."""


def find_repairs(reasoner: Reasoner) -> Repairs:
    """Find the cheapest repairs, group by group of what moves can tie together."""
    situation = reasoner.index.situation
    scale = lcm(1, *(Fraction(str(move.cost)).denominator for move in situation.moves))
    total, complete = 0, True
    parts: list[list[Choice]] = []
    for group in _group(reasoner):
        mend = _Mending(reasoner, group, scale)
        cost, sets, all_found = mend.solve()
        if cost is None:
            return Repairs(None, (), all_found)
        total += cost
        complete = complete and all_found
        parts.append(sets)
    combined: list[tuple[str, ...]] = []
    for choice in itertools.islice(itertools.product(*parts), SETS_LIMIT + 1):
        combined.append(tuple(sorted(move for part in choice for move in part)))
    complete = complete and len(combined) <= SETS_LIMIT
    return Repairs(Fraction(total, scale), tuple(sorted(combined[:SETS_LIMIT])), complete)


@dataclass(frozen=True, slots=True)
class _Group:
    """Clusters and disputes that common moves tie together."""

    clusters: tuple[Cluster, ...]
    disputes: tuple[Dispute, ...]
    moves: tuple[Move, ...]


def _group(reasoner: Reasoner) -> Iterator[_Group]:
    index = reasoner.index
    groups = Groups()
    holders: dict[str, list[str]] = {}
    for number, cluster in enumerate(reasoner.clusters):
        groups.find(f"cluster {number}")
        for name in cluster.norms:
            holders.setdefault(name, []).append(f"cluster {number}")
    for number, dispute in enumerate(reasoner.disputes):
        groups.find(f"dispute {number}")
        for name in dispute.norms:
            holders.setdefault(name, []).append(f"dispute {number}")
    moves_of: dict[str, list[Move]] = {}
    for move in sorted(index.situation.moves, key=lambda move: move.id):
        held = [holder for name in affected_by(index, move.norm) for holder in holders.get(name, ())]
        for holder in held[1:]:
            groups.join(held[0], holder)
        if held:
            moves_of.setdefault(held[0], []).append(move)
    for members in groups.members().values():
        yield _Group(
            tuple(each for number, each in enumerate(reasoner.clusters) if f"cluster {number}" in members),
            tuple(each for number, each in enumerate(reasoner.disputes) if f"dispute {number}" in members),
            tuple(move for member in members for move in moves_of.get(member, ())),
        )


def affected_by(index: Index, norm: str) -> tuple[str, ...]:
    """The norms whose days of effect may change if something is done to this one, itself first."""
    found = [norm, *names(index.norms[norm].replaces)]
    for name in found:
        found += [other for other in index.dependents_of.get(name, ()) if other not in found]
    return tuple(dict.fromkeys(found))


class _Mending:
    """The search for one group: guess the cheapest moves that hit all known conflicts, look again, learn, repeat."""

    def __init__(self, reasoner: Reasoner, group: _Group, scale: int) -> None:
        self._reasoner = reasoner
        self._index = reasoner.index
        self._group = group
        self._moves = {move.id: move for move in group.moves}
        self._affected = {move.id: frozenset(affected_by(self._index, move.norm)) for move in group.moves}
        self._search = Search({move.id: int(Fraction(str(move.cost)) * scale) for move in group.moves})
        self._known: dict[tuple[object, Choice], list[Clause]] = {}
        self._is_simple: dict[str, bool] = {}
        # Where the narrower norm is the stronger one, a move that reshapes norms changes who gives way to whom.
        self._may_reorder = "specialis" in self._index.situation.priority and any(
            not isinstance(move, SuspendNorm | WithdrawNorm) for move in group.moves
        )

    def solve(self) -> tuple[int | None, list[Choice], bool]:
        """The least cost (None if nothing works), the cheapest sets, and whether all were found."""
        least: int | None = None
        found: list[Choice] = []
        for _ in range(ROUNDS_LIMIT):
            choice = self._search.cheapest()
            if choice is None or (least is not None and self._search.cost(choice) > least):
                return least, _smallest(found), True
            clauses = self._clauses(choice)
            if not clauses:
                least = self._search.cost(choice)
                found.append(choice)
                self._search.bar(choice)
                if not choice or len(found) > SETS_LIMIT:
                    return least, _smallest(found), not choice
            for clause in clauses:
                self._search.add(clause)
        return least, _smallest(found), False

    def _clauses(self, choice: Choice) -> list[Clause]:
        """What is to be learnt from the conflicts that are left after some moves; nothing if there is none."""
        clauses: list[Clause] = []
        for cluster in self._group.clusters:
            clauses += self._clauses_of(cluster, choice)
        for dispute in self._group.disputes:
            clauses += self._clauses_of(dispute, choice)
        return clauses

    def _clauses_of(self, part: Cluster | Dispute, choice: Choice) -> list[Clause]:
        relevant = frozenset(move for move in choice if self._affected[move].intersection(part.norms))
        key = (part.norms, isinstance(part, Cluster)), relevant
        if key not in self._known:
            moves = tuple(self._moves[move] for move in sorted(relevant))
            learn = self._learn_cluster if isinstance(part, Cluster) else self._learn_dispute
            self._known[key] = list(dict.fromkeys(learn(part, moves, relevant)))  # type: ignore[arg-type]
        return self._known[key]

    def _learn_cluster(self, cluster: Cluster, moves: tuple[Move, ...], made: Choice) -> Iterator[Clause]:
        for world in self._reasoner.worlds_of_cluster(cluster, moves)[0]:
            scene = self._reasoner.scene(world, moves)
            strength = Strength(scene)
            for occurrence in self._reasoner.rule(cluster, world, moves).occurrences:
                yield self._learn(cluster, occurrence, strength, scene, made)

    def _learn(
        self, cluster: Cluster, occurrence: Occurrence, strength: Strength, scene: Scene, made: Choice
    ) -> Clause:
        """A clause that every repair satisfies, given that this conflict is left after the moves made."""
        if self._is_plain(cluster.norms, occurrence.norms, strength):
            return frozenset(
                (move.id, True)
                for move in self._group.moves
                if move.norm in occurrence.norms
                and any(member.norm == move.norm and suspends(scene, move, member) for member in occurrence.members)
            )
        return self._anything_else(self._concerned(cluster.norms, occurrence.norms, strength), made)

    def _learn_dispute(self, dispute: Dispute, moves: tuple[Move, ...], made: Choice) -> Iterator[Clause]:
        for world in self._reasoner.worlds_of_dispute(dispute, moves)[0]:
            scene = self._reasoner.scene(world, moves)
            strength = Strength(scene)
            for incoherence in self._reasoner.weigh(dispute, world, moves).incoherences:
                if self._is_plain(dispute.norms, incoherence.norms, strength):
                    yield from self._learn_plainly(incoherence)
                else:
                    yield self._anything_else(self._concerned(dispute.norms, incoherence.norms, strength), made)

    def _learn_plainly(self, incoherence: Incoherence) -> Iterator[Clause]:
        ending = [
            (move.id, days)
            for move in self._group.moves
            if move.norm in incoherence.norms and (days := _ended_days(self._index, move))
        ]
        pieces = [incoherence.days]
        for _, days in ending:
            pieces = [part for piece in pieces for part in (piece & days, piece & ~days) if part]
        for piece in pieces:
            yield frozenset((move, True) for move, days in ending if piece & days)

    def _is_plain(self, all_norms: Iterable[str], members: frozenset[str], strength: Strength) -> bool:
        """True if moves can end the clash only by suspending a member: nobody outranks one, nothing refers to one."""
        if self._may_reorder:
            return False
        return all(self._is_apart(name) for name in members) and not any(
            strength.is_stronger(other, name) for name in members for other in all_norms if other != name
        )

    def _concerned(self, all_norms: tuple[str, ...], members: frozenset[str], strength: Strength) -> frozenset[str]:
        return frozenset(all_norms) if self._may_reorder else _with_stronger(all_norms, members, strength)

    def _is_apart(self, name: str) -> bool:
        if name not in self._is_simple:
            norm, index = self._index.norms[name], self._index
            refers = norm.replaces or norm.while_norm or norm.unless_norm
            referred = index.replacers_of.get(name) or index.dependents_of.get(name)
            reshaped = any(
                move.norm == name and not isinstance(move, SuspendNorm | WithdrawNorm) for move in self._group.moves
            )
            self._is_simple[name] = not refers and not referred and not reshaped
        return self._is_simple[name]

    def _anything_else(self, concerned: frozenset[str], made: Choice) -> Clause:
        """At least one move that touches the concerned norms must be made or left otherwise."""
        return frozenset(
            (move.id, move.id not in made) for move in self._group.moves if self._affected[move.id] & concerned
        )


def _with_stronger(all_norms: Iterable[str], members: frozenset[str], strength: Strength) -> frozenset[str]:
    """The members, and all norms to which they, or those norms in turn, might give way."""
    found = set(members)
    waiting = list(members)
    while waiting:
        name = waiting.pop()
        for other in all_norms:
            if other not in found and strength.is_stronger(other, name):
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def suspends(scene: Scene, move: Move, member: Demanded) -> bool:
    """True if the move takes the demand away; open moves divide cells and days, so it does so altogether."""
    days = member.due if member.demand is Demand.DUE else member.days
    match move:
        case SuspendNorm():
            scope = carve(scene.index, move.id, move)
            return bool(scope.days & days) and scope.covers(member.spot)
        case WithdrawNorm():
            return bool(days & _ended_days(scene.index, move))
        case _:
            return False


def _ended_days(index: Index, move: Move) -> Days:
    """The days on which a move takes the norm's effect away altogether."""
    match move:
        case WithdrawNorm():
            return index.window.between(move.since, None)
        case SuspendNorm(do="stay"):
            scope = carve(index, move.id, move)
            return scope.days if scope.is_whole else 0
        case _:
            return 0


def _smallest(found: list[Choice]) -> list[Choice]:
    """The choices that contain no other one, sorted."""
    kept = [choice for choice in found if not any(other < choice for other in found)]
    return sorted(kept, key=sorted)
