"""Says who brought a document or a scan, and who said something of anything: claims with a name and a time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.pipeline.claims import name_person

if TYPE_CHECKING:
    from flowdown.evidence.claim import Claim

BROUGHT = "brought-by"
"""The `of` of such a claim."""


def node_of_firm(name: str, cache: Path | None) -> str:
    """The node by which a supplier is known that gives this name in a document."""
    from flowdown.catalogue import load
    from flowdown.evidence.arriving.names import Names

    return Names(load((), cache)).firm(name, "supplier")


def vouch(nodes: Iterable[str], who: str, moment: datetime.datetime) -> tuple[Claim, ...]:
    """That somebody brought these, each a document or a tree."""
    return tuple(remark(node, BROUGHT, who, who, moment) for node in nodes)


def remark(
    node: str, of: str, text: str, who: str, moment: datetime.datetime, about: tuple[tuple[str, str], ...] = ()
) -> Claim:
    """Something that a person says of a node, as text; the moment tells it from the same said again."""
    from flowdown.evidence.claim import Claim
    from flowdown.evidence.predicate import Predicate
    from flowdown.evidence.sayings import stamp
    from flowdown.evidence.source import ClaimSource

    person = name_person(who)
    pairs = tuple(sorted((("of", of), *about)))
    source = ClaimSource(person, "", stamp(moment))
    return Claim(node, Predicate.DESCRIBED, f"text:{text}", source, pairs, attribution=(person,))
