"""Finds the numbers, days and codes of a contract: by their own form, and by the labels of the standard forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowdown.evidence.contract.day import days_in
from flowdown.evidence.contract.form import read_form
from flowdown.evidence.contract.proposal import ProposedFact, Seen
from flowdown.evidence.contract.running_text import RunningText
from flowdown.evidence.document.document import Cell
from flowdown.evidence.profile.identifier import examine_cage, examine_piid, examine_uei

_PIID = re.compile(
    r"(?<![A-Z0-9-])(?=[A-Z0-9-]*\d)[A-Z0-9]{6}(?P<dash>-?)\d{2}(?P=dash)(?P<kind>[A-HJ-NP-Z])(?P=dash)[A-Z0-9]{4,8}(?![A-Za-z0-9])"
)
_EARLIER = re.compile(
    r"\b(?:replac\w+|incumbent|previous|current|existing|prior|predecessor|expir\w+|follow-on)\b", re.IGNORECASE
)
"""Words that tell of another contract than this."""
_SOLICITATIONS = frozenset("BQRU")
_ORDERS, _VEHICLES = frozenset("F"), frozenset("ADGH")
_FRONT = 12_000
"""Characters that hold the form at the head of a contract."""
_LABEL = re.compile(
    r"(?P<solicited>solicitation\s+(?:issue\s+)?date|(?:solicitation|RF[PQ])\s+dated?|date\s+issued|issue\s+date)"
    r"|(?P<awarded>award\s*/?\s*(?:effective\s+)?date|date\s+(?:of\s+)?award(?:ed)?|effective\s+date(?!\s+of\s+the\s+clause)"
    r"|contract\s+date|date\s+of\s+(?:contract|order)|10B\.?\s*dated)"
    r"|(?P<signed>date\s+signed)|(?P<due>(?:offer\s+)?due\s+date|closing\s+date|response\s+date)",
    re.IGNORECASE,
)
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cage", re.compile(r"\bCAGE(?:\s+(?i:code))?\s*(?i:no\.?|number)?\s*[:#]?\s*(?P<value>[A-Z0-9]{5})\b")),
    (
        "uei",
        re.compile(
            r"\b(?:UEI|[Uu]nique\s+[Ee]ntity\s+(?:ID|[Ii]dentifier))\b[^A-Z0-9\n]{0,12}(?P<value>[A-Z0-9]{12})\b"
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(?:purchase\s+order|subcontract|P\.?O\.?)\s*(?:no\.?|number|#)\s*[:#]?\s*(?P<value>[A-Z0-9][A-Z0-9/-]{2,30})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "modification",
        re.compile(
            r"\b(?:amendment\s*/\s*)?mod(?:ification)?\.?\s*(?:no\.?|number|#)?\s*[:#]?\s*(?P<value>[AP][A-Z0-9]?\d{4,5})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "order_numbers",
        re.compile(
            r"\b(?:task|delivery|call)\s+order\s*(?:no\.?|number|#)\s*[:#]?\s*(?P<value>\d{4})\b", re.IGNORECASE
        ),
    ),
    (
        "office",
        re.compile(r"\bissued\s+by\b[^\n]{0,20}?\bcode\s*:?\s*(?P<value>[A-Z][A-Z0-9]{5}|[0-9]{2}[A-Z0-9]{4})\b", re.I),
    ),
)
_PERIOD = re.compile(r"\bperiod\s+of\s+performance\b", re.IGNORECASE)
_SUBCONTRACT = re.compile(
    r"(?:contracting\s+officer|government)[\"'”’]*\s*,?\s+(?:shall\s+mean|means|refers\s+to)\s+(?:the\s+)?[\"'“‘]?"
    r"(?:buyer|purchaser|prime|seller|subcontractor|contractor|customer|company|[A-Z]{3,})",
    re.IGNORECASE,
)
_MODIFICATION = re.compile(
    r"AMENDMENT\s+OF\s+SOLICITATION\s*/\s*MODIFICATION\s+OF\s+CONTRACT|STANDARD\s+FORM\s+30\b|\bSF[- ]30\b"
)


def find_facts(running: RunningText, cells: Sequence[Cell] = ()) -> tuple[ProposedFact, ...]:
    """The facts of a contract, each field's best first: what stands in the blocks of a form outweighs the rest."""
    blocks = {each.field: each for each in read_form(cells)}
    days = _days(running)
    if is_modification(running):
        days = (replace(each, field="since") if each.field == "awarded" else each for each in days)
    read = (*_numbers(running), *_labelled(running), *days, *_period(running))
    facts = [*blocks.values(), *(each for each in read if each.field not in blocks)]
    if match := _SUBCONTRACT.search(running.text):
        facts.append(ProposedFact("kind", "subcontract", _seen(running, match.start(), match.end())))
    return tuple(_without_idle(facts))


def is_modification(running: RunningText) -> bool:
    """True if it is a modification of a contract, on the form for that."""
    return _MODIFICATION.search(running.text, 0, _FRONT) is not None


