"""Draws by which paths contracts depend on vendors: contracts, what serves them, and whose it is, from left to right."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowdown.report.words import visible

_BOX, _HIGH, _GAP, _STEP, _EDGE, _HEAD = 236, 42, 12, 318, 16, 96
_LETTERS = 31
"""So many letters fit into a box."""
_MOST = 16
"""Boxes of a column; what comes after them is one box that counts them."""
_STYLE = """
.paths text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #1b1f24; } .paths .small { font-size: 12px; fill: #57606a; }
.paths text.head { font-size: 13px; font-weight: 600; } .paths .paper { fill: #ffffff; }
.paths .box { fill: #f3f5f8; stroke: #8c959f; stroke-width: 1.3; } .paths .more { fill: none; stroke: #8c959f; stroke-dasharray: 3 3; }
.paths path { fill: none; stroke: #8c959f; stroke-width: 1.4; } .paths path.bad { stroke: #b3261e; stroke-width: 3; }
.paths path.open { stroke: #9a6700; stroke-width: 2; stroke-dasharray: 6 4; }
@media (prefers-color-scheme: dark) {
.paths text { fill: #e6edf3; } .paths .small { fill: #a9b4c0; } .paths .paper { fill: #0d1117; } .paths .box { fill: #1a212a; stroke: #6e7681; }
.paths path { stroke: #6e7681; } .paths path.bad { stroke: #ff8a80; } .paths path.open { stroke: #e3b341; }
}
"""
COLUMNS = ("Contract or own business", "What serves it", "Whose model, service or device")
TONES = ("bad", "open", "")
"""How a path is drawn: forbidden and seen, open, neither; the first is the worst."""
_LEGEND = (
    ("bad", "forbidden, and seen in use"),
    ("open", "open whether it is forbidden"),
    ("", "no order speaks against it"),
)


@dataclass(frozen=True, slots=True)
class Path:
    """One path: a contract, what serves it, and what that uses of whom; `tone` as in `TONES`."""

    contract: str
    place: str
    vendor: str
    under: str
    tone: str = ""


def draw_paths(paths: Sequence[Path]) -> str:
    """The picture as SVG text, empty without paths; every text in it is escaped."""
    if not paths:
        return ""
    contracts, places, vendors = _columns(paths)
    under = {each.vendor: each.under for each in paths}
    rows = [_rows(names) for names in (contracts, places, vendors)]
    height = _HEAD + max(len(_shown(names)) for names in (contracts, places, vendors)) * (_HIGH + _GAP) + 8
    width = _EDGE * 2 + 2 * _STEP + _BOX
    lines = [
        *_edges(paths, lambda each: (each.contract, each.place), rows[0], rows[1], 0),
        *_edges(paths, lambda each: (each.place, each.vendor), rows[1], rows[2], 1),
    ]
    boxes = [
        part
        for column, names in enumerate((contracts, places, vendors))
        for part in _boxes(names, column, under if column == len(COLUMNS) - 1 else {})
    ]
    return "\n".join([*_opening(paths, width, height), *_legend(), *lines, *boxes, "</svg>"]) + "\n"


def say_paths(paths: Sequence[Path]) -> str:
    """The words that stand for the picture."""
    told = {
        tone: tuple(
            dict.fromkeys(f"{each.contract} by {each.place}: {each.vendor}" for each in paths if each.tone == tone)
        )
        for tone in TONES
    }
    parts = [f"{words}: {'; '.join(told[tone][:6])}" for tone, words in _LEGEND if tone and told[tone]]
    lead = "Paths from contracts by what serves them to vendors, as the tables below tell them."
    return " ".join((lead, *(f"{part[:1].upper()}{part[1:]}." for part in parts)))


def _columns(paths: Sequence[Path]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The boxes of each column: the worst paths first, what belongs together near."""
    ranked = sorted(paths, key=lambda each: TONES.index(each.tone))
    contracts = tuple(dict.fromkeys(each.contract for each in ranked))
    places = _near(((each.place, each.contract) for each in ranked), contracts)
    vendors = _near(((each.vendor, each.place) for each in ranked), places)
    return contracts, _worst_first(places, ranked, "place"), _worst_first(vendors, ranked, "vendor")


def _worst_first(names: tuple[str, ...], ranked: Sequence[Path], attribute: str) -> tuple[str, ...]:
    """What does not fit is what no order speaks against."""
    if len(names) <= _MOST:
        return names
    worst = {getattr(each, attribute): TONES.index(each.tone) for each in reversed(ranked)}
    return tuple(sorted(names, key=lambda name: worst[name]))


def _near(pairs: Iterable[tuple[str, str]], before: Sequence[str]) -> tuple[str, ...]:
    at = {name: number for number, name in enumerate(before)}
    found: dict[str, list[int]] = {}
    for name, other in pairs:
        found.setdefault(name, []).append(at[other])
    order = {name: number for number, name in enumerate(found)}
    return tuple(sorted(found, key=lambda name: (sum(found[name]) / len(found[name]), order[name])))


def _shown(names: Sequence[str]) -> tuple[str, ...]:
    return (*names[: _MOST - 1], "") if len(names) > _MOST else tuple(names)


def _rows(names: Sequence[str]) -> Mapping[str, int]:
    """The row of each box; what is not shown shares the last one."""
    last = len(_shown(names)) - 1
    return {name: min(number, last) for number, name in enumerate(names)}


def _middle(row: int) -> float:
    return _HEAD + row * (_HIGH + _GAP) + _HIGH / 2


def _edges(
    paths: Sequence[Path],
    ends: Callable[[Path], tuple[str, str]],
    left: Mapping[str, int],
    right: Mapping[str, int],
    column: int,
) -> Iterator[str]:
    worst: dict[tuple[int, int], int] = {}
    for each in paths:
        one, other = ends(each)
        key = (left[one], right[other])
        worst[key] = min(worst.get(key, len(TONES)), TONES.index(each.tone))
    start, end = _EDGE + column * _STEP + _BOX, _EDGE + (column + 1) * _STEP
    half = (start + end) / 2
    for (above, below), tone in sorted(worst.items(), key=lambda pair: (-pair[1], pair[0])):
        top, bottom = _middle(above), _middle(below)
        name = f' class="{TONES[tone]}"' if TONES[tone] else ""
        yield f'<path{name} d="M {start} {top:g} C {half:g} {top:g}, {half:g} {bottom:g}, {end} {bottom:g}"/>'


def _boxes(names: Sequence[str], column: int, under: Mapping[str, str]) -> Iterator[str]:
    left = _EDGE + column * _STEP
    yield f'<text class="head" x="{left}" y="{_HEAD - 14}">{_text(COLUMNS[column])}</text>'
    for row, name in enumerate(_shown(names)):
        top = _HEAD + row * (_HIGH + _GAP)
        if not name:
            yield f'<rect class="more" x="{left}" y="{top}" width="{_BOX}" height="{_HIGH}" rx="4"/>'
            yield f'<text x="{left + 10}" y="{top + 24}">and {len(names) - _MOST + 1} more</text>'
            continue
        yield f'<rect class="box" x="{left}" y="{top}" width="{_BOX}" height="{_HIGH}" rx="4"><title>{_text(name)}</title></rect>'
        small = under.get(name, "")
        yield f'<text x="{left + 10}" y="{top + (17 if small else 24)}">{_text(_cut(name))}</text>'
        if small:
            yield f'<text class="small" x="{left + 10}" y="{top + 33}">{_text(_cut(small))}</text>'


def _opening(paths: Sequence[Path], width: int, height: int) -> Iterator[str]:
    yield (
        f'<svg class="paths" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="paths-title paths-desc">'
    )
    yield f'<title id="paths-title">Paths of dependency</title><desc id="paths-desc">{_text(say_paths(paths))}</desc>'
    yield f'<style>{_STYLE}</style><rect class="paper" width="{width}" height="{height}"/>'


def _legend() -> Iterator[str]:
    left = float(_EDGE)
    for tone, words in _LEGEND:
        name = f' class="{tone}"' if tone else ""
        yield f'<path{name} d="M {left} 30 H {left + 40}"/><text x="{left + 48}" y="34">{words}</text>'
        left += 48 + len(words) * 6.9 + 28


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _text(text: str) -> str:
    return html.escape(visible(text))
