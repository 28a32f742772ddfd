"""Phrases: norms, relations, links, moves and facts in plain words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from flowdown.base.calendar import add_days
from flowdown.orders.norm import Bearer, Modality, Names, Norm, NormStatus, Owners, Span, Target, Timing, Within, names
from flowdown.reason.carve_out import Scope
from flowdown.reason.move import ExtendNorm, Move, NarrowNorm, SubstituteObject, SuspendNorm, WithdrawNorm
from flowdown.reason.situation import (
    Attribution,
    Contains,
    DerivedFrom,
    Doing,
    Fact,
    Link,
    Need,
    Owns,
    Relation,
    Supplies,
)

Date = datetime.date

SHOWN = 8
"""Names of a list that are written out."""


def listed(words: Iterable[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; long lists are cut, with the number of what is left out."""
    ordered = list(words)
    if len(ordered) > SHOWN:
        ordered = [*ordered[: SHOWN - 1], f"{len(ordered) - SHOWN + 1} more"]
    if len(ordered) < 2:
        return "".join(ordered)
    return f"{', '.join(ordered[:-1])} {joint} {ordered[-1]}"


def period(from_: Date, to: Date) -> str:
    """A half-open period, with its last day named."""
    last = add_days(to, -1)
    return f"on {from_}" if last == from_ else f"from {from_} through {last}"


def describe_bearer(bearer: Bearer) -> str:
    """Whom a norm binds."""
    if bearer.actor is not None:
        text = listed(names(bearer.actor)) or "nobody"
    elif bearer.supplier_of is not None:
        text = f"everyone who supplies {bearer.supplier_of}"
        if bearer.tiers is None:
            text += ", directly or through others"
        elif bearer.tiers > 1:
            text += f", directly or through a chain of at most {bearer.tiers} supplies"
        else:
            text += " directly"
    elif bearer.owned_by is not None:
        text = _describe_owned(names(bearer.owned_by), bearer.at_least)
    elif bearer.kind is not None:
        text = f"every actor of kind {bearer.kind}"
    else:
        text = "everyone"
    spared = names(bearer.except_)
    return f"{text} (but not {listed(spared, 'or')})" if spared else text


def _describe_owned(roots: tuple[str, ...], at_least: float | None) -> str:
    share = 50 if at_least is None else at_least
    return f"{listed(roots)} and everyone in whom they, or others so reached, together hold at least {share:g} %"


def describe_target(target: Target) -> str:
    """What a norm is about."""
    if target.any_of is not None:
        return f"at least one of {listed(target.any_of, 'or')}"
    if target.thing is not None:
        text = listed(names(target.thing))
    elif isinstance(target.made_by, Owners):
        text = f"everything made by {_describe_owned(names(target.made_by.owned_by), target.made_by.at_least)}"
    else:
        text = f"everything made by {listed(names(target.made_by), 'or')}"
    wider = []
    if target.derivatives:
        wider.append("anything derived from it")
    if target.containers:
        wider.append("any product that contains it")
    return f"{text} (with {listed(wider)})" if wider else text


_MODALS = {
    Modality.MUST: "must",
    Modality.MUST_NOT: "must not",
    Modality.MAY: "may",
    Modality.NEED_NOT: "need not",
}


def word(action: str) -> str:
    """An action as a word."""
    return action.replace("_", " ")


def describe_norm(norm: Norm) -> str:
    """What a norm says, in one clause."""
    text = f"{describe_bearer(norm.bearer)} {_MODALS[norm.modality]} {describe_deed(norm)}"
    return f"{text}, {describe_time(norm)}" if describe_time(norm) else text


def describe_deed(norm: Norm) -> str:
    """Action, object, counterparty and contexts of a norm."""
    text = f"{word(norm.action)} {describe_target(norm.object)}"
    if norm.toward is not None:
        text += f" toward {norm.toward}"
    return f"{text} in {listed(names(norm.contexts)) or 'no context'}" if norm.contexts is not None else text


def describe_modal(norm: Norm) -> str:
    """The modal verb of a norm."""
    return _MODALS[norm.modality]


def describe_time(norm: Norm) -> str:
    """The period and due day as the norm words them."""
    parts = []
    if norm.from_ is not None:
        parts.append(f"from {norm.from_}")
    if norm.to is not None:
        parts.append(f"until {norm.to}")
    if norm.for_ is not None:
        parts.append(f"for {_describe_span(norm.for_)}")
    if norm.timing is not None:
        parts.append(_describe_timing(norm.timing))
    return " ".join(parts)


