"""Sums up the answers of an organisation that are open: what is seen and may be reached, what was not seen, what to ask."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from flowdown.reason.determination import Check, Determination, Outcome
from flowdown.report.check_page import badge_of
from flowdown.report.page import Line, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import count, listed, shorten
from flowdown.scan.sighting import STRENGTHS, Question, Sighting

FEW_SETTINGS = 6
"""How many contracts an answer names before it counts the rest."""
_KNOWN_USE = re.compile(r"the known use of \S+ \((.*)\)$")
_FEW_UNSEEN = 4
_TERMS = "terms-"
"""How the ids of vendors' terms start (contracts.md, section 6)."""
_TITLE, _ASKED, _FEW_NAMED, _QUESTION = 90, 1, 3, 110


def summarise(check: Check) -> Iterator[Section]:
    """What is excused, and what is open: uses that an order may reach, vendors' own terms, and what was not seen."""
    excused = _by_order(groups_of(check, Outcome.EXEMPT))
    if excused:
        title = line(f"Seen in use and forbidden, but excused ({count(len(excused), 'order')})")
        yield Section(title, (Points(tuple(_point_on_excused(check, each) for each in excused)),))
    groups = groups_of(check, Outcome.UNDETERMINED)
    rows = _by_order([[each for each in group if each.places] for group in groups])
    seen = [each for each in rows if not is_terms(each[0].order)]
    terms = [each for each in rows if is_terms(each[0].order)]
    unseen = _by_order([[each for each in group if not each.places] for group in groups])
    if seen:
        points = tuple(_point(check, each) for each in seen)
        clocks = line("A find may start a clock: `flowdown deadlines --event identification=DAY` counts it.")
        yield Section(
            line(f"Seen in use, and an order may reach it ({len(seen)})"), (Points(points), Paragraph(clocks))
        )
    if terms:
        told = "; ".join(_say_terms(each) for each in terms)
        words = f"{told}. `used_for` in the profile answers most; `--all` quotes each."
        yield Section(line("Vendors' own terms: what the use is for decides"), (Paragraph(line(words)),))
    if unseen:
        points = tuple(_points_on_unseen([each for each in unseen if not is_terms(each[0].order)]))
        rest = points[_FEW_UNSEEN:]
        if len(rest) > 1:
            words = "; ".join("".join(part.text for part in each.line) for each in rest)
            points = (
                *points[:_FEW_UNSEEN],
                Point(line(words, span("  (`--all` asks what each turns on)", Tone.FAINT))),
            )
        others = tuple(sorted(each[0].order for each in unseen if is_terms(each[0].order)))
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


def is_terms(order: str) -> bool:
    """Whether an order is a vendor's own terms."""
    return order.startswith(_TERMS)


def _point(check: Check, group: Sequence[Determination]) -> Point:
    """One order and what it may reach: its sense, its status, where, by which clause, what is seen, what that turns on."""
    under = list(_sense_and_status(check, group))
    clauses = tuple(dict.fromkeys(clause for each in group for clause in each.clauses))
    under.extend([line(f"by {clauses[0]}")] if clauses else [])
    under.append(line(span("Seen: ", Tone.STRONG), *_seen(group)))
    under.extend(_turning_on(group))
    head = line(span(_name(group), Tone.STRONG), f"  {name_settings(group)}")
    return Point(head, tuple(under), badge=badge_of(Outcome.UNDETERMINED))


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
        yield line(f"{shorten(cited.title, _TITLE)}; {cited.status.partition(' (')[0]}")


def _name(group: Sequence[Determination]) -> str:
    norms = tuple(dict.fromkeys(each.norm for each in group))
    return norms[0] if len(norms) == 1 else f"{group[0].order} ({count(len(norms), 'rule')})"


def _turning_on(group: Sequence[Determination]) -> Iterator[Line]:
    asked = count_questions(group)
    if asked:
        more = f" (and {len(asked) - _ASKED} more)" if len(asked) > _ASKED else ""
        words = " ".join(_ask(each) for each, _ in asked[:_ASKED])
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
    yield "; ".join((*told, *(f"{name_place(words)}{_by_whom(words)}" for words in stated)))


def _by_whom(words: str) -> str:
    return "" if "claimed in" in words else " (you state it)"


def name_place(words: str) -> str:
    """A place of use in short: what is stated of a use, without that it is one."""
    return _KNOWN_USE.sub(r"\1", words)


def _say_terms(group: Sequence[Determination]) -> str:
    subjects = tuple(dict.fromkeys(short(each.subject) for each in group))
    where = ", ".join(subjects) if len(subjects) <= _FEW_NAMED else f"{len(subjects)} places"
    return f"{group[0].order} ({where}; {count(len(count_questions(group)), 'question')})"


def _points_on_unseen(groups: Sequence[Sequence[Determination]]) -> Iterator[Point]:
    """Orders in one line each, and the question that most of it turns on; those that turn on the same one together."""
    by_question: dict[str, list[tuple[Line, int]]] = defaultdict(list)
    for group in groups:
        asked = count_questions(group)
        by_question[_ask(asked[0][0]) if asked else ""].append((_on_unseen(group), len(asked) - 1))
    for question, orders in by_question.items():
        head = tuple(
            part for number, (told, _) in enumerate(orders) for part in (*([span("; ")] * bool(number)), *told)
        )
        more = max(number for _, number in orders)
        others = span(f" (and {more} more)", Tone.FAINT) if more > 0 else span("")
        yield Point(head, (line(question, others),) if question else ())


def _on_unseen(group: Sequence[Determination]) -> Line:
    norms = {each.norm for each in group}
    name = group[0].order if len(norms) > 1 else group[0].norm
    subjects = {each.subject for each in group}
    contracts = sum(each.startswith("contract:") for each in subjects)
    own = " and own business" if contracts < len(subjects) else ""
    where = name_settings(group) if len(subjects) <= _FEW_NAMED else f"{contracts} contracts{own}"
    return line(span(name, Tone.STRONG), f"  {where}")


def _ask(question: Question) -> str:
    return shorten(question.asks[:1].upper() + question.asks[1:], _QUESTION)


def told_questions(check: Check) -> frozenset[str]:
    """The questions that stand with the orders on the page: they need not be told again."""
    told: set[str] = set()
    groups = groups_of(check, Outcome.UNDETERMINED)
    for group in _by_order([[each for each in found if each.places] for found in groups]):
        # What vendors' terms ask stands with them, or in the profile.
        told |= {each.asks for each, _ in count_questions(group)[: None if is_terms(group[0].order) else _ASKED]}
    for group in _by_order([[each for each in found if not each.places] for found in groups]):
        if not is_terms(group[0].order):
            told |= {each.asks for each, _ in count_questions(group)[:1]}
    return frozenset(told)


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
