"""Finds every place at which a document names a clause, and tells from what stands around it how it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowdown.evidence.contract.heading import (
    ALTERNATE,
    ALTERNATE_OF,
    DEVIATION,
    NUMBER,
    RESERVED,
    VERSION,
    box_of,
    find_version,
    is_marked_item,
    month_words,
    opens_item,
    roman,
)
from flowdown.evidence.contract.passage import Bearing, Introductions
from flowdown.evidence.contract.proposal import ProposedClause, Seen
from flowdown.evidence.contract.running_text import RunningText
from flowdown.evidence.contract.sentence import says_of
from flowdown.evidence.contract.standing import Standing

_LONGEST_HEADING = 330
_TITLE_ENDS = re.compile(
    r"\(\s*a\s*\)(?=\s)|\n\s*(?:\([A-Za-z0-9]{1,5}\)|[_\[☐☒]|(?-i:D?FARS?|GSAR)\b)|\(\s*end\s+of|\bas\s+prescribed\b|\n\s*\n(?=\s*(?-i:[a-z(]))|\n\s*\n\s*\n"
    r"|\b(?:shall|must|will|means|hereby)\b|\.{4,}|(?:\.\s){4,}",
    re.IGNORECASE,
)
_STARTS_TITLE = re.compile(
    r"[\s*_]*[,.:;|\u00b7*-]*\s*(?:\Z|\n|[A-Z\"“(\[|*]|alt\b|\d|\Z)",
)
_VERBS = re.compile(r"\b(?:shall|must|will|may|is|are|was|were|has|have|means|does|applies|apply|requires?)\b")
_COMMANDS = re.compile(r"\b(?:shall|must|will|applies|apply|requires?)\b")
_HANGS = re.compile(
    r"(?:\b(?:[Ss]ee|of|at|in|under|with|by|and|or|to|the|from|per|as|clauses?|provisions?|FAR|DFARS|subsection|paragraph"
    r"|(?:paragraph|section)\s+\([a-z0-9]+\)(?:\([0-9a-z]+\))*)|[,(])$"
)
_LEADERS = re.compile(r"(?:\.{5,}|(?:\. ){5,}|…{2,})\s*[A-Z]?-?\d{1,4}\b")
_WORD = re.compile(r"[A-Za-z][A-Za-z'/-]*")
_SMALL = frozenset("a an and as at but by for from in into of on or the to with other than".split())
_OF_OFFERS = re.compile(
    r"\bapplies\s+(?:to|in|if|when|only)\b[^.]{0,60}\bsolicitations?\b|\bthis\s+provision\s+applies\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:applies|applicable|apply)\s+(?:only\s+)?(?:if|when|where|to\s+\w+\s+(?:over|above|exceeding))\b",
    re.IGNORECASE,
)
_REPRESENTS = re.compile(r"\brepresentations?\b|\bcertifications?\b(?! of)", re.IGNORECASE)
_BOX = re.compile(r"\[\s*[xX]?\s*\]|☐|☒")
_STROKE = re.compile(r"\b((?:19|20)\d\d)(O\d)")
_FORM_BLOCK = re.compile(r"27\s*[ab]\b|are\s+are\s+not\s+attached|☐\s*are", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A number in the text, what stands before it on its line (behind the clause before), and behind it."""

    number: str
    start: int
    end: int
    before: str
    behind: str


def find_clauses(running: RunningText) -> tuple[ProposedClause, ...]:
    """Every place that names a clause, in the document's order; those of one clause are not put together."""
    introductions = Introductions(running.text)
    found: list[ProposedClause] = []
    broken_at = headed_at = -1
    for spot in _spots(running):
        introduction = introductions.before(spot.start)
        bearing = introduction.bearing if broken_at < introduction.at else Bearing.NONE
        is_item = is_marked_item(spot.before)
        listed = _is_listed(running, spot)
        heading = _heading(running, spot)
        if listed and not is_item and heading.version and bearing in (Bearing.CHOOSES, Bearing.PASSES_ON):
            # A heading without a mark is no item of such a list any more, but the next clause.
            broken_at, bearing = spot.start, Bearing.NONE
        if is_item and (headed_at > introduction.at or _REPRESENTS.search(introduction.words)):
            # Items in the text of a clause, which has not introduced them as its own.
            bearing = Bearing.NONE
        if listed and not is_item and heading.version:
            headed_at = spot.start
        clause = _stand(running, spot, heading, bearing, listed=listed)
        found.append(clause)
    return tuple(found)


