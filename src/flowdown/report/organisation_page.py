"""Lays out a check of a whole organisation: what is wrong and open by order and contract, then what binds and is clear."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from flowdown.reason.determination import Check, Determination, Outcome, Position
from flowdown.report.check_page import (
    STANCE_WORDS,
    WORST_FIRST,
    badge_of,
    conflict_section,
    limits_section,
    quotation_of,
    reading_point,
)
from flowdown.report.deadlines_page import clocks_section
from flowdown.report.organisation_blocks import contracts_table, free_section
from flowdown.report.organisation_summary import (
    FEW_SETTINGS,
    as_rows,
    count_questions,
    groups_of,
    name_settings,
    orders_seen,
    short,
    summarise,
    told_questions,
)
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.pieces import coverage_section, evidence_points, gap_section, interruption
from flowdown.report.report import Report
from flowdown.report.words import NO_ADVICE, count, listed, norm_name, shorten
from flowdown.scan.sighting import Question

_ALL = 1_000_000_000
_REASON = 100
_FEW = 3
_FEW_QUESTIONS = 3
_FEW_CLOCKS = 5


def lay_out_organisation(report: Report, check: Check, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a check of an organisation, readable in minutes; `shows_all` gives every norm, reading and sighting."""
    most = _ALL if shows_all else _FEW
    blocks: list[Block] = [_head(report, check), *interruption(report), *_warning(check), *_overview(check, shows_all)]
    by_contract = contracts_table(check)
    blocks.extend([by_contract] if by_contract is not None else [])
    blocks.extend(conflict_section(check))
    for outcome in (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT):
        if shows_all or outcome is Outcome.BREACH:
            blocks.extend(_details(report, check, outcome, most, shows_all))
    clocks = clocks_section(report.deadlines, _ALL if shows_all else _FEW_CLOCKS) if report.deadlines else None
    blocks.extend([clocks] if clocks is not None else [])
    if not shows_all:
        blocks.extend(summarise(check))
    blocks.extend(_questions(check, shows_all))
    blocks.extend(free_section(check, shows_all))
    blocks.extend(_bound_and_clear(check, shows_all))
    blocks.extend(_not_bound(check, shows_all, has_clocks=clocks is not None))
    blocks.append(limits_section(check) if shows_all else _limits(check))
    blocks.extend(gap_section(report.scan.gaps, most, len(report.scan.trees) > 1))
    blocks.append(coverage_section(report, check.coverage, shows_counts))
    if not shows_all:
        more = "`flowdown orders show ID` tells an order's history and readings; `--all` adds every quotation and line here."
        blocks.append(Paragraph(line(more)))
    blocks.append(Paragraph(line(span(f"Orders {check.order_digest[:19]}. {NO_ADVICE}", Tone.FAINT))))
    return Page(tuple(blocks), f"Flowdown: {report.organisation}")


def _head(report: Report, check: Check) -> Paragraph:
    subjects = {each.subject for each in check.determinations}
    contracts = sum(subject.startswith("contract:") for subject in subjects)
    orders = len({each.order for each in check.determinations})
    words = (
        f" on {check.as_of.isoformat()}, as known on {check.known_at.isoformat()}, {STANCE_WORDS[check.stance]}: "
        f"{count(orders, 'order')} put to {count(contracts, 'contract')} and your own business."
    )
    return Paragraph(line(span(report.organisation, Tone.STRONG), words))


def _warning(check: Check) -> list[Block]:
    """One warning for all orders that are asked about behind the day up to which they were followed; those first that matter."""
    until = dict(check.checked_until)
    past = sorted((until[order], order) for order in check.is_past_checked if order in until)
    if not past:
        return []
    near = orders_seen(check)
    told = [f"{order} up to {day.isoformat()}" for day, order in past if order in near]
    which = f"of those that matter here: {', '.join(told)}" if told else f"the first, {past[0][1]}, to {past[0][0]}"
    followed = "was" if len(past) == 1 else "were"
    words = f"Warning: {count(len(past), 'order')} {followed} not followed up to {check.as_of.isoformat()}; {which}."
    return [Paragraph(line(span(words, Tone.WARNING)))]


