"""Every vendor and route, with look-ups by id and alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.catalogue.brief import Brief
    from flowdown.catalogue.vendor import Route, Vendor


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Who the vendors are and by which routes they are reached, sorted by id.

    `packed_index` holds all look-ups where the catalogue was kept with them, `kept_briefs` likewise (`briefs`).
    """

    vendors: Mapping[str, Vendor]
    routes: Mapping[str, Route]
    digest: str
    packed_index: bytes = field(default=b"", repr=False, compare=False)
    kept_briefs: tuple[Brief, ...] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, vendors: Mapping[str, Vendor], routes: Mapping[str, Route]) -> Catalogue:
        """Build a catalogue and its digest."""
        from flowdown.base.canonical import digest

        return cls(vendors, routes, digest({"vendors": list(vendors.values()), "routes": list(routes.values())}))

    def briefs(self) -> tuple[Brief, ...]:
        """The little of each vendor that questions about all of them need, without unpacking one."""
        from flowdown.catalogue.brief import sum_up

        return sum_up(self.vendors.values()) if self.kept_briefs is None else self.kept_briefs

    def vendor_of(self, word: str) -> Vendor | None:
        """The vendor with this id or alias, in any case."""
        low = word.lower()
        if low in self.vendors:
            return self.vendors[low]
        return next((self.vendors[brief.id] for brief in self.briefs() if low in brief.aliases), None)
