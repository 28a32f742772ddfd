"""Examines a claim for what no claim may say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from flowdown.base.errors import clip
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import SHAPES, Family, NodeKind, Predicate, Shape, kind_of

_SPEAKERS = frozenset(each.value for each in NodeKind)
# Few enough digits that sums of shares stay exact.
_SHARE = re.compile(r"\d{1,3}(\.\d{1,15})?", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,30}(\.\d{1,15})?", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,8}", re.ASCII)
LONGEST = 1000
"""The most bytes of a node's name: what every database can index."""
LONGEST_TEXT = 100_000
"""The most characters of any other part."""


def examine(claim: Claim) -> tuple[str, ...]:
    """Everything that is wrong with a claim, one message each; nothing for a sound one."""
    shape = SHAPES[claim.predicate]
    if _is_plain(claim, shape):
        return ()
    return (
        *_nodes(claim, shape),
        *_days(claim, shape),
        *(_values(claim) if shape.family is Family.ATTRIBUTE else ()),
        *(_qualifiers(claim) if claim.qualifiers else ()),
        *(_saying(claim, shape) if shape.family in _SAID_BY_SOMEBODY or claim.confidence != 1 else ()),
        *_sizes(claim),
    )


def _is_plain(claim: Claim, shape: Shape) -> bool:
    """True for the many claims of which a glance shows that nothing can be wrong."""
    subject, object_, source = claim.subject, claim.object, claim.source
    kind, _, name = subject.partition(":")
    other, _, named = object_.partition(":")
    from_, until = claim.valid_from, claim.valid_until
    return (
        shape.family is Family.DEPENDENCE
        and kind in shape.subjects
        and other in shape.objects
        and len(subject) + len(object_) <= LONGEST // 4
        and not (name.isspace() or named.isspace())
        and bool(name and named)
        and source.document.partition(":")[0] in _SPEAKERS
        and (from_ is None or until is None or from_ < until)
        and claim.confidence == 1
        and len(claim.qualifiers) < 2
        and not claim.attribution
        and len(source.document) + len(source.revision) + len(source.locator) <= LONGEST
        and all(pair[0] and pair[0] != "need" and len(pair[0]) + len(pair[1]) <= LONGEST for pair in claim.qualifiers)
    )


_SAID_BY_SOMEBODY = (Family.IDENTITY, Family.ABOUT_CLAIMS)


def _nodes(claim: Claim, shape: Shape) -> Iterator[str]:
    for side, node, kinds in (("subject", claim.subject, shape.subjects), ("object", claim.object, shape.objects)):
        kind, colon, name = node.partition(":")
        if not colon or not name.strip():
            yield f"the {side} `{clip(node)}` is not written kind:id"
        elif kind not in kinds:
            yield f"`{claim.predicate}` takes no {side} of kind `{clip(kind)}`; it takes {', '.join(sorted(kinds))}"
        elif len(node) > LONGEST // 4 and len(node.encode("utf-8", "replace")) > LONGEST:
            yield f"the {side} `{clip(node)}` is longer than {LONGEST} bytes"
    if claim.subject == claim.object and shape.family is Family.IDENTITY:
        yield f"`{clip(claim.subject)}` is compared with itself"


def _days(claim: Claim, shape: Shape) -> Iterator[str]:
    from_, until = claim.valid_from, claim.valid_until
    if from_ is not None and until is not None and until <= from_:
        yield f"it ends on {until.isoformat()}, not after it starts on {from_.isoformat()}"
    if (from_ or until) and shape.family in _SAID_BY_SOMEBODY and claim.predicate is not Predicate.READ:
        yield f"`{claim.predicate}` is said of no period"


def _qualifiers(claim: Claim) -> Iterator[str]:
    names = [name for name, _ in claim.qualifiers]
    if any(not name for name in names):
        yield "a qualifier has no name"
    if names != sorted(set(names)):
        yield "qualifiers stand once each, sorted by name"
    share = claim.qualifier("share")
    if share and claim.predicate is Predicate.OWNS and read_share(share) is None:
        yield f"the share `{clip(share)}` is no number from 0 to 100"
    need = claim.qualifier("need")
    if need and claim.predicate is Predicate.DEPENDS_ON and not _COUNT.fullmatch(need):
        yield f"`need` is how many of the group must stay, not `{clip(need)}`"


def _values(claim: Claim) -> Iterator[str]:
    value = claim.object.partition(":")[2]
    if claim.predicate is Predicate.VALUED and not _AMOUNT.fullmatch(value):
        yield f"`{clip(claim.object)}` is no amount (`amount:12.50`)"
    if claim.predicate is Predicate.DATED and not _is_day(value):
        yield f"`{clip(claim.object)}` is no day written YYYY-MM-DD (`day:2026-03-01`)"


def _saying(claim: Claim, shape: Shape) -> Iterator[str]:
    if not 0 < claim.confidence <= 1:
        yield f"a confidence of {claim.confidence} is not above 0 and at most 1"
    if shape.family is Family.IDENTITY and not (claim.attribution and kind_of(claim.attribution[0]) == "person"):
        yield f"`{claim.predicate}` is a judgement: it needs the person who makes it (`person:...`)"
    if claim.predicate is Predicate.RETRACTS and claim.stance is not Stance.SUPPORTS:
        yield "a retraction takes no stance"


def _sizes(claim: Claim) -> Iterator[str]:
    source = claim.source
    if not source.document:
        yield "it names no document that says so"
    for node in filter(None, (source.document, *claim.attribution)):
        kind, _, name = node.partition(":")
        if kind not in _SPEAKERS or not name.strip():
            yield f"`{clip(node)}`, which is to say so, is not written kind:id (`document:list.csv`, `person:ann`)"
    texts = (source.document, source.revision, source.locator, *claim.attribution)
    longest = max(len(text) for text in texts)
    if claim.qualifiers:
        longest = max(longest, *(len(value) + len(name) for name, value in claim.qualifiers))
    if longest > LONGEST_TEXT:
        yield f"a part of it is longer than {LONGEST_TEXT} characters"


def read_share(text: str) -> Decimal | None:
    """A share in per cent; None for what is none."""
    share = Decimal(text) if _SHARE.fullmatch(text) else None
    return share if share is not None and share <= 100 else None


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
