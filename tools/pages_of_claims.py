"""Draws the page about what claims can say: every predicate with its nodes, and every kind of node."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.evidence.predicate import SHAPES, Leaning, NodeKind
from tools.markdown import code, codes, table

_LEANS = {Leaning.SUBJECT: "subject on object", Leaning.OBJECT: "object on subject", Leaning.NEITHER: ""}


def predicates() -> str:
    """Every predicate: what it says, of which nodes, with which qualifiers, and who leans on whom."""
    rows = [
        (
            code(predicate.value),
            shape.about,
            _kinds(shape.subjects),
            _kinds(shape.objects),
            codes(shape.qualifiers),
            _LEANS[shape.leaning],
        )
        for predicate, shape in SHAPES.items()
    ]
    return "\n".join(
        [
            "# Predicates: what claims can say",
            "",
            "`flowdown claims add SUBJECT PREDICATE OBJECT` takes these; [how claims are kept](../claims.md) tells the rest. "
            "Nodes are written `kind:id`. Other qualifiers than the named ones may be given; these have a meaning of their "
            "own. Who leans on whom is the direction of `flowdown graph paths`; a firm leans on its owner, too.",
            "",
            table(("predicate", "the subject", "subjects", "objects", "qualifiers", "leans"), rows),
            "Kinds of nodes: " + codes([each.value for each in NodeKind]) + ".",
        ]
    )


def _kinds(kinds: Iterable[NodeKind]) -> str:
    return ", ".join(sorted(each.value for each in kinds))
