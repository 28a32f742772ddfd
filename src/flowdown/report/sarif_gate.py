"""What SARIF says of a result beyond itself: waived, known before, because of what stands elsewhere; and what was cut."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flowdown.base.canonical import Json
from flowdown.report.report import Report
from flowdown.report.sarif_parts import base_id, message
from flowdown.report.words import count
from flowdown.scan.sighting import Sighting, Strength

MOST_RESULTS = 25_000
"""Results of one run that code-scanning pages take; a run with more is refused as a whole."""
MOST_RELATED = 20
"""Places that one result may refer to."""
MOST_BYTES = 10 * 1024 * 1024
"""Bytes that an upload may have, compressed."""
CUT = "results-cut"
"""The descriptor of the notification about results that were left out."""
PLACES_CUT = "related-cut"
"""The descriptor of the notification about related places that were left out."""

_PLACE = re.compile(r"(?<= at )(?P<path>[^\s`:][^`:\n]*):(?P<line>[1-9]\d{0,8})(?=$|[\s,;.)])")
_STRONGEST = {strength: rank for rank, strength in enumerate(Strength)}


def standing_of(report: Report, sighting: Sighting) -> dict[str, Json]:
    """Whether somebody waives a sighting, and whether it was there before what was compared with."""
    standing = report.standing
    if standing is None:
        return {}
    said: dict[str, Json] = {}
    if standing.is_waived(sighting):
        waivers = [each.waiver for each in standing.waived if each.sighting == sighting]
        said["suppressions"] = [
            {
                "kind": "external" if waiver.where.path else "inSource",
                "status": "accepted",
                "justification": f"{waiver.reason} ({waiver.who}, until {waiver.until.isoformat()})",
            }
            for waiver in waivers
        ]
    if standing.against:
        said["baselineState"] = "new" if standing.is_new(sighting) else "unchanged"
    return said


def related(report: Report, sighting: Sighting) -> dict[str, Json]:
    """The places that a sighting's reasons name."""
    found: list[Json] = []
    for step in sighting.because:
        for match in _PLACE.finditer(step):
            uri = quote(match["path"].encode("utf-8", "surrogateescape"), safe="/!").lstrip("/")
            physical: Json = {
                "artifactLocation": {"uri": uri, "uriBaseId": base_id(sighting.tree, report.scan)},
                "region": {"startLine": int(match["line"])},
            }
            found.append({"id": len(found) + 1, "physicalLocation": physical, "message": message(step)})
    return {"relatedLocations": found[:MOST_RELATED]} if found else {}


def places_cut(sightings: Iterable[Sighting]) -> list[Json]:
    """A notification that results name more places than they may refer to, if any does."""
    counts = [sum(len(_PLACE.findall(step)) for step in sighting.because) for sighting in sightings]
    more = [number - MOST_RELATED for number in counts if number > MOST_RELATED]
    if not more:
        return []
    words = (
        f"{count(sum(more), 'related place')} of {count(len(more), 'result')} left out: {MOST_RELATED} are shown of each. "
        f"`--format json` has all."
    )
    return [{"descriptor": {"id": PLACES_CUT, "index": 2}, "level": "note", "message": message(words)}]


def rank_of(sighting: Sighting | None) -> int:
    """By which results are kept where not all fit: what has no place first, then the strongest."""
    return -1 if sighting is None else _STRONGEST[sighting.strength]


def keep(ranks: Sequence[int], most: int = MOST_RESULTS) -> frozenset[int]:
    """Which of some results are kept, by their numbers: the first of the lowest ranks, at most `most`."""
    if len(ranks) <= most:
        return frozenset(range(len(ranks)))
    return frozenset(sorted(range(len(ranks)), key=lambda number: (ranks[number], number))[:most])


def is_too_large(text: str) -> bool:
    """Whether a finished log would be refused for its size."""
    return len(text) > MOST_BYTES and len(zlib.compress(text.encode("utf-8", "replace"), 6)) > MOST_BYTES


def cut_notification(left_out: int, shown: int) -> Json:
    """That results were left out, how many and which."""
    words = (
        f"{count(left_out, 'result')} of {left_out + shown:,} left out: code-scanning pages take at most "
        f"{MOST_RESULTS:,} results and {MOST_BYTES // 1024 // 1024} MiB. The strongest were kept; `--format json` has all."
    )
    return {"descriptor": {"id": CUT, "index": 1}, "level": "warning", "message": message(words)}


def cut_descriptors() -> list[Json]:
    """The descriptors of these notifications, in the order of their indexes after the first."""
    return [
        {
            "id": CUT,
            "shortDescription": {"text": "Results that were left out, since readers take only so many."},
            "defaultConfiguration": {"level": "warning"},
        },
        {
            "id": PLACES_CUT,
            "shortDescription": {"text": "Related places that were left out, since a page shows only so many."},
            "defaultConfiguration": {"level": "note"},
        },
    ]