def _overview(check: Check, shows_all: bool) -> Iterator[Block]:
    """How many answers of each kind there are; with all, one row for each norm that is not clear."""
    tally = Counter(each.outcome for each in check.determinations)
    words = ", ".join(f"{tally[outcome]} {outcome.value}" for outcome in WORST_FIRST if tally[outcome])
    yield Paragraph(line(span(f"{count(len(check.determinations), 'answer')}: {words}", Tone.STRONG)))
    rows = [
        _row(outcome, group)
        for outcome in ((Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT) if shows_all else ())
        for group in as_rows(groups_of(check, outcome))
    ]
    if rows:
        columns = (Column("outcome"), Column("norm"), Column("where"), Column("seen in", from_width=100))
        yield Table(columns, tuple(rows))


def _row(outcome: Outcome, group: Sequence[Determination]) -> tuple[Line, ...]:
    places = dict.fromkeys(place for each in group for place in each.places)
    seen = listed(tuple(short(place) for place in list(places)[:3])) + (" ..." if len(places) > 3 else "")
    norms = {each.norm for each in group}
    name = group[0].norm if len(norms) == 1 else f"{group[0].order} ({count(len(norms), 'norm')})"
    return (
        line(badge_of(outcome)),
        line(span(name, Tone.STRONG)),
        line(name_settings(group)),
        line(seen or "nothing seen"),
    )


def _details(report: Report, check: Check, outcome: Outcome, most: int, shows_all: bool) -> Iterator[Block]:
    groups = groups_of(check, outcome)
    for group, likewise in _told_once(groups, shows_all):
        yield _detail(report, check, group, most, likewise)


def _told_once(
    groups: Sequence[list[Determination]], shows_all: bool
) -> Iterator[tuple[list[Determination], tuple[str, ...]]]:
    """The groups; of those of one order that rest on the same places the first, with the names of the others."""
    alike: dict[tuple[str, frozenset[str]], list[list[Determination]]] = defaultdict(list)
    for number, group in enumerate(groups):
        places = frozenset(place for each in group for place in each.places)
        key = (group[0].order, frozenset({str(number)}) if shows_all else places)
        alike[key].append(group)
    for first, *others in alike.values():
        yield first, tuple(group[0].norm for group in others)


def _detail(
    report: Report, check: Check, group: Sequence[Determination], most: int, likewise: tuple[str, ...]
) -> Section:
    first, shows_all = group[0], most == _ALL
    title = line(badge_of(first.outcome), f"  {norm_name(first.order, first.norm)}")
    cited = [norm for norm in check.cited if norm.norm == first.norm]
    blocks: list[Block] = [quotation_of(norm, check, False, is_short=not shows_all) for norm in cited]
    points = []
    for each in group[: _ALL if shows_all else FEW_SETTINGS]:
        under = [line(f"by {clause}") for clause in each.clauses]
        others = [norm for norm in each.because if norm != each.norm]
        if others:
            under.append(line(f"with {listed(tuple(others))}"))
        points.append(Point(line(span(f"{short(each.subject)}: ", Tone.STRONG), each.says), tuple(under)))
    if len(group) > len(points):
        points.append(Point(line(span(f"and the same in {len(group) - len(points)} more", Tone.FAINT))))
    if likewise:
        points.append(Point(line(f"likewise {listed(likewise)}, which rest on the same (`--all` shows each)")))
    blocks.append(Points(tuple(points)))
    sightings = {sighting.order: sighting for each in group for sighting in each.sightings}
    if sightings:
        ordered = [sightings[key] for key in sorted(sightings)]
        evidence = evidence_points(report, ordered, most, True)
        blocks.append(Section(line(f"Rests on ({count(len(ordered), 'sighting')})"), evidence))
    readings = {reading.id: reading for each in group for reading in each.readings}
    if readings:
        told = Points(tuple(reading_point(reading) for reading in readings.values()))
        blocks.append(Section(line("How the order can be read"), (told,)))
    asked = count_questions(group)
    if asked:
        blocks.append(Section(line("What would settle it"), (_question_points(asked, most, len(group)),)))
    return Section(title, tuple(blocks))


def _question_points(asked: Sequence[tuple[Question, int]], most: int, whole: int) -> Points:
    points = []
    for question, number in asked[:most]:
        bears = f"  bears on {count(number, 'answer')}" if whole > 1 else ""
        points.append(Point(line(question.asks[:1].upper() + question.asks[1:], span(bears, Tone.FAINT))))
    if len(asked) > most:
        points.append(Point(line(span(f"... and {len(asked) - most} more", Tone.FAINT))))
    return Points(tuple(points))


