"""The same question put to clingo, factored and without time: who is bound, and which pairs contradict each other."""

from __future__ import annotations

from flowdown.orders.context import ContextForest
from flowdown.orders.norm import Owners, names
from flowdown.reason.situation import Owns, Situation, Supplies

PROGRAM = """
reach(N, A, 1) :- supplier_of(N, X, T), supplies(A, X).
reach(N, B, K + 1) :- reach(N, A, K), supplier_of(N, X, T), K < T, supplies(B, A).
open(N, A) :- open_supplier_of(N, X), supplies(A, X).
open(N, B) :- open(N, A), supplies(B, A).
bound(N, A) :- reach(N, A, K), not supplier_of(N, A, _).
bound(N, A) :- open(N, A), not open_supplier_of(N, A).
bound(N, A) :- named(N, A).
bound(N, A) :- of_kind(N, K), kind(A, K).
owned(R, R) :- root(R).
owned(R, C) :- root(R), company(C), P = #sum { S, O : owns(O, C, S), owned(R, O) }, P >= 50.
bound(N, A) :- owned_by(N, R), owned(R, A).
about(N, T) :- thing(N, T).
about(N, T) :- made_by(N, R), owned(R, M), maker(T, M).
both(D, B, T) :- duty(D), ban(B), action(D, X), action(B, X), about(D, T), about(B, T).
pair(D, B) :- both(D, B, T), context(D, C), context(B, C).
clash(D, B, A) :- pair(D, B), bound(D, A), bound(B, A).
attack(M, B, A) :- leave(M), ban(B), action(M, X), action(B, X), about(M, T), about(B, T), context(M, C),
                   context(B, C), bound(M, A), bound(B, A).
gives_way(W, S) :- clash(D, B, A), W = D, S = B, rank(D, R), rank(B, Q), R < Q.
gives_way(W, S) :- clash(D, B, A), W = B, S = D, rank(D, R), rank(B, Q), Q < R.
conflict(D, B) :- clash(D, B, A), rank(D, R), rank(B, R).
#show conflict/2.
#show gives_way/2.
"""


def facts(situation: Situation) -> str:
    """The situation as facts of the program."""
    forest = ContextForest.of(situation.contexts)
    ranks = {each.id: int(each.rank) for each in situation.authorities}
    lines = []
    roots = set()
    for actor in situation.actors:
        lines.append(f"kind({actor.id}, {actor.kind}).")
    for thing in situation.things:
        lines.append(f"maker({thing.id}, {thing.maker}).")
    for relation in situation.relations:
        match relation:
            case Supplies():
                lines.append(f"supplies({relation.supplier}, {relation.customer}).")
            case Owns():
                lines.append(
                    f"owns({relation.owner}, {relation.owned}, {int(relation.percent)}). company({relation.owned})."
                )
            case _:
                pass
    for norm in situation.norms:
        bearer, target = norm.bearer, norm.object
        word = {"must": "duty", "must_not": "ban", "may": "leave", "need_not": "relief"}[norm.modality.value]
        lines.append(
            f"{word}({norm.id}). action({norm.id}, {norm.action}). rank({norm.id}, {ranks[norm.authority or '']})."
        )
        lines += [f"named({norm.id}, {name})." for name in names(bearer.actor)]
        if bearer.supplier_of is not None and bearer.tiers is None:
            lines.append(f"open_supplier_of({norm.id}, {bearer.supplier_of}).")
        elif bearer.supplier_of is not None:
            lines.append(f"supplier_of({norm.id}, {bearer.supplier_of}, {bearer.tiers}).")
        if bearer.kind is not None:
            lines.append(f"of_kind({norm.id}, {bearer.kind}).")
        for name in names(bearer.owned_by):
            roots.add(name)
            lines.append(f"owned_by({norm.id}, {name}).")
        lines += [f"thing({norm.id}, {name})." for name in names(target.thing)]
        if isinstance(target.made_by, Owners):
            for name in names(target.made_by.owned_by):
                roots.add(name)
                lines.append(f"made_by({norm.id}, {name}).")
        mask = forest.mask(None if norm.contexts is None else names(norm.contexts))
        lines += [f"context({norm.id}, {leaf})." for leaf in range(len(forest.leaves)) if mask >> leaf & 1]
    lines += [f"root({name})." for name in sorted(roots)]
    return "\n".join(lines)


def ground_and_solve(situation: Situation) -> int:
    """Ground and solve; returns the number of shown atoms."""
    import clingo

    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + facts(situation))
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        return len(handle.model().symbols(shown=True)) if handle.model() else 0
