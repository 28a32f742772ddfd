"""Says which identifiers tell by themselves that two nodes are one."""

from __future__ import annotations

import re

from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.row import Row

_FIRMS = frozenset((NodeKind.ORGANISATION, NodeKind.SUPPLIER, NodeKind.VENDOR))
_THINGS = frozenset((NodeKind.PRODUCT, NodeKind.MODEL, NodeKind.PACKAGE, NodeKind.SERVICE, NodeKind.DEVICE))
ONE_EACH = "identifier:lei/"
"""The identifiers of which nobody has two."""
PREFIXES = ("identifier:cage/", ONE_EACH, "identifier:purl/", "identifier:uei/")
"""How strong identifiers start: firms in government contracts, legal entities, packages."""
_FORMS = {
    "uei": (re.compile(r"[A-HJ-NP-Z1-9][A-HJ-NP-Z0-9]{11}"), _FIRMS),
    "lei": (re.compile(r"[A-Z0-9]{18}\d\d"), _FIRMS),
    "cage": (re.compile(r"[0-9A-HJ-NP-Z]{5}"), _FIRMS),
    "purl": (re.compile(r"pkg:[^/\s]+/\S+"), _THINGS),
}


def is_strong(row: Row) -> bool:
    """True for a claim that its subject carries an identifier which is given to one only, written as it is given.

    Letters of the identifiers of firms are capitals. What has not the form of its scheme, or is one letter over and
    over (`00000`), is a filler.
    """
    if row.predicate != Predicate.IDENTIFIED_BY or not row.object.startswith(PREFIXES):
        return False
    scheme, _, value = row.object.partition(":")[2].partition("/")
    form, kinds = _FORMS[scheme]
    return kind_of(row.subject) in kinds and len(set(value)) > 1 and form.fullmatch(value) is not None