def _describe_timing(timing: Timing) -> str:
    if timing.within is None:
        return f"once, by {timing.by}"
    business = "business " if timing.within.count == "business" else ""
    text = f"once, within {_describe_span(timing.within, business)}"
    if timing.within.after is not None:
        text += f" after {timing.within.after}"
    return text + (", moved to the next business day if it is none" if timing.within.roll is not None else "")


def _describe_span(span: Span | Within, business: str = "") -> str:
    for unit in ("days", "weeks", "months", "years"):
        amount = getattr(span, unit)
        if amount is not None:
            return f"{amount} {business}{unit if amount != 1 else unit[:-1]}"
    return ""


def describe_status(norm: Norm) -> str:
    """How far a norm has come: threatened, withdrawn, or nothing to say."""
    match norm.status:
        case NormStatus.THREATENED:
            return "only threatened"
        case NormStatus.WITHDRAWN:
            return "withdrawn"
        case NormStatus.IN_FORCE:
            return ""


def quote(norm: Norm) -> str:
    """The text relied on, in quotation marks."""
    return f"“{norm.cites}”" if norm.cites else "(no text cited)"


def describe_relation(relation: Relation) -> str:
    """A relation, in one clause."""
    match relation:
        case Supplies():
            text = f"{relation.supplier} supplies {relation.customer}"
        case Owns():
            text = f"{relation.owner} holds {relation.percent:g} % of {relation.owned}"
        case DerivedFrom():
            text = f"{relation.model} is derived from {relation.base}"
        case Contains():
            text = f"{relation.whole} contains {relation.part}"
    since = f" from {relation.from_}" if relation.from_ is not None else ""
    until = f" until {relation.to}" if relation.to is not None else ""
    return f"{text}{since}{until}{describe_given(relation.given)}"


def describe_given(given: Names) -> str:
    """The premises of an instrument, if any."""
    return f" (only if {listed(names(given))})" if given else ""


def describe_link(link: Link) -> str:
    """A link, in one sentence."""
    return f"when {_describe_act(link.doing)}, {_describe_act(link.needs)} too{describe_given(link.given)}"


def _describe_act(act: Doing | Need) -> str:
    text = f"{act.actor} must {word(act.action)} {act.thing}" if isinstance(act, Need) else _third_person(act)
    if act.toward is not None:
        text += f" toward {act.toward}"
    if isinstance(act, Need) and act.context is not None:
        text += f" in {act.context}"
    return text


def _third_person(act: Doing) -> str:
    return f"{act.actor} does “{word(act.action)} {act.thing}”"


def describe_move(move: Move) -> str:
    """A move, in one clause."""
    match move:
        case WithdrawNorm():
            return f"withdraw {move.norm}" + (f" from {move.since} on" if move.since is not None else "")
        case SuspendNorm():
            verb = "waive" if move.do == "waive" else "have a court stay"
            return f"{verb} {move.norm}{describe_scope(move)}"
        case ExtendNorm():
            return f"move the due day of {move.norm} to {move.by}"
        case NarrowNorm():
            return f"narrow {move.norm} to {listed(names(move.contexts))}"
        case SubstituteObject():
            return f"make {listed(names(move.thing))} the object of {move.norm}"


def describe_scope(scope: Scope) -> str:
    """The scope of a waiver, stay or exception; nothing if it is unlimited."""
    text = ""
    if scope.actors is not None:
        text += f" for {listed(names(scope.actors))}"
    if scope.things is not None:
        text += f" as to {listed(names(scope.things))}"
    if scope.contexts is not None:
        text += f" in {listed(names(scope.contexts))}"
    if scope.toward is not None:
        text += f" toward {listed(names(scope.toward))}"
    if scope.from_ is not None:
        text += f" from {scope.from_}"
    if scope.to is not None:
        text += f" until {scope.to}"
    return text


def describe_fact(fact: Fact) -> str:
    """A claim with who asserts and who denies it, each with the way by which it reached us."""
    text = fact.claim.strip() or fact.id
    for position, said in (("asserts", "Asserted by"), ("denies", "Denied by")):
        who = [_describe_chain(chain) for chain in fact.sources if chain and chain[-1].position == position]
        if who:
            text += f" {said} {'; by '.join(who)}."
    return text


def _describe_chain(chain: tuple[Attribution, ...]) -> str:
    through = [each.who for each in chain[:-1]]
    return f"{chain[-1].who} (as reported by {', citing '.join(through)})" if through else chain[-1].who


def describe_condition(condition: tuple[tuple[str, bool], ...]) -> str:
    """A combination of fact values."""
    return listed(f"{fact} is {'true' if value else 'false'}" for fact, value in condition)
