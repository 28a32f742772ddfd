"""Writes a page for people as HTML that needs nothing else: no script, no network, light and dark."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from flowdown.report.page import Block, Line, Page, Paragraph, Points, Quotation, Section, Span, Table, Tone

_STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --faint: #57606a; --rule: #d0d7de; --bad: #b3261e;
  --open: #8a5a00; --good: #1a7f37; --value: #0a4d8c; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --faint: #9da7b1; --rule: #30363d;
  --bad: #ff8a80; --open: #e3b341; --good: #56d364; --value: #79c0ff; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; max-width: 72rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; } table { border-collapse: collapse; margin: .8rem 0; }
th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; } ul, ol { padding-left: 1.4rem; }
figure { margin: 1.5rem 0; overflow-x: auto; width: max-content; max-width: calc(100vw - 2rem); min-width: 100%;
  position: relative; left: 50%; transform: translateX(-50%); } .under { color: var(--faint); font-size: .9rem; }
.wide { overflow-x: auto; } td { min-width: 5rem; } td:first-child { min-width: 8rem; } td.number { min-width: 2.5rem; }
th { white-space: nowrap; }
code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; } @media print { tr, li { break-inside: avoid; }
  figure { max-width: 100%; } figure svg { max-width: 100%; height: auto; } }
.faint, .place { color: var(--faint); } .value { color: var(--value); } .breach { color: var(--bad); font-weight: 600; }
.warning, .undetermined, .exempt { color: var(--open); } .clear { color: var(--good); } .strong { font-weight: 600; }
"""


def write_html(page: Page, title: str, picture: str = "") -> str:
    """The page; the picture (SVG) stands after the first paragraphs."""
    blocks = list(page.blocks)
    lead = 0
    while lead < len(blocks) and isinstance(blocks[lead], Paragraph):
        lead += 1
    figure = f'<figure tabindex="0">{picture}</figure>' if picture else ""
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<main>\n<h1>{html.escape(title)}</h1>",
            *_blocks(blocks[:lead], 2),
            figure,
            *_blocks(blocks[lead:], 2),
            "</main>\n</body>\n</html>\n",
        )
    )


def _blocks(blocks: Iterable[Block], level: int) -> Iterable[str]:
    for block in blocks:
        match block:
            case Paragraph(line):
                yield f"<p>{_line(line)}</p>"
            case Table():
                yield _table(block)
            case Points(points, is_numbered):
                tag = "ol" if is_numbered else "ul"
                lines = (
                    f"<li>{_line((point.badge,)) + ' ' if point.badge else ''}{_line(point.line)}"
                    + "".join(f'<div class="under">{_line(each)}</div>' for each in point.under)
                    + "</li>"
                    for point in points
                )
                yield f"<{tag}>{''.join(lines)}</{tag}>"
            case Quotation(cites, words, notes):
                yield f"<blockquote>{_line(words)}<footer>{_line(cites)}</footer></blockquote>"
                yield from (f'<p class="under">{_line(note)}</p>' for note in notes)
            case Section(title, inner):
                tag = f"h{min(level, 6)}"
                yield f"<section><{tag}>{_line(title)}</{tag}>"
                yield from _blocks(inner, level + 1)
                yield "</section>"


def _table(table: Table) -> str:
    kinds = [' class="number"' if column.is_number else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(column.title)}</th>'
        for kind, column in zip(kinds, table.columns, strict=True)
    )
    rows = (
        "<tr>" + "".join(f"<td{kind}>{_line(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in table.rows
    )
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="wide" tabindex="0"><table>{body}</table></div>'


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    # What our own sentences put between backticks is code.
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(span.text))
    return text if span.tone is Tone.PLAIN else f'<span class="{span.tone.value}">{text}</span>'
