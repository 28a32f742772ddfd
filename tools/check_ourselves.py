"""Scans the program itself: it must call no vendor, however many its catalogue names."""

from __future__ import annotations

import datetime
from pathlib import Path

from flowdown.catalogue.kinds import Basis
from flowdown.pipeline.scan import scan_paths

ROOT = Path(__file__).resolve().parents[1]
SCANNED = ("src", "tools", "pyproject.toml", "requirements")
_NAMES_VENDORS = (
    "flowdown/catalogue/vendors/",
    "flowdown/catalogue/routes/",
    "flowdown/catalogue/replacement",
    "flowdown/orders/library/",
    "flowdown/evidence/readers/",
)
"""Data files that are about vendors, where hosts and keys stand because they are signatures; the examples in readers."""
_DAY = datetime.date(2026, 1, 1)


def main() -> int:
    """Print every use of a vendor that is more than a library; 1 if there is one."""
    report = scan_paths([ROOT / name for name in SCANNED], [], _DAY)
    uses = [
        sighting
        for sighting in report.scan.sightings
        if sighting.is_use
        and sighting.basis is not Basis.LIBRARY
        and not sighting.place.path.startswith(_NAMES_VENDORS)
    ]
    for sighting in uses:
        print(
            f"{sighting.place.path}:{sighting.place.line}: {sighting.vendor} ({sighting.basis.value}) {sighting.value}"
        )
    for gap in report.scan.gaps:
        print(f"{gap.path}: not read: {gap.reason}")
    return 1 if uses or report.scan.gaps else 0


if __name__ == "__main__":
    raise SystemExit(main())
