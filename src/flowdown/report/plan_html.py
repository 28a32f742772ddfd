"""Writes a plan as one HTML file that loads nothing: the page, with its steps drawn."""

from __future__ import annotations

import html

from flowdown.report.gantt_svg import draw_gantt
from flowdown.report.page import Page
from flowdown.report.page_html import draw_html
from flowdown.report.plan_v1 import PlanV1

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #57606a; --line: #d0d7de; --band: #f6f8fa; --bad: #a3201a; --warn: #8a5a00; --good: #1f6f43; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #9da7b1; --line: #30363d; --band: #161b22; --bad: #ff8a80; --warn: #e3b341; --good: #56d38a; } }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1.05rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td { min-width: 5.5rem; } td:first-child { min-width: 10rem; } td.number { min-width: 3rem; } th { background: var(--band); } .number { text-align: right; white-space: nowrap; }
code { font: .88em ui-monospace, "DejaVu Sans Mono", monospace; background: var(--band); padding: .05em .25em; overflow-wrap: anywhere; }
.strong { font-weight: 600; } .faint { color: var(--faint); } .breach { color: var(--bad); font-weight: 600; } .warning, .undetermined { color: var(--warn); } .clear, .exempt { color: var(--good); }
.under { margin-left: .2rem; } li { margin: .3rem 0; } .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
@media print { main { max-width: none; } section { break-inside: auto; } tr, li { break-inside: avoid; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_plan_html(page: Page, plan: PlanV1) -> str:
    """The file: the drawing stands before the table of steps."""
    body = draw_html(page)
    drawing = draw_gantt(plan)
    mark = "<section><h2>Steps</h2>"
    if drawing:
        body = body.replace(mark, f'{mark}\n<div class="wide" tabindex="0">{drawing}</div>', 1)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the text</a>\n'
        f'<main id="main">\n{body}</main>\n</body>\n</html>\n'
    )
