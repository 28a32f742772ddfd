"""Lists what a scan shows in use as the parts of a bill of materials: packages, models, services, devices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from flowdown.catalogue.kinds import Basis
from flowdown.report.pieces import product_name, route_name, vendor_name
from flowdown.report.purl import package_name, purl_of
from flowdown.report.report import Report
from flowdown.report.summary import by_strength, is_evidence
from flowdown.report.words import is_hazardous, visible
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import TraceKind

_PACKAGE_TRACES = frozenset({TraceKind.DEPENDENCY, TraceKind.LOCK, TraceKind.IMPORT})
_MODEL_TRACES = frozenset({TraceKind.MODEL_ID, TraceKind.WEIGHTS})
_NAMED_TRACES = frozenset({TraceKind.IMAGE})
_ENDPOINT = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?[^\s/?#]+\.[^\s]*|[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


class PartKind(StrEnum):
    """What a part is, in CycloneDX's words; a service is no component there."""

    LIBRARY = "library"
    MODEL = "machine-learning-model"
    CONTAINER = "container"
    DEVICE = "device"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Part:
    """One package, model, image, device or service, with every sighting of it.

    `vendors` are several where a model has a line (maker and ancestors), none where it cannot be determined.
    """

    kind: PartKind
    reference: str
    name: str
    version: str
    purl: str
    vendors: tuple[str, ...]
    products: tuple[str, ...]
    bases: tuple[str, ...]
    routes: tuple[str, ...]
    strength: Strength
    endpoints: tuple[str, ...]
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    """By what sightings belong to one part."""

    kind: PartKind
    vendor: str
    name: str
    purl: str = ""


def list_parts(report: Report) -> tuple[Part, ...]:
    """Every part that is used or locked, sorted; what is only mentioned is none.

    A package named without a version is the one whose version is known, if there is only one.
    """
    grouped: dict[_Key, list[Sighting]] = defaultdict(list)
    for sighting in report.scan.sightings:
        if is_evidence(sighting):
            grouped[_key(report, sighting)].append(sighting)
    for key in [key for key in sorted(grouped) if key.purl and "@" not in key.purl]:
        pinned = [other for other in grouped if _is_pin_of(other, key)]
        if len(pinned) == 1:
            grouped[pinned[0]] += grouped.pop(key)
    return tuple(_part(key, grouped[key]) for key in sorted(grouped))


def _is_pin_of(other: _Key, key: _Key) -> bool:
    """Whether `other` is the package of `key` in a known version."""
    return other.vendor == key.vendor and other.purl.startswith(f"{key.purl}@")


def _key(report: Report, sighting: Sighting) -> _Key:
    vendor = sighting.vendor or ""
    name = product_name(report, sighting) or "unnamed"
    if sighting.vendor is None:
        name = f"undetermined, by {route_name(report, sighting.route)}" if sighting.route else "undetermined"
    purl = purl_of(sighting) if sighting.kind in _PACKAGE_TRACES else None
    is_client = f"{vendor}/{sighting.product}" in report.client_products
    if purl:
        return _Key(PartKind.LIBRARY, vendor, package_name(purl), purl)
    if sighting.kind in _NAMED_TRACES:
        return _Key(PartKind.CONTAINER, vendor, sighting.value or name)
    match sighting.basis:
        case Basis.MODEL:
            # One model has one name whoever is in its line, so its vendors meet in one part.
            named = sighting.kind in _MODEL_TRACES and sighting.value and sighting.vendor
            return _Key(PartKind.MODEL, "" if named else vendor, sighting.value if named else name)
        case Basis.LIBRARY:
            return _Key(PartKind.LIBRARY, vendor, name)
        case Basis.DEVICE:
            return _Key(PartKind.DEVICE, vendor, name)
        case Basis.SERVICE if is_client and sighting.kind in _PACKAGE_TRACES:
            # A client is code; what it reaches is the service, which the places show that build or call it.
            return _Key(PartKind.LIBRARY, vendor, name)
        case Basis.SERVICE if is_client:
            reached = report.service_names.get(vendor) or f"Service of {vendor_name(report, sighting.vendor)}"
            return _Key(PartKind.SERVICE, vendor, reached)
        case Basis.HOST if not sighting.product and sighting.route:
            return _Key(PartKind.SERVICE, vendor, route_name(report, sighting.route))
        case Basis.SERVICE | Basis.HOST:
            return _Key(PartKind.SERVICE, vendor, name)


def _part(key: _Key, sightings: list[Sighting]) -> Part:
    strongest = by_strength(sightings)[0].strength
    return Part(
        kind=key.kind,
        reference=visible(":".join(part for part in (key.kind.value, key.vendor, key.purl or key.name) if part)),
        name=key.name,
        version=unquote(key.purl.partition("@")[2]),
        purl=key.purl,
        vendors=_sorted(sighting.vendor for sighting in sightings if sighting.vendor),
        products=_sorted(sighting.product for sighting in sightings if sighting.product),
        bases=_sorted(sighting.basis.value for sighting in sightings),
        routes=_sorted(sighting.route for sighting in sightings if sighting.route),
        strength=strongest,
        endpoints=_sorted(
            _reference(sighting.value)
            for sighting in sightings
            if sighting.kind is TraceKind.ENDPOINT and _ENDPOINT.fullmatch(sighting.value)
        ),
        sightings=tuple(sightings),
    )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _reference(value: str) -> str:
    """An endpoint's value as the reference that the format asks for: no blanks, no control characters."""
    unsafe = (character in '<>"{}|\\^`' or is_hazardous(character) for character in value)
    return "".join(
        quote(character.encode("utf-8", "surrogateescape"), safe="") if bad else character
        for character, bad in zip(value, unsafe, strict=True)
    )
