"""Answers over a whole fleet who uses a vendor, and of whom that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowdown.catalogue.kinds import Basis
from flowdown.fleet.read_tables import FleetTables
from flowdown.report.fleet_v1 import FleetImpactV1, FleetUseV1, UnreadV1
from flowdown.scan.sighting import STRENGTHS, Strength

_RANK = f"CASE d.strength {' '.join(f'WHEN {each.value!r} THEN {rank}' for rank, each in enumerate(STRENGTHS))} END"

_USES = f"""
WITH placed AS (
    SELECT tree, vendor, basis, strength, min_by(path || ':' || line, (path, line)) AS place
    FROM sightings WHERE list_contains(?, vendor) GROUP BY ALL
)
SELECT d.tree, d.vendor, d.basis, d.strength, d.routes, d.uses, d.mentions, p.place
FROM dependences d
JOIN placed p ON (p.tree, p.vendor, p.basis, p.strength) = (d.tree, d.vendor, d.basis, d.strength)
ORDER BY {_RANK}, d.uses DESC, d.tree, d.vendor, d.basis
"""

_UNREAD = """
SELECT tree, CASE status WHEN 'failed' THEN why ELSE 'not scanned yet' END FROM trees WHERE status <> 'done'
UNION ALL
SELECT tree, min_by(path || ': ' || reason, (path, line)) || CASE count(*) WHEN 1 THEN '' ELSE ' and ' || (count(*) - 1) || ' more' END
FROM gaps WHERE len(may_carry) = 0 OR list_has_any(may_carry, ?) GROUP BY tree
UNION ALL
SELECT tree, min_by(path || ':' || line, (path, line)) || ': whose model is used cannot be determined'
FROM sightings WHERE vendor IS NULL AND use GROUP BY tree
ORDER BY 1, 2
"""

_CONTENTS = "SELECT count(DISTINCT part) FROM trees WHERE list_contains(?, tree)"


def find_impact(folder: Path, vendors: Sequence[str]) -> FleetImpactV1:
    """Which trees of a fleet use some vendors (by id); raises `UnusableArgument` for a folder that is no fleet."""
    tables = FleetTables(folder)
    try:
        wanted = sorted(set(vendors))
        uses = [_use(row) for row in tables.ask(_USES, (wanted,))]
        using = tuple(each for each in uses if each.strength is not Strength.MENTION_ONLY)
        names = {each.tree for each in using}
        mentioning = tuple(each for each in uses if each.tree not in names)
        unread: dict[str, str] = {}
        for tree, why in tables.ask(_UNREAD, (wanted,)):
            if tree not in names:
                unread.setdefault(tree, why)
        known = names | {each.tree for each in mentioning} | unread.keys()
        trees = int(tables.ask("SELECT count(*) FROM trees")[0][0])
        contents = int(tables.ask(_CONTENTS, (sorted(names),))[0][0])
    finally:
        tables.close()
    return FleetImpactV1(
        "flowdown.fleet-impact/1",
        tuple(wanted),
        trees,
        contents,
        using,
        mentioning,
        trees - len(known),
        tuple(UnreadV1(tree, why) for tree, why in unread.items()),
    )


def _use(row: tuple[Any, ...]) -> FleetUseV1:
    tree, vendor, basis, strength, routes, uses, mentions, place = row
    return FleetUseV1(tree, vendor, Basis(basis), Strength(strength), tuple(routes), uses, mentions, place)
