"""Draws small worlds in which things lean on each other: circles, groups of alternatives, days, disputes, identifiers."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st
from strategies_claims import DAYS, day, moment, periods

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, assess, judge, read, retract
from flowdown.evidence.source import ClaimSource

NAMES = "abcdefgh"
NODES = [f"organisation:{name}" for name in NAMES]
_PRODUCTS = ["product:p", "product:q"]
_PREDICATES = [Predicate.DEPENDS_ON] * 4 + [Predicate.USES] * 2 + [Predicate.SUPPLIES, Predicate.MADE_BY]
_STRENGTHS = ["runtime-default", "runtime-optional", "dev-tooling", "test-only"]
_UEIS = [f"identifier:uei/{letter}BCDEFGH1234" for letter in "KLM"]


@st.composite
def leanings(draw: st.DrawFn) -> Claim:
    """A claim that one leans on another; loops, circles and groups come about."""
    predicate = draw(st.sampled_from(_PREDICATES))
    one, other = draw(st.sampled_from(NODES)), draw(st.sampled_from(NODES))
    if predicate is Predicate.MADE_BY:
        one = draw(st.sampled_from(_PRODUCTS))
    elif predicate is Predicate.USES and draw(st.booleans()):
        other = draw(st.sampled_from(_PRODUCTS))
    qualifiers: list[tuple[str, str]] = []
    if predicate is Predicate.DEPENDS_ON and draw(st.booleans()):
        qualifiers = [("group", draw(st.sampled_from("gh")))]
        if draw(st.booleans()):
            qualifiers.append(("need", draw(st.sampled_from(["1", "2", "3"]))))
    elif predicate is Predicate.USES and draw(st.booleans()):
        qualifiers = [("strength", draw(st.sampled_from(_STRENGTHS)))]
    elif predicate in (Predicate.USES, Predicate.MADE_BY) and draw(st.booleans()):
        qualifiers = [("basis", draw(st.sampled_from(["library", "service"])))]
    elif predicate is Predicate.SUPPLIES and draw(st.booleans()):
        qualifiers = [("contract", draw(st.sampled_from(["w", "contract:w"])))]
    from_, until = draw(st.just((None, None)) | periods())
    source = ClaimSource(f"document:{draw(st.sampled_from('xy'))}", draw(st.sampled_from(["r1", "r2", ""])), "1")
    stance = draw(st.sampled_from([Stance.SUPPORTS] * 8 + [Stance.DISPUTES, Stance.DENIES]))
    return Claim(one, predicate, other, source, tuple(qualifiers), from_, until, stance)


@st.composite
def _more(draw: st.DrawFn, claims: list[Claim], number: int) -> Claim:
    when = moment(draw(st.integers(0, 9))) + datetime.timedelta(seconds=number)
    match draw(st.sampled_from(["retract", "assess", "read", "judge", "carry"])):
        case "retract":
            return retract(draw(st.sampled_from(claims)).id, "person:ann", "", when)
        case "assess":
            return assess(draw(st.sampled_from(claims)).id, "person:bob", draw(st.sampled_from(Stance)), "", when)
        case "read":
            revision, mode = draw(st.sampled_from(["r1", "r2"])), draw(st.sampled_from(ReadingMode))
            return read(f"document:{draw(st.sampled_from('xy'))}", revision, when, mode)
        case "judge":
            one, other = sorted(draw(st.sets(st.sampled_from(NODES), min_size=2, max_size=2)))
            return judge(one, other, "person:ann", draw(st.booleans()), when)
        case _:
            source = ClaimSource("document:z", "", str(number))
            node, uei = draw(st.sampled_from(NODES)), draw(st.sampled_from(_UEIS))
            return Claim(node, Predicate.IDENTIFIED_BY, uei, source)


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[Claim, int]]:
    """Claims of all sorts, with the number of the day on which each was recorded."""
    claims = draw(st.lists(leanings(), min_size=1, max_size=22))
    for number in range(draw(st.integers(0, 5))):
        claims.append(draw(_more(claims, number)))
    return [(claim, draw(st.integers(0, 9))) for claim in claims]


def asked_days() -> st.SearchStrategy[tuple[datetime.date, datetime.date]]:
    """The day asked about, and the day of knowledge."""
    return st.tuples(st.integers(0, DAYS - 1).map(day), st.integers(0, 12).map(day))
