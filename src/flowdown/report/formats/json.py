"""Reports as our own versioned JSON: `flowdown.check/1` for a check, `flowdown.scan/1` for a scan."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.report.format import Format, Look
from flowdown.report.json_text import json_parts
from flowdown.report.report import Report
from flowdown.report.scan_v1 import shape_scan
from flowdown.report.shape_json import shape


def render(report: Report, look: Look) -> str:
    """The whole report; nothing is left out, whatever the screen."""
    return "".join(parts(report, look))


def parts(report: Report, look: Look) -> Iterator[str]:
    """The same, a part at a time."""
    if report.text is None:
        return json_parts(shape(report))
    return report.text.parts(shape_scan(report.scan), report.scan.kept_as)


FORMAT = Format(
    id="json",
    media_type="application/json",
    suffix=".json",
    about="for programs: everything, under keys that only ever grow",
    render=render,
    parts=parts,
    schema="flowdown.scan/1 or flowdown.check/1",
)