def _spots(running: RunningText) -> Iterator[_Spot]:
    matches = list(NUMBER.finditer(running.text))
    taken = 0
    for index, match in enumerate(matches):
        start = max(running.line_start(match.start()), taken)
        limit = min(match.end() + _LONGEST_HEADING, matches[index + 1].start() if index + 1 < len(matches) else 1 << 62)
        behind = running.text[match.end() : limit]
        date = find_version(behind)
        if date and not _TITLE_ENDS.search(behind, 0, date.start()):
            taken = match.end() + date.end()
            while taken < len(running.text) and running.text[taken] in ").,;| ":
                taken += 1
        else:
            taken = match.end()
        number = f"{match[1]}.{match[2]}-{match[3]}"
        yield _Spot(number, match.start(), match.end(), running.text[start : match.start()], behind)


def _heading(running: RunningText, spot: _Spot) -> ProposedClause:
    """The clause as its heading has it: title, month, alternate, deviation."""
    ends = _TITLE_ENDS.search(spot.behind)
    text = spot.behind[: ends.start()] if ends else spot.behind
    if ends and ends[0].lower().startswith("as pres"):
        text = spot.behind
    alternate_of = ALTERNATE_OF.search(spot.before)
    date = find_version(text)
    before_date = None if date else _date_before(spot.before)
    alternate = ALTERNATE.search(text, 0, (date.end() + 40) if date else 160)
    deviation = DEVIATION.search(text, 0, (date.end() + 60) if date else 200)
    # An alternate may stand before the title.
    leads = alternate is not None and not text[: alternate.start()].strip(" ,-")
    starts = alternate.end() if alternate is not None and leads else 0
    ends_of = (date, None if leads else alternate, deviation, re.search(r"\Z", text))
    title_end = min(each.start() for each in ends_of if each and each.start() >= starts)
    dated = date or before_date
    version = month_words(dated) if dated else ""
    shown_end = (
        spot.end + max(each.end() for each in (date, alternate, deviation) if each) if (date or alternate) else 0
    )
    line_end = running.line_end(spot.start)
    start = spot.start - len(spot.before.lstrip())
    named = alternate_of or alternate
    if alternate_of:
        version = alternate_of["date"].title().replace(".", "") if alternate_of["date"] else version
    return ProposedClause(
        spot.number,
        Standing.MENTIONED,
        Seen(running.place(spot.start), running.words(start, max(line_end, shown_end))),
        _title(text[starts:title_end].split("\n", 1)[0] if before_date else text[starts:title_end]),
        version,
        roman(named["alternate"]) if named else "",
        _deviation(deviation),
    )


def _title(text: str) -> str:
    first = text.split("\n\n", 2)
    words = " ".join(" ".join(first[:2] if not first[0].strip(" ,.:|-*\n") else first[:1]).split())
    title = words.strip(" ,.:;|*-([_")
    return title if len(title) <= 200 and title[:1].isupper() else ""


