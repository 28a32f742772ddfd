"""Explanation of a conflict: the norms in their words, whom they bind and why, what joins them, what would end it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.orders.norm import Norm
from flowdown.reason.case.phrase import (
    describe_condition,
    describe_fact,
    describe_link,
    describe_norm,
    describe_relation,
    describe_status,
    listed,
    period,
    quote,
)
from flowdown.reason.component import Demand
from flowdown.reason.conflicts import Conflict
from flowdown.reason.kind import Kind, Via
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.scene import Scene
from flowdown.reason.strength import Strength
from flowdown.reason.trace import trace_bond, trace_thing
from flowdown.reason.world import World


@dataclass(frozen=True, slots=True)
class Explained:
    """A conflict in words."""

    heading: str
    nature: str
    """What kind it is, and whether obedience is impossible."""
    norms: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Per norm: its id with authority and status, what it says and its quotation, whom it reaches by which chain."""
    joins: tuple[str, ...]
    """Links or findings that join the norms."""
    order: str
    """Why nobody gives way."""
    smaller: str
    """Which smaller sets are fine."""
    when: tuple[str, ...]
    """Under which readings of disputed facts it exists; nothing if under all."""


def explain(reasoner: Reasoner, conflict: Conflict) -> Explained:
    """Put a conflict into words."""
    scene = reasoner.scene(example_world(conflict))
    return Explained(
        _head(conflict),
        _nature(reasoner, conflict),
        tuple(_describe_member(scene, reasoner, conflict, name) for name in conflict.norms),
        tuple(_joins(reasoner, conflict)),
        _order(scene, conflict),
        _smaller(conflict),
        tuple(_when(reasoner, conflict)),
    )


def sum_up(reasoner: Reasoner, conflict: Conflict) -> str:
    """A conflict in one clause."""
    norms = listed(conflict.norms)
    if conflict.via is Via.GROUNDS:
        says = listed((f"“{says}” ({norm})" for norm, says in conflict.says), "and")
        text = f"the grounds of {norms} contradict each other: {listed(conflict.about)} would have to be {says} at once"
    elif conflict.kind is Kind.TIMING:
        text = f"{norms} cannot be met in time by {listed(conflict.actors)}"
    elif conflict.via is Via.MEANS:
        links = {link.id: link for link in reasoner.index.situation.links}
        steps = listed(describe_link(links[name]) for name in conflict.links)
        bans = sorted({member.norm for member in conflict.members if member.demand is Demand.BAN})
        forbidden = f", which {listed(bans)} {'forbids' if len(bans) == 1 else 'forbid'}" if bans else ""
        text = f"obeying {norms} together is impossible for {listed(conflict.actors)}: {steps}{forbidden}"
    elif len(conflict.norms) == 1:
        text = f"{norms} alone cannot be obeyed by {listed(conflict.actors)}"
    else:
        text = f"{norms} cannot {'both' if len(conflict.norms) == 2 else 'all'} be obeyed by {listed(conflict.actors)}"
    if conflict.when:
        text += f"; only if {listed((describe_condition(each) for each in conflict.when), 'or if')}, which is disputed"
    return f"{text}; {period(conflict.from_, conflict.to)}"


def example_world(conflict: Conflict) -> World:
    """A world in which the conflict exists."""
    return dict(conflict.when[0]) if conflict.when else {}


def _head(conflict: Conflict) -> str:
    together = listed(conflict.norms)
    if len(conflict.norms) == 1:
        return f"{together} cannot be obeyed at all"
    if conflict.via is Via.GROUNDS:
        return f"{together} cannot both be justified, though each can be obeyed"
    return f"{together} cannot {'both' if len(conflict.norms) == 2 else 'all'} be obeyed"


def _nature(reasoner: Reasoner, conflict: Conflict) -> str:
    days = period(conflict.from_, conflict.to)
    if conflict.to == reasoner.index.window.to:
        days += ", where the days looked at end"
    who = f" It ties down {listed(conflict.actors)}." if conflict.actors else ""
    match conflict.kind, conflict.via:
        case Kind.PRACTICAL, Via.GROUNDS:
            text = (
                "Practical, through their grounds. As far as this goes, obedience is possible: the clash is not in "
                "what anybody must do, but in why. What must be held to be so in order to issue the one excludes "
                "what must be held to be so in order to issue the other. No one position justifies both; together "
                "they are incoherent"
            )
        case Kind.PRACTICAL, _:
            text = (
                "Practical, through means. Obedience is impossible: the norms do not contradict each other in words, "
                "but obeying one takes a step that another forbids"
            )
        case Kind.TIMING, _:
            text = (
                "A matter of timing. Obedience is impossible within the time given; with a later due day it would be "
                "possible"
            )
        case Kind.JOINT, _:
            text = "Joint. Obedience is impossible: any fewer of these norms can be obeyed, all of them cannot"
        case _:
            text = "Direct. Obedience is impossible: the same thing must be done and must not be done"
            if len(conflict.norms) == 1:
                text = "Direct. Obedience is impossible: what is required cannot be done"
            elif not _is_same_act(conflict):
                text = "Direct. Obedience is impossible: doing what one norm requires is what the other excludes"
    return f"{text}. {days[0].upper()}{days[1:]}.{who}"


def _is_same_act(conflict: Conflict) -> bool:
    spots = {member.spot for member in conflict.members}
    return len(spots) == 1 and {member.demand for member in conflict.members} == {Demand.DUTY, Demand.BAN}


