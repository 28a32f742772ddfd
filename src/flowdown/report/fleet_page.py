"""Lays out what is told of a fleet for people."""

from __future__ import annotations

from collections.abc import Sequence

from flowdown.reason.determination import Outcome
from flowdown.report.fleet_v1 import (
    FleetCheckV1,
    FleetClaimsV1,
    FleetImpactV1,
    FleetUseV1,
    FleetV1,
    StoreV1,
    SweepV1,
    UnreadV1,
)
from flowdown.report.page import Block, Column, Page, Paragraph, Point, Points, Section, Span, Table, Tone, line, span
from flowdown.report.words import count

_FEW = 20
_TONES = {
    "BREACH": Tone.BREACH,
    "CLEAR": Tone.CLEAR,
    "EXEMPT": Tone.EXEMPT,
    "UNDETERMINED": Tone.UNDETERMINED,
}


def lay_out_fleet(fleet: FleetV1, *, shows_all: bool = False) -> Page:
    """How it stands with a fleet: done, failed and why, what was not in any tree."""
    blocks: list[Block] = [Paragraph(line(_standing(fleet)))]
    if fleet.sweep is not None:
        blocks.append(Paragraph(line(_swept(fleet.sweep))))
    for trouble in (fleet.stopped and f"Ended early: {fleet.stopped}.", fleet.tables):
        if trouble:
            blocks.append(Paragraph(line(span(trouble, Tone.WARNING))))
    if fleet.store is not None:
        blocks += _kept(fleet.store)
    seen = f"{count(fleet.sightings, 'sighting')} in {fleet.files:,} files, {fleet.bytes:,} bytes"
    unread = f"; {count(fleet.gaps, 'gap')} in {count(fleet.trees_with_gaps, 'tree')}" if fleet.gaps else ""
    blocks.append(Paragraph(line(f"{seen}{unread}.")))
    if fleet.failures:
        rows = [Point(line(span(each.tree, Tone.PLACE), f": {each.why}")) for each in fleet.failures]
        blocks.append(_listed("Failed", rows, shows_all, "`flowdown fleet retry` tries them again"))
    if fleet.store is not None and fleet.store.missing:
        rows = [Point(line(span(each.tree, Tone.PLACE), f": {each.why}")) for each in fleet.store.missing]
        blocks.append(
            _listed("Not in the store", rows, shows_all, "the next sweep, or `flowdown fleet retry`, writes them")
        )
    if fleet.refused:
        blocks.append(_listed("Not in the fleet", [Point(line(each)) for each in fleet.refused], shows_all))
    if fleet.beside:
        rows = [Point(line(span(each, Tone.PLACE))) for each in fleet.beside]
        blocks.append(_listed("Files in no tree, not read", rows, shows_all))
    if fleet.slowest:
        cells = [
            (line(span(each.tree, Tone.PLACE)), line(f"{each.seconds:,.1f}"), line(f"{each.cpu:,.1f}"))
            for each in fleet.slowest
        ]
        columns = (Column("tree"), Column("seconds", is_number=True), Column("of a processor", is_number=True))
        blocks.append(Section(line("Slowest"), (Table(columns, tuple(cells)),)))
    return Page(tuple(blocks))


def _standing(fleet: FleetV1) -> str:
    parts = [f"{fleet.done:,} done"]
    parts += [f"{fleet.failed:,} failed"] if fleet.failed else []
    parts += [f"{fleet.waiting:,} not scanned yet"] if fleet.waiting else []
    parts += (
        [f"{fleet.changed:,} changed since" if fleet.changed else "none changed since"]
        if fleet.changed is not None
        else []
    )
    parts += [f"of {fleet.untold:,} only a sweep can tell"] if fleet.untold else []
    parts += [f"{fleet.outdated:,} seen by another catalogue or version"] if fleet.outdated else []
    return f"{count(fleet.trees, 'tree')}: {', '.join(parts)}."


def _swept(sweep: SweepV1) -> str:
    parts = [f"{sweep.scanned:,} scanned"]
    parts += [f"{sweep.known:,} with a content that was known"] if sweep.known else []
    parts += [f"{sweep.unchanged:,} unchanged"] if sweep.unchanged else []
    parts += [f"{count(sweep.lost, 'worker')} lost and replaced"] if sweep.lost else []
    return f"This sweep: {', '.join(parts)}, in {sweep.seconds:,.1f} seconds."


def _kept(store: StoreV1) -> list[Block]:
    parts = [f"{count(store.trees, 'tree')} written, {count(store.new, 'new claim')}, {store.known:,} known"]
    parts += [f"{store.unchanged:,} there as they are"] if store.unchanged else []
    parts += [f"away for {store.away:,.1f} seconds"] if store.away else []
    blocks: list[Block] = [Paragraph(line(f"{store.place}: {', '.join(parts)}."))]
    if store.fault:
        blocks.append(Paragraph(line(span(f"Not all is in the store: {store.fault}", Tone.WARNING))))
    return blocks


