"""Lays out everything that the catalogue says of a vendor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flowdown.catalogue.vendor import Affiliate, Product, Vendor
from flowdown.pipeline.origin import say_source
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Section, Span, Tone, line, span


def lay_out_vendor(vendor: Vendor) -> Page:
    """The page of a vendor: who it is, who stands behind it, its products with their signatures, the sources."""
    return Page(tuple(_blocks(vendor)), vendor.name)


def _blocks(vendor: Vendor) -> Iterator[Block]:
    known = f", also known as {', '.join(vendor.aliases)}" if vendor.aliases else ""
    yield Paragraph(line(span(vendor.id, Tone.VALUE), f": {vendor.name}, {vendor.country}{known}"))
    if vendor.note:
        yield Paragraph(line(vendor.note.strip()))
    if vendor.affiliates:
        yield Section(line("Affiliates"), (Points(tuple(_affiliate(each) for each in vendor.affiliates)),))
    for product in vendor.products:
        yield _product(vendor, product)
    if vendor.not_to_confuse:
        points = tuple(Point(line(name)) for name in vendor.not_to_confuse)
        yield Section(line("Not to confuse with"), (Points(points),))
    points = tuple(Point(line(span(source.id, Tone.VALUE), f"  {say_source(source)}")) for source in vendor.sources)
    yield Section(line("Sources"), (Points(points),))


def _affiliate(affiliate: Affiliate) -> Point:
    share = f", {affiliate.percent:g} %" if affiliate.percent is not None else ""
    words = f"{affiliate.relation.value}: {affiliate.name or affiliate.vendor}{share}"
    under = (line(affiliate.note.strip()),) if affiliate.note else ()
    return Point(line(words, span(f"  [{affiliate.source}]", Tone.FAINT)), under)


def _product(vendor: Vendor, product: Product) -> Section:
    head = Paragraph(
        line(
            span(f"{vendor.id}/{product.id}", Tone.VALUE),
            f"  {product.class_.value}",
            span(f"  [{product.source}]", Tone.FAINT),
        )
    )
    kinds: dict[str, set[str]] = defaultdict(set)
    for signature in product.signatures:
        kinds[signature.kind.value].add(signature.value)
    points = tuple(Point(line(f"{kind}: ", *_values(values))) for kind, values in sorted(kinds.items()))
    return Section(line(product.name), (head, *((Points(points),) if points else ())))


def _values(values: set[str]) -> Iterator[str | Span]:
    for index, value in enumerate(sorted(values)):
        if index:
            yield ", "
        yield span(value, Tone.PLACE)
