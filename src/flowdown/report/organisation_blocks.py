"""Two views of an organisation's answers: contract by contract, and what is in use that no order forbids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flowdown.reason.determination import Check, Determination, FreeUse, Outcome, Position
from flowdown.report.check_page import WORST_FIRST, badge_of
from flowdown.report.organisation_summary import is_terms, name_place, short
from flowdown.report.page import Column, Line, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import listed

_OPEN = (Outcome.BREACH, Outcome.EXEMPT, Outcome.UNDETERMINED)
_FEW_PLACES = 3


def contracts_table(check: Check) -> Section | None:
    """A row for each contract and the own business, the worst first; None for a single one."""
    by_subject: dict[str, list[Determination]] = defaultdict(list)
    for each in check.determinations:
        by_subject[each.subject].append(each)
    if len(by_subject) < 3:
        return None
    ordered = sorted(by_subject.items(), key=lambda pair: _urgency(pair[0], pair[1]))
    columns = (
        Column("contract"),
        Column("worst"),
        Column("orders on what is used there"),
        Column("other orders open", is_number=True),
    )
    rows = tuple(_row(subject, told) for subject, told in ordered)
    return Section(line("Contract by contract"), (Table(columns, rows),))


def _urgency(subject: str, told: Sequence[Determination]) -> tuple[object, ...]:
    seen = Counter(each.outcome for each in told if each.places and not is_terms(each.order))
    return (-seen[Outcome.BREACH], -seen[Outcome.UNDETERMINED], -seen[Outcome.EXEMPT], -_open_besides(told), subject)


def _open_besides(told: Sequence[Determination]) -> int:
    """The orders of which something is open there that no use seen brings up."""
    seen = {each.order for each in told if each.places and each.outcome is not Outcome.CLEAR}
    return len({each.order for each in told if each.outcome is Outcome.UNDETERMINED} - seen)


def _row(subject: str, told: Sequence[Determination]) -> tuple[Line, ...]:
    spoken = {each.outcome for each in told if each.position is not Position.FREE or each.outcome is not Outcome.CLEAR}
    worst = next((outcome for outcome in WORST_FIRST if outcome in spoken), Outcome.CLEAR)
    orders: dict[str, Outcome] = {}
    for outcome in _OPEN:
        for each in told:
            if each.outcome is outcome and each.places and not is_terms(each.order):
                orders.setdefault(each.order, outcome)
    parts = [span(order, _TONE[outcome]) for order, outcome in orders.items()]
    named = [part for each in parts for part in (span(", "), each)][1:]
    besides = _open_besides(told)
    return (
        line(span(short(subject), Tone.STRONG)),
        line(badge_of(worst)),
        tuple(named) if named else line("none"),
        line(str(besides)),
    )


_TONE: Mapping[Outcome, Tone] = {
    Outcome.BREACH: Tone.BREACH,
    Outcome.EXEMPT: Tone.EXEMPT,
    Outcome.UNDETERMINED: Tone.UNDETERMINED,
}


def free_section(check: Check, shows_all: bool) -> Iterator[Section]:
    """What is in use, and no order forbids there, with the answer of the orders that name its vendor."""
    named: dict[str, list[FreeUse]] = defaultdict(list)
    for each in check.free:
        if each.answers:
            named[each.vendor].append(each)
    silent = {vendor: uses for vendor, uses in named.items() if not shows_all and _says_little(uses)}
    told: set[str] = set()
    points = [_point(vendor, uses, told, shows_all) for vendor, uses in named.items() if vendor not in silent]
    if silent:
        orders = {norm.partition("/")[0] for uses in silent.values() for each in uses for norm, _ in each.answers}
        verb = "does" if len(orders) == 1 else "do"
        words = f"{listed(tuple(sorted(silent)))}: {listed(tuple(sorted(orders)))} {verb} not forbid it there"
        points.append(Point(line(words)))
    others = sorted({each.vendor for each in check.free if not each.answers} - named.keys())
    if others:
        points.append(Point(line(f"{listed(tuple(others))}: none of the orders that were put names them")))
    if points:
        yield Section(line("In use, and no order forbids it there"), (Points(tuple(points)),))


def _says_little(uses: Sequence[FreeUse]) -> bool:
    """Whether the orders that name a vendor say nothing but that they bind nobody there."""
    return not any(each.reports for each in uses) and not any("/" in norm for each in uses for norm, _ in each.answers)


def _point(vendor: str, uses: Sequence[FreeUse], told: set[str], shows_all: bool) -> Point:
    """A vendor, where it is used, and what the orders that name it say; `told` are those whose words stand above."""
    subjects = tuple(dict.fromkeys(short(subject) for each in uses for subject in each.subjects))
    places = tuple(dict.fromkeys(name_place(place) for each in uses for place in each.places))
    seen = listed(places[:_FEW_PLACES]) + (" ..." if len(places) > _FEW_PLACES else "")
    answers = dict(answer for each in uses for answer in each.answers)
    telling = {norm: says for norm, says in answers.items() if "/" in norm}
    silent = sorted({norm.partition("/")[0] for norm in answers} - {norm.partition("/")[0] for norm in telling})
    said = tuple(dict.fromkeys(says for says in telling.values() if says not in told))
    above = sorted({norm.partition("/")[0] for norm, says in telling.items() if says in told})
    told |= set(said)
    head = line(span(vendor, Tone.STRONG), f" ({seen})  {', '.join(subjects)}")
    if shows_all:
        return Point(head, tuple(line(span(norm, Tone.VALUE), f": {says}") for norm, says in answers.items()))
    reports = tuple(dict.fromkeys(order for each in uses for order in each.reports))
    find = f"a find may have to be reported all the same, by {listed(reports)} (`flowdown deadlines --event`)"
    said = (*said, *([find] if reports else ()), *([f"{listed(tuple(above))}: as above"] if above else ()))
    others = listed(tuple(silent)) if len(silent) <= _FEW_PLACES else f"{len(silent)} others that name it"
    nobody = f"{others}: {'does' if len(silent) == 1 else 'do'} not forbid it there" if silent else ""
    return Point(head, tuple(line(each) for each in (*said, nobody) if each))
