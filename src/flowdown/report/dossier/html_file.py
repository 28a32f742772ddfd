"""Writes a document as one HTML file that needs nothing else: readable on a screen, a telephone and on paper."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.report.dossier.blocks import is_local, parse, rows_of, text_of, weights_of
from flowdown.report.dossier.marks import pieces
from flowdown.report.dossier.paper import Drawing

if TYPE_CHECKING:
    from flowdown.report.dossier.blocks import Node

_STYLE = Path(__file__).parent / "page.css"
_DAY = re.compile(r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\b\d{4}-\d{2}-\d{2}\b")
"""A day, which no line breaks."""
_JOINT = re.compile(r"(?<=[/:@\\])(?=[^/:@\\])")
_ID = re.compile(r'\bid="([\w-]+)"|url\(#([\w-]+)\)|aria-labelledby="([\w -]+)"')

_WIDTHS = ((6, "many"), (3, "some"))
"""From how many columns on a table is wider than a telephone, and moves in its frame."""


def write_html(marked: str, title: str, drawings: Mapping[str, Drawing], home: str = "index.html") -> str:
    """The file. It may load nothing: what is not in it is not shown."""
    body = _Writer(drawings).blocks(parse(marked))
    back = f'<nav aria-label="dossier"><a href="{home}">All papers</a></nav>\n' if home else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">Skip to the text</a>\n{back}<main id="main">\n{body}</main>\n</body>\n</html>\n'
    )


def _text(text: str) -> str:
    return html.escape(text)


def _broken(code: str) -> str:
    """Code that breaks where a path or a name has its joints, before it breaks anywhere."""
    return "<wbr>".join(_run(part) for part in _JOINT.split(code))


def _words(text: str) -> str:
    return _DAY.sub(lambda match: f'<span class="day">{match[0]}</span>', _text(text))


def _run(text: str) -> str:
    return "".join(
        f'<mark class="blank">{_text(each.text)}</mark>' if each.is_blank else _words(each.text)
        for each in pieces(text)
    )


class _Writer:
    """One document; headings get ids that are told apart."""

    def __init__(self, drawings: Mapping[str, Drawing]) -> None:
        self._drawings = drawings
        self._ids: dict[str, int] = {}
        self._drawn = 0
        self._headed = ""
        self._labels: dict[str, int] = {}

    def blocks(self, node: Node) -> str:
        return "".join(self._block(each) for each in node.children)

    def _block(self, node: Node) -> str:
        match node.type:
            case "heading":
                self._headed = text_of(node)
                name = self._name(self._headed)
                return f'<{node.tag} id="{name}">{self._line(node)}</{node.tag}>\n'
            case "paragraph":
                picture = self._picture(node)
                return picture or f"<p>{self._line(node)}</p>\n"
            case "bullet_list" | "ordered_list":
                items = "".join(f"<li>{self._item(each)}</li>\n" for each in node.children)
                return f"<{node.tag}>\n{items}</{node.tag}>\n"
            case "blockquote":
                return f"<blockquote>\n{self.blocks(node)}</blockquote>\n"
            case "table":
                return self._table(node)
            case "fence" | "code_block":
                return f"<pre><code>{_run(node.content)}</code></pre>\n"
            case "hr":
                return "<hr>\n"
        return f"<p>{_run(text_of(node))}</p>\n"

    def _item(self, node: Node) -> str:
        """What stands in a point of a list; a tight one holds words without a paragraph around them."""
        parts = []
        for each in node.children:
            is_tight = each.type == "paragraph" and each.hidden
            parts.append(self._line(each) if is_tight else self._block(each))
        return "".join(parts)

    def _table(self, table: Node) -> str:
        head, rows = rows_of(table)
        titles = "".join(f'<th scope="col">{self._line(each)}</th>' if text_of(each) else "<td></td>" for each in head)
        lines = []
        for row in rows:
            cells = [
                f'<th scope="row">{self._line(row[0])}</th>',
                *(f"<td>{self._line(each)}</td>" for each in row[1:]),
            ]
            lines.append(f"<tr>{''.join(cells)}</tr>\n")
        is_headed = any(text_of(each) for each in head)
        told = ", ".join(filter(None, (text_of(each) for each in (head if is_headed else [row[0] for row in rows]))))
        label, top = self._label(told), f"<thead><tr>{titles}</tr></thead>\n" if is_headed else ""
        width = next((f' class="{name}"' for least, name in _WIDTHS if len(head) >= least), "")
        weights = weights_of(table)
        columns = "".join(f'<col style="width: {weight / sum(weights):.1%}">' for weight in weights)
        return (
            f'<div class="wide" role="region" tabindex="0" aria-label="{label}">\n<table{width}>\n<colgroup>{columns}</colgroup>\n{top}'
            f"<tbody>\n{''.join(lines)}</tbody>\n</table>\n</div>\n"
        )

    def _label(self, told: str) -> str:
        """What a table is called for those who do not see it: under which heading, with what; no two alike."""
        label = f"Table under {self._headed}: {told}" if self._headed else f"Table: {told}"
        self._labels[label] = self._labels.get(label, 0) + 1
        return _text(f"{label} ({self._labels[label]})" if self._labels[label] > 1 else label)

    def _line(self, node: Node) -> str:
        return "".join(self._inline(each) for each in node.children)

    def _inline(self, node: Node) -> str:
        match node.type:
            case "inline":
                return self._line(node)
            case "text":
                return _run(node.content)
            case "strong" | "em":
                return f"<{node.tag}>{self._line(node)}</{node.tag}>"
            case "code_inline":
                return f"<code>{_broken(node.content)}</code>"
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>\n"
            case "link":
                return self._link(node)
            case "image":
                return self._drawing(node)
        return _run(text_of(node))

    def _link(self, node: Node) -> str:
        target = str(node.attrs.get("href", ""))
        if is_local(target) or target.startswith("#"):
            return f'<a href="{_text(target.removesuffix(".md") + ".html" if target.endswith(".md") else target)}">{self._line(node)}</a>'
        return f"{self._line(node)} ({_text(target)})"

    def _picture(self, node: Node) -> str:
        inline = node.children[0].children if node.children else []
        return self._drawing(inline[0]) if len(inline) == 1 and inline[0].type == "image" else ""

    def _drawing(self, node: Node) -> str:
        drawing = self._drawings.get(str(node.attrs.get("src", "")).removesuffix(".svg"))
        if drawing is None:
            return _run(text_of(node))
        self._drawn += 1
        return f'<figure class="drawing" tabindex="0">\n{_apart(drawing.svg, self._drawn)}</figure>\n'

    def _name(self, text: str) -> str:
        name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"
        self._ids[name] = self._ids.get(name, 0) + 1
        return name if self._ids[name] == 1 and name != "main" else f"{name}-{self._ids[name] + 1}"


def _apart(svg: str, number: int) -> str:
    """A drawing whose ids are told apart from those of the page and of other drawings."""

    def rename(match: re.Match[str]) -> str:
        if match[1]:
            return f'id="d{number}-{match[1]}"'
        if match[2]:
            return f"url(#d{number}-{match[2]})"
        return f'aria-labelledby="{" ".join(f"d{number}-{each}" for each in match[3].split())}"'

    return _ID.sub(rename, svg)
