"""Tells by its keywords alone which vendors a file could show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.keywords import gather_keywords
from flowdown.catalogue.kinds import BASIS_OF_CLASS, Basis
from flowdown.catalogue.vendor import Signature
from flowdown.scan.prefilter import Prefilter

COUNTED = frozenset({Basis.MODEL, Basis.SERVICE, Basis.DEVICE})
"""The bases on which a tree depends on a vendor himself; the others are apart."""

Side: TypeAlias = tuple[str, bool]
"""A vendor, and whether on a basis that counts."""


class KeywordVendors:
    """By the numbers of a prefilter's keywords the vendors that stand behind them."""

    def __init__(self, catalogue: Catalogue, prefilter: Prefilter) -> None:
        by_text: dict[tuple[str, bool], set[Side]] = defaultdict(set)
        for signature, sides in _signed(catalogue):
            for keyword in gather_keywords([(signature.kind, signature.value, signature.tail)]):
                by_text[keyword.text, keyword.caseless].update(sides)
        self._sides = [frozenset(by_text.get(text, ())) for text in prefilter.texts]

    def of(self, numbers: Iterable[int]) -> frozenset[Side]:
        """The vendors behind some keywords."""
        return frozenset().union(*(self._sides[number] for number in numbers))


def _signed(catalogue: Catalogue) -> Iterator[tuple[Signature, set[Side]]]:
    """Every signature but brand names, which by themselves are mentions, with the vendors that it can stand for."""
    operators = {route.id: route.operator for route in catalogue.routes.values()}
    for vendor in catalogue.vendors.values():
        for product in vendor.products:
            counts = BASIS_OF_CLASS[product.class_] in COUNTED
            for signature in product.signatures:
                vendors = {vendor.id, *product.derived_from, *signature.derived_from}
                sides = {(each, side) for each in vendors for side in ({counts, False})}
                if operator := operators.get(signature.route):
                    sides.add((operator, False))
                yield signature, sides
    for route in catalogue.routes.values():
        for signature in route.signatures:
            yield signature, {(route.operator, False)} if route.operator else set()
