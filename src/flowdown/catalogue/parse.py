"""Reads vendor and route files into one checked catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.openset import load_documents
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.vendor import ApiShape, Route, Signature, Source, Vendor


def parse(vendor_folders: Sequence[Path], route_folders: Sequence[Path]) -> Catalogue:
    """Parse and check all files of some folders; raise `Problems` with the faults of all."""
    vendors = load_documents(vendor_folders, read_vendor)
    routes = load_documents(route_folders, read_route)
    problems = list(_dangling(vendors, routes))
    if problems:
        raise Problems(problems)
    return Catalogue.of(vendors, routes)


def read_vendor(document: Document) -> Vendor:
    """Read one vendor file; raise `Problems` with its faults."""
    vendor = decode(Vendor, document)
    problems: list[FlowdownError] = []
    known = _source_ids(vendor.sources, document, problems)
    for index, product in enumerate(vendor.products):
        _check_source(product.source, known, document, ("products", index), problems)
        for place, signature in enumerate(product.signatures):
            path = ("products", index, "signatures", place)
            _check_signature(signature, known, document, path, problems)
        _check_shapes(product.shapes, known, document, ("products", index), problems)
    for index, affiliate in enumerate(vendor.affiliates):
        _check_source(affiliate.source, known, document, ("affiliates", index), problems)
    _check_examples(vendor.examples, document, problems)
    if problems:
        raise Problems(problems)
    return vendor


def read_route(document: Document) -> Route:
    """Read one route file; raise `Problems` with its faults."""
    route = decode(Route, document)
    problems: list[FlowdownError] = []
    known = _source_ids(route.sources, document, problems)
    for place, signature in enumerate(route.signatures):
        if not signature.source and len(known) != 1:
            problems.append(UnusableFile("a fact without a source", document.where(("signatures", place))))
        _check_signature(signature, known, document, ("signatures", place), problems)
    _check_shapes(route.shapes, known, document, (), problems)
    _check_examples(route.examples, document, problems)
    if problems:
        raise Problems(problems)
    return route


def _source_ids(sources: tuple[Source, ...], document: Document, problems: list[FlowdownError]) -> set[str]:
    if not sources:
        problems.append(UnusableFile("no source", document.where(("sources",))))
    return {source.id for source in sources}


def _check_source(
    source: str, known: set[str], document: Document, path: tuple[str | int, ...], problems: list[FlowdownError]
) -> None:
    if source not in known:
        problems.append(UnusableFile(f"the source `{source}` is not listed", document.where((*path, "source"))))


def _check_signature(
    signature: Signature,
    known: set[str],
    document: Document,
    path: tuple[str | int, ...],
    problems: list[FlowdownError],
) -> None:
    if signature.source:
        _check_source(signature.source, known, document, path, problems)
    if not signature.value:
        problems.append(UnusableFile("a signature without a value", document.where(path)))
    try:
        re.compile(signature.tail)
    except re.error as error:
        problems.append(UnusableFile(f"not a regular expression: {error.msg}", document.where((*path, "tail"))))


def _check_shapes(
    shapes: tuple[ApiShape, ...],
    known: set[str],
    document: Document,
    path: tuple[str | int, ...],
    problems: list[FlowdownError],
) -> None:
    for index, shape in enumerate(shapes):
        if shape.source:
            _check_source(shape.source, known, document, (*path, "shapes", index), problems)


def _check_examples(examples: Sequence[object], document: Document, problems: list[FlowdownError]) -> None:
    if not any(getattr(example, "finds", ()) for example in examples):
        problems.append(UnusableFile("no example that must be found", document.where(("examples",))))
    if all(getattr(example, "finds", ()) for example in examples):
        problems.append(UnusableFile("no example that must not be found", document.where(("examples",))))


def _dangling(vendors: dict[str, Vendor], routes: dict[str, Route]) -> Iterable[FlowdownError]:
    for vendor in vendors.values():
        for product in vendor.products:
            lines = [*product.derived_from, *(line for each in product.signatures for line in each.derived_from)]
            for line in lines:
                if line not in vendors:
                    yield UnusableFile(f"`{vendor.id}/{product.id}` derives from the unknown vendor `{line}`")
            for signature in product.signatures:
                if signature.route and signature.route not in routes:
                    yield UnusableFile(f"`{vendor.id}/{product.id}` names the unknown route `{signature.route}`")
        for affiliate in vendor.affiliates:
            if affiliate.vendor and affiliate.vendor not in vendors:
                yield UnusableFile(f"`{vendor.id}` names the unknown affiliate `{affiliate.vendor}`")
    for route in routes.values():
        if route.operator and route.operator not in vendors:
            yield UnusableFile(f"the route `{route.id}` names the unknown operator `{route.operator}`")
