"""Says norms, duties and their clocks in plain words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from flowdown.orders.duty import Clock, Duty, Recipient
from flowdown.orders.norm import (
    Bearer,
    Exemption,
    Modality,
    Names,
    Owners,
    PartyTo,
    Span,
    Stay,
    SubcontractorOf,
    Target,
    Timing,
    Waiver,
    names,
)
from flowdown.orders.order import OrderNorm
from flowdown.report.words import count, listed

_MODAL = {
    Modality.MUST: "must",
    Modality.MUST_NOT: "must not",
    Modality.MAY: "may",
    Modality.NEED_NOT: "need not",
}
_KINDS = {
    "dod_component": "a component of the Department of Defense",
    "ic_element": "an element of the intelligence community",
    "civilian_agency": "a civilian agency",
    "state_agency": "a state or local agency",
    "foreign_agency": "an agency of another country",
}
_WHEN = {
    "always": "",
    "defense": " for contracts of the Department of Defense",
    "not-defense": " for contracts of other agencies",
    "indefinite-delivery": " for indefinite-delivery contracts",
}
_ON_THINGS = frozenset({"remove", "review"})
"""What is done with a thing itself; the other acts of duties tell somebody about it."""
Date = datetime.date


def plain(word: str) -> str:
    """An id of the vocabulary as words."""
    return word.replace("_", " ").replace("-", " ")


def any_of(value: Names | None) -> str:
    """Names with `or` between them."""
    return listed(names(value), "or")


def say_norm(norm: OrderNorm, contexts: Mapping[str, str]) -> str:
    """Who must, must not, may or need not do what with what, where."""
    toward = f" toward {_KINDS.get(norm.toward, plain(norm.toward))}" if norm.toward else ""
    what = say_object(norm.object)
    act = f"{say_bearer(norm.bearer)} {_MODAL[norm.modality]} {plain(norm.action)}{' ' if what else ''}{what}{toward}"
    return f"{act}, {say_contexts(norm.contexts, contexts)}"


def say_bearer(bearer: Bearer) -> str:
    """Whom a norm or duty binds."""
    party_to, below = getattr(bearer, "party_to", None), getattr(bearer, "subcontractor_of", None)
    if isinstance(party_to, PartyTo):
        who = _say_party(party_to)
    elif isinstance(below, SubcontractorOf):
        clause = f" by {below.clause}{f'({below.paragraph})' if below.paragraph else ''}" if below.clause else ""
        under = "a contract" if below.contract == "any" else below.contract
        who = f"a subcontractor under {under}, bound by what is handed down{clause},"
    elif bearer.supplier_of is not None:
        tiers = f" down to {count(bearer.tiers, 'tier')}" if bearer.tiers is not None else ""
        who = f"every supplier of {plain(bearer.supplier_of)}{tiers}"
    elif bearer.owned_by is not None:
        least = f" to at least {bearer.at_least:g} %" if bearer.at_least is not None else ""
        who = f"whoever is owned by {any_of(bearer.owned_by)}{least}"
    elif bearer.all:
        who = "everybody"
    else:
        who = any_of(bearer.actor) if bearer.actor is not None else say_kind(bearer.kind or "")
    left_out = names(bearer.except_)
    return f"{who} (except {listed(left_out)})" if left_out else who


def say_kind(kind: str) -> str:
    """Somebody of a kind."""
    words = plain(kind)
    return _KINDS.get(kind, f"{'an' if words[:1] in tuple('aeio') else 'a'} {words}")


def _say_party(term: PartyTo) -> str:
    role = {"any": "whoever holds", "prime": "the prime of", "subcontractor": "a subcontractor under"}[term.role]
    version = f" ({listed(term.versions, 'or')})" if term.versions else ""
    alternate = f" with Alternate {term.alternate}" if term.alternate else ""
    carries = f" that carries {term.clause}{version}{alternate}" if term.clause else ""
    order = ", with this order in it," if term.order_listed else ", which names this order," if term.order_named else ""
    reach = ", in everything it does," if term.reach == "company" else ""
    return f"{role} a contract{carries}{order}{reach}"


def say_object(target: Target) -> str:
    """What a norm is about; empty for an act without such an object."""
    words = _say_things(target)
    more = [
        word for word, is_so in (("derivatives", target.derivatives), ("what contains it", target.containers)) if is_so
    ]
    if getattr(target, "successor", False):
        more.append("what comes after it")
    if more:
        words += f", {listed(tuple(more))} included"
    share = getattr(target, "holds_at_least", None)
    if share is not None:
        words += f" (also of whomever they hold to at least {share:g} %)"
    purpose = getattr(target, "purpose", "")
    return f"{words}, for the purpose {purpose}" if purpose else words


def _say_things(target: Target) -> str:
    if getattr(target, "anything", None):
        return ""
    for key, verb in (("developed_by", "developed"), ("provided_by", "provides"), ("product", "")):
        value = getattr(target, key, None)
        if value is not None:
            return any_of(value) if not verb else f"what {any_of(value)} {verb}"
    makers = target.made_by
    if isinstance(makers, Owners):
        least = f" to at least {makers.at_least:g} %" if makers.at_least is not None else ""
        return f"what companies owned by {any_of(makers.owned_by)}{least} make"
    if makers is not None:
        return f"what {any_of(makers)} makes"
    return any_of(target.thing if target.thing is not None else target.any_of)


def say_contexts(contexts: Names | None, known: Mapping[str, str]) -> str:
    """Where a norm speaks."""
    if contexts is None:
        return "everywhere"
    return f"in {listed(tuple(known.get(name, plain(name)) for name in names(contexts)), 'or')}"


def say_period(start: Date | None, end: Date | None, length: Span | None = None) -> str:
    """From when until when; the end is the first day after it."""
    begins = f"from {start.isoformat()}" if start is not None else "from the beginning"
    if length is not None:
        return f"{begins} for {_say_span(length)}"
    if end is None:
        return begins
    return f"{begins} through {(end - datetime.timedelta(days=1)).isoformat()}"


def _say_span(span: Span) -> str:
    units = (("day", span.days), ("week", span.weeks), ("month", span.months), ("year", span.years))
    return next((count(amount, unit) for unit, amount in units if amount is not None), "")


def say_timing(timing: Timing) -> str:
    """By when something must be done once."""
    if timing.by is not None or timing.within is None:
        return f"by {timing.by.isoformat() if timing.by else 'no known day'}"
    within = timing.within
    length = _say_span(Span(days=within.days, weeks=within.weeks, months=within.months, years=within.years))
    kind = "business " if within.count == "business" else ""
    after = f" after {within.after.isoformat()}" if within.after is not None else ""
    return f"within {length.replace(' ', f' {kind}', 1)}{after}"


def say_given(given: Names) -> str:
    """On which open points it hangs; empty for none."""
    told = [f"not {word.removeprefix('not ').strip()}" if word.startswith("not ") else word for word in names(given)]
    return f"only if {listed(tuple(told))}" if told else ""


def say_relief(act: Waiver | Stay | Exemption, contexts: Mapping[str, str]) -> str:
    """What an exception, waiver or stay suspends, when, and on which condition."""
    parts = [say_period(act.from_, act.to)]
    for word, value in (("for", act.actors), ("of", act.things), ("toward", act.toward)):
        if value is not None:
            parts.append(f"{word} {any_of(value)}")
    if act.contexts is not None:
        parts.append(say_contexts(act.contexts, contexts))
    given = say_given(act.given)
    return ", ".join(part for part in (*parts, given, act.note.strip()) if part)


def say_clock(clock: Clock) -> str:
    """How long, counted from what."""
    units = (
        ("hour", clock.hours),
        ("calendar day", clock.days),
        ("business day", clock.business_days),
        ("month", clock.months),
    )
    length = next((count(amount, unit) for unit, amount in units if amount is not None), "")
    if clock.by is not None:
        said = f"by {clock.by.isoformat()}"
    else:
        since = [plain(event.value) for event in clock.after]
        if clock.after_day is not None:
            since.append(clock.after_day.isoformat())
        said = f"{'every' if clock.repeats else 'within'} {length} after {listed(tuple(since), 'or')}"
    at = f" at {clock.at}" if clock.at else ""
    zone = f" ({clock.time_zone})" if clock.time_zone else ""
    return f"{said}{at}{zone}"


def say_duty(duty: Duty) -> str:
    """Who has to do what."""
    what = say_object(duty.about) if duty.about is not None else ""
    about = f" {'' if duty.action in _ON_THINGS else 'about '}{what}" if what else ""
    return f"{say_bearer(duty.bearer)} must {plain(duty.action)}{about}"


def say_recipient(recipient: Recipient) -> str:
    """To which office it goes, for which contracts."""
    note = f" ({recipient.note})" if recipient.note else ""
    return f"{recipient.office}{_WHEN[recipient.when]}{note}"
