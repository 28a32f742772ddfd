"""Draws small worlds of claims with dates, shares, readings, disputes and retractions."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, assess, judge, read, retract
from flowdown.evidence.source import ClaimSource

START = datetime.date(2026, 1, 1)
DAYS = 40
NAMES = "abcdefg"


def day(number: int) -> datetime.date:
    """The day with this number."""
    return START + datetime.timedelta(days=number)


def moment(number: int) -> datetime.datetime:
    """Noon of the day with this number."""
    return datetime.datetime.combine(day(number), datetime.time(12), datetime.UTC)


@st.composite
def periods(draw: st.DrawFn) -> tuple[datetime.date | None, datetime.date | None]:
    """From and until; either may be open."""
    low = draw(st.none() | st.integers(0, DAYS - 1))
    high = draw(st.none() | st.integers((low or 0) + 1, DAYS))
    return None if low is None else day(low), None if high is None else day(high)


@st.composite
def relations(draw: st.DrawFn, predicate: Predicate, kind: str = "organisation") -> Claim:
    """A relation of two nodes; loops and cycles come about."""
    one, other = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
    from_, until = draw(periods())
    qualifiers: tuple[tuple[str, str], ...] = ()
    if predicate is Predicate.OWNS:
        share = draw(st.sampled_from(["10", "20", "25", "33.3", "49.99", "50", "50.01", "60", "100"]))
        qualifiers = (("share", share),)
    revision = draw(st.sampled_from(["r1", "r2", ""]))
    source = ClaimSource(f"document:{draw(st.sampled_from('xy'))}", revision, draw(st.sampled_from(["1", "2"])))
    stance = draw(st.sampled_from([Stance.SUPPORTS] * 6 + [Stance.DISPUTES, Stance.DENIES]))
    return Claim(f"{kind}:{one}", predicate, f"{kind}:{other}", source, qualifiers, from_, until, stance)


@st.composite
def logs(draw: st.DrawFn) -> list[tuple[Claim, int]]:
    """Claims of all sorts, with the number of the day on which each was recorded."""
    predicates = [Predicate.OWNS, Predicate.SUPPLIES, Predicate.DEPENDS_ON]
    plain = draw(st.lists(st.sampled_from(predicates).flatmap(relations), min_size=1, max_size=12))
    log = [(claim, draw(st.integers(0, 9))) for claim in plain]
    for number in range(draw(st.integers(0, 6))):
        when = draw(st.integers(0, 9))
        aim = draw(st.sampled_from(log))[0].id
        stamp = moment(when) + datetime.timedelta(seconds=number)
        saying = draw(st.sampled_from(["retract", "assess", "read", "judge"]))
        if saying == "retract":
            log.append((retract(aim, "person:ann", "", stamp), when))
        elif saying == "assess":
            log.append((assess(aim, "person:bob", draw(st.sampled_from(Stance)), "", stamp), when))
        elif saying == "read":
            mode = draw(st.sampled_from(ReadingMode))
            document, revision = draw(st.sampled_from("xy")), draw(st.sampled_from(["r1", "r2"]))
            log.append((read(f"document:{document}", revision, stamp, mode), when))
        else:
            one, other = sorted(draw(st.sets(st.sampled_from(NAMES), min_size=2, max_size=2)))
            log.append(
                (judge(f"organisation:{one}", f"organisation:{other}", "person:ann", draw(st.booleans()), stamp), when)
            )
    return log
