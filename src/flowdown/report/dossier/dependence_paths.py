"""The paths from contracts by what serves them to vendors, with what the orders say of each."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.catalogue.kinds import Basis
from flowdown.evidence.profile.maker import Makers
from flowdown.evidence.profile.profile import OWN_BUSINESS
from flowdown.reason.determination import Outcome
from flowdown.report.dossier.answers import TERMS
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import told
from flowdown.report.dossier.serving import Serves, resolve, served_by_supplier, served_by_tree
from flowdown.report.dossier.unreported import vendors_of
from flowdown.report.organisation_summary import short
from flowdown.report.paths_svg import TONES, Path

_NOT_KNOWN = "not known"


def dependence_paths(facts: Facts) -> tuple[Path, ...]:
    """Every path, once; libraries, of which nothing is called, are left to the tables."""
    tones = _tones(facts)
    found: dict[tuple[str, str, str], Path] = {}
    for place, serves, vendor, label, under in (*_of_trees(facts), *_of_devices(facts), *_of_suppliers(facts)):
        for contract in serves.contracts or (_NOT_KNOWN,):
            name = short(contract) if contract == OWN_BUSINESS else contract
            tone = tones.get((name, place, vendor), "")
            found.setdefault((name, place, label), Path(name, place, label, under, tone))
    return tuple(found.values())


def _tones(facts: Facts) -> dict[tuple[str, str, str], str]:
    tones: dict[tuple[str, str, str], str] = {}
    for each in facts.check.determinations:
        tone = {Outcome.BREACH: "bad", Outcome.UNDETERMINED: "open"}.get(each.outcome, "")
        if not tone or each.order.startswith(TERMS):
            continue
        for vendor, place in vendors_of(facts, each):
            key = (short(each.subject), place, vendor)
            tones[key] = min(tones.get(key, ""), tone, key=TONES.index) if key in tones else tone
    return tones


def _of_trees(facts: Facts) -> Iterator[tuple[str, Serves, str, str, str]]:
    routes: dict[tuple[str, str, str], dict[str, None]] = {}
    for each in facts.scan.sightings:
        if each.is_use and each.vendor is not None and each.basis is not Basis.LIBRARY:
            routes.setdefault((each.tree, each.vendor, each.basis.value), {})[each.route or "direct"] = None
    for (tree, vendor, basis), by in sorted(routes.items()):
        under = ", ".join(sorted("direct" if each == "direct" else f"by {each}" for each in by))
        yield tree, served_by_tree(facts, tree), vendor, f"{facts.vendor_name(vendor)}: {basis}", under


def _of_devices(facts: Facts) -> Iterator[tuple[str, Serves, str, str, str]]:
    makers = Makers(facts.catalogue)
    for device in facts.profile.equipment:
        words = device.serves if isinstance(device.serves, tuple) else (device.system,) if device.system else ()
        for maker in (device.maker, *(each.maker for each in device.installed)):
            known = makers.recognise(maker) if isinstance(maker, str) else None
            vendor = known.vendor if known is not None else ""
            stated = told(maker, "")
            label = facts.vendor_name(vendor) if vendor else stated if isinstance(stated, str) else "maker not known"
            yield f"equipment {device.id}", resolve(facts.profile, words), vendor, f"{label}: device", device.kind
    for use in facts.profile.vendors:
        name = facts.vendor_name(use.vendor)
        serves = resolve(facts.profile, use.serves)
        yield f"a stated use of {name}", serves, use.vendor, f"{name}: service", use.what or "stated"


def _of_suppliers(facts: Facts) -> Iterator[tuple[str, Serves, str, str, str]]:
    for supplier in facts.profile.suppliers:
        name = (
            facts.vendor_name(supplier.vendor) if supplier.vendor else f"{supplier.name or supplier.id}: what it uses"
        )
        under = "underneath" if supplier.vendor else "not known"
        serves = served_by_supplier(facts.profile, supplier)
        yield f"supplier {supplier.id}", serves, supplier.vendor, name, under
