"""Makes the claims that are said of claims and documents: readings, assessments, retractions, judgements."""

from __future__ import annotations

import datetime
from enum import StrEnum

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource


class ReadingMode(StrEnum):
    """What a newer revision of a document does to the claims of an older one."""

    OBSERVES = "observes"
    """A state seen at a time (a scan, an inventory): the older claims hold until the day of the newer reading."""
    STATES = "states"
    """Facts with their own dates (a profile, a list): the older claims fall, for every day."""


def stamp(moment: datetime.datetime) -> str:
    """A moment as the store writes it: UTC, to the microsecond, as wide as any other."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(document: str, revision: str, moment: datetime.datetime, mode: ReadingMode) -> Claim:
    """The document was read in this revision at this moment. Record it with the claims of the reading, or with none."""
    return Claim(
        document,
        Predicate.READ,
        f"revision:{revision or 'unknown'}",
        ClaimSource(document, revision, stamp(moment)),
        (("mode", mode.value),),
        moment.astimezone(datetime.UTC).date(),
    )


def assess(claim: str, who: str, stance: Stance, reason: str, moment: datetime.datetime) -> Claim:
    """Somebody (`person:...`) supports, disputes or denies the claim with this id."""
    return Claim(who, Predicate.ASSESSES, claim, _by(who, moment), _reason(reason), stance=stance, attribution=(who,))


def retract(claim: str, who: str, reason: str, moment: datetime.datetime) -> Claim:
    """Somebody takes the claim with this id back; the claim stays in the store. A retraction can be retracted."""
    return Claim(who, Predicate.RETRACTS, claim, _by(who, moment), _reason(reason), attribution=(who,))


def judge(one: str, other: str, person: str, is_same: bool, moment: datetime.datetime, reason: str = "") -> Claim:
    """A named person judges whether two nodes are one; the order of the two does not matter."""
    first, second = sorted((one, other))
    predicate = Predicate.SAME_AS if is_same else Predicate.NOT_SAME_AS
    return Claim(first, predicate, second, _by(person, moment), _reason(reason), attribution=(person,))


def _by(who: str, moment: datetime.datetime) -> ClaimSource:
    """What somebody says by hand: the moment tells it from the same said again after it was taken back."""
    return ClaimSource(who, "", stamp(moment))


def _reason(reason: str) -> tuple[tuple[str, str], ...]:
    return (("reason", reason),) if reason else ()
