"""Lays out a scan for people: what is depended on, how strongly, by which route, where, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.pieces import (
    coverage_section,
    evidence_points,
    gap_section,
    interruption,
    mention_line,
    place,
    question_points,
    read_words,
    route_name,
    tree_words,
    vendor_name,
)
from flowdown.report.report import Report
from flowdown.report.summary import Group, group
from flowdown.report.words import count, listed
from flowdown.scan.sighting import Strength, Tree

_FEW = 5
_FEWER = 3
_FEW_APART = 2
_FEW_OTHERS = 12
_MANY_GROUPS = 6
_ALL = 1_000_000_000

_RUNTIME = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})
_NOTHING = "In what was read, nothing that runs depends on a model, service or device of a vendor."

_COLUMNS = (
    Column("Vendor"),
    Column("Basis"),
    Column("Strength"),
    Column("Routes"),
    Column("Uses", is_number=True),
    Column("Files", is_number=True),
    Column("First place", from_width=110),
)


def lay_out_scan(report: Report, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a scan; `shows_all` lists every use and gap in place of the first few."""
    groups = group(report.scan)
    scan = report.scan
    several = len(scan.trees) > 1
    blocks: list[Block] = [_headline(report, groups), *interruption(report), *_answer(report, groups), _scanned(report)]
    for tree in scan.trees:
        own = [each for each in groups if each.tree == tree.id]
        sections = _tree_sections(report, own, shows_all)
        blocks.extend([_tree_section(tree, sections)] if several else sections)
    if scan.questions:
        most = _ALL if shows_all else _FEW_OTHERS
        points = question_points(scan.questions, most)
        blocks.append(Section(line(f"Open questions ({len(scan.questions)})"), (points,)))
    blocks.extend(gap_section(scan.gaps, _ALL if shows_all else _FEW_OTHERS, several))
    blocks.append(coverage_section(report, scan.coverage, shows_counts))
    return Page(tuple(blocks), "Flowdown: scan")


def _headline(report: Report, groups: Sequence[Group]) -> Paragraph:
    """The answer in one sentence."""
    used = _names(report, [each for each in groups if _is_used(each)])
    asked = count(len(report.scan.questions), "open question") if report.scan.questions else "no open question"
    if not used:
        words = f"{_none_of(report)}; {asked}."
    else:
        words = f"Uses of {count(len(used), 'vendor')}: {listed(used)}; {asked}."
    return Paragraph(line(span(words, Tone.STRONG)))


def _none_of(report: Report) -> str:
    """That nothing is used; of whom, where only some vendors were asked about."""
    if not report.only_vendors:
        return "No use of a vendor's model, service or device was seen"
    names = tuple(vendor_name(report, vendor) for vendor in report.only_vendors)
    return f"No use of a model, service or device of {listed(names, 'or')} was seen"


def _is_used(each: Group) -> bool:
    """Whether a group counts as use of a vendor: not apart, not only mentioned, not only in a lock file."""
    return (
        each.vendor is not None
        and not each.is_apart
        and each.strength
        not in (
            Strength.MENTION_ONLY,
            Strength.TRANSITIVE,
        )
    )


def _answer(report: Report, groups: Sequence[Group]) -> list[Paragraph]:
    """How strongly the vendors are used, and which others there are."""
    main = [each for each in groups if not each.is_apart and not each.is_mention]
    used = _names(report, [each for each in main if each.strength in _RUNTIME])
    aside = _names(report, [each for each in main if _is_used(each)], used)
    locked = _names(report, main, used + aside)
    told = used + aside + locked
    apart = _names(report, [each for each in groups if each.is_apart and not each.is_mention], told)
    named = _names(report, [each for each in groups if each.is_mention], told + apart)
    unknown = sum(each.uses for each in groups if each.vendor is None)
    words = [f"When it runs it depends on {listed(used)}."] if used else [] if report.only_vendors else [_NOTHING]
    if aside:
        words.append(f"Only in development or tests: {listed(aside)}.")
    if locked:
        words.append(f"Only in lock files: {listed(locked)}.")
    if unknown:
        words.append(f"At {count(unknown, 'place')} it is not determined whose model or service is used.")
    if apart:
        words.append(f"Only as host or library: {listed(apart)}.")
    if named:
        words.append(f"Only mentioned: {listed(tuple(sorted(named)))}.")
    if report.only_vendors:
        names = tuple(vendor_name(report, vendor) for vendor in report.only_vendors)
        words.append(f"Shown is {listed(names)} only; {count(report.left_out, 'sighting')} of others left out.")
    return [Paragraph(line(" ".join(words)))]