def lay_out_fleet_impact(impact: FleetImpactV1, *, shows_all: bool = False) -> Page:
    """Which trees use a vendor, which only mention it, and which are not known to be without."""
    named = ", ".join(impact.vendors)
    using = {each.tree for each in impact.using}
    mentioning = {each.tree for each in impact.mentioning}
    said = (
        f"{count(len(using), 'tree')} of {impact.trees:,} use {named} ({count(impact.contents, 'different content')}), "
        f"{len(mentioning):,} only mention it, {impact.without:,} were read and show nothing of it, "
        f"{len(impact.unread):,} are not known to be without."
    )
    blocks: list[Block] = [Paragraph(line(said))]
    for title, uses in (("Used", impact.using), ("Mentioned", impact.mentioning)):
        if uses:
            blocks.append(Section(line(title), _uses(uses, shows_all)))
    blocks.extend(_unread(impact.unread, shows_all))
    return Page(tuple(blocks))


def _uses(uses: Sequence[FleetUseV1], shows_all: bool) -> tuple[Block, ...]:
    columns = (
        Column("tree"),
        Column("vendor", from_width=90),
        Column("basis"),
        Column("strength"),
        Column("uses", is_number=True),
        Column("first place", from_width=120),
    )
    shown = uses if shows_all else uses[:_FEW]
    rows = tuple(
        (
            line(span(each.tree, Tone.PLACE)),
            line(each.vendor),
            line(each.basis.value),
            line(each.strength.value),
            line(f"{each.uses:,}"),
            line(span(each.place, Tone.PLACE)),
        )
        for each in shown
    )
    return (Table(columns, rows), *_rest(len(uses) - len(shown)))


def lay_out_fleet_check(check: FleetCheckV1, *, shows_all: bool = False) -> Page:
    """What orders mean for the trees: for each order and context how many trees have which outcome."""
    clear = sum(each.number for each in check.outcomes if each.outcome is Outcome.CLEAR)
    said = (
        f"{count(check.trees, 'tree')}, {count(check.decided, 'different content')} decided, as of {check.as_of}. "
        f"CLEAR {count(clear, 'time')} (an order in a context for a tree); the rest:"
    )
    columns = (
        Column("order"),
        Column("context"),
        Column("outcome"),
        Column("trees", is_number=True),
        Column("such as", from_width=100),
    )
    rows = tuple(
        (
            line(each.order),
            line(each.context),
            line(_badge(each.outcome.value)),
            line(f"{each.number:,}"),
            line(span(", ".join(each.trees if shows_all else each.trees[:3]), Tone.PLACE)),
        )
        for each in check.outcomes
        if each.outcome is not Outcome.CLEAR
    )
    table = (Table(columns, rows),) if rows else ()
    return Page((Paragraph(line(said)), *table, *_unread(check.unread, shows_all)))


def lay_out_fleet_claims(told: FleetClaimsV1, *, shows_all: bool = False) -> Page:
    """What was prepared of the documents of a fleet, and what could not be."""
    said = (
        f"{count(told.documents, 'document')} in {count(told.places, 'place')} ({told.read:,} read now): "
        f"{count(told.claims, 'claim')}, {told.distinct:,} different, in {told.seconds:,.1f} seconds."
    )
    blocks: list[Block] = [Paragraph(line(said))]
    if told.store:
        blocks.append(Paragraph(line(f"{told.store}: {count(told.new, 'new claim')}.")))
    if told.repositories:
        left = f"{count(told.repositories, 'repository', 'repositories')} left to `flowdown fleet scan`."
        blocks.append(Paragraph(line(span(left, Tone.FAINT))))
    for title, found in (("Failed", told.failures), ("Refused", told.refused)):
        if found:
            rows = [Point(line(span(each.tree, Tone.PLACE), f": {each.why}")) for each in found]
            blocks.append(_listed(title, rows, shows_all))
    if told.unusable:
        blocks.append(_listed("Not in the fleet", [Point(line(each)) for each in told.unusable], shows_all))
    return Page(tuple(blocks))


def _badge(outcome: str) -> Span:
    return span(outcome, _TONES[outcome])


def _unread(unread: Sequence[UnreadV1], shows_all: bool) -> tuple[Block, ...]:
    if not unread:
        return ()
    rows = [Point(line(span(each.tree, Tone.PLACE), f": {each.why}")) for each in unread]
    return (_listed("Not known", rows, shows_all),)


def _listed(title: str, points: Sequence[Point], shows_all: bool, hint: str = "") -> Section:
    shown = tuple(points if shows_all else points[:_FEW])
    said = (Paragraph(line(span(hint, Tone.FAINT))),) if hint else ()
    return Section(line(title), (Points(shown), *_rest(len(points) - len(shown)), *said))


def _rest(number: int) -> tuple[Block, ...]:
    return (Paragraph(line(span(f"and {number:,} more (`--all`)", Tone.FAINT))),) if number > 0 else ()
