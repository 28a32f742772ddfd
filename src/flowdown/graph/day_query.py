"""The SQL by which the arcs of a day are read: what is plain goes straight into arrays, the rest is told by its id."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.evidence.predicate import SHAPES, Family, Leaning, Predicate
from flowdown.graph.known import Sayings
from flowdown.graph.row import COLUMNS, Row

LEANING = tuple(each.value for each, shape in SHAPES.items() if shape.family is Family.DEPENDENCE)
"""The predicates by which one side falls with the other."""
TURNED = tuple(each.value for each, shape in SHAPES.items() if shape.leaning is Leaning.OBJECT)
"""Those of which the object leans on the subject."""
STRAIGHT = tuple(each for each in LEANING if each not in TURNED)
BESIDE = (Predicate.MAY_USE.value, Predicate.ALTERNATIVE_TO.value, Predicate.VALUED.value, Predicate.DESCRIBED.value)
"""What is told beside: hints of use, what could stand in, money, and what is not known."""
UNKNOWN = "text:unknown"
APART = "apart"
"""Stands for the predicate of what must be looked at one by one."""
CONTRACTED = (Predicate.SUPPLIES.value, Predicate.SUBCONTRACTOR_OF.value)
"""Those which a qualifier `contract` ties to one contract."""
CODE_ONLY = '["basis","library"]'
"""In the qualifiers of a use: only code of the vendor is used, and nothing of it is called (contracts.md, section 1)."""
_SET_APART = "stance <> 'supports' OR predicate IN ('read', 'retracts', 'assesses', 'same-as', 'not-same-as')"
"""As the index `claim_apart` has it, word for word."""


def quote(words: Iterable[str]) -> str:
    """Words of a closed set as a list in SQL."""
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def each_of(dialect: str) -> str:
    """A list of any length as a subquery of one parameter, in JSON."""
    if dialect == "postgresql":
        # Texts of the store are compared by their bytes, whatever the language of the database.
        return '(SELECT each.word COLLATE "C" AS word FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS each(word))'
    return "(SELECT value AS word FROM json_each(?))"


def write_list(words: Iterable[str]) -> str:
    """The parameter of `each_of`."""
    return json.dumps(sorted(set(words)), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    text: str
    parameters: tuple[str, ...]


def ask_apart(last_moment: str) -> Query:
    """Every claim about claims, documents and names, and every one that takes a stance against something."""
    return Query(f"SELECT {COLUMNS} FROM claim WHERE ({_SET_APART}) AND recorded_at <= ?", (last_moment,))


def ask_arcs(
    dialect: str, day: datetime.date, last_moment: str, sayings: Sayings, opposing: Iterable[Row], scope: Query
) -> Query:
    """What supports something on a day: from whom, to whom, and for what is more than an arc its predicate and detail.

    For what may not stand after all the predicate is `apart` and the detail the id.
    """
    doubt = _doubt(dialect, sayings, opposing)
    on, is_turned = day.isoformat(), f"predicate IN {quote(TURNED)}"
    is_below = f"(predicate = '{Predicate.SUBCONTRACTOR_OF}' AND subject >= 'contract:' AND subject < 'contract;')"
    is_marked = f"((predicate IN {quote((Predicate.DEPENDS_ON, *CONTRACTED))} AND qualifiers <> '[]') OR {is_below})"
    more = f"(predicate IN {quote(BESIDE)} OR {is_marked})"
    no_node = quote((Predicate.VALUED, Predicate.DESCRIBED))
    text = (
        f"SELECT CASE WHEN {is_turned} THEN object ELSE subject END, "
        f"CASE WHEN {is_turned} OR predicate IN {no_node} THEN subject ELSE object END, "
        f"CASE WHEN {doubt.text} THEN '{APART}' WHEN {more} THEN predicate END, "
        f"CASE WHEN {doubt.text} THEN id WHEN predicate IN {no_node} THEN object || ' ' || qualifiers "
        f"WHEN {is_marked} THEN qualifiers END "
        f"FROM claim WHERE {scope.text} AND stance = 'supports' AND recorded_at <= ? AND valid_from <= ? "
        # Code that is there goes on working when its maker is cut off.
        f"AND NOT (predicate = '{Predicate.USES}' AND replace(qualifiers, '{CODE_ONLY}', '') <> qualifiers) "
        "AND (valid_until = '' OR valid_until > ?)"
    )
    return Query(text, (*doubt.parameters, *doubt.parameters, *scope.parameters, last_moment, on, on))


def everything() -> Query:
    """The scope of the whole store."""
    beside = f"predicate IN {quote(BESIDE[:-1])} OR (predicate = '{Predicate.DESCRIBED}' AND object = '{UNKNOWN}')"
    return Query(f"(predicate IN {quote(LEANING)} OR {beside})", ())


def around(dialect: str, nodes: Iterable[str]) -> Query:
    """The scope of what these nodes lean on, and what is told beside of them but for what is paid."""
    some = write_list(nodes)
    straight = f"predicate IN {quote((*STRAIGHT, *BESIDE))} AND subject IN {each_of(dialect)}"
    turned = f"predicate IN {quote((*TURNED, *BESIDE[:2]))} AND object IN {each_of(dialect)}"
    is_open = f"(predicate <> '{Predicate.DESCRIBED}' OR object = '{UNKNOWN}')"
    return Query(f"(({straight}) OR ({turned})) AND {is_open}", (some, some))


def spend() -> Query:
    """The scope of all that is paid, as the index `claim_spend` has it."""
    text = f"predicate = '{Predicate.VALUED}' AND replace(qualifiers, '[\"of\",\"spend\"]', '') <> qualifiers"
    return Query(text, ())


def _doubt(dialect: str, sayings: Sayings, opposing: Iterable[Row]) -> Query:
    """True for what another claim or reading may take back or dispute; it may be so for more than is meant."""
    parts, parameters = ["1 = 0"], list[str]()
    listed = each_of(dialect)
    if sayings.ids:
        parts.append(f"id IN {listed}")
        parameters.append(write_list(sayings.ids))
    opposed = {
        f"{row.subject} {row.predicate} {row.object}" for row in opposing if row.predicate in (*LEANING, *BESIDE)
    }
    if opposed:
        parts.append(f"subject || ' ' || predicate || ' ' || object IN {listed}")
        parameters.append(write_list(opposed))
    if sayings.documents:
        # INVARIANT: the length keeps two pairs apart that read the same one after the other.
        pairs = (f"{len(document)}:{document}{revision}" for document, revision in sayings.standing)
        pair = "CAST(length(document) AS TEXT) || ':' || document || revision"
        parts.append(f"(document IN {listed} AND NOT {pair} IN {listed})")
        parameters.extend((write_list(sayings.documents), write_list(pairs)))
    return Query("(" + " OR ".join(parts) + ")", tuple(parameters))
