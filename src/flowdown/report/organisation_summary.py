"""Sums up the answers of an organisation that are open: what is seen and may be reached, what was not seen, what to ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from flowdown.reason.determination import Check, Determination, Outcome
from flowdown.report.check_page import badge_of
from flowdown.report.page import Line, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import count, listed, shorten
from flowdown.scan.sighting import STRENGTHS, Question, Sighting

FEW_SETTINGS = 6
"""How many contracts an answer names before it counts the rest."""
_TERMS = "terms-"
"""How the ids of vendors' terms start (contracts.md, section 6)."""
_QUOTED, _STATUS, _ASKED, _FEW_NAMED = 96, 150, 2, 3


def summarise(check: Check) -> Iterator[Section]:
    """What is excused, and what is open: uses that an order may reach, vendors' own terms, and what was not seen."""
    excused = _by_order(groups_of(check, Outcome.EXEMPT))
    if excused:
        title = line(f"Seen in use and forbidden, but excused ({count(len(excused), 'order')})")
        yield Section(title, (Points(tuple(_point_on_excused(check, each) for each in excused)),))
    groups = groups_of(check, Outcome.UNDETERMINED)
    rows = _by_order([[each for each in group if each.places] for group in groups])
    seen = [each for each in rows if not _is_terms(each)]
    terms = [each for each in rows if _is_terms(each)]
    unseen = _by_order([[each for each in group if not each.places] for group in groups])
    if seen:
        points = tuple(_point(check, each) for each in seen)
        clocks = line(
            "What is found may start a clock of days: `flowdown deadlines --event identification=DAY` counts it."
        )
        yield Section(
            line(f"Seen in use, and an order may reach it ({len(seen)})"), (Points(points), Paragraph(clocks))
        )
    if terms:
        points = tuple(_point_on_terms(each) for each in terms)
        yield Section(line(f"Vendors' own terms: what the use is for decides ({len(terms)})"), (Points(points),))
    if unseen:
        points = tuple(_point_on_unseen(each) for each in unseen if not _is_terms(each))
        others = tuple(sorted(each[0].order for each in unseen if _is_terms(each)))
        if others:
            points = (*points, Point(line(span(listed(others), Tone.STRONG), "  in contracts where no use was seen")))
        yield Section(line(f"Not seen, and not ruled out ({len(unseen)})"), (Points(points),))


def _by_order(groups: Sequence[list[Determination]]) -> list[list[Determination]]:
    rows: dict[str, list[Determination]] = defaultdict(list)
    for group in filter(None, groups):
        rows[group[0].order].extend(group)
    return list(rows.values())


def orders_seen(check: Check) -> frozenset[str]:
    """The orders, vendors' terms left out, of which a use is seen that they forbid, excuse or may reach."""
    seen = (each for each in check.determinations if each.places and each.outcome is not Outcome.CLEAR)
    return frozenset(each.order for each in seen if not each.order.startswith(_TERMS))


def _is_terms(group: Sequence[Determination]) -> bool:
    return group[0].order.startswith(_TERMS)


def _point(check: Check, group: Sequence[Determination]) -> Point:
    """One order and what it may reach: its sense, its status, where, by which clause, what is seen, what that turns on."""
    under = list(_sense_and_status(check, group))
    clauses = tuple(dict.fromkeys(clause for each in group for clause in each.clauses))
    by = f", by {listed(clauses[:2])}" if clauses else ""
    under.append(line(span("Where: ", Tone.STRONG), f"{name_settings(group)}{by}"))
    under.append(line(span("Seen: ", Tone.STRONG), *_seen(group)))
    under.extend(_turning_on(group))
    return Point(line(span(_name(group), Tone.STRONG)), tuple(under), badge=badge_of(Outcome.UNDETERMINED))


def _point_on_excused(check: Check, group: Sequence[Determination]) -> Point:
    """One order that forbids what is seen, and what excuses it, setting by setting."""
    says = tuple(dict.fromkeys(each.says for each in group))
    under = [*_sense_and_status(check, group), *(line(each) for each in says[:_FEW_NAMED])]
    if len(says) > _FEW_NAMED:
        under.append(line(span(f"and {len(says) - _FEW_NAMED} more (`--all`)", Tone.FAINT)))
    return Point(line(span(_name(group), Tone.STRONG)), tuple(under), badge=badge_of(Outcome.EXEMPT))


def _sense_and_status(check: Check, group: Sequence[Determination]) -> Iterator[Line]:
    cited = next((each for each in check.cited if each.norm == group[0].norm), None)
    if cited:
        title = f"{cited.title}, {cited.cites}" if cited.cites else cited.title
        # No quotation marks: much of the library holds the words of a summary (`--all` says how each was read).
        yield line(f"{shorten(title, _QUOTED)}; in short: {shorten(cited.quote, _QUOTED)}")
        yield line(span("Status: ", Tone.STRONG), shorten(cited.status, _STATUS))


def _name(group: Sequence[Determination]) -> str:
    norms = tuple(dict.fromkeys(each.norm for each in group))
    return norms[0] if len(norms) == 1 else f"{group[0].order} ({count(len(norms), 'rule')})"


def _turning_on(group: Sequence[Determination]) -> Iterator[Line]:
    asked = count_questions(group)
    if asked:
        more = f" (and {len(asked) - _ASKED} more)" if len(asked) > _ASKED else ""
        words = " ".join(each.asks[:1].upper() + each.asks[1:] for each, _ in asked[:_ASKED])
        yield line(span("Turns on: ", Tone.STRONG), words, span(more, Tone.FAINT))


def _seen(group: Sequence[Determination]) -> Iterator[str]:
    """What is seen: for each tree how many lines, and the strongest; what the profile or documents state, with its maker."""
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
    stated = dict.fromkeys(words for each in group for words in each.stated)
    yield "; ".join((*told, *(f"{words} (you state it)" if "claimed in" not in words else words for words in stated)))


def _point_on_terms(group: Sequence[Determination]) -> Point:
    norms = len({each.norm for each in group})
    words = f"  {count(norms, 'rule')} on {name_settings(group)}"
    return Point(line(span(group[0].order, Tone.STRONG), words), tuple(_turning_on(group)))


def _point_on_unseen(group: Sequence[Determination]) -> Point:
    """An order in one line, and the question that most of it turns on."""
    asked = count_questions(group)
    norms = {each.norm for each in group}
    name = group[0].order if len(norms) > 1 else group[0].norm
    subjects = {each.subject for each in group}
    contracts = sum(each.startswith("contract:") for each in subjects)
    own = " and own business" if contracts < len(subjects) else ""
    where = name_settings(group) if len(subjects) <= _FEW_NAMED else f"{contracts} contracts{own}"
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


def name_settings(group: Sequence[Determination], most: int = FEW_SETTINGS) -> str:
    """The contracts and own business that answers are about, the first `most` by name."""
    names = list(dict.fromkeys(short(each.subject) for each in group))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def short(node: str) -> str:
    """A node without its kind."""
    return node.partition(":")[2] or node.replace("-", " ")


def count_questions(determinations: Sequence[Determination]) -> list[tuple[Question, int]]:
    """The questions with how many answers each would help to settle: those about a use that is seen, then by number."""
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    known: dict[str, Question] = {}
    for each in determinations:
        for question in {question.asks: question for question in each.questions}.values():
            counts[question.asks] += 1
            if each.places and not each.order.startswith(_TERMS):
                seen.add(question.asks)
            known.setdefault(question.asks, question)
    return [
        (known[asks], number)
        for asks, number in sorted(counts.items(), key=lambda pair: (pair[0] not in seen, -pair[1], pair[0]))
    ]
