"""Writes a document as PDF: Typst markup in which every text is a string, so that nothing in it is read as markup."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError
from flowdown.report.dossier.blocks import is_local, is_small, leads_on, parse, rows_of, text_of, weights_of
from flowdown.report.dossier.marks import pieces
from flowdown.report.dossier.paper import Drawing

if TYPE_CHECKING:
    import typst

    from flowdown.report.dossier.blocks import Node

_BREAKS = re.compile(r"(?<=[/._\-:@\\])(?=\S)")
_MORE = re.compile(
    r"[\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u209f\u20a0-\u20bf\u2100-\u22ff\u25a0-\u25ff\u2713-\u2717]"
)
"""What the fonts hold beyond Latin, Greek and Cyrillic."""
_DAY = re.compile(r"((?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\b\d{4}-\d{2}-\d{2}\b)")
"""A day, which no line breaks."""
_LONG_CELL = 1500
_BREAK = "\ue002"
_SMALL = "#set text(size: 8.3pt)\n#set par(leading: 0.5em, spacing: 0.6em)\n"
_RUN = re.compile(rf"[^{_BREAK}]{{20}}(?=[^{_BREAK}])")
"""As much of a name without joints, such as a digest, as stands on one line for sure."""
_LONG_WORD, _LONG_CODE = 18, 12
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", re.DOTALL)
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_FONTS = re.compile(r"font-family:[^;}]+")

_HEAD = """#set document(title: {title}, date: none)
#set page(paper: "us-letter", margin: (x: 20mm, top: 20mm, bottom: 20mm),
  header: context if counter(page).get().first() > 1 {{ set text(size: 8.5pt, fill: luma(90)); {title} }},
  footer: context {{ set text(size: 8.5pt, fill: luma(90)); {foot}; h(1fr)
    [page #counter(page).display() of #counter(page).final().first()] }})
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em)
#set list(indent: 4pt, body-indent: 5pt)
#set enum(indent: 4pt, body-indent: 5pt)
#set table(stroke: 0.5pt + luma(150), inset: (x: 4.5pt, y: 3.5pt))
#show heading: set block(above: 1.3em, below: 0.7em, sticky: true)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11.3pt)
#let blank(body) = highlight(fill: rgb("#fff0b3"), stroke: 0.7pt + rgb("#a67c00"), extent: 0.6pt, radius: 1pt, body)
#let mono(body) = text(font: "DejaVu Sans Mono", size: 0.82em, body)
"""


def write_pdf(marked: str, title: str, foot: str, drawings: Mapping[str, Drawing], day: datetime.date) -> bytes:
    """The file; same words, same bytes."""
    writer = _Writer(drawings)
    body = writer.document(parse(marked))
    head = _HEAD.format(title=_string(_set(title)), foot=_string(_set(foot)))
    return _compile(f"{head}{body}", writer.pictures, "pdf", day)


def draw_picture(drawing: Drawing) -> bytes:
    """A drawing as PNG, for formats that take no SVG."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("0.svg")\n'
    return _compile(page, {"0.svg": for_print(drawing.svg)}, "png", None)


def for_print(svg: str) -> str:
    """A drawing in its light colours, in a font that is there on every machine."""
    return _FONTS.sub('font-family: "Libertinus Serif"', _DARK.sub("", svg))


@cache
def _compiler() -> typst.Compiler:
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def _compile(page: str, pictures: Mapping[str, str], kind: str, day: datetime.date | None) -> bytes:
    import typst

    source = page
    for name, svg in pictures.items():
        source = source.replace(f'image("{name}"', f'image(bytes({_string(svg)}), format: "svg"')
    moment = datetime.datetime.combine(day or datetime.date(2000, 1, 1), datetime.time(), datetime.UTC)
    try:
        made = (
            _compiler().compile(source.encode(), format="pdf", timestamp=moment)
            if kind == "pdf"
            else _compiler().compile(source.encode(), format="png", ppi=110)
        )
    except typst.TypstError as error:
        raise FlowdownError(f"the page could not be set: {error.message}") from None
    if isinstance(made, list):
        return made[0]
    assert made is not None
    return made


def _set(text: str) -> str:
    """A text as the fonts that come along can show it: letters that they lack as their numbers."""
    if text.isascii():
        return text
    return "".join(each if ord(each) < 0x0530 or _MORE.match(each) else f"\\u{{{ord(each):x}}}" for each in text)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{escaped}"'


def _run(text: str) -> str:
    parts = []
    for each in pieces(text):
        texts = _DAY.split(each.text)
        literal = "".join(
            f"#box({_string(text)});" if index % 2 else _literal(text, _LONG_WORD)
            for index, text in enumerate(texts)
            if text
        )
        parts.append(f"#blank[{literal}];" if each.is_blank else literal)
    return "".join(parts)


def _literal(text: str, long: int) -> str:
    """A text as strings, between which a word longer than `long` may break: no path runs out of its column.

    The places are spaces of hardly any width, not characters, so that what is copied from the page is what was
    written; at a space of none at all Typst breaks no line.
    """
    words = _set(text).split(" ")
    told = " ".join(
        _RUN.sub(rf"\g<0>{_BREAK}", _BREAKS.sub(_BREAK, word)) if len(word) > long else word for word in words
    )
    return "#h(0.001pt);".join(f"#{_string(part)};" for part in told.split(_BREAK))


def _size(svg: str) -> str:
    """As wide as the text, unless it would then be higher than a page."""
    box = _BOX.search(svg)
    width, height = (float(box[1]), float(box[2])) if box else (1.0, 1.0)
    return "height: 215mm" if height / width * 176 > 215 else "width: 100%"


class _Writer:
    def __init__(self, drawings: Mapping[str, Drawing]) -> None:
        self._drawings = drawings
        self.pictures: dict[str, str] = {}

    def document(self, node: Node) -> str:
        """All blocks; what stands under a last line is small print, kept together."""
        rules = [index for index, each in enumerate(node.children) if each.type == "hr"]
        last = rules[-1] if rules else len(node.children)
        told = "".join(f"{each}\n\n" for each in self._kept(node.children[:last], is_before_small=bool(rules)))
        small = "".join(f"{self._block(each)}\n\n" for each in node.children[last:])
        return f"{told}#block(breakable: false, above: 1em)[{_SMALL}{small}]" if small else told

    def _kept(self, nodes: Sequence[Node], *, is_before_small: bool) -> Iterator[str]:
        """Blocks, of which some stay with the next one: what leads to a table or list, and what the small print follows."""
        for each, after in itertools.zip_longest(nodes, nodes[1:]):
            leads = leads_on(each, after)
            ends = after is None and is_before_small and (each.type != "table" or is_small(each))
            block = self._block(each)
            yield f"#block(sticky: true)[{block}]" if leads or ends else block

    def blocks(self, node: Node) -> str:
        return "".join(f"{self._block(each)}\n\n" for each in node.children)

    def _block(self, node: Node) -> str:
        match node.type:
            case "heading":
                return f"#heading(level: {node.tag[1]})[{self._line(node)}]"
            case "bullet_list" | "ordered_list":
                items = "".join(f"[{self.blocks(each).strip()}], " for each in node.children)
                tight = (
                    "true" if all(child.hidden for each in node.children for child in each.children[:1]) else "false"
                )
                return f"#{'list' if node.type == 'bullet_list' else 'enum'}(tight: {tight}, {items})"
            case "blockquote":
                return f"#block(inset: (left: 9pt, y: 2pt), stroke: (left: 2.2pt + luma(170)))[{self.blocks(node).strip()}]"
            case "table":
                return self._table(node)
            case "fence" | "code_block":
                return f"#block(inset: 6pt, fill: luma(244), width: 100%)[#mono[{_run(node.content)}]]"
            case "hr":
                return "#line(length: 100%, stroke: 0.5pt + luma(150))"
        return self._line(node)

    def _table(self, table: Node) -> str:
        head, rows = rows_of(table)
        columns = ", ".join(f"{each:.2f}fr" for each in weights_of(table))
        titles = ", ".join(f"[#strong[{self._line(each)}]]" for each in head)
        cells = "".join(f"{', '.join(f'[{self._line(each)}]' for each in row)},\n" for row in rows)
        is_headed = any(text_of(each) for each in head)
        fill = "fill: (_, y) => if y == 0 { luma(236) },\n" if is_headed else ""
        top = f"table.header({titles}),\n" if is_headed else ""
        size = "9pt" if len(head) < 5 else "8.3pt"
        is_long = any(len(text_of(each)) > _LONG_CELL for row in rows for each in row)
        whole = "" if is_long else "#set table.cell(breakable: false)\n"
        frame = "#block(breakable: false)" if is_small(table) else "#"
        return (
            f"{frame}[#set text(size: {size})\n#set par(leading: 0.5em)\n{whole}#table(columns: ({columns},), "
            f"{fill}{top}{cells})]"
        )

    def _line(self, node: Node) -> str:
        return "".join(self._inline(each) for each in node.children)

    def _inline(self, node: Node) -> str:
        match node.type:
            case "inline":
                return self._line(node)
            case "text":
                return _run(node.content)
            case "strong":
                return f"#strong[{self._line(node)}];"
            case "em":
                return f"#emph[{self._line(node)}];"
            case "code_inline":
                return f"#mono[{_literal(node.content, _LONG_CODE)}];"
            case "softbreak":
                return '#" ";'
            case "hardbreak":
                return "#linebreak();"
            case "link":
                target = str(node.attrs.get("href", ""))
                return self._line(node) if is_local(target) else f"{self._line(node)}{_run(f' ({target})')}"
            case "image":
                return self._picture(node)
        return _run(text_of(node))

    def _picture(self, node: Node) -> str:
        drawing = self._drawings.get(str(node.attrs.get("src", "")).removesuffix(".svg"))
        if drawing is None:
            return _run(text_of(node))
        name = f"{len(self.pictures)}.svg"
        self.pictures[name] = for_print(drawing.svg)
        size = _size(drawing.svg)
        return f'#image("{name}", {size}, alt: {_string(_set(drawing.alt))});'
