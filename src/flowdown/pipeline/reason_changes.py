"""Finds answers that came to the same on two days, but for other reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.reason.determination import Check, Determination, Outcome
from flowdown.report.check_page import WORST_FIRST

_TERMS = "terms-"
"""How the ids of vendors' own terms start: no law gives way to them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What an answer rested on, and rests on now; `about` is `vendor:ID` or a norm."""

    subject: str
    about: str
    outcome: Outcome
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_of_questions: bool = False
    """They are questions that it turned on, not norms that gave it."""


def find_reason_changes(before: Check, after: Check) -> tuple[Reason, ...]:
    """For each vendor in use the norms that give the worst outcome, and for each norm what it rests on."""
    found = [*_of_vendors(before, after), *_of_norms(before, after)]
    return tuple(sorted(found, key=lambda each: (each.subject, each.about)))


def _of_vendors(before: Check, after: Check) -> Iterator[Reason]:
    old, new = _worst(before), _worst(after)
    for key in old.keys() & new.keys():
        (was, by), (now, then) = old[key], new[key]
        if was is now and by != then:
            yield Reason(key[0], f"vendor:{key[1]}", now, by, then)


def _worst(check: Check) -> dict[tuple[str, str], tuple[Outcome, tuple[str, ...]]]:
    """By setting and vendor in use: the worst outcome of which there is one, and the norms that give it."""
    told: dict[tuple[str, str], list[Determination]] = defaultdict(list)
    for each in check.determinations:
        if each.outcome is not Outcome.CLEAR and not each.order.startswith(_TERMS):
            for vendor in _vendors(each):
                told[each.subject, vendor].append(each)
    found = {}
    for key, group in told.items():
        worst = min((each.outcome for each in group), key=WORST_FIRST.index)
        found[key] = (worst, tuple(sorted({each.norm for each in group if each.outcome is worst})))
    return found


def _vendors(each: Determination) -> frozenset[str]:
    seen = {sighting.vendor for sighting in each.sightings if sighting.vendor}
    return frozenset(seen | {words.partition(":")[0] for words in each.stated})


def _of_norms(before: Check, after: Check) -> Iterator[Reason]:
    old = {(each.norm, each.subject): each for each in before.determinations}
    for now in after.determinations:
        was = old.get((now.norm, now.subject))
        if was is None or was.outcome is not now.outcome or now.norm == now.order:
            continue
        by, then = tuple(sorted(set(was.because))), tuple(sorted(set(now.because)))
        if by != then and by and then:
            yield Reason(now.subject, now.norm, now.outcome, by, then)
        asked, asks = (tuple(sorted({question.asks for question in each.questions})) for each in (was, now))
        # Where nothing was seen the questions are of places, not of the law.
        if asked != asks and now.outcome is Outcome.UNDETERMINED and now.places:
            yield Reason(now.subject, now.norm, now.outcome, asked, asks, is_of_questions=True)