def _deviation(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    if not match["number"]:
        return "unnumbered"
    # Printed without its stroke it is the same number.
    return _STROKE.sub(r"\1-\2", " ".join(match["number"].split()).upper())


def _date_before(before: str) -> re.Match[str] | None:
    """The date that ends what stands before a number."""
    last = None
    for match in VERSION.finditer(before):
        last = match
    return last if last and not before[last.end() :].strip(" )|,.:*-FARSDfarsd") else None


def _is_listed(running: RunningText, spot: _Spot) -> bool:
    """True if a number heads a clause or stands in a list or table of clauses, not in a sentence."""
    behind = spot.behind.replace("\n", " ", 1) if spot.behind.startswith("\n") else spot.behind
    heads = _STARTS_TITLE.match(spot.behind) is not None or VERSION.match(behind.lstrip(" (")) is not None
    if re.match(r"\s*\([a-z0-9]{1,4}\)", spot.behind):
        # A paragraph of the clause, as 52.212-4(c).
        return False
    heads = heads and not _is_said(spot.behind)
    if opens_item(spot.before):
        hangs = (
            not is_marked_item(spot.before)
            and not spot.before.strip()
            and _HANGS.search(running.line_before(spot.start))
        )
        return heads and not hangs
    if alternate_of := ALTERNATE_OF.search(spot.before):
        return opens_item(spot.before[: alternate_of.start()])
    return heads and _is_title(spot)


def _is_said(behind: str) -> bool:
    """True if what follows a number is a sentence about it, not its title."""
    ends = [each.start() for each in (VERSION.search(behind), DEVIATION.search(behind)) if each]
    if ends:
        return _COMMANDS.search(behind, 0, min(ends)) is not None
    return _VERBS.search(behind.split("\n", 1)[0]) is not None


def _is_title(spot: _Spot) -> bool:
    """True if what stands before a number is a title, or a title with its date: tables have any order of columns."""
    text = spot.before.strip(" |*")
    date = _date_before(text)
    if date:
        text = text[: date.start()]
    elif not VERSION.match(spot.behind.lstrip(" |(\n-,")):
        return False
    words = _WORD.findall(text)
    is_capital = all(word[0].isupper() or word.lower() in _SMALL for word in words)
    return (
        is_capital and len(words) < 40 and not _VERBS.search(text) and not text.rstrip().endswith((",", "see", "See"))
    )


def _stand(
    running: RunningText, spot: _Spot, heading: ProposedClause, bearing: Bearing, *, listed: bool
) -> ProposedClause:
    line = running.text[max(running.line_start(spot.start), spot.start - 300) : running.line_end(spot.start)]
    if RESERVED.match(spot.behind):
        return replace(heading, standing=Standing.RESERVED, why="its text is reserved", version="", title="")
    if _LEADERS.search(line) or _LEADERS.search(spot.behind, 0, 260):
        return replace(heading, standing=Standing.UNCLEAR, why="it stands in a table of contents")
    if _FORM_BLOCK.search(line):
        return replace(heading, standing=Standing.UNCLEAR, why="printed on the form; its box decides", title="")
    if not listed:
        standing, why = says_of(running.text, spot.start, spot.end)
        return replace(
            heading, standing=standing, why=why, title="" if standing is Standing.MENTIONED else heading.title
        )
    match bearing:
        case Bearing.CHOOSES:
            box = box_of(spot.before, running.line_before(spot.start))
            if box is None:
                return replace(
                    heading, standing=Standing.UNCLEAR, why="clauses are chosen by boxes here; none is seen before it"
                )
            standing = Standing.INCORPORATED if box else Standing.NOT_TICKED
            return replace(heading, standing=standing, why="its box is ticked" if box else "its box is not ticked")
        case Bearing.PASSES_ON:
            return replace(heading, standing=Standing.PASSED_ON, why="listed among clauses to put into subcontracts")
        case Bearing.REMOVES:
            return replace(heading, standing=Standing.REMOVED, why="listed among clauses that are deleted")
        case _:
            standing, why = says_of(running.text, spot.start, spot.end)
            if standing is Standing.REMOVED:
                return replace(heading, standing=standing, why=why)
            box = box_of(spot.before, "") if bearing is Bearing.NONE and _BOX.search(spot.before) else None
            if box is not None:
                standing = Standing.INCORPORATED if box else Standing.NOT_TICKED
                return replace(heading, standing=standing, why="its box is ticked" if box else "its box is not ticked")
            is_bare = not heading.version and not heading.title
            if bearing is Bearing.NONE and is_bare:
                return replace(heading, standing=Standing.MENTIONED, why="a number alone")
            is_item = is_marked_item(spot.before) and not heading.version
            if is_item and (bearing is Bearing.NONE or _OF_OFFERS.search(spot.behind, 0, 200)):
                return replace(heading, standing=Standing.MENTIONED, why="an item in the text of another clause")
            if _CONDITION.search(spot.behind, 0, 300):
                heading = replace(heading, notes=("it stands there with a condition: read it",))
            why = "listed as incorporated" if bearing is Bearing.INCORPORATES else "it stands as a heading or in a list"
            return replace(heading, standing=Standing.INCORPORATED, why=why)
