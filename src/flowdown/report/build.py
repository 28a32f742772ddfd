"""Gathers a scan, and the check made on it, into one report with the catalogue's names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowdown.catalogue.kinds import ProductClass
from flowdown.report.report import Report

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.gate.standing import Standing
    from flowdown.reason.determination import Check
    from flowdown.scan.sighting import Scan, Sighting


def build(
    tool: str,
    created: str,
    scan: Scan,
    catalogue: Catalogue,
    check: Check | None = None,
    standing: Standing | None = None,
) -> Report:
    """The finished report: `created` is the day of knowledge, `tool` the program's name and version.

    An id that the catalogue does not name keeps its id.
    """
    sightings = tuple(_sightings(scan, check, standing))
    vendors = {sighting.vendor for sighting in sightings if sighting.vendor}
    vendors |= {dependence.vendor for dependence in scan.dependences}
    routes = {sighting.route for sighting in sightings if sighting.route}
    routes |= {route for dependence in scan.dependences for route in dependence.routes}
    products = {(sighting.vendor, sighting.product) for sighting in sightings if sighting.vendor}
    return Report(
        tool=tool,
        created=created,
        scan=scan,
        vendor_names={
            vendor: catalogue.vendors[vendor].name if vendor in catalogue.vendors else vendor
            for vendor in sorted(vendors)
        },
        product_names={
            f"{vendor}/{product}": _product_name(catalogue, vendor, product) for vendor, product in sorted(products)
        },
        route_names={
            route: catalogue.routes[route].name if route in catalogue.routes else route for route in sorted(routes)
        },
        check=check,
        standing=standing,
        service_names={
            vendor: names[0] for vendor in sorted(vendors) if len(names := _service_names(catalogue, vendor)) == 1
        },
        client_products=frozenset(
            f"{vendor}/{product}" for vendor, product in products if _is_client(catalogue, vendor, product)
        ),
    )


def _sightings(scan: Scan, check: Check | None, standing: Standing | None) -> Iterator[Sighting]:
    yield from scan.sightings
    for shift in standing.shifts if standing else ():
        yield from shift.gone
    for determination in check.determinations if check else ():
        yield from determination.sightings


def _service_names(catalogue: Catalogue, vendor: str) -> list[str]:
    """The names of the services that a vendor runs itself."""
    known = catalogue.vendors.get(vendor)
    return [each.name for each in known.products if each.class_ is ProductClass.SERVICE] if known else []


def _is_client(catalogue: Catalogue, vendor: str, product: str) -> bool:
    """Whether a product is a client made for a vendor's service."""
    known = catalogue.vendors.get(vendor)
    return known is not None and any(
        each.id == product and each.class_ is ProductClass.SERVICE_SDK for each in known.products
    )


def _product_name(catalogue: Catalogue, vendor: str, product: str) -> str:
    known = catalogue.vendors.get(vendor)
    names = {each.id: each.name for each in known.products} if known else {}
    return names.get(product, product)
