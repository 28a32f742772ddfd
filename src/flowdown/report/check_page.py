"""Lays out a check for people: outcomes first, then for each the norm, the evidence, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flowdown.reason.determination import Check, Cited, Deadline, Determination, Outcome, Position, Reading, Stance
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Quotation, Section, Span, Tone, line, span
from flowdown.report.pieces import (
    coverage_section,
    evidence_points,
    gap_section,
    interruption,
    question_points,
    tree_words,
)
from flowdown.report.report import Report
from flowdown.report.words import NO_ADVICE, count, listed, mark_words, norm_name

_FEW = 5
_FEW_OTHERS = 12
_FEW_SILENT = 2
_ALL = 1_000_000_000

WORST_FIRST = (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT, Outcome.CLEAR)
_TONES = {
    Outcome.BREACH: Tone.BREACH,
    Outcome.UNDETERMINED: Tone.UNDETERMINED,
    Outcome.EXEMPT: Tone.EXEMPT,
    Outcome.CLEAR: Tone.CLEAR,
}
STANCE_WORDS = {
    Stance.IN_FORCE: "counting what is in force",
    Stance.AS_THREATENED: "counting what is in force and what is only threatened",
}
_CLEAR_LIMIT = (
    "CLEAR speaks only of what was read: it says nothing of accounts, devices and suppliers that were not looked at."
)


def lay_out_check(report: Report, check: Check, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a check; `shows_all` lists every sighting and gap in place of the first few."""
    ordered = sorted(check.determinations, key=lambda each: WORST_FIRST.index(each.outcome))
    several = len(report.scan.trees) > 1
    told = ordered if shows_all else _telling(ordered)
    blocks: list[Block] = [
        *_outcomes(told, several),
        *_set_apart(len(ordered) - len(told)),
        _asked(report, check),
        *interruption(report),
        *warnings_of(check),
    ]
    quoted: set[Cited] = set()
    most = _ALL if shows_all else _FEW
    for each in told:
        blocks.append(_determination(report, check, each, quoted, most=most, several=several))
    blocks.extend(conflict_section(check))
    blocks.append(limits_section(check))
    blocks.extend(gap_section(report.scan.gaps, _ALL if shows_all else _FEW_OTHERS, several))
    blocks.append(coverage_section(report, check.coverage, shows_counts))
    blocks.append(Paragraph(line(span(f"Orders {check.order_digest[:19]}. {NO_ADVICE}", Tone.FAINT))))
    return Page(tuple(blocks), "Flowdown: check")


def _telling(ordered: Sequence[Determination]) -> list[Determination]:
    """All but the many norms that say nothing there, where another norm of the same order says something."""
    spoken = {_place_of(each) for each in ordered if each.position is not Position.FREE}
    silent = Counter(_place_of(each) for each in ordered if each.position is Position.FREE)
    return [
        each
        for each in ordered
        if each.position is not Position.FREE or silent[_place_of(each)] <= _FEW_SILENT or _place_of(each) not in spoken
    ]


def _place_of(each: Determination) -> tuple[str, str, str]:
    return each.order, each.subject, each.context


def _set_apart(number: int) -> list[Block]:
    words = f"{count(number, 'further norm')} of these orders {'says' if number == 1 else 'say'} nothing of it there (`--all` shows them)."
    return [Paragraph(line(span(words, Tone.FAINT)))] if number else []


def badge_of(outcome: Outcome) -> Span:
    """An outcome as the badge that stands before a line."""
    return span(outcome.value, _TONES[outcome])


def _outcomes(ordered: Sequence[Determination], several: bool) -> list[Block]:
    """Every outcome in one plain sentence, worst first; of which tree, where there are several."""
    if not ordered:
        words = "No norm was put to this code, so nothing is decided."
        return [Points((Point(line(words), badge=badge_of(Outcome.UNDETERMINED)),))]
    points = Points(tuple(Point(_outcome_line(each, several), badge=badge_of(each.outcome)) for each in ordered))
    blocks: list[Block] = [points]
    if len(ordered) > 1:
        tally = Counter(each.outcome for each in ordered)
        words = ", ".join(f"{tally[outcome]} {outcome.value}" for outcome in WORST_FIRST if tally[outcome])
        blocks.insert(0, Paragraph(line(span(f"{count(len(ordered), 'answer')}: {words}", Tone.STRONG))))
    return blocks


def _outcome_line(each: Determination, several: bool) -> Line:
    return line(span(f"{each.subject}: ", Tone.STRONG), _sentence(each)) if several else line(_sentence(each))


def _sentence(each: Determination) -> str:
    return each.says or f"Norm {norm_name(each.order, each.norm)}, put to {each.subject}."


def _asked(report: Report, check: Check) -> Paragraph:
    """What was asked: of which trees, for which day, known when, counting what."""
    orders = listed(tuple(sorted({each.order for each in check.determinations})))
    words = f"Asked of {tree_words(report.scan.trees)}: {orders or 'no order'} on {check.as_of.isoformat()}"
    known = f", as known on {check.known_at.isoformat()}, {STANCE_WORDS[check.stance]}."
    return Paragraph(line(span(words + known, Tone.FAINT)))


def warnings_of(check: Check) -> list[Block]:
    """One warning for each day up to which orders were followed that are asked about behind it."""
    until = dict(check.checked_until)
    by_end: dict[str, list[str]] = {}
    for order in check.is_past_checked:
        end = f"only up to {until[order].isoformat()}" if order in until else "up to no known day"
        by_end.setdefault(end, []).append(order)
    warnings: list[Block] = []
    for end, orders in sorted(by_end.items()):
        named = listed(tuple(orders)) if len(orders) <= _FEW else f"{len(orders)} orders"
        words = (
            f"Warning: {named} {'was' if len(orders) == 1 else 'were'} followed {end}. {check.as_of.isoformat()} is later: "
            "what happened since is not counted."
        )
        warnings.append(Paragraph(line(span(words, Tone.WARNING))))
    return warnings


