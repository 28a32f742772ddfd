"""Puts into words why a sighting has its strength: what sort of file it stands in, and what has to be chosen for it."""

from __future__ import annotations

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.report.words import listed
from flowdown.scan.area import Area, area_of, is_deployment
from flowdown.scan.sighting import Scan, Sighting, Strength
from flowdown.scan.trace import TraceKind

_SIDE_BY_SIDE = 3
"""Vendors from which on a tree can offer them for choice (`scan/selection.py`)."""
_WEIGHED = frozenset({Basis.MODEL, Basis.SERVICE})
_RUNTIME = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})


def say_strength(sighting: Sighting, scan: Scan, catalogue: Catalogue) -> str:
    """Why this strength and no other (contracts.md section 2)."""
    area = area_of(sighting.place.path)
    match sighting.strength:
        case Strength.MENTION_ONLY:
            return "a mention carries no dependence"
        case Strength.TRANSITIVE if area is Area.VENDORED:
            return "by its path the file is a vendored copy"
        case Strength.TRANSITIVE:
            return "here only a lock file names it"
        case Strength.DEV_TOOLING:
            return _say_tooling(sighting, area)
        case Strength.TEST_ONLY if area is Area.TEST:
            return "by its path the file is a test or an evaluation"
        case Strength.TEST_ONLY:
            return "it is declared in a group for tests"
        case Strength.RUNTIME_OPTIONAL:
            return _say_optional(sighting, area, scan, catalogue)
        case Strength.RUNTIME_DEFAULT:
            return _say_default(sighting, area)


def _say_tooling(sighting: Sighting, area: Area) -> str:
    if sighting.kind is TraceKind.AGENT_CONFIG:
        return "instructions to an agent serve those who develop the tree, not what runs"
    if area is Area.TOOLING:
        return "by its path the file serves development (CI, editor, coding agent), not what runs"
    return "it is declared in a group for development"


def _say_default(sighting: Sighting, area: Area) -> str:
    if area in (Area.EXAMPLE, Area.DOCUMENTATION):
        return "by its path the file is an example, and examples are what this tree is made of"
    if is_deployment(sighting.place.path):
        return "the file sets what is deployed, and nothing has to be chosen for it"
    if sighting.kind is TraceKind.DEPENDENCY:
        return "it is installed with the product, without asking for an extra or a group"
    return "the file is part of the product, and nothing was seen that has to be chosen first"


def _say_optional(sighting: Sighting, area: Area, scan: Scan, catalogue: Catalogue) -> str:
    if area is Area.EXAMPLE:
        return "by its path the file is an example beside the product: somebody has to run it"
    if area is Area.DOCUMENTATION:
        return "by its path the file is documentation beside the product: somebody has to follow it"
    offered = _offered(sighting, scan)
    names = sorted(catalogue.vendors[vendor].name if vendor in catalogue.vendors else vendor for vendor in offered)
    shown = (*names[:5], f"{len(names) - 5} more") if len(names) > 6 else tuple(names)
    beside = (
        f"the tree offers {len(names)} vendors side by side ({listed(shown)}), and nothing makes this one the default"
    )
    own = "it stands in a branch, fallback or switch that is not taken by default"
    if sighting.kind is TraceKind.DEPENDENCY:
        own = "it is declared as optional or in an extra or group that somebody has to ask for"
    return f"{own}, or {beside}" if offered else own


def _offered(sighting: Sighting, scan: Scan) -> frozenset[str]:
    """The vendors that the product offers, if they are so many that this one can be one for choice."""
    in_product = [
        each
        for each in scan.sightings
        if each.tree == sighting.tree
        and each.vendor
        and each.basis in _WEIGHED
        and each.strength in _RUNTIME
        and area_of(each.place.path) is Area.PRODUCT
    ]
    vendors = frozenset(each.vendor for each in in_product if each.vendor)
    is_decided = any(
        each.vendor == sighting.vendor and each.strength is Strength.RUNTIME_DEFAULT for each in in_product
    )
    is_offered = sighting.basis in _WEIGHED and len(vendors) >= _SIDE_BY_SIDE and not is_decided
    return vendors if is_offered else frozenset()
