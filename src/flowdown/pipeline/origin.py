"""Finds where the catalogue has a signature from: the file, the product or route, and the sources that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.vendor import Route, Source, Vendor
from flowdown.report.explanation import Origin
from flowdown.scan.sighting import Sighting

BUILT_IN = "flowdown/catalogue"


@dataclass(frozen=True, slots=True)
class _Holder:
    """A vendor's product or a route that has a signature, and the ids of the sources for it."""

    file: str
    member: str
    sources: tuple[Source, ...]
    cited: tuple[str, ...]
    rank: int


def find_origin(sighting: Sighting, catalogue: Catalogue, folders: Sequence[Path] = ()) -> Origin | None:
    """The signature of a sighting with its file in the catalogue; None where no signature was needed.

    `folders` are those of more catalogues: a file that stands in one of them is named with it.
    """
    kind, _, value = sighting.signature.partition(":")
    if not value:
        return None
    if kind == "route":
        route = catalogue.routes.get(value)
        holders = [_of_route(route, ())] if route else []
    else:
        holders = sorted(_holders(kind, value, sighting, catalogue), key=lambda each: (each.rank, each.file))
    if not holders:
        return Origin(sighting.signature, "", "", ())
    best = holders[0]
    # A name or a route as such cites no source of its own: then those of its whole file are.
    chosen = [source for source in best.sources if source.id in best.cited] or list(best.sources)
    return Origin(
        sighting.signature, _where(best.file, folders), best.member, tuple(say_source(source) for source in chosen)
    )


def say_source(source: Source) -> str:
    """A source as one line: who says it, where, when it was read."""
    if source.mark == "U" and not source.publisher:
        return f"{source.title or source.id} [U: check before use]"
    where = source.url or source.path
    parts = [
        f"{source.publisher}: {source.title}",
        f"({where})" if where else "",
        f"at commit {source.commit[:12]}" if source.commit else "",
        f"read {source.read.isoformat()}" if source.read else "",
        f"[{source.mark}]" if source.mark else "",
    ]
    return " ".join(part for part in parts if part)


def _holders(kind: str, value: str, sighting: Sighting, catalogue: Catalogue) -> Iterator[_Holder]:
    """Everything in the catalogue that has this signature: first of the vendor's product, then of others in its line."""
    for vendor in catalogue.vendors.values():
        is_own = vendor.id == sighting.vendor
        yield from _of_vendor(vendor, kind, value, sighting, 1 if is_own else 3)
    for route in catalogue.routes.values():
        cited = [each.source for each in route.signatures if (each.kind.value, each.value) == (kind, value)]
        if kind == SignatureKind.SYMBOL.value:
            cited += [shape.source for shape in route.shapes if value in shape.symbols]
        if cited:
            yield _of_route(route, tuple(cited), 2 if route.id == sighting.route else 4)


def _of_vendor(vendor: Vendor, kind: str, value: str, sighting: Sighting, rank: int) -> Iterator[_Holder]:
    file = f"vendors/{vendor.id}.yaml"
    if kind == SignatureKind.WORD.value and value in vendor.words:
        yield _Holder(file, f"{vendor.id} ({vendor.name}), a name of the vendor", vendor.sources, (), rank)
    for product in vendor.products:
        cited = [
            each.source or product.source
            for each in product.signatures
            if (each.kind.value, each.value) == (kind, value)
        ]
        if kind == SignatureKind.SYMBOL.value:
            cited += [shape.source or product.source for shape in product.shapes if value in shape.symbols]
        if cited:
            is_same = rank == 1 and product.id == sighting.product
            member = f"{vendor.id}/{product.id} ({product.name}, class {product.class_.value})"
            yield _Holder(file, member, vendor.sources, tuple(cited), 0 if is_same else rank)


def _of_route(route: Route, cited: tuple[str, ...], rank: int = 0) -> _Holder:
    return _Holder(
        f"routes/{route.id}.yaml", f"route {route.id} ({route.name})", route.sources, tuple(filter(None, cited)), rank
    )


def _where(file: str, folders: Sequence[Path]) -> str:
    for folder in folders:
        if (folder / file).is_file():
            return (folder / file).as_posix()
    return f"{BUILT_IN}/{file}"
