"""How many uses there are: a new format, for the test that one file is enough."""

from __future__ import annotations

from flowdown.report.format import Format, Look
from flowdown.report.report import Report


def render(report: Report, look: Look) -> str:
    """One line."""
    return f"uses: {sum(sighting.is_use for sighting in report.scan.sightings)}\n"


FORMAT = Format("count", "text/plain", ".count", "how many uses there are", render)
