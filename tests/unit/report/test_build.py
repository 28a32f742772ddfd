"""A scan and a check gathered into one report."""

from __future__ import annotations

from dataclasses import replace

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import ProductClass, RouteKind
from flowdown.catalogue.vendor import Product, Route, Vendor
from flowdown.report import build

from .samples import check_of, scan_report

CATALOGUE = Catalogue.of(
    {
        "anthropic": Vendor(
            "anthropic", "Anthropic, PBC", "US", (), (Product("claude", "Claude", ProductClass.MODEL, "s"),), ()
        )
    },
    {"bedrock": Route("bedrock", "Amazon Bedrock", RouteKind.CLOUD, (), (), ())},
)


def test_ids_get_the_names_of_the_catalogue() -> None:
    report = build("flowdown 0.1.0", "2026-11-23", scan_report().scan, CATALOGUE)
    assert report.vendor_names["anthropic"] == "Anthropic, PBC"
    assert report.product_names["anthropic/claude"] == "Claude"
    assert report.route_names["bedrock"] == "Amazon Bedrock"


def test_an_id_without_a_name_keeps_its_id() -> None:
    report = build("flowdown 0.1.0", "2026-11-23", scan_report().scan, CATALOGUE)
    assert report.vendor_names["openai"] == "openai"
    assert report.product_names["openai/openai-sdk"] == "openai-sdk"
    assert report.route_names["openrouter"] == "openrouter"


def test_sightings_of_a_check_are_named_too() -> None:
    empty = replace(scan_report().scan, sightings=(), dependences=())
    report = build("flowdown 0.1.0", "2026-11-23", empty, CATALOGUE, check_of())
    assert report.vendor_names["anthropic"] == "Anthropic, PBC"
    assert report.check is not None
