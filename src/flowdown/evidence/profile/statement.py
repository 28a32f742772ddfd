"""Makes claims of what a profile states, each with its file, line and digest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias

from flowdown.base.strict_yaml import Path
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.field import Answer, Day, Unknown
from flowdown.evidence.profile.maker import Makers
from flowdown.evidence.profile.open_point import OpenPoint
from flowdown.evidence.profile.profile import OWN_BUSINESS, US, StatedProfile
from flowdown.evidence.source import ClaimSource

Period: TypeAlias = tuple[Day, Day]
"""The first day for which something is stated, and the first for which it no longer is; open where not known."""
ALWAYS: Period = (None, None)
NOT_KNOWN = "text:unknown"
"""The object of a claim that says that something is not known: `described text:unknown` of a field, disputed."""


class Statement:
    """Collects the claims of one profile."""

    def __init__(self, stated: StatedProfile, catalogue: Catalogue) -> None:
        self.stated = stated
        self.catalogue = catalogue
        self.claims: list[Claim] = []
        self._file = stated.document.file.replace("\\", "/").rpartition("/")[2]
        self._makers = Makers(catalogue)
        profile = stated.profile
        self._nodes = {US: stated.node, profile.organisation.id: stated.node, OWN_BUSINESS: stated.node}
        for kind, named in (
            ("contract", profile.contracts),
            ("system", profile.systems),
            ("organisation", profile.customers),
            ("organisation", profile.firms),
            ("person", profile.people),
        ):
            self._nodes |= {each.id: f"{kind}:{each.id}" for each in named}
        for supplier in profile.suppliers:
            vendor = catalogue.vendor_of(supplier.vendor) if supplier.vendor else None
            self._nodes[supplier.id] = f"vendor:{vendor.id}" if vendor else f"supplier:{supplier.id}"

    def node(self, word: str) -> str:
        """The node of something that the profile names: an id of its own, else a vendor's."""
        if word in self._nodes:
            return self._nodes[word]
        vendor = self.catalogue.vendor_of(word)
        return f"vendor:{vendor.id}" if vendor else f"supplier:{word}"

    def maker(self, word: str) -> tuple[str, bool]:
        """The node of a maker, and whether that is sure: an id of the profile's, or a vendor by name; empty for neither."""
        if word in self._nodes:
            return self._nodes[word], True
        found = self._makers.recognise(word)
        return (f"vendor:{found.vendor}", found.is_sure) if found else ("", False)

    def agency(self, word: str) -> str:
        """The node of an agency: an id of the profile's, or its name."""
        return self._nodes.get(word, f"organisation:{word}")

    def say(
        self,
        path: Path,
        subject: str,
        predicate: Predicate,
        object_: str,
        *,
        period: Period = ALWAYS,
        present: Answer = Answer.YES,
        **qualifiers: object,
    ) -> None:
        """State something, with the place at which it stands; `present` says whether it is so, is open, or is not."""
        where = self.stated.document.where(path)
        pairs = {
            key.rstrip("_").replace("_", "-"): str(value)
            for key, value in qualifiers.items()
            if value not in ("", None)
        }
        self.claims.append(
            Claim(
                subject,
                predicate,
                object_,
                ClaimSource(document_of(self.stated), self.stated.digest, f"{self._file}:{where.line} {where.path}"),
                tuple(sorted(pairs.items())),
                period[0] if isinstance(period[0], datetime.date) else None,
                period[1] if isinstance(period[1], datetime.date) else None,
                _STANCES[present],
            )
        )

    def describe(self, path: Path, subject: str, of: str, value: object) -> None:
        """State the value of a field, if it is known; what is not known is an open point."""
        if value not in ("", None) and not is_unknown(value):
            text = value.value if isinstance(value, Enum) else str(value)
            self.say((*path, of), subject, Predicate.DESCRIBED, f"text:{text}", of=of.replace("_", "-"))

    def open(self, point: OpenPoint) -> None:
        """State that something of a subject is not known: a disputed claim of this subject alone."""
        # INVARIANT: the claim names no node but its subject, so that what one contract leaves open touches no other.
        self.say(point.path, point.subject, Predicate.DESCRIBED, NOT_KNOWN, present=Answer.UNKNOWN, of=point.of)

    def identify(self, path: Path, subject: str, **schemes: str) -> None:
        """State identifiers, by scheme."""
        for scheme, value in schemes.items():
            if value and value != "unknown":
                name = scheme.replace("_", "-")
                self.say((*path, scheme), subject, Predicate.IDENTIFIED_BY, f"identifier:{name}/{value}")

    def serve(self, path: Path, subject: str, served: object, period: Period = ALWAYS) -> None:
        """State what something is used for."""
        for word in words_of(served):
            self.say((*path, "serves"), subject, Predicate.SERVES, self.node(word), period=period)

    def finish(self) -> tuple[Claim, ...]:
        """The claims, each once, by id."""
        by_id = {each.id: each for each in self.claims}
        return tuple(by_id[identity] for identity in sorted(by_id))


_STANCES = {Answer.YES: Stance.SUPPORTS, Answer.NO: Stance.DENIES, Answer.UNKNOWN: Stance.DISPUTES}


def document_of(stated: StatedProfile) -> str:
    """The document that a profile is, whatever its file is called."""
    return f"document:{stated.profile.organisation.id}/profile"


def is_unknown(value: object) -> bool:
    """True for what is stated to be unknown."""
    return isinstance(value, Unknown) or value in (Answer.UNKNOWN, "unknown")


def words_of(values: object) -> Iterable[str]:
    """The words of a list that may be unknown."""
    return values if isinstance(values, tuple) else ()