def _determination(
    report: Report, check: Check, each: Determination, quoted: set[Cited], *, most: int, several: bool
) -> Section:
    title = line(badge_of(each.outcome), f"  {norm_name(each.order, each.norm)}, for {each.subject}")
    where = [f"Position {each.position.value}"]
    if each.context:
        where.append(f"context {each.context}")
    blocks: list[Block] = [Paragraph(line(_sentence(each))), Paragraph(line(span("; ".join(where), Tone.FAINT)))]
    blocks.extend(_norms(check, each, quoted))
    if each.sightings:
        points = evidence_points(report, each.sightings, most, several)
        blocks.append(Section(line(f"Rests on ({count(len(each.sightings), 'sighting')})"), points))
    if each.claims:
        words = f"Kept as {count(len(each.claims), 'claim')}; their ids are in the JSON."
        blocks.append(Paragraph(line(span(words, Tone.FAINT))))
    if each.readings:
        readings = Points(tuple(reading_point(reading) for reading in each.readings))
        blocks.append(Section(line("How the order can be read"), (readings,)))
    if each.questions:
        blocks.append(Section(line("What would settle it"), (question_points(each.questions, most),)))
    if each.deadlines:
        deadlines = Points(tuple(_deadline(deadline) for deadline in each.deadlines))
        blocks.append(Section(line("Deadlines"), (deadlines,)))
    return Section(title, tuple(blocks))


def _norms(check: Check, each: Determination, quoted: set[Cited]) -> list[Block]:
    """The norm itself, then the others that are its reasons, each cited; quoted where the reader first meets it."""
    ids = dict.fromkeys((each.norm, *each.because))
    cited = [norm for identity in ids for norm in check.cited if norm.norm == identity and norm.order == each.order]
    known = {norm.norm for norm in cited}
    # A reason may be a norm of another order, such as a court's stay.
    cited += [norm for norm in check.cited if norm.norm in ids and norm.norm not in known]
    missing = [identity for identity in ids if identity not in {norm.norm for norm in cited}]
    blocks: list[Block] = [quotation_of(norm, check, norm in quoted) for norm in cited]
    quoted.update(cited)
    if missing:
        blocks.append(Paragraph(line(f"Not quoted here: {listed(tuple(missing))}.")))
    return [Section(line("What the order says"), tuple(blocks))] if blocks else []


def quotation_of(norm: Cited, check: Check, was_quoted: bool, is_short: bool = False) -> Quotation:
    """A norm with its words, unless they stood on the page before, its status and its source; in short without the source."""
    cites = f"{norm.title}, {norm.cites}" if norm.title and norm.cites else norm.title or norm.cites
    status = f"{norm.modality.replace('_', ' ')}; status on {check.as_of.isoformat()}: {norm.status.replace('_', ' ')}"
    if norm.effective:
        status += f", effective {norm.effective}"
    if was_quoted:
        return Quotation(line(span(cites, Tone.STRONG), " (quoted above)"), (), (line(status),))
    evidence = f"Evidence: {mark_words(norm.mark)}"
    if is_short:
        status = f"{norm.modality.replace('_', ' ')}; {norm.status.partition(' (')[0].replace('_', ' ')}"
    elif norm.source:
        evidence += f"; source: {norm.source}"
    return Quotation(
        cites=line(span(cites, Tone.STRONG)),
        words=line(f"“{norm.quote}”" if norm.quote else "(no words of it are quoted)"),
        notes=(line(status), line(span(evidence, Tone.FAINT))),
    )


def reading_point(reading: Reading) -> Point:
    """A reading with who holds it, and the outcome that follows from it."""
    under = (line(f"held by {reading.held_by}"),) if reading.held_by else ()
    words = line(reading.says, span(f"  [{reading.id}]", Tone.FAINT))
    return Point(words, under, badge=badge_of(reading.outcome))


def _deadline(deadline: Deadline) -> Point:
    day = deadline.due.isoformat() if deadline.due else "day not known"
    under = (line(deadline.note),) if deadline.note else ()
    return Point(line(span(day, Tone.STRONG), f"  {deadline.what}", span(f"  [{deadline.norm}]", Tone.FAINT)), under)


def conflict_section(check: Check) -> list[Block]:
    """The norms that cannot be obeyed, or justified, together."""
    points = []
    for each in check.conflicts:
        under = [line(f"{each.kind}; from {each.from_.isoformat()} through {each.to.isoformat()}")]
        under += [line(f"only if: {condition}") for condition in each.when]
        points.append(Point(line(each.says), tuple(under)))
    title = line(f"Norms in conflict ({len(points)})")
    return [Section(title, (Points(tuple(points)),))] if points else []


def limits_section(check: Check) -> Section:
    """What the answer does not cover, and up to which day each order was followed."""
    limits = list(check.limits)
    if not limits and any(each.outcome is Outcome.CLEAR for each in check.determinations):
        limits.append(_CLEAR_LIMIT)
    until: dict[str, list[str]] = {}
    for order, day in check.checked_until:
        until.setdefault(day.isoformat(), []).append(order)
    for last, orders in sorted(until.items()):
        named = listed(tuple(orders)) if len(orders) < _FEW else f"{len(orders)} orders"
        limits.append(f"{named} {'was' if len(orders) == 1 else 'were'} followed up to {last}.")
    points = tuple(Point(line(limit)) for limit in limits or ["What was not read is listed below."])
    return Section(line("What this answer does not cover"), (Points(points),))