def _seen(running: RunningText, start: int, end: int) -> Seen:
    return Seen(running.place(start), running.words(running.line_start(start), max(running.line_end(start), end)))


def _numbers(running: RunningText) -> Iterator[ProposedFact]:
    counted: dict[str, list[re.Match[str]]] = {}
    for match in _PIID.finditer(running.text):
        value = match[0].replace("-", "")
        if _EARLIER.search(running.text, max(0, match.start() - 90), match.start()):
            continue
        if 13 <= len(value) <= 17 and any(each.isdigit() for each in value[:6]):
            counted.setdefault(value, []).append(match)
    ranked = sorted(counted, key=lambda value: (counted[value][0].start() > _FRONT, -len(counted[value]), value))
    solicited = [value for value in ranked if value[8] in _SOLICITATIONS]
    held = [value for value in ranked if value[8] not in _SOLICITATIONS and not examine_piid(value).fault]
    if solicited and held:
        first = counted[solicited[0]]
        # A number that comes later and less often than that of a solicitation is another contract's.
        held = [
            value
            for value in held
            if counted[value][0].start() < first[0].start()
            or running.place(counted[value][0].start()) <= running.place(first[0].start())
            or len(counted[value]) > len(first)
        ]
    front = [value for value in held if counted[value][0].start() <= _FRONT]
    chosen = front or held[:1]
    orders = [value for value in chosen if value[8] in _ORDERS]
    vehicles = [value for value in chosen if value[8] in _VEHICLES]
    piid = (orders or chosen)[0] if chosen else ""
    if piid:
        match = counted[piid][0]
        is_sure = bool(front) and len([value for value in chosen if value not in vehicles]) <= 1
        yield ProposedFact("piid", match[0], _seen(running, match.start(), match.end()), is_sure)
    if orders and vehicles:
        match = counted[vehicles[0]][0]
        yield ProposedFact("parent", match[0], _seen(running, match.start(), match.end()), len(vehicles) == 1)
    for value in solicited[:1]:
        match = counted[value][0]
        yield ProposedFact("solicitation", match[0], _seen(running, match.start(), match.end()), len(solicited) == 1)
    for value in held[:9]:
        if value != piid and not (orders and value == (vehicles[0] if vehicles else "")):
            match = counted[value][0]
            yield ProposedFact("other number", match[0], _seen(running, match.start(), match.end()), is_sure=False)


def _labelled(running: RunningText) -> Iterator[ProposedFact]:
    for field, pattern in _LINES:
        values: dict[str, re.Match[str]] = {}
        for match in pattern.finditer(running.text, 0, _FRONT * 4):
            value = match["value"]
            if any(each.isdigit() for each in value) and _is_sound(field, value):
                values.setdefault(value, match)
        for value, match in list(values.items())[:1]:
            yield ProposedFact(field, value, _seen(running, match.start(), match.end()), len(values) == 1)


def _is_sound(field: str, value: str) -> bool:
    if field == "cage":
        return not examine_cage(value).fault
    return field != "uei" or not examine_uei(value).fault


def _days(running: RunningText) -> Iterator[ProposedFact]:
    text, found = running.text, set()
    labels = list(_LABEL.finditer(text, 0, _FRONT))
    index = 0
    while index < len(labels):
        last = index
        # Labels that follow each other without a day between: their days follow in the same order.
        while last + 1 < len(labels) and not list(days_in(text, labels[last].end(), labels[last + 1].start())):
            if labels[last + 1].start() - labels[last].end() > 250:
                break
            last += 1
        end = labels[last + 1].start() if last + 1 < len(labels) else len(text)
        days = list(days_in(text, labels[last].end(), min(end, labels[last].end() + (250 if last > index else 120))))
        cluster = labels[index : last + 1]
        if len(cluster) == 1 or len(days) == len(cluster):
            for label, (day, at) in zip(cluster, days, strict=False):
                field = label.lastgroup or ""
                if field not in found and field in ("solicited", "awarded"):
                    found.add(field)
                    is_sure = len(cluster) == 1 and at - label.end() < 40
                    yield ProposedFact(field, day.isoformat(), _seen(running, label.start(), at), is_sure)
        index = last + 1


def _period(running: RunningText) -> Iterator[ProposedFact]:
    for match in _PERIOD.finditer(running.text):
        days = list(days_in(running.text, match.end(), match.end() + 160))
        if len(days) >= 2 and days[0][0] < days[1][0]:
            for field, (day, at) in zip(("starts", "ends"), days, strict=False):
                yield ProposedFact(field, day.isoformat(), _seen(running, match.start(), at), len(days) == 2)
            return


def _without_idle(facts: list[ProposedFact]) -> Iterator[ProposedFact]:
    """What another fact already says, or contradicts, is not proposed twice."""
    day = {each.field: each.value for each in facts}
    is_sub = any(each.field == "kind" for each in facts)
    for each in facts:
        if (
            each.field == "number"
            and not is_sub
            and day.get("piid", "").replace("-", "") == each.value.replace("-", "")
        ):
            continue
        if each.field == "solicited" and day.get("awarded", "9") < each.value:
            continue
        yield each
