"""How well the words of a drawing stand out from what lies under them, by the Web Content Accessibility Guidelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}\n", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HATCH = re.compile(r"url\(#([\w-]+)\)")
_LETTER = 0.55
"""How wide a letter is, of its height, about."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a drawing with its colour and those under it."""

    text: str
    ink: str
    grounds: tuple[str, ...]

    @property
    def contrast(self) -> float:
        """Against the ground from which it stands out least."""
        return min(contrast(self.ink, each) for each in self.grounds)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is inherited."""

    fill: str = "#000000"
    size: float = 16.0
    anchor: str = "start"


@dataclass(slots=True)
class _Drawing:
    rules: list[tuple[tuple[int, int, int], list[str], dict[str, str]]]
    hatches: dict[str, ElementTree.Element] = field(default_factory=dict)
    shapes: list[tuple[float, float, float, float, list[str], float]] = field(default_factory=list)


def words_of(svg: str, *, is_dark: bool) -> list[Words]:
    """Every text of a drawing, in one of its colour schemes."""
    root = ElementTree.fromstring(svg)
    style = "\n".join(each.text or "" for each in root.iter() if _tag(each) == "style")
    dark = "".join(_DARK.findall(style))
    drawing = _Drawing(list(_rules(_DARK.sub("", style) + (dark if is_dark else ""))))
    drawing.hatches = {each.get("id", ""): each for each in root.iter() if _tag(each) == "pattern"}
    return list(_walk(drawing, root, (), _Look()))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _rules(style: str) -> Iterator[tuple[tuple[int, int, int], list[str], dict[str, str]]]:
    for number, (selectors, body) in enumerate(_RULE.findall(style)):
        declared = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", body))
        for selector in selectors.split(","):
            parts = selector.split()
            names = sum(part.count(".") for part in parts)
            yield (names, sum(not part.startswith(".") for part in parts), number), parts, declared


def _is_met(part: str, element: ElementTree.Element) -> bool:
    tag, *names = part.split(".")
    return (not tag or tag == _tag(element)) and set(names) <= set(element.get("class", "").split())


def _declared(drawing: _Drawing, path: tuple[ElementTree.Element, ...], name: str) -> str | None:
    """What the style says of an element, else its own attribute."""
    best: tuple[tuple[int, int, int], str] | None = None
    for weight, parts, declared in drawing.rules:
        if name in declared and _is_met(parts[-1], path[-1]) and _is_above(parts[:-1], path[:-1]):
            best = max(best or ((-1, -1, -1), ""), (weight, declared[name]))
    return best[1].strip() if best is not None else path[-1].get(name)


def _is_above(parts: list[str], path: tuple[ElementTree.Element, ...]) -> bool:
    left = list(parts)
    for element in reversed(path):
        if left and _is_met(left[-1], element):
            left.pop()
    return not left


def _walk(
    drawing: _Drawing, element: ElementTree.Element, above: tuple[ElementTree.Element, ...], look: _Look
) -> Iterator[Words]:
    path = (*above, element)
    font = re.search(r"([\d.]+)px", _declared(drawing, path, "font") or "")
    size = re.match(r"[\d.]+", _declared(drawing, path, "font-size") or (font[1] if font else ""))
    look = _Look(
        _declared(drawing, path, "fill") or look.fill,
        float(size[0]) if size else look.size,
        _declared(drawing, path, "text-anchor") or look.anchor,
    )
    match _tag(element):
        case "defs" | "title" | "desc" | "style":
            return
        case "rect" | "circle":
            _paint(drawing, element, look.fill, float(_declared(drawing, path, "fill-opacity") or 1))
        case "text":
            yield from _read(drawing, path, look)
            return
    for child in element:
        yield from _walk(drawing, child, path, look)


def _paint(drawing: _Drawing, element: ElementTree.Element, fill: str, cover: float) -> None:
    def number(name: str) -> float:
        return float(element.get(name, 0))

    if _tag(element) == "circle":
        left, top, wide, high = number("cx") - number("r"), number("cy") - number("r"), number("r") * 2, number("r") * 2
    else:
        left, top, wide, high = number("x"), number("y"), number("width"), number("height")
    if fill == "none":
        return
    hatch = _HATCH.match(fill)
    if hatch is None:
        drawing.shapes.append((left, top, left + wide, top + high, [fill], cover))
        return
    own = [
        colour
        for each in drawing.hatches[hatch[1]]
        for name in ("fill", "stroke")
        if (colour := _declared(drawing, (each,), name)) and colour.startswith("#")
    ]
    beneath = _grounds(drawing, left + wide / 2, top + high / 2)
    drawing.shapes.append((left, top, left + wide, top + high, own + beneath, 1.0))


def _grounds(drawing: _Drawing, x: float, y: float) -> list[str]:
    """The colours at a place, through what covers it in part."""
    colours = ["#ffffff"]
    for left, top, right, foot, own, cover in drawing.shapes:
        if left <= x <= right and top <= y <= foot:
            colours = own if cover == 1 else [_mix(over, under, cover) for over in own for under in colours]
    return colours


def _mix(over: str, under: str, cover: float) -> str:
    parts = ([int(each[index : index + 2], 16) for index in (1, 3, 5)] for each in (over, under))
    return "#" + "".join(f"{round(one * cover + other * (1 - cover)):02x}" for one, other in zip(*parts, strict=True))


def _read(drawing: _Drawing, path: tuple[ElementTree.Element, ...], look: _Look) -> Iterator[Words]:
    element = path[-1]
    text = "".join(element.itertext())
    length = len(text) * look.size * _LETTER
    left, y = float(element.get("x", 0)), float(element.get("y", 0)) - look.size * 0.3
    left -= {"end": length, "middle": length / 2}.get(look.anchor, 0.0)
    # What lies under the last letters is not sure, as a letter's width is not.
    points = [left + 1 + length * share for share in (0.0, 0.25, 0.5, 0.75)]
    grounds = tuple(dict.fromkeys(colour for x in points for colour in _grounds(drawing, x, y)))
    parts = [each for each in element if _tag(each) == "tspan" and (each.text or "").strip()]
    if (element.text or "").strip() or not parts:
        yield Words(text, look.fill, grounds)
    for part in parts:
        yield Words(part.text or "", _declared(drawing, (*path, part), "fill") or look.fill, grounds)
