"""Scan trees and report what they depend on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from flowdown.catalogue.catalogue import Catalogue
from flowdown.report.report import Report
from flowdown.scan.run import Progress


def scan_paths(
    paths: Sequence[Path],
    catalogues: Sequence[Path],
    today: datetime.date,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Scan folders or files with the built-in catalogue and more catalogue folders.

    Raises `UnusableArgument` for a path that does not exist and `Problems` for a broken catalogue file.
    """
    from flowdown.catalogue import load
    from flowdown.scan.run import scan

    catalogue = load(catalogues)
    return report_of(scan(paths, catalogue, cache, progress), catalogue, today)


def report_of(scan: object, catalogue: Catalogue, today: datetime.date) -> Report:
    """Give a scan the names that a reader needs."""
    from flowdown.scan.sighting import Scan

    assert isinstance(scan, Scan)
    vendors = {sighting.vendor for sighting in scan.sightings if sighting.vendor}
    products = {f"{sighting.vendor}/{sighting.product}" for sighting in scan.sightings if sighting.vendor and sighting.product}
    routes = {sighting.route for sighting in scan.sightings if sighting.route}
    return Report(
        tool=scan.tool,
        created=today.isoformat(),
        scan=scan,
        vendor_names={each: catalogue.vendors[each].name for each in sorted(vendors) if each in catalogue.vendors},
        product_names=_product_names(catalogue, products),
        route_names={each: catalogue.routes[each].name for each in sorted(routes) if each in catalogue.routes},
    )


def _product_names(catalogue: Catalogue, wanted: set[str]) -> dict[str, str]:
    names = {
        f"{vendor.id}/{product.id}": product.name for vendor in catalogue.vendors.values() for product in vendor.products
    }
    return {each: names[each] for each in sorted(wanted) if each in names}
