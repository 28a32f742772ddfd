"""Everything that one run has to say, finished and sorted, before any format renders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.gate.standing import Standing
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.determination import Check
    from flowdown.report.kept_text import KeptText
    from flowdown.scan.sighting import Scan


@dataclass(frozen=True, slots=True)
class Report:
    """A scan, and the check made on it if there was one.

    `vendor_names`, `product_names` (by `vendor/product`) and `route_names` hold the catalogue's names of the ids
    that occur, `service_names` those of the vendors' own services, `client_products` the products (`vendor/product`) that
    are clients made for such a service. `only_vendors` are those to which the scan was restricted (none: all), `left_out`
    how many sightings of others that hides. `standing` says what counts, where something was compared with or waived.
    `created` is the day of knowledge: reports carry no clock time, so that same input gives same bytes.
    """

    tool: str
    created: str
    scan: Scan
    vendor_names: Mapping[str, str]
    product_names: Mapping[str, str]
    route_names: Mapping[str, str]
    check: Check | None = None
    standing: Standing | None = None
    service_names: Mapping[str, str] = field(default_factory=dict)
    client_products: frozenset[str] = frozenset()
    organisation: str = ""
    """Who was asked about, where a whole organisation was."""
    deadlines: Deadlines | None = None
    """The clocks of that organisation on the day asked about."""
    only_vendors: tuple[str, ...] = ()
    left_out: int = 0
    text: KeptText | None = None
    """What was written of the same conclusion before, or is to be kept of it; if it is recalled, `scan` lacks what it says."""
