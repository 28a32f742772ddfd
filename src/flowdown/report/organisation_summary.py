"""Sums up the answers of an organisation that are open: what is seen and may be reached, what was not seen, what to ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from flowdown.reason.determination import Check, Determination, Outcome
from flowdown.report.check_page import badge_of
from flowdown.report.page import Line, Point, Points, Section, Tone, line, span
from flowdown.report.report import Report
from flowdown.report.words import count, listed, shorten
from flowdown.scan.sighting import STRENGTHS, Question, Sighting

_FEW_SETTINGS = 6
_TERMS = "terms-"
"""How the ids of vendors' terms start (contracts.md, section 6)."""
_QUOTED, _ASKED, _FEW_NAMED = 150, 2, 3


def summarise(report: Report, check: Check) -> Iterator[Section]:
    """What is open, in three parts: uses that an order may reach, vendors' own terms, and what was not seen."""
    rows = as_rows(groups_of(check, Outcome.UNDETERMINED))
    seen = [each for each in rows if _is_seen(each) and not _is_terms(each)]
    terms = [each for each in rows if _is_seen(each) and _is_terms(each)]
    unseen = [each for each in rows if not _is_seen(each)]
    if seen:
        points = tuple(_point(report, check, each) for each in seen)
        yield Section(line(f"Seen in use, and an order may reach it ({len(seen)})"), (Points(points),))
    if terms:
        points = tuple(_point_on_terms(each) for each in terms)
        yield Section(line(f"Vendors' own terms: what the use is for decides ({len(terms)})"), (Points(points),))
    if unseen:
        points = tuple(map(_point_on_unseen, unseen))
        yield Section(line(f"Not seen, and not ruled out ({len(unseen)})"), (Points(points),))


def _is_seen(group: Sequence[Determination]) -> bool:
    return any(each.places for each in group)


def _is_terms(group: Sequence[Determination]) -> bool:
    return group[0].order.startswith(_TERMS)


def _point(report: Report, check: Check, group: Sequence[Determination]) -> Point:
    """One order and what it may reach: its words, where, by which clause, what is seen, and what that turns on."""
    reached = [each for each in group if each.places]
    cited = next((each for each in check.cited if each.norm == group[0].norm), None)
    title = f"{cited.title}, {cited.cites}" if cited and cited.cites else cited.title if cited else ""
    under = [
        line(f"{shorten(title, _QUOTED)}" + (f": “{shorten(cited.quote, _QUOTED)}”" if cited and cited.quote else ""))
    ]
    clauses = tuple(dict.fromkeys(clause for each in reached for clause in each.clauses))
    by = f", by {listed(clauses[:2])}" if clauses else ""
    under.append(line(span("Where: ", Tone.STRONG), f"{name_settings(reached)}{by}"))
    under.append(line(span("Seen: ", Tone.STRONG), *_seen(report, reached)))
    under.extend(_turning_on(reached))
    norms = tuple(dict.fromkeys(each.norm for each in group))
    name = norms[0] if len(norms) == 1 else f"{group[0].order} ({count(len(norms), 'norm')})"
    return Point(line(span(name, Tone.STRONG)), tuple(under), badge=badge_of(Outcome.UNDETERMINED))


def _turning_on(group: Sequence[Determination]) -> Iterator[Line]:
    asked = count_questions(group)
    if asked:
        more = f" (and {len(asked) - _ASKED} more)" if len(asked) > _ASKED else ""
        words = " ".join(each.asks[:1].upper() + each.asks[1:] for each, _ in asked[:_ASKED])
        yield line(span("Turns on: ", Tone.STRONG), words, span(more, Tone.FAINT))


