"""The columns in which suppliers, clocks and claims are listed, wherever they are."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from flowdown.server.cells import subject
from flowdown.server.listing import Column
from flowdown.server.page import Cell, Texts

if TYPE_CHECKING:
    from flowdown.pipeline.claim_index import Placed
    from flowdown.pipeline.panorama import RunningClock, Supplier
    from flowdown.server.visit import Visit

STATES = ("overdue", "running", "waiting", "not-known", "met")
"""How clocks stand, what presses first."""
_CLOCK_TONES = {"overdue": "breach", "running": "undetermined", "met": "clear"}
STANDING_TONES = {"disputed": "undetermined", "denial": "breach", "retracted": "breach"}
"""The tone of a claim's standing."""


def said(value: object) -> str:
    """What the profile says, `unknown` where it does, nothing where it says nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else str(getattr(value, "value", "unknown"))


def supplier_columns(visit: Visit) -> tuple[Column, ...]:
    """A supplier: who it is, what it supplies, what it answered."""
    links = visit.links

    def vendor(each: Supplier) -> Texts:
        return links.cell(f"vendor:{each.vendor}", visit.vendor_name(each.vendor)) if each.vendor else ""

    def attested(each: Supplier) -> Texts:
        return (
            each.attested.isoformat() if isinstance(each.attested, datetime.date) else Cell("no answer", tone="warning")
        )

    return (
        Column(
            "supplier",
            "Supplier",
            lambda each: Cell(each.name or each.id, links.page("supplier", each.id), under=each.id),
            key=lambda each: (each.name or each.id).casefold(),
        ),
        Column("country", "Country", lambda each: each.country, key=lambda each: each.country),
        Column(
            "subcontractor",
            "Subcontractor",
            lambda each: each.subcontractor.value,
            key=lambda each: each.subcontractor.value,
        ),
        Column("vendor", "Is the vendor", vendor),
        Column("supplies", "Supplies", lambda each: "; ".join(supply.what for supply in each.supplies if supply.what)),
        Column("for", "For", lambda each: supplied(visit, each)),
        Column("attested", "Attested", attested, key=lambda each: said(each.attested)),
    )


def supplied(visit: Visit, each: Supplier) -> Texts:
    """For what it supplies something."""
    words = dict.fromkeys(word for supply in each.supplies if isinstance(supply.to, tuple) for word in supply.to)
    links = visit.links
    known = visit.links.known

    def cell(word: str) -> Cell:
        kind = next((kind for kind in ("contract", "system", "supplier") if word in known.get(kind, ())), "")
        return links.cell(f"{kind}:{word}") if kind else Cell(word)

    cells = tuple(cell(word) for word in list(words)[:4])
    return (*cells, Cell(f"and {len(words) - 4} more", tone="faint")) if len(words) > 4 else cells


def running(clock: RunningClock) -> bool:
    """True unless the duty was met."""
    return bool(clock.state.value != "met")


def clock_columns(visit: Visit) -> tuple[Column, ...]:
    """A clock: when it ends, what it is about, for which contract, how it stands."""
    links = visit.links

    def due(clock: RunningClock) -> Texts:
        end = clock.end
        if end.earliest is None:
            return Cell("not known", tone="faint")
        words = f"{end.earliest:%a} {end.earliest.isoformat()}"
        later = (
            f"to {end.latest.isoformat()}, as the zone is not known" if end.latest not in (None, end.earliest) else ""
        )
        days = (end.earliest - visit.as_of).days
        left = (
            f"in {days} days"
            if days > 1
            else ("tomorrow" if days == 1 else "today" if days == 0 else f"{-days} days ago")
        )
        return Cell(
            words,
            under="; ".join(filter(None, (left, later, clock.assumption if clock.due.moment is None else ""))),
            tone="breach" if clock.state.value == "overdue" else "",
        )

    def stands(clock: RunningClock) -> Texts:
        word = clock.state.value
        badge = Cell(word.replace("-", " "), "", _CLOCK_TONES.get(word, ""), is_badge=True)
        return badge if clock.applies.truth.name == "YES" else (badge, Cell("if it binds", tone="faint"))

    return (
        Column("due", "Due", due, key=lambda clock: clock.end.earliest or datetime.date.max),
        Column(
            "duty",
            "Duty",
            lambda clock: Cell(clock.title, links.page("order", clock.order), under=clock.name),
            key=lambda clock: clock.title,
        ),
        Column(
            "contract",
            "Contract",
            lambda clock: subject(links, clock.subject) if clock.subject else clock.contract,
            key=lambda clock: clock.contract,
        ),
        Column("found", "Found", lambda clock: clock.what or clock.found),
        Column("stands", "Stands", stands, key=lambda clock: STATES.index(clock.state.value)),
        Column("to", "To", lambda clock: "; ".join(each.office for each in clock.to)),
    )


def claim_columns(visit: Visit) -> tuple[Column, ...]:
    """A claim: the sentence, how it stands, where it is from, for which days, since when it is known."""
    links = visit.links

    def sentence(placed: Placed) -> Texts:
        row = placed.row
        return Cell(
            f"{row.subject} {row.predicate} {row.object}", links.claim(row.id), under=say_qualifiers(row.qualifiers)
        )

    return (
        Column("claim", "Claim", sentence, key=lambda placed: placed.row.subject),
        Column(
            "standing",
            "Stands",
            lambda placed: Cell(
                placed.standing.value, "", STANDING_TONES.get(placed.standing.value, ""), is_badge=True
            ),
        ),
        Column(
            "source",
            "Source",
            lambda placed: Cell(
                placed.row.document, links.to("/claims", document=placed.row.document), under=placed.row.locator
            ),
            key=lambda placed: placed.row.document,
        ),
        Column("valid", "Holds", lambda placed: say_days(placed.row.valid_from, placed.row.valid_until)),
        Column(
            "recorded",
            "Known since",
            lambda placed: placed.row.recorded_at[:10],
            key=lambda placed: placed.row.recorded_at,
        ),
    )


def say_qualifiers(text: str) -> str:
    """Qualifiers as they are written on the command line; empty ones are left out."""
    return ", ".join(f"{name}={value}" for name, value in json.loads(text) if value)


def say_days(from_: str, until: str) -> str:
    """The days for which it is said."""
    if not from_ and not until:
        return "always"
    return f"{f'from {from_} ' if from_ else ''}{f'until before {until}' if until else ''}".strip()
