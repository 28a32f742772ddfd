"""The catalogue's families, namespaces and route prefixes, arranged for looking up model ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.model_words import TOKEN, Part, part_of

LETTERS = re.compile(r"[a-z]+")
"""Runs of letters in a lower-case text: the keys by which families are looked up."""


# NamedTuples, since hundreds are read back at every start.
class Family(NamedTuple):
    """A model family: what its ids begin with, what must follow, whose it is.

    `is_generic`: it is called by a word that makers use for variants of other families (`tts-1`, `embed-v4`).
    """

    stem: str
    tail: str
    head_at: int
    vendor: str
    product: str
    derived_from: tuple[str, ...]
    is_generic: bool

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The key by which families are tried: the longest stem first."""
        return (-len(self.stem), self.stem, self.vendor, self.product, self.tail)

    @property
    def signature(self) -> str:
        """How the family is named in answers."""
        return f"model:{self.stem}"


class Space(NamedTuple):
    """The organisation part of an id, and the vendor whose it is."""

    vendor: str
    product: str
    signature: str


@dataclass(frozen=True, slots=True)
class ModelTable:
    """Plain look-up tables.

    `families` by the first run of letters of their stem, longest stem first; `stems` those whose stem is one vendor's
    alone, by the whole stem; `products` each vendor's first product with a family. `spaces` by lower-case name.
    `prefixes` by their first segment, longest first: the segments and the route. `leads` are what a route writes
    before a name without a slash (`us.`, `host-`), longest first.
    """

    families: dict[str, tuple[Family, ...]]
    stems: dict[str, Family]
    products: dict[str, str]
    spaces: dict[str, Space]
    prefixes: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    leads: tuple[tuple[str, str], ...]


def build_table(catalogue: Catalogue) -> ModelTable:
    """Arrange a catalogue's families, namespaces and prefixes."""
    families: dict[str, list[Family]] = {}
    products: dict[str, str] = {}
    for family in _families(catalogue):
        products.setdefault(family.vendor, family.product)
        head = LETTERS.search(family.stem)
        if head is not None:
            families.setdefault(head.group(), []).append(family)
    prefixes: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    leads: dict[str, str] = {}
    for text, route in _prefixes(catalogue):
        if text[-1] in ".-":
            leads.setdefault(text, route)
            continue
        segments = tuple(text.rstrip("/:").split("/"))
        prefixes.setdefault(segments[0], []).append((segments, route))
    return ModelTable(
        families={head: tuple(sorted(group, key=lambda each: each.order)) for head, group in families.items()},
        stems=_stems(families),
        products=products,
        spaces=_spaces(catalogue),
        prefixes={
            first: tuple(sorted(set(group), key=lambda each: (-len(each[0]), each)))
            for first, group in prefixes.items()
        },
        leads=tuple(sorted(leads.items(), key=lambda each: (-len(each[0]), each))),
    )


def plain(name: str) -> str:
    """The lower-case spelling under which a stem, namespace or prefix is kept: `-` for `_`."""
    return name.lower().replace("_", "-")


def _families(catalogue: Catalogue) -> Iterator[Family]:
    for vendor in catalogue.vendors.values():
        for product in vendor.products:
            for signature in product.signatures:
                if signature.kind is not SignatureKind.MODEL:
                    continue
                stem = plain(signature.value)
                head = LETTERS.search(stem)
                line = tuple(dict.fromkeys((*signature.derived_from, *product.derived_from)))
                is_generic = any(part_of(token) is Part.VARIANT for token in TOKEN.findall(stem)[:1])
                yield Family(stem, signature.tail, head.start() if head else 0, vendor.id, product.id, line, is_generic)


def _stems(families: dict[str, list[Family]]) -> dict[str, Family]:
    groups: dict[str, list[Family]] = {}
    for family in sorted((each for group in families.values() for each in group), key=lambda each: each.order):
        # A stem that others took over for what they made of it is still its first maker's.
        if not family.derived_from:
            groups.setdefault(family.stem, []).append(family)
    return {stem: group[0] for stem, group in groups.items() if len({each.vendor for each in group}) == 1}


def _spaces(catalogue: Catalogue) -> dict[str, Space]:
    spaces: dict[str, Space] = {}
    for vendor in catalogue.vendors.values():
        for product in vendor.products:
            for signature in product.signatures:
                if signature.kind is SignatureKind.NAMESPACE:
                    name = plain(signature.value)
                    spaces.setdefault(name, Space(vendor.id, product.id, f"namespace:{signature.value}"))
    routes = {plain(text).rstrip("/:") for text, _ in _prefixes(catalogue)}
    for vendor in catalogue.vendors.values():
        for word in (vendor.id, *vendor.aliases):
            # What a route is called says how a model is reached, not whose it is.
            if plain(word) not in routes:
                spaces.setdefault(plain(word).replace(" ", "-"), Space(vendor.id, "", f"vendor:{vendor.id}"))
    return spaces


def _prefixes(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for route in catalogue.routes.values():
        for text in (*route.model_prefixes, route.id, *route.aliases):
            if plain(text).strip("/:"):
                yield plain(text).lstrip("/"), route.id
        for signature in route.signatures:
            if signature.kind is SignatureKind.PROVIDER:
                yield plain(signature.value), route.id