def _questions(check: Check, shows_all: bool) -> Iterator[Section]:
    """What to find out: the questions that bear on most answers, without those that stand with an order above."""
    open_ = [each for each in check.determinations if each.outcome is Outcome.UNDETERMINED]
    asked = count_questions(open_)
    above = frozenset() if shows_all else told_questions(check)
    rest = [pair for pair in asked if pair[0].asks not in above]
    if rest:
        words = f"{count(len(asked), 'question')}, those about a use that is seen first"
        title = line(
            f"What to find out ({words})" if shows_all else f"What else to find out ({count(len(rest), 'question')})"
        )
        yield Section(title, (_question_points(rest, _ALL if shows_all else _FEW_QUESTIONS, len(open_)),))


def _bound_and_clear(check: Check, shows_all: bool) -> Iterator[Section]:
    bound: dict[str, list[Determination]] = defaultdict(list)
    for each in check.determinations:
        if each.outcome is Outcome.CLEAR and each.position is not Position.FREE:
            bound[each.order].append(each)
    sure = {order: [each for each in group if each.position is Position.FORBIDDEN] for order, group in bound.items()}
    binds = {order: group for order, group in sure.items() if group}
    perhaps = {order: group for order, group in bound.items() if order not in binds}
    if binds:
        title = line(f"Binds, and no use was seen ({count(len(binds), 'order')})")
        yield Section(title, (_clear_points(binds, shows_all),))
    if perhaps and shows_all:
        title = line(f"May bind, and no use was seen ({count(len(perhaps), 'order')})")
        yield Section(title, (_clear_points(perhaps, shows_all),))
    elif perhaps:
        title = line(f"May bind in some contracts, and nothing of it was seen there ({count(len(perhaps), 'order')})")
        yield Section(title, (Paragraph(line(f"{listed(tuple(sorted(perhaps)))}.")),))


def _clear_points(bound: dict[str, list[Determination]], shows_all: bool) -> Points:
    most, badge = _ALL if shows_all else FEW_SETTINGS, badge_of(Outcome.CLEAR)
    return Points(
        tuple(
            Point(line(span(order, Tone.STRONG), f"  {name_settings(group, most)}"), badge=badge)
            for order, group in sorted(bound.items())
        )
    )


def _not_bound(check: Check, shows_all: bool, *, has_clocks: bool) -> Iterator[Section]:
    """The orders that bind nowhere, with the first reason of each; those that bind somebody else in one line."""
    reasons: dict[str, str] = {}
    binding = {each.order for each in check.determinations if each.position is not Position.FREE}
    for each in check.determinations:
        if each.order not in binding and each.norm != each.order:
            reasons.setdefault(each.order, each.says)
    silent = {each.order for each in check.determinations} - binding - reasons.keys()
    duties = sorted(silent & set(check.with_duties))
    others = sorted(silent - set(duties))
    if duties and (shows_all or not has_clocks):
        words = f"{listed(tuple(duties))}: to whom and by when `flowdown deadlines` tells, contract by contract."
        yield Section(line("Duties to report, review or certify"), (Paragraph(line(words)),))
    points = [
        Point(line(span(order, Tone.STRONG), f"  {says if shows_all else shorten(says, _REASON)}"))
        for order, says in sorted(reasons.items())
    ]
    if others:
        who = (
            listed(tuple(others)) if shows_all or len(others) <= _FEW else f"{len(others)} others (`--all` names them)"
        )
        points.append(Point(line(f"{who}: bind somebody else, or nobody where you act")))
    if points:
        number = len(reasons) + len(others)
        yield Section(line(f"Does not bind you on this day ({count(number, 'order')})"), (Points(tuple(points)),))


def _limits(check: Check) -> Section:
    """What the answer does not cover; the orders that were followed least long, unless a warning told that."""
    points = [Point(line(limit)) for limit in check.limits]
    until = sorted((day, order) for order, day in check.checked_until)
    if until and not check.is_past_checked:
        first, last = until[0], until[-1]
        told = f"The orders were followed up to {first[0].isoformat()} ({first[1]}) at least, {last[0].isoformat()} at most"
        points.append(Point(line(f"{told}; `flowdown orders` names the day of each.")))
    return Section(line("What this answer does not cover"), (Points(tuple(points)),))