def _scanned(report: Report) -> Paragraph:
    words = f"Scanned {tree_words(report.scan.trees)}: {read_words(report.scan.coverage)}."
    return Paragraph(line(span(words, Tone.FAINT)))


def _names(report: Report, groups: Sequence[Group], told: tuple[str, ...] = ()) -> tuple[str, ...]:
    names = dict.fromkeys(vendor_name(report, each.vendor) for each in groups if each.vendor)
    return tuple(name for name in names if name not in told)


def _tree_section(tree: Tree, sections: Sequence[Block]) -> Section:
    title = line("Tree ", span(tree.id, Tone.PLACE))
    return Section(title, tuple(sections) or (Paragraph(line("Nothing of any vendor was seen.")),))


def _tree_sections(report: Report, groups: Sequence[Group], shows_all: bool) -> list[Block]:
    carried = [each for each in groups if not each.is_mention]
    main = [each for each in carried if not each.is_apart]
    apart = [each for each in carried if each.is_apart]
    blocks: list[Block] = []
    if main:
        blocks.append(Section(line("Vendors used"), (_table(report, main),)))
    if apart:
        blocks.append(Section(line("Apart: only the host, or only code of the vendor"), (_table(report, apart),)))
    if carried:
        blocks.append(Section(line("Evidence"), tuple(_evidence(report, groups, carried, shows_all))))
    blocks.extend(_mentioned(report, groups, carried))
    return blocks


def _table(report: Report, groups: Sequence[Group]) -> Table:
    return Table(_COLUMNS, tuple(_row(report, each) for each in groups))


def _row(report: Report, each: Group) -> tuple[Line, ...]:
    files = {sighting.place.path for sighting in each.evidence}
    return (
        line(span(vendor_name(report, each.vendor), Tone.STRONG if each.vendor else Tone.WARNING)),
        line(each.basis.value),
        line(each.strength.value),
        line(", ".join(route_name(report, route) for route in each.routes)),
        line(f"{each.uses:,}"),
        line(f"{len(files):,}"),
        line(place(each.evidence[0], False)) if each.evidence else (),
    )


def _evidence(report: Report, groups: Sequence[Group], carried: Sequence[Group], shows_all: bool) -> list[Section]:
    """A section a vendor and basis, in the order of the tables; a vendor's mentions stand under its first."""
    few = _FEWER if len(carried) > _MANY_GROUPS else _FEW
    sections = []
    told: set[str | None] = set()
    for each in sorted(carried, key=lambda each: each.is_apart):
        most = _ALL if shows_all else _FEW_APART if each.is_apart else few
        blocks: list[Block] = list(evidence_points(report, each.evidence, most, said=each.strength))
        mentions = [sighting for other in groups if other.vendor == each.vendor for sighting in other.mentions]
        if mentions and each.vendor not in told:
            told.add(each.vendor)
            blocks.append(Paragraph(line("Besides: ", *mention_line(mentions), ".")))
        name = span(vendor_name(report, each.vendor), Tone.STRONG)
        title = line(name, span(f"  {each.basis.value}, {each.strength.value}", Tone.FAINT))
        sections.append(Section(title, tuple(blocks)))
    return sections


def _mentioned(report: Report, groups: Sequence[Group], carried: Sequence[Group]) -> list[Block]:
    """Vendors that are only named, each with how often and where first."""
    shown = {each.vendor for each in carried}
    rest = sorted(
        (each for each in groups if each.vendor not in shown and each.mentions),
        key=lambda each: vendor_name(report, each.vendor),
    )
    points = []
    for name, same in groupby(rest, key=lambda each: vendor_name(report, each.vendor)):
        mentions = [sighting for each in same for sighting in each.mentions]
        points.append(Point(line(span(name, Tone.STRONG), ": ", *mention_line(mentions))))
    return [Section(line("Only mentioned, not used"), (Points(tuple(points)),))] if points else []
