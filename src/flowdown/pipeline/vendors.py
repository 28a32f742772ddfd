"""Say who is in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue


def load_catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """The built-in catalogue and more folders; raises `Problems` for broken files."""
    from flowdown.catalogue import load

    return load(folders)


def list_vendors(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Rows of id, name, country and the names of the products."""
    return [
        (vendor.id, vendor.name, vendor.country, ", ".join(product.name for product in vendor.products))
        for vendor in catalogue.vendors.values()
    ]


def choose_vendors(catalogue: Catalogue, wanted: Sequence[str]) -> frozenset[str]:
    """The ids of vendors named by id or alias; raises `UnusableArgument` for a name that is nobody's."""
    import difflib

    chosen = set()
    for word in wanted:
        vendor = catalogue.vendor_of(word)
        if vendor is None:
            near = difflib.get_close_matches(word.lower(), catalogue.vendors, 1)
            hint = f"did you mean `{near[0]}`?" if near else "see `flowdown vendors`"
            raise UnusableArgument(f"unknown vendor `{word}`", hint=hint)
        chosen.add(vendor.id)
    return frozenset(chosen)
