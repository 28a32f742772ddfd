"""A reader: which outside documents it knows, and how it turns one into claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.errors import FlowdownError, Where
from flowdown.evidence.claim import Claim
from flowdown.evidence.sayings import ReadingMode

if TYPE_CHECKING:
    from flowdown.evidence.arriving.head import Head
    from flowdown.evidence.arriving.incoming import Incoming

PACKAGE = "flowdown.evidence.readers"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of its format that a document breaks, at a place; the document is read all the same, unless `--strict`.

    One that `is_slight` is told, but is no reason to refuse: what everybody's tools write, and the format's own let pass.
    """

    says: str
    where: Where
    is_slight: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a document that was not taken over, at a place, and why."""

    says: str
    where: Where


class Refused(FlowdownError):
    """Raised by a reader for a document of which nothing can be taken over."""


Yield: TypeAlias = Claim | Violation | Unread


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """A small document and what must come of it.

    `says` holds `subject predicate object` triples, one string each: every one must be among the claims. `never` holds
    such triples that must not be. `breaks` are words of violations that must be told; empty: it conforms.
    """

    name: str
    text: str
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of outside document.

    `recognise` says from a document's name and start what dialect of its kind it is ("CycloneDX 1.6 JSON"), empty for
    another kind; it must not raise. `read` gives claims, violations and what was left out, and may raise `Refused`
    or `UnusableFile`. `tried_on` names the public samples that it was tried on; empty: untested on real input.
    """

    id: str
    about: str
    formats: tuple[str, ...]
    recognise: Callable[[Head], str]
    read: Callable[[Incoming], Iterator[Yield]]
    mode: ReadingMode
    examples: tuple[ReaderExample, ...]
    tried_on: tuple[str, ...] = ()
    checks_schema: bool = False
    """True if violations are found by the format's own schema, so that no violation means conforming."""
