"""From the families and the organisation that an id states: whether it is one, its makers, its line.

The rule: the named artefact is the organisation's if it is of its own family, or if it is of another's family and the
name says that something was changed. A copy that is only packed anew stays its makers'. Where whoever changed it is
not in the catalogue, the makers of what it was made from stand for him. Every family in a name is in the line, and
so is every vendor that the catalogue knows behind a family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.model_place import Place
from flowdown.catalogue.model_table import Family, ModelTable
from flowdown.catalogue.model_words import MERGES, TOKEN, Part, part_of
from flowdown.catalogue.reading import Hit, ModelReading

_STRANGERS = 2
"""Unknown words in front of a name, separated by slashes; more than these is a path."""
_SURE = frozenset({Part.SIZE, Part.PACKING, Part.TUNING})
"""What only a model's name says."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a family stands in a name."""

    start: int
    end: int
    family: Family


def is_plausible(name: str, matches: Sequence[Match], lead: Sequence[str], place: Place) -> bool:
    """Whether a text that names a family is an id, not the name of a program or a book about it."""
    if place.is_stated:
        return True
    first = matches[0]
    behind = [part_of(token) for token in _rest(name, matches)]
    parts = {*map(part_of, lead), *behind}
    if Part.SOFTWARE in parts:
        is_own = place.space is not None and place.space.vendor == first.family.vendor
        return is_own or (place.is_trusted and Part.SIZE in parts)
    if place.is_trusted or not _SURE.isdisjoint(map(part_of, TOKEN.findall(name))):
        return True
    if len(place.strangers) > _STRANGERS:
        return False
    has_version = Part.NUMBER in behind or any(map(str.isdigit, name[first.start :]))
    foreign = behind.count(Part.FOREIGN)
    if lead:
        return not foreign and has_version and len(first.family.stem) > 2 and len(lead) <= _STRANGERS
    if not first.family.tail:
        # A family without a tail is a word of its own, which nobody else uses.
        return foreign + len(place.strangers) <= _STRANGERS + has_version
    return foreign == 0 or (foreign == 1 and not place.strangers and (has_version or Part.VARIANT in behind))


def conclude(name: str, matches: Sequence[Match], lead: Sequence[str], place: Place, table: ModelTable) -> ModelReading:
    """Name makers and line."""
    why = [
        f"`{name[match.start : match.end]}` is of the family `{match.family.stem}` of {match.family.vendor}"
        for match in matches
    ]
    owners = list(dict.fromkeys(match.family.vendor for match in matches))
    makers, is_edited = _makers(owners, {*lead, *_rest(name, matches)}, [*place.strangers, *lead], place, why)
    vendors = list(dict.fromkeys((*makers, *owners)))
    for match in matches:
        for ancestor in match.family.derived_from:
            if ancestor not in vendors:
                vendors.append(ancestor)
                why.append(f"`{match.family.stem}` derives from a model of {ancestor}")
    routes = tuple(dict.fromkeys(place.routes))
    route = routes[0] if routes else ""
    return ModelReading(
        makers=makers,
        vendors=(*makers, *sorted(set(vendors) - set(makers))),
        routes=routes,
        family=matches[0].family.signature,
        is_by_namespace=False,
        hits=tuple(_hit(vendor, matches, place, route, table) for vendor in vendors),
        why=tuple(why),
        is_edited=is_edited,
    )


def _makers(
    owners: Sequence[str], words: set[str], editors: Sequence[str], place: Place, why: list[str]
) -> tuple[tuple[str, ...], bool]:
    """Who made the named artefact, and whether somebody unknown changed it; adds to `why` what is not plain."""
    is_changed = any(part_of(word) in (Part.FOREIGN, Part.TUNING) for word in words)
    space = place.space
    if space is not None and space.vendor in owners:
        return (space.vendor,), False
    if space is not None and is_changed and place.is_space_a_segment:
        why.append(f"changed and published by {space.vendor}")
        return (space.vendor,), False
    if len(owners) > 1 and MERGES & words:
        why.append("a merge of several")
        return tuple(sorted(owners)), False
    is_edited = bool(is_changed and space is None and editors)
    if is_edited:
        why.append(f"`{editors[0]}` is not in the catalogue: the makers of what it was made from are named")
    return (owners[0],), is_edited


def _hit(vendor: str, matches: Sequence[Match], place: Place, route: str, table: ModelTable) -> Hit:
    for match in matches:
        family = match.family
        if family.vendor == vendor:
            return Hit(vendor, family.product, Basis.MODEL, route, SignatureKind.MODEL, family.signature)
    space = place.space
    if space is not None and space.vendor == vendor:
        product = space.product or table.products.get(vendor, "")
        return Hit(vendor, product, Basis.MODEL, route, SignatureKind.NAMESPACE, space.signature)
    signature = next(match.family.signature for match in matches if vendor in match.family.derived_from)
    return Hit(vendor, table.products.get(vendor, ""), Basis.MODEL, route, SignatureKind.MODEL, signature)


def _rest(name: str, matches: Sequence[Match]) -> list[str]:
    """The parts of a name behind its first family that belong to no family."""
    tokens: list[str] = []
    ends = [match.end for match in matches]
    starts = [match.start for match in matches[1:]] + [len(name)]
    for start, end in zip(ends, starts, strict=True):
        tokens += TOKEN.findall(name[start:end])
    return tokens