def _describe_member(
    scene: Scene, reasoner: Reasoner, conflict: Conflict, name: str
) -> tuple[str, str, tuple[str, ...]]:
    norm = scene.norm(name)
    return describe_source(reasoner, norm), f"{describe_norm(norm)}. {quote(norm)}", _bonds(scene, conflict, name)


def describe_source(reasoner: Reasoner, norm: Norm) -> str:
    """The id of a norm with its authority, rank and status."""
    marks = []
    if norm.authority is not None:
        marks.append(f"{norm.authority}, rank {reasoner.index.rank(norm.authority):g}")
    if describe_status(norm):
        marks.append(describe_status(norm))
    return f"{norm.id} ({'; '.join(marks)})" if marks else norm.id


def _bonds(scene: Scene, conflict: Conflict, name: str) -> tuple[str, ...]:
    """The chains by which the norm reaches the actors and things of the conflict."""
    found: list[str] = []
    window = scene.index.window
    for member in conflict.members:
        if member.norm != name or member.days == 0:
            continue
        day = window.hull(member.due or member.days)[0]
        for actor in conflict.actors:
            bond = trace_bond(scene, name, actor, day)
            if bond is not None and bond.relations:
                chain = "; ".join(describe_relation(relation) for relation in bond.relations)
                found.append(f"reaches {actor} because {chain}")
        for thing in member.spot.things:
            bond = trace_thing(scene, name, thing, day)
            if bond is not None and bond.relations:
                chain = "; ".join(describe_relation(relation) for relation in bond.relations)
                found.append(f"reaches {thing} because {chain}")
    return tuple(dict.fromkeys(found))[:8]


def _joins(reasoner: Reasoner, conflict: Conflict) -> Iterator[str]:
    if conflict.via is Via.GROUNDS:
        held = [
            f"{norm} rests on the finding that {listed(conflict.about)} is “{says}”" for norm, says in conflict.says
        ]
        yield f"{listed(held)}; the case declares these findings incompatible."
    links = {link.id: link for link in reasoner.index.situation.links}
    for identity in conflict.links:
        yield f"Link {identity}: {describe_link(links[identity])}."
    for action, traits in sorted(reasoner.index.situation.actions.items()):
        acts = {reasoner.index.norms[name].action for name in conflict.norms}
        if conflict.via is not Via.GROUNDS and action in acts:
            if traits.ends:
                ended = listed([traits.ends] if isinstance(traits.ends, str) else traits.ends)
                yield f"Who does “{action}” on a day does not “{ended}” on that day or later."
            if traits.implies:
                implied = listed([traits.implies] if isinstance(traits.implies, str) else traits.implies)
                yield f"To do “{action}” is also to “{implied}”."
    if conflict.kind is Kind.TIMING or len(conflict.norms) == 1:
        yield from _deadlines(reasoner, conflict)


def _deadlines(reasoner: Reasoner, conflict: Conflict) -> Iterator[str]:
    window = reasoner.index.window
    for member in conflict.members:
        if member.due:
            yield f"{member.norm} is due on {window.hull(member.due)[0]} for {member.spot.actor}."
    acts = {reasoner.index.norms[name].action for name in conflict.norms}
    for lead in reasoner.index.situation.lead_times:
        if lead.action in acts:
            start = lead.from_ or window.from_
            yield f"“{lead.action}” cannot be done before {lead.days} days after {start} have passed."


def _order(scene: Scene, conflict: Conflict) -> str:
    if len(conflict.norms) == 1:
        return ""
    strength = Strength(scene)
    reasons = []
    for one, other in itertools.combinations(conflict.norms, 2):
        if strength.is_stronger(one, other) or strength.is_stronger(other, one):
            strong, weak = (one, other) if strength.is_stronger(one, other) else (other, one)
            reasons.append(f"{strong} is stronger than {weak}")
    if not reasons:
        return f"Nobody gives way: by the order of priority in use, {_tied(scene, conflict)}."
    return f"Nobody gives way: {listed(reasons)}, but no one of them is weaker than all the others."


def _tied(scene: Scene, conflict: Conflict) -> str:
    index = scene.index
    authorities = {index.norms[name].authority for name in conflict.norms}
    ranks = {index.rank(authority) for authority in authorities}
    if len(authorities) == 1 and None not in authorities:
        return f"these norms come from one authority ({authorities.pop()}) and neither overrides the other"
    return "these norms have equal rank" if len(ranks) == 1 else "none of these norms is the stronger one"


def _smaller(conflict: Conflict) -> str:
    if len(conflict.norms) == 1:
        return "It takes no other norm: this one alone cannot be met."
    if conflict.via is Via.GROUNDS:
        return "Either alone raises no such contradiction."
    if len(conflict.norms) == 2:
        return "Either alone can be obeyed."
    return f"Leave out any one of the {len(conflict.norms)} norms and the rest can be obeyed."


def _when(reasoner: Reasoner, conflict: Conflict) -> Iterator[str]:
    if conflict.when is None:
        return
    facts = {fact.id: fact for fact in reasoner.index.situation.facts}
    ways = [describe_condition(condition) for condition in conflict.when]
    yield f"It exists only if {listed(ways, 'or if')}; that is disputed."
    for name in sorted({fact for condition in conflict.when for fact, _ in condition}):
        yield f"{name}: {describe_fact(facts[name])}"
