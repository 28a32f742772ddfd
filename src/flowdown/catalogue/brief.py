"""The little of each vendor that questions about all of them need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from flowdown.catalogue.kinds import ProductClass, SignatureKind

if TYPE_CHECKING:
    from flowdown.catalogue.vendor import Product, Vendor


class Brief(NamedTuple):
    """A vendor's id, name and aliases, the classes of its products, and who holds how many per cent of whom, as told there.

    `makes_devices`: some are devices themselves, and no programs that run on somebody else's.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    classes: frozenset[str]
    holdings: tuple[tuple[str, str, float], ...]
    makes_devices: bool = False


def sum_up(vendors: Iterable[Vendor]) -> tuple[Brief, ...]:
    """The briefs of vendors, in their order."""
    return tuple(
        Brief(
            vendor.id,
            vendor.name,
            vendor.aliases,
            frozenset(product.class_.value for product in vendor.products),
            tuple(_holdings(vendor)),
            any(_is_made(product) for product in vendor.products),
        )
        for vendor in vendors
    )


def _is_made(product: Product) -> bool:
    """Whether a product is a device that one makes: what a package of the operating system installs is a program on one."""
    is_program = any(each.kind is SignatureKind.DEB for each in product.signatures)
    return product.class_ is ProductClass.DEVICE and not is_program


def _holdings(vendor: Vendor) -> Iterable[tuple[str, str, float]]:
    for affiliate in vendor.affiliates:
        if affiliate.vendor and affiliate.percent is not None:
            above = affiliate.relation in ("parent", "investor", "funder")
            owner, owned = (affiliate.vendor, vendor.id) if above else (vendor.id, affiliate.vendor)
            yield owner, owned, affiliate.percent
