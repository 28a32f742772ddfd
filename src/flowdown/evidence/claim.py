"""A claim: who says what of whom, for which days, where, how surely, and by whose mouth."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource


class Stance(StrEnum):
    """What a source says of a claim's sentence: that it holds, that it is open, that it does not hold."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    DENIES = "denies"


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, predicate and object; the days for which it is said; the source that says so, and how.

    Subjects and objects are nodes, `kind:id` (`tree:app`, `vendor:acme-ai`). `qualifiers` say how (share, basis,
    route), sorted by name. It holds from `valid_from` until the day before `valid_until`; None is open. `attribution`
    is the chain of who says that who says, nearest to the document first. `confidence` is above 0 and at most 1.
    When it was recorded is not part of a claim: the store keeps that.
    """

    subject: str
    predicate: Predicate
    object: str
    source: ClaimSource
    qualifiers: tuple[tuple[str, str], ...] = ()
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    stance: Stance = Stance.SUPPORTS
    confidence: float = 1.0
    attribution: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`claim:` and a digest of everything that the claim says."""
        return digest_content(content_of(self))

    def qualifier(self, name: str) -> str:
        """The value of a qualifier; empty when it has none of this name."""
        for each, value in self.qualifiers:
            if each == name:
                return value
        return ""

    def holds_on(self, day: datetime.date) -> bool:
        """True if the day is one for which it is said."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


Content: TypeAlias = tuple[str, str, str, str, str, str, str, str, str, str, str, str]
"""Subject, predicate, object, qualifiers, valid from, valid until, stance, confidence, attribution, document,
revision, locator: a claim as twelve texts, fit for any database. No day is the empty text."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_UNFIT = re.compile("[\0\ud800-\udfff]")


def content_of(claim: Claim) -> Content:
    """Everything that a claim says, as texts; the same claim always gives the same."""
    source, from_, until = claim.source, claim.valid_from, claim.valid_until
    subject, object_, document = claim.subject, claim.object, source.document
    revision, locator = source.revision, source.locator
    whole = f"{subject}{object_}{document}{revision}{locator}"
    # One look at all of them: hardly any holds anything unfit.
    if not whole.isascii() or "\0" in whole:
        subject, object_, document, revision, locator = map(fit, (subject, object_, document, revision, locator))
    return (
        subject,
        claim.predicate.value,
        object_,
        _write_pairs(claim.qualifiers) if claim.qualifiers else "[]",
        "" if from_ is None else from_.isoformat(),
        "" if until is None else until.isoformat(),
        claim.stance.value,
        repr(float(claim.confidence)),
        fit(_encode(claim.attribution)) if claim.attribution else "[]",
        document,
        revision,
        locator,
    )


def digest_content(content: Content) -> str:
    """The id of the claim that says this."""
    # INVARIANT: `fit` leaves no NUL in a text, so that no two contents give the same line.
    return "claim:" + hashlib.sha256("\0".join(content).encode()).hexdigest()[:32]


def digest_revised(content: Content, revision: str) -> str:
    """The id of the claim that says the same by another revision of its document."""
    *before, _, locator = content
    return "claim:" + hashlib.sha256("\0".join((*before, fit(revision), locator)).encode()).hexdigest()[:32]


# The same few qualifiers stand in thousands of claims.
@functools.lru_cache(maxsize=8192)
def _write_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return fit(_encode(pairs))


@functools.lru_cache(maxsize=8192)
def _read_pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text))


# A table, since looking an enum up by its value takes three times as long.
_PREDICATES = {each.value: each for each in Predicate}


def claim_from(content: Content) -> Claim:
    """The claim that says this; raises `ValueError` or `KeyError` for what no claim says."""
    subject, predicate, object_, qualifiers, from_, until, stance, confidence, attribution, *source = content
    return Claim(
        subject,
        _PREDICATES[predicate],
        object_,
        ClaimSource(*source),
        () if qualifiers == "[]" else _read_pairs(qualifiers),
        datetime.date.fromisoformat(from_) if from_ else None,
        datetime.date.fromisoformat(until) if until else None,
        Stance.SUPPORTS if stance == "supports" else Stance(stance),
        float(confidence),
        () if attribution == "[]" else tuple(str(each) for each in json.loads(attribution)),
    )


def fit(text: str) -> str:
    """A text that every database takes: NUL, and lone surrogates (bytes of a path that are no UTF-8), made visible."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNFIT.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
