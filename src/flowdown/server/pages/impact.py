"""What falls if something is cut: drawn, and as a tree that can be unfolded and searched."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from flowdown.pipeline.impact import FALLING
from flowdown.report.impact_page import say_amount, say_fate, say_sum
from flowdown.report.impact_shapes import shape_impact
from flowdown.server.cells import choice
from flowdown.server.listing import Column, list_rows
from flowdown.server.page import Branch, Cell, Facts, Field, Fold, Form, Page, Picture, View
from flowdown.server.shapes import shape_view
from flowdown.server.works import ImpactAsked, find_cut

if TYPE_CHECKING:
    from flowdown.pipeline.impact import Affected, Answer
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

_OPEN, _SHOWN = 12, 60
_OWNED = (
    ("", "nobody"),
    ("half", "owned by half or more"),
    ("majority", "by a majority"),
    ("fifth", "by a fifth"),
    ("control", "controlled"),
)


def _show(visit: Visit, asked: ImpactAsked) -> View:
    links = visit.links
    form = Form(
        "/impact",
        "Cut it",
        (
            Field("node", "What is cut: a vendor's id, or a node as `system:quotes`", asked.node, is_needed=True),
            choice(
                "kind",
                "Show",
                asked.kind,
                (("", "everything that falls"), *((each, f"only {each}s") for each in FALLING)),
            ),
            Field("owned", "And whom it owns", asked.owned, _OWNED),
        ),
    )
    lead = "What leans on it by any path, what falls when alternatives are counted, and what falls whatever is taken in its place."
    if not asked.node:
        used = [row for row in visit.answer.panorama.vendors if not row.is_apart]
        start = Facts(
            tuple((row.name, Cell("what falls without it", links.to("/impact", node=row.id))) for row in used[:24]),
            "Vendors in use",
        )
        return View("Impact", [form, start], shape_view(visit, "impact"), None, lead)
    found = find_cut(visit, asked)
    impact = found.impact
    counts = impact.counts
    facts = Facts(
        (
            ("Reached by any path", f"{counts.reachable:,}"),
            ("Hit", Cell(f"{counts.hit:,}", tone="breach" if counts.hit else "")),
            ("Unavoidable", f"{counts.unavoidable:,}"),
            ("By kind", tuple(f"{kind}: {each.hit:,}" for kind, each in impact.by_kind)),
            ("Worth", tuple(say_sum(each) for each in impact.sums)),
            (
                "Goes on by alternatives, or without",
                tuple(say_sum(each) for each in impact.kept_sums),
            ),
            ("May use it", f"{len(impact.unknown.may_use):,}" if impact.unknown.may_use else ""),
        )
    )
    rows = [each for each in impact.affected if each.ways]
    columns = (
        Column("node", "What falls", lambda each: links.cell(each.node, each.node), key=lambda each: each.node),
        Column("fate", "How", _fate, key=lambda each: each.fate),
        Column("steps", "Steps", lambda each: each.steps, True, lambda each: each.steps),
        Column("way", "By way of", lambda each: tuple(links.cell(node, node) for node in each.ways[0][1:-1][:4])),
        Column("worth", "Worth", lambda each: "; ".join(say_amount(amount) for amount in each.amounts)),
        Column("why", "Why", lambda each: Cell("the claims", links.to("/paths", start=each.node, end=found.cut[0]))),
    )
    listing = list_rows(
        "impact",
        "What falls, one by one",
        columns,
        rows,
        asked,
        _text,
        (
            Field("node", "Cut", asked.node, kind="hidden"),
            Field("kind", "Kind", asked.kind, kind="hidden"),
            Field("owned", "Owned", asked.owned, kind="hidden"),
        ),
        f"Of {impact.total:,}, {len(rows):,} are told one by one." if impact.total > len(rows) else "",
    )
    parts: list[Part] = [form, facts]
    if rows:
        picture = links.to("/impact.svg", node=asked.node, owned=asked.owned, kind=asked.kind)
        words = f"What falls with {asked.node}, from left to right by steps; the tree below says the same in words."
        parts += [Picture(picture, words), Fold("Unfold it", _tree(visit, found, rows)), listing]
    kind, _, name = found.cut[0].partition(":")
    title = f"Without {visit.vendor_name(name) if kind == 'vendor' else name}"
    return View(title, parts, lambda: shape_impact(found), listing, lead, None, (Cell("Impact", links.to("/impact")),))


def _fate(affected: Affected) -> Cell:
    (span,) = say_fate(affected.fate)
    return Cell(span.text, tone=span.tone.value)


def _tree(visit: Visit, found: Answer, rows: list[Affected]) -> tuple[Branch, ...]:
    """What falls, each below what it leans on by its shortest way."""
    below: dict[str, list[str]] = defaultdict(list)
    fates = {each.node: each for each in rows}
    seen: set[str] = set()
    for each in sorted(rows, key=lambda each: (each.steps, each.node)):
        way = each.ways[0]
        for node, nearer in itertools.pairwise(way):
            if node not in seen:
                seen.add(node)
                below[nearer].append(node)
    sizes: dict[str, int] = {}
    for root in found.cut:
        _measure(root, below, sizes)

    def branch(node: str, depth: int) -> Branch:
        affected = fates.get(node)
        inner = sorted(below.get(node, ()), key=lambda name: (-sizes.get(name, 1), name))
        shown = tuple(branch(name, depth + 1) for name in inner[:_SHOWN])
        if len(inner) > _SHOWN:
            shown = (*shown, Branch((Cell(f"and {len(inner) - _SHOWN} more: narrow the search below", tone="faint"),)))
        size = sizes.get(node, 1) - 1
        told = _fate(affected) if affected is not None else Cell("")
        more = (Cell(f"{size:,} below", tone="faint"),) if size else ()
        return Branch(
            (visit.links.cell(node, node), told, *more), shown, depth == 0 or (depth == 1 and len(inner) <= _OPEN)
        )

    return tuple(branch(root, 0) for root in found.cut)


def _measure(root: str, below: dict[str, list[str]], sizes: dict[str, int]) -> None:
    """How many hang on each node, itself counted; without recursion, as ways may be long."""
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting.extend(below.get(node, ()))
    for node in reversed(order):
        sizes[node] = 1 + sum(sizes[each] for each in below.get(node, ()))


def _text(each: Affected) -> str:
    return f"{each.node} {' '.join(each.ways[0])}".casefold()


PAGE = Page(
    "impact",
    "/impact",
    "Impact",
    "What falls if something is cut (`flowdown.impact/1`).",
    _show,
    ImpactAsked,
    13,
    says=("flowdown.view/1", "flowdown.impact/1"),
)
