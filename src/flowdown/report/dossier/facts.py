"""Everything that papers are filled from, gathered before the first is built."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowdown.base.strict_yaml import Path
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.contract import Contract
    from flowdown.evidence.profile.profile import Profile, StatedProfile
    from flowdown.orders.load import Library
    from flowdown.orders.order import Order, OrderNorm
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.determination import Check
    from flowdown.reason.occurrence import Occurrence
    from flowdown.report.log_v1 import LogV1
    from flowdown.report.orders_v1 import TimelineV1, VendorOrdersV1
    from flowdown.report.plan_v1 import PlanV1
    from flowdown.report.report import Report
    from flowdown.scan.sighting import Scan


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an organisation on a day, and what the orders make of it."""

    stated: StatedProfile
    library: Library
    catalogue: Catalogue
    orders: tuple[Order, ...]
    report: Report
    scan: Scan
    """The scan with each sighting under the repository or system that it lies in."""
    check: Check
    deadlines: Deadlines
    occurrences: tuple[Occurrence, ...]
    timeline: TimelineV1
    log: LogV1 | None
    as_vendor: VendorOrdersV1 | None
    """What the orders say of the organisation itself, where it is a vendor that one names."""
    readings: tuple[str, ...] = ()
    make_plan: Callable[[], PlanV1] | None = None
    """Draws up the plan for what is forbidden, or may be; it takes a while, and is done once."""

    @property
    def profile(self) -> Profile:
        """What the organisation states of itself."""
        return self.stated.profile

    @property
    def as_of(self) -> datetime.date:
        """The day asked about."""
        return self.check.as_of

    @property
    def organisation(self) -> str:
        """Whose papers they are."""
        return self.profile.organisation.name or self.profile.organisation.id

    def order(self, identity: str) -> Order | None:
        """An order of the library."""
        return self.library.orders.get(identity)

    def norm(self, name: str) -> OrderNorm | None:
        """A norm by its full name, `order/norm`."""
        order = self.order(name.partition("/")[0])
        return next(
            (each for each in (order.norms if order is not None else ()) if each.id == name.partition("/")[2]), None
        )

    def contract(self, identity: str) -> Contract | None:
        """A contract of the profile."""
        return next((each for each in self.profile.contracts if each.id == identity), None)

    def stands_at(self, path: Path) -> str:
        """Where in the profile something stands, as `flowdown.yaml:12`."""
        where = self.stated.document.where(path)
        name = where.file.replace("\\", "/").rpartition("/")[2]
        return f"{name}:{where.line}" if where.line else name

    def vendor_name(self, identity: str) -> str:
        """What a vendor is called."""
        vendor = self.catalogue.vendors.get(identity)
        return vendor.name if vendor is not None else identity

    def people(self, *roles: str) -> tuple[str, ...]:
        """The people who have one of some roles."""
        return tuple(each.name or each.id for each in self.profile.people if set(roles) & set(each.roles))
