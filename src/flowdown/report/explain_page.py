"""Lays out explanations for people: what is seen at a place, then why, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from flowdown.catalogue.kinds import Basis
from flowdown.report.explanation import Account, Explained, Explanation, KeywordHit
from flowdown.report.kind_words import stands_there
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.pieces import gap_section, question_points
from flowdown.report.words import count, listed, place_text, shorten
from flowdown.scan.sighting import STRENGTHS

_FEW_PLACES = 4
_FEW_SOURCES = 2
_FEW_KEYWORDS = 8
_FEW_OTHERS = 12
_ALL = 1_000_000_000
_BASES = tuple(Basis)
_LONGEST_VALUE = 160
_LONGEST_SOURCE = 240


def lay_out_explained(explained: Explained, shows_all: bool = False) -> Page:
    """The page of some explanations; `shows_all` gives every place of a file its reasons, not only the first few."""
    blocks: list[Block] = []
    if explained.is_incomplete:
        words = "The scan was interrupted: what follows is valid and incomplete."
        blocks.append(Paragraph(line(span(words, Tone.WARNING))))
    for each in explained.explanations:
        blocks.extend(_explanation(explained, each, shows_all))
    words = f"{explained.tool}, catalogue {explained.catalogue_digest[:19]}"
    return Page((*blocks, Paragraph(line(span(words, Tone.FAINT)))), "Flowdown: explain")


def _explanation(explained: Explained, each: Explanation, shows_all: bool) -> Iterable[Block]:
    where = f"{each.path}:{each.line}" if each.line else each.path
    title = line(span(where, Tone.PLACE))
    return (Section(title, tuple(_parts(explained, each, shows_all))),)


def _parts(explained: Explained, each: Explanation, shows_all: bool) -> Iterable[Block]:
    yield Paragraph(line(span(say_answer(explained, each), Tone.STRONG)))
    about = f"In the tree {each.tree} at {each.root}: {each.file.says}."
    yield Paragraph(line(span(about, Tone.FAINT)))
    if each.is_folder_only:
        words = "No git work tree holds the file, so only its folder was scanned; say `--root DIR` for the whole tree."
        yield Paragraph(line(span(words, Tone.WARNING)))
    if not each.accounts and not each.others:
        yield from _keywords(explained, each)
    places = [list(same) for _, same in groupby(each.accounts, key=_place_of)]
    told = places if shows_all or each.line else _first(places)
    for same in told:
        yield _place(explained, same)
    rest = [same for same in places if same not in told]
    if rest:
        points = tuple(Point(line(span(_head(same), Tone.PLACE), f"  {_sum_up(explained, same)}")) for same in rest)
        yield Section(
            line(f"Also in this file ({count(len(rest), 'place')}; --all gives their reasons)"), (Points(points),)
        )
    if each.questions:
        yield Section(line(f"Open here ({len(each.questions)})"), (question_points(each.questions, _FEW_OTHERS),))
    yield from gap_section(each.gaps, _ALL if shows_all else _FEW_OTHERS, with_tree=False)


def _first(places: list[list[Account]]) -> list[list[Account]]:
    """The first few places, uses before mentions, in the order of the file."""
    ranked = sorted(places, key=lambda same: min(STRENGTHS.index(each.sighting.strength) for each in same))
    chosen = ranked[:_FEW_PLACES]
    return [same for same in places if same in chosen]


def say_answer(explained: Explained, each: Explanation) -> str:
    """What is seen at the place, in a sentence or two."""
    where = f"at line {each.line}" if each.line else "in this file"
    others = f" Left out: {count(each.others, 'sighting')} of other vendors there." if each.others else ""
    if not each.accounts:
        return f"Nothing of {'these vendors' if each.others else 'a vendor'} is seen {where}.{others}"
    start = f"Nothing is seen at line {each.line}; the nearest is line {each.nearest}: " if each.nearest else ""
    words = _sum_up(explained, each.accounts)
    return start + (words if start else words[:1].upper() + words[1:]) + "." + others


def _sum_up(explained: Explained, accounts: Sequence[Account]) -> str:
    """Which vendors are used, which only mentioned."""
    accounts = sorted(accounts, key=lambda each: _BASES.index(each.sighting.basis))
    ways: dict[str, list[str]] = {}
    for each in accounts:
        if each.sighting.is_use:
            way = f"{each.sighting.basis.value}, {each.sighting.strength.value}"
            ways.setdefault(explained.name(each.sighting.vendor), []).append(way)
    used = tuple(f"{name} ({'; '.join(_names(each))})" for name, each in ways.items())
    locked = _names(
        explained.name(each.sighting.vendor)
        for each in accounts
        if not each.sighting.is_use and each.sighting.strength is not STRENGTHS[-1]
    )
    named = _names(explained.name(each.sighting.vendor) for each in accounts if each.sighting.strength is STRENGTHS[-1])
    parts = [f"{listed(used)} {_is(used)} used"] if used else []
    parts += [f"a lock file holds {listed(locked)}"] if locked else []
    parts += [f"{listed(named)} {_is(named)} {'' if parts else 'only '}mentioned"] if named else []
    return "; ".join(parts)


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _place_of(account: Account) -> tuple[int, int, str, str]:
    place = account.sighting.place
    return (place.line, place.column, account.sighting.kind, account.sighting.value)


def _head(accounts: Sequence[Account]) -> str:
    place = accounts[0].sighting.place
    return f"{place.line}:{place.column}" if place.column else str(place.line)


def _place(explained: Explained, accounts: Sequence[Account]) -> Section:
    sighting = accounts[0].sighting
    title = line(
        span(place_text(sighting.place), Tone.PLACE),
        "  ",
        span(shorten(sighting.value, _LONGEST_VALUE), Tone.VALUE),
        span(f"  {stands_there(sighting)}", Tone.FAINT),
    )
    ordered = sorted(accounts, key=lambda each: (_BASES.index(each.sighting.basis), each.sighting.is_ancestor))
    return Section(title, tuple(_vendor(explained, each) for each in ordered))


def _vendor(explained: Explained, account: Account) -> Section:
    sighting = account.sighting
    name = explained.name(sighting.vendor)
    words = "use" if sighting.is_use else "mention" if sighting.strength is STRENGTHS[-1] else "lock file entry"
    title = line(
        span(name[:1].upper() + name[1:], Tone.STRONG),
        span(f"  {words}, {sighting.basis.value}, {sighting.strength.value}", Tone.FAINT),
    )
    reasons = [
        (words[:1].upper() + words[1:], account.why_use),
        ("Vendor", account.why_vendor),
        ("Route", account.why_route),
        (f"Basis {sighting.basis.value}", account.why_basis),
        (f"Strength {sighting.strength.value}", account.why_strength),
        ("In the whole tree", account.in_tree),
    ]
    points = tuple(Point(line(span(f"{label}: ", Tone.FAINT), reason)) for label, reason in reasons if reason)
    steps = Points(tuple(Point(line(step)) for step in account.steps), is_numbered=True)
    return Section(
        title, (Points(points), Paragraph(line(span("Step by step:", Tone.FAINT))), steps, *_origin(account))
    )


def _origin(account: Account) -> tuple[Block, ...]:
    origin = account.origin
    if origin is None:
        return (Paragraph(line("No signature of the catalogue names a vendor here.")),)
    if not origin.file:
        return (Paragraph(line("Signature ", span(origin.signature, Tone.VALUE), ": not in the catalogue's files.")),)
    head = line(
        "Signature ", span(origin.signature, Tone.VALUE), f" of {origin.member}, in ", span(origin.file, Tone.PLACE)
    )
    sources = [Point(line(shorten(source, _LONGEST_SOURCE))) for source in origin.sources[:_FEW_SOURCES]]
    more = len(origin.sources) - len(sources)
    if more > 0:
        sources.append(Point(line(span(f"and {count(more, 'more source')}", Tone.FAINT))))
    return (Paragraph(head), Points(tuple(sources)))


def _keywords(explained: Explained, each: Explanation) -> Iterable[Block]:
    """Whether a keyword hit near a place at which nothing is seen."""
    if not each.file.was_read or not each.file.detectors:
        return
    near = f"around line {each.line}" if each.line else "in it"
    if not each.file.keywords:
        elsewhere = each.file.keyword_lines
        more = f"; elsewhere in the file on {count(elsewhere, 'line')}" if each.line and elsewhere else ""
        yield Paragraph(line(f"No keyword of the catalogue stands {near}{more}."))
        return
    yield Paragraph(line(f"Keywords stand {near}, but what is there is no trace of a product that the detectors know:"))
    points = [_keyword(explained, hit) for hit in each.file.keywords[:_FEW_KEYWORDS]]
    more_hits = len(each.file.keywords) - len(points)
    if more_hits > 0:
        points.append(Point(line(span(f"and {more_hits:,} more", Tone.FAINT))))
    yield Points(tuple(points))


def _keyword(explained: Explained, hit: KeywordHit) -> Point:
    names = tuple(explained.name(vendor) for vendor in hit.vendors)
    whose = f" (could mean {listed(names, 'or')})" if names else " (says no vendor by itself)"
    return Point(line(f"line {hit.line}: ", span(hit.text, Tone.VALUE), whose))