def _seen(report: Report, group: Sequence[Determination]) -> Iterator[str]:
    """What is seen: for each tree how many lines, and the strongest; what the profile states, by its name."""
    sightings: dict[str, dict[tuple[object, ...], Sighting]] = defaultdict(dict)
    for each in group:
        for sighting in each.sightings:
            sightings[sighting.tree][sighting.order] = sighting
    told = []
    for tree, found in sorted(sightings.items()):
        first = min(found.values(), key=lambda each: (STRENGTHS.index(each.strength), each.order))
        lines = count(len(found), "line")
        told.append(
            f"{first.vendor} in {tree}: {lines}, {first.strength.value} ({first.place.path}:{first.place.line})"
        )
    trees = {f"tree:{tree}" for tree in sightings}
    stated = dict.fromkeys(
        place for each in group for place in each.places if place not in trees and place not in sightings
    )
    told += [
        f"claimed of {short(place).replace(':', ' ', 1)}" if place.startswith("claimed:") else f"stated: {short(place)}"
        for place in stated
    ]
    yield "; ".join(told)


def _point_on_terms(group: Sequence[Determination]) -> Point:
    norms = len({each.norm for each in group})
    words = f"  {count(norms, 'rule')} on {name_settings([each for each in group if each.places])}"
    return Point(line(span(group[0].order, Tone.STRONG), words), tuple(_turning_on(group)))


def _point_on_unseen(group: Sequence[Determination]) -> Point:
    """An order in one line, and the question that most of it turns on."""
    asked = count_questions(group)
    norms = {each.norm for each in group}
    name = group[0].order if len(norms) > 1 else group[0].norm
    settings = len({each.subject for each in group})
    where = name_settings(group) if settings <= _FEW_NAMED else f"{settings} contracts"
    under: tuple[Line, ...] = ()
    if asked:
        more = f" (and {len(asked) - 1} more)" if len(asked) > 1 else ""
        under = (line(asked[0][0].asks[:1].upper() + asked[0][0].asks[1:], span(more, Tone.FAINT)),)
    return Point(line(span(name, Tone.STRONG), f"  {where}"), under)


def groups_of(check: Check, outcome: Outcome) -> list[list[Determination]]:
    """Determinations of one outcome by norm, those about most settings first."""
    groups: dict[str, list[Determination]] = defaultdict(list)
    for each in check.determinations:
        if each.outcome is outcome:
            groups[each.norm].append(each)
    return sorted(groups.values(), key=_first_things_first)


def _first_things_first(group: Sequence[Determination]) -> tuple[bool, bool, int, int, str]:
    """What is seen before what is only asked, the law before a vendor's own terms, what reaches most before the rest."""
    is_seen = any(each.places for each in group)
    is_terms = group[0].order.startswith(_TERMS)
    evidence = sum(bool(each.sightings) for each in group)
    return not is_seen, is_terms, -evidence, -len(group), group[0].norm


def as_rows(groups: Sequence[list[Determination]]) -> list[list[Determination]]:
    """The groups, with those of one order that rest on the same places, or on nothing seen, put together."""
    rows: dict[tuple[str, frozenset[str]], list[Determination]] = defaultdict(list)
    for group in groups:
        rows[group[0].order, frozenset(place for each in group for place in each.places)].extend(group)
    return list(rows.values())


def name_settings(group: Sequence[Determination]) -> str:
    """The contracts and own business that answers are about, the first few by name."""
    names = list(dict.fromkeys(short(each.subject) for each in group))
    more = f" and {len(names) - _FEW_SETTINGS} more" if len(names) > _FEW_SETTINGS else ""
    return ", ".join(names[:_FEW_SETTINGS]) + more


def short(node: str) -> str:
    """A node without its kind."""
    return node.partition(":")[2] or node.replace("-", " ")


def count_questions(determinations: Sequence[Determination]) -> list[tuple[Question, int]]:
    """The questions with how many answers each would help to settle, those that settle most first."""
    counts: Counter[str] = Counter()
    known: dict[str, Question] = {}
    for each in determinations:
        for question in {question.asks: question for question in each.questions}.values():
            counts[question.asks] += 1
            known.setdefault(question.asks, question)
    return [(known[asks], number) for asks, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
